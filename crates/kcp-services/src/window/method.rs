//! How the window names a payment method: four letters on a phone, twelve digits on a PC.

use kcp_codec::Literal;

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
}
