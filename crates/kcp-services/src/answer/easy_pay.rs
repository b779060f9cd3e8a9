//! What an easy-pay wallet adds to an answer.

use std::{fmt, str};

use kcp_codec::{Decode, FieldError, Name, Reason, WonOrZero};

use super::Answer;
use crate::codes::kind;

/// What a wallet, a coupon or a wallet's own money adds to a card's answer (`seed 003 §8`, `https.md §2`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct EasyPayAnswer {
    /// The wallet (`card_other_pay_type`).
    pub wallet: Option<WalletCode>,
    /// The part that the card paid (`card_mny`), in won; zero when a coupon paid all. Only the approval's amount counts
    /// as the total.
    pub card_part: Option<WonOrZero>,
    /// The part that a coupon or Payco's points paid (`coupon_mny`), in won.
    pub coupon_part: Option<WonOrZero>,
    /// The part that the wallet's own money or points paid (`easypoint_mny`), in won.
    pub money_part: Option<WonOrZero>,
    /// The part that Payco's points paid (`payco_point_mny`; the guide's example prints `payco_poinf_mny`), in won.
    pub payco_points: Option<WonOrZero>,
}

impl EasyPayAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        Self {
            wallet: answer.info(CARD_OTHER_PAY_TYPE),
            card_part: answer.info(Name::from_static("card_mny")),
            coupon_part: answer.info(Name::from_static("coupon_mny")),
            money_part: answer.info(Name::from_static("easypoint_mny")),
            payco_points: answer.first(&["payco_point_mny", "payco_poinf_mny"]),
        }
    }

    /// The wallet's name, if the [table](crate::codes::kinds) has it.
    #[must_use]
    pub fn wallet_name(&self) -> Option<&'static str> {
        self.wallet.and_then(|code| named(code.as_str()))
    }
}

/// A wallet's code (`card_other_pay_type`): four letters and digits, kept as they came.
#[doc(alias = "card_other_pay_type")]
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct WalletCode([u8; 4]);

impl WalletCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The wallet, if it is one that is known.
    #[must_use]
    pub fn known(self) -> Option<Wallet> {
        Wallet::ALL.into_iter().find(|wallet| wallet.code().as_bytes() == self.0)
    }
}

impl Decode for WalletCode {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(field, reason);
        let code = <[u8; 4]>::try_from(bytes)
            .map_err(|_| refuse(Reason::WrongLength { len: bytes.len(), want: 4 }))?;
        match code.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
            Some(at) => Err(refuse(Reason::BadByte { at })),
            None => Ok(Self(code)),
        }
    }
}

impl fmt::Debug for WalletCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WalletCode({})", self.as_str())
    }
}

/// A wallet that is known (`https.md §2`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Wallet {
    /// Apple Pay, `OT21`.
    ApplePay,
    /// Kakao Pay, `OT13`.
    KakaoPay,
    /// L.pay, `OT11`.
    LPay,
    /// Naver Pay, `OT16`.
    NaverPay,
    /// Payco, `OT12`.
    Payco,
    /// Samsung Pay, `OT01`.
    SamsungPay,
    /// SSG Pay, `OT03`.
    SsgPay,
    /// Toss Pay, `OT23`.
    TossPay,
}

impl Wallet {
    /// All, in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::SamsungPay,
        Self::SsgPay,
        Self::LPay,
        Self::Payco,
        Self::KakaoPay,
        Self::NaverPay,
        Self::ApplePay,
        Self::TossPay,
    ];

    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ApplePay => "OT21",
            Self::KakaoPay => "OT13",
            Self::LPay => "OT11",
            Self::NaverPay => "OT16",
            Self::Payco => "OT12",
            Self::SamsungPay => "OT01",
            Self::SsgPay => "OT03",
            Self::TossPay => "OT23",
        }
    }

    /// Its name, as it calls itself: the English one of the [table](crate::codes::kinds).
    #[must_use]
    pub fn name(self) -> &'static str {
        named(self.code()).unwrap_or_default()
    }
}

/// The name of the table's row, which may be there for a wallet that has no variant yet.
fn named(code: &str) -> Option<&'static str> {
    kind(CARD_OTHER_PAY_TYPE, code).map(|row| row.name.english)
}

const CARD_OTHER_PAY_TYPE: Name = Name::from_static("card_other_pay_type");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wallet_is_known_by_its_code_and_an_unknown_one_is_kept() {
        let name = Name::from_static("card_other_pay_type");
        let code = |text: &str| WalletCode::decode(name, text.as_bytes());
        for wallet in Wallet::ALL {
            assert_eq!(code(wallet.code()).unwrap().known(), Some(wallet));
        }
        assert_eq!(Wallet::ALL.map(|wallet| named(wallet.code()).is_some()), [true; 8]);
        assert_eq!((Wallet::LPay.name(), named("OT99")), ("L.pay", None));
        let other = code("OT99").unwrap();
        assert_eq!((other.as_str(), other.known()), ("OT99", None));
        assert_eq!(code("OT9").unwrap_err().reason(), Reason::WrongLength { len: 3, want: 4 });
        assert_eq!(code("OT 9").unwrap_err().reason(), Reason::BadByte { at: 2 });
    }
}
