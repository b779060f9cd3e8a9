//! Whose affair a result code is, what to do about it, and whether to try again: each with words in two languages.

use super::Class;
use crate::codes::Words;

/// Whose affair a result code is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The buyer's card, account or data.
    Buyer,
    /// The card company, bank, carrier or operator.
    Institution,
    /// KCP.
    Kcp,
    /// The merchant's contract or settings at KCP.
    Merchant,
    /// Nobody's, or nobody can tell.
    Nobody,
    /// Our request, its timing, or the programs on this side.
    Request,
}

/// What to do about a result code.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// The buyer calls the card company or the bank.
    AskIssuer,
    /// Ask KCP.
    AskKcp,
    /// The buyer enters the data again.
    BuyerCorrect,
    /// Cancel what is left by a partial cancel.
    CancelRest,
    /// Try again later: nothing happened.
    Later,
    /// Find out what happened before anything else.
    LookUp,
    /// Mend the request.
    MendRequest,
    /// Mend the settings in the merchant console, or the contract.
    MendSettings,
    /// Nothing: done as asked.
    None,
    /// Nothing: what was asked for is done already.
    NothingLeft,
    /// Another card or method.
    OtherMethod,
}

/// Whether the same order may be tried again.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Again {
    /// Once something has changed: the request, the card, a new authentication in the window.
    AfterChange,
    /// No.
    No,
    /// As it is, now or later.
    Yes,
}

/// The names of the data file and words for people, by one list a type.
macro_rules! vocabulary {
    ($type:ident { $($variant:ident $name:literal, $english:literal, $korean:literal;)* }) => {
        impl $type {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name for programs, in `snake_case`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The one with this name; `None` if there is none.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }

            /// What it means, for people.
            #[must_use]
            pub const fn words(self) -> Words {
                match self { $(Self::$variant => Words::new($english, $korean)),* }
            }
        }
    };
}

vocabulary!(Class {
    AlreadyCancelled "already_cancelled", "cancelled already", "이미 취소됨";
    Amount "amount", "the amount is wrong", "금액 오류";
    Buyer "buyer", "the buyer's card or account", "구매자의 카드 또는 계좌";
    Declined "declined", "declined", "거절";
    Duplicate "duplicate", "came before", "중복";
    Merchant "merchant", "contract or settings", "계약 또는 설정";
    Module "module", "the vendor's module or window", "연동 모듈 또는 결제창 프로그램";
    Request "request", "the request", "요청 오류";
    Success "success", "done", "성공";
    Uncertain "uncertain", "nobody knows", "결과 불명";
});

vocabulary!(Fault {
    Buyer "buyer", "the buyer", "구매자";
    Institution "institution", "the card company, bank, carrier or operator", "카드사, 은행 등 결제기관";
    Kcp "kcp", "KCP", "KCP";
    Merchant "merchant", "the merchant's contract or settings", "가맹점의 계약 또는 설정";
    Nobody "nobody", "nobody, or nobody can tell", "해당 없음 또는 알 수 없음";
    Request "request", "our request, or a program on this side", "가맹점 서버의 요청 또는 프로그램";
});

vocabulary!(Action {
    AskIssuer "ask_issuer", "the buyer calls the card company or bank", "구매자가 카드사나 은행에 문의";
    AskKcp "ask_kcp", "ask KCP", "KCP에 문의";
    BuyerCorrect "buyer_correct", "the buyer tries once more with the right data", "구매자가 바르게 다시 입력";
    CancelRest "cancel_rest", "cancel the rest by a partial cancel", "남은 금액을 부분취소";
    Later "later", "try again later; nothing happened", "나중에 다시 시도(처리된 것 없음)";
    LookUp "look_up", "find out what happened before anything else", "먼저 처리 결과를 확인";
    MendRequest "mend_request", "mend the request", "요청을 수정";
    MendSettings "mend_settings", "mend the settings or the contract", "설정 또는 계약을 수정";
    None "none", "nothing", "할 일 없음";
    NothingLeft "nothing_left", "nothing is left to do", "더 할 일 없음";
    OtherMethod "other_method", "another card or method", "다른 카드나 결제수단 사용";
});

vocabulary!(Again {
    AfterChange "after_change", "after a change", "수정한 뒤 가능";
    No "no", "no", "불가";
    Yes "yes", "yes", "가능";
});
