//! How a buyer pays.

use kcp_codec::Literal;

/// A payment method (`pay_type` in requests, `pay_method` in answers), four letters on the wire (`seed 003 §6`).
#[doc(alias = "pay_type")]
#[doc(alias = "pay_method")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PayType {
    /// Card, `PACA`.
    Card,
    /// Gift certificate, `PATK`.
    Gift,
    /// Kakao money, `PAKM`: only in answers, where the buyer opened the wallet of a card payment.
    KakaoMoney,
    /// Mobile phone bill, `PAMC`.
    Mobile,
    /// Naver Pay points, `PANP`: only in answers, as Kakao money.
    NaverPoints,
    /// Payco points, `PACP`: only in answers, as Kakao money.
    PaycoPoints,
    /// Points, `PAPT`.
    Points,
    /// SSG money, `PASG`: only in answers, as Kakao money.
    SsgMoney,
    /// Toss money, `PATO`: only in answers, as Kakao money.
    TossMoney,
    /// Bank transfer, `PABK`.
    Transfer,
    /// Virtual account, `PAVC`.
    VirtualAccount,
}

impl PayType {
    /// All methods.
    pub const ALL: [Self; 11] = [
        Self::Card,
        Self::Transfer,
        Self::VirtualAccount,
        Self::Mobile,
        Self::Points,
        Self::Gift,
        Self::KakaoMoney,
        Self::NaverPoints,
        Self::PaycoPoints,
        Self::SsgMoney,
        Self::TossMoney,
    ];

    /// Whether this is a wallet's own money or points (`https.md §2`).
    #[must_use]
    pub const fn is_wallet(self) -> bool {
        matches!(
            self,
            Self::KakaoMoney
                | Self::NaverPoints
                | Self::PaycoPoints
                | Self::SsgMoney
                | Self::TossMoney
        )
    }

    /// Whether an answer of this method agrees with a request for `asked`: the same, or a wallet's money where a card
    /// was asked, because the buyer chooses between the two inside the wallet.
    #[must_use]
    pub fn agrees_with(self, asked: Self) -> bool {
        self == asked || (asked == Self::Card && self.is_wallet())
    }

    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.literal().as_str()
    }

    /// The method with this code; `None` if it is not one of these.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::of_wire(code.as_bytes())
    }

    pub(crate) fn of_wire(code: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code().as_bytes() == code)
    }

    pub(crate) const fn literal(self) -> Literal {
        match self {
            Self::Card => Literal::new("PACA"),
            Self::Gift => Literal::new("PATK"),
            Self::KakaoMoney => Literal::new("PAKM"),
            Self::Mobile => Literal::new("PAMC"),
            Self::NaverPoints => Literal::new("PANP"),
            Self::PaycoPoints => Literal::new("PACP"),
            Self::Points => Literal::new("PAPT"),
            Self::SsgMoney => Literal::new("PASG"),
            Self::TossMoney => Literal::new("PATO"),
            Self::Transfer => Literal::new("PABK"),
            Self::VirtualAccount => Literal::new("PAVC"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wallet_s_money_agrees_with_a_card_and_with_nothing_else() {
        assert!(PayType::KakaoMoney.agrees_with(PayType::Card));
        assert!(!PayType::KakaoMoney.agrees_with(PayType::Transfer));
        assert!(!PayType::Transfer.agrees_with(PayType::Card));
        assert!(!PayType::Card.agrees_with(PayType::KakaoMoney));
        assert!(!PayType::KakaoMoney.agrees_with(PayType::TossMoney));
    }

    #[test]
    fn every_method_has_a_code_of_its_own() {
        for method in PayType::ALL {
            assert_eq!(PayType::parse(method.code()), Some(method));
        }
        assert_eq!(PayType::parse("paca"), None);
    }
}
