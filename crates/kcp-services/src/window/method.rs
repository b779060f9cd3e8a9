//! How the window names a payment method: four letters on a phone, twelve digits on a PC.

use kcp_codec::Literal;

use super::options::{GrammarError, MethodMask};
use crate::approve::PayType;

/// A method of the window (`pay_method`, `seed 003 §8`).
#[doc(alias = "pay_method")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum WindowMethod {
    /// Card.
    Card,
    /// Gift certificate. The mobile form needs its operator (`van_code`).
    Gift,
    /// Mobile phone bill.
    Mobile,
    /// Points. The mobile form needs their operator (`van_code`).
    Points,
    /// Bank transfer.
    Transfer,
    /// Virtual account.
    VirtualAccount,
}

impl WindowMethod {
    /// Every method.
    pub const ALL: [Self; 6] =
        [Self::Card, Self::Gift, Self::Mobile, Self::Points, Self::Transfer, Self::VirtualAccount];

    /// Reads the four letters of registration and mobile form.
    ///
    /// # Errors
    /// [`GrammarError`] at 0 for any other word, and at 4 if more follows.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let fault = |at, expected| Err(GrammarError::new(MethodMask::NAME, at, expected));
        match Self::ALL.into_iter().find(|method| text.starts_with(method.mobile().as_str())) {
            Some(method) if text.len() == 4 => Ok(method),
            Some(_) => fault(4, "nothing after the four letters"),
            None => fault(0, "CARD, BANK, VCNT, MOBX, TPNT or GIFT"),
        }
    }

    /// The four letters of registration and mobile form: `CARD`, `BANK`, `VCNT`, `MOBX`, `TPNT`, `GIFT`.
    #[must_use]
    pub const fn mobile(self) -> Literal {
        Literal::new(match self {
            Self::Card => "CARD",
            Self::Gift => "GIFT",
            Self::Mobile => "MOBX",
            Self::Points => "TPNT",
            Self::Transfer => "BANK",
            Self::VirtualAccount => "VCNT",
        })
    }

    /// The twelve digits of the PC form.
    #[must_use]
    pub const fn pc(self) -> Literal {
        Literal::new(match self {
            Self::Card => "100000000000",
            Self::Gift => "000000001000",
            Self::Mobile => "000010000000",
            Self::Points => "000100000000",
            Self::Transfer => "010000000000",
            Self::VirtualAccount => "001000000000",
        })
    }

    /// The method as the approval names it.
    #[must_use]
    pub const fn pay_type(self) -> PayType {
        match self {
            Self::Card => PayType::Card,
            Self::Gift => PayType::Gift,
            Self::Mobile => PayType::Mobile,
            Self::Points => PayType::Points,
            Self::Transfer => PayType::Transfer,
            Self::VirtualAccount => PayType::VirtualAccount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_s_two_spellings_are_kept() {
        assert_eq!(WindowMethod::Card.mobile().as_str(), "CARD");
        assert_eq!(WindowMethod::Points.mobile().as_str(), "TPNT");
        assert_eq!(WindowMethod::Gift.pc().as_str(), "000000001000");
        assert_eq!(WindowMethod::Transfer.pay_type().code(), "PABK");
    }

    #[test]
    fn the_four_letters_come_back_and_nothing_else_is_a_method() {
        for method in WindowMethod::ALL {
            assert_eq!(WindowMethod::parse(method.mobile().as_str()), Ok(method));
        }
        for (text, at) in [("", 0), ("card", 0), ("CARDS", 4), ("CAR", 0), ("카드", 0)] {
            assert_eq!(WindowMethod::parse(text).unwrap_err().at(), at, "{text}");
        }
    }
}
