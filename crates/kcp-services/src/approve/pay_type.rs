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
    /// Mobile phone bill, `PAMC`.
    Mobile,
    /// Points, `PAPT`.
    Points,
    /// Bank transfer, `PABK`.
    Transfer,
    /// Virtual account, `PAVC`.
    VirtualAccount,
}

impl PayType {
    /// All methods.
    pub const ALL: [Self; 6] =
        [Self::Card, Self::Transfer, Self::VirtualAccount, Self::Mobile, Self::Points, Self::Gift];

    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.literal().as_str()
    }

    /// The method with this code; `None` if it is not one of the six.
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
            Self::Mobile => Literal::new("PAMC"),
            Self::Points => Literal::new("PAPT"),
            Self::Transfer => Literal::new("PABK"),
            Self::VirtualAccount => Literal::new("PAVC"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_has_a_code_of_its_own() {
        for method in PayType::ALL {
            assert_eq!(PayType::parse(method.code()), Some(method));
        }
        assert_eq!(PayType::parse("paca"), None);
    }
}
