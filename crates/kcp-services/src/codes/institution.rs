//! Phone carriers, operators of points and gift certificates, and who carries a payment to its institution.

use kcp_codec::{CarrierCode, OperatorCode, VanCode};

use super::{Words, entry::table};

/// A phone carrier (`commid`, `hp_commid`). [seed 002 §5]
#[doc(alias = "commid")]
#[doc(alias = "hp_commid")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Carrier {
    /// The code.
    pub code: CarrierCode,
    /// The name.
    pub name: Words,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What else is to be known.
    pub note: Option<Words>,
    /// Where the row comes from.
    pub source: &'static str,
}

/// An operator of points or gift certificates (`pnt_issue`, `tk_van_code`, `van_code`). [seed 002 §5, seed 003 §8]
#[doc(alias = "pnt_issue")]
#[doc(alias = "tk_van_code")]
#[doc(alias = "van_code")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Operator {
    /// The code.
    pub code: OperatorCode,
    /// The name of what it offers.
    pub name: Words,
    /// Other names, older ones among them.
    pub aliases: &'static [&'static str],
    /// What a buyer pays with.
    pub offers: Offer,
    /// Whether the company is in business, as far as the sources know.
    pub trading: bool,
    /// What else is to be known.
    pub note: Option<Words>,
    /// Where the row comes from.
    pub source: &'static str,
}

/// What a buyer pays with at an operator.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Offer {
    /// Gift certificates.
    Gift,
    /// Points.
    Points,
}

/// Who carried a payment to the institution (`van_cd`). [seed 002 §5]
#[doc(alias = "van_cd")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Van {
    /// The code.
    pub code: VanCode,
    /// The name.
    pub name: Words,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Which payments it carries.
    pub carries: Carried,
    /// What else is to be known.
    pub note: Option<Words>,
    /// Where the row comes from.
    pub source: &'static str,
}

/// Which payments go over a VAN.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Carried {
    /// Card payments.
    Card,
    /// Payments on a phone bill.
    Mobile,
    /// Bank transfers.
    Transfer,
    /// Virtual accounts.
    VirtualAccount,
}

impl Offer {
    /// What it is.
    #[must_use]
    pub const fn name(self) -> Words {
        match self {
            Self::Gift => Words::new("gift certificate", "상품권"),
            Self::Points => Words::new("points", "포인트"),
        }
    }
}

impl Carried {
    /// What it is.
    #[must_use]
    pub const fn name(self) -> Words {
        match self {
            Self::Card => Words::new("card", "신용카드"),
            Self::Mobile => Words::new("mobile phone bill", "휴대폰"),
            Self::Transfer => Words::new("bank transfer", "계좌이체"),
            Self::VirtualAccount => Words::new("virtual account", "가상계좌"),
        }
    }
}

table!(Carrier(CarrierCode) in CARRIERS by as_str: carriers, carrier, carrier_named; "phone carrier");
table!(Operator(OperatorCode) in OPERATORS by as_str: operators, operator, operator_named; "operator");
table!(Van(VanCode) in VANS by as_str: vans, van, van_named; "VAN");
