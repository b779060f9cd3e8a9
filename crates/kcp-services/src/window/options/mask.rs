//! The twelve digits by which a PC window is told its methods.

use std::fmt;

use kcp_codec::Name;

use super::{GrammarError, grammar::Reader};
use crate::window::WindowMethod;

/// A method of the AX-HUB window (`seed 002 §2`): those of [`WindowMethod`] and two that have no four letters.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum HubMethod {
    /// Card, the first place.
    Card,
    /// Gift certificate, the ninth place.
    Gift,
    /// KT phone bill of a land line (KT전화결제), the eleventh place.
    KtPhoneBill,
    /// Mobile phone bill, the fifth place.
    Mobile,
    /// Points, the fourth place.
    Points,
    /// Tong money (통머니), the seventh place.
    TongMoney,
    /// Bank transfer, the second place.
    Transfer,
    /// Virtual account, the third place.
    VirtualAccount,
}

impl HubMethod {
    /// Every method, by its place.
    pub const ALL: [Self; 8] = [
        Self::Card,
        Self::Transfer,
        Self::VirtualAccount,
        Self::Points,
        Self::Mobile,
        Self::TongMoney,
        Self::Gift,
        Self::KtPhoneBill,
    ];

    /// The place among the twelve digits, from 0.
    #[must_use]
    pub const fn place(self) -> usize {
        match self {
            Self::Card => 0,
            Self::Transfer => 1,
            Self::VirtualAccount => 2,
            Self::Points => 3,
            Self::Mobile => 4,
            Self::TongMoney => 6,
            Self::Gift => 8,
            Self::KtPhoneBill => 10,
        }
    }
}

impl From<WindowMethod> for HubMethod {
    fn from(method: WindowMethod) -> Self {
        match method {
            WindowMethod::Card => Self::Card,
            WindowMethod::Gift => Self::Gift,
            WindowMethod::Mobile => Self::Mobile,
            WindowMethod::Points => Self::Points,
            WindowMethod::Transfer => Self::Transfer,
            WindowMethod::VirtualAccount => Self::VirtualAccount,
        }
    }
}

/// The methods that one PC window offers (`pay_method`): twelve digits, `1` at the place of each method and `0`
/// elsewhere; `111000000000` is card, transfer and virtual account (`seed 002 §2`). At least one.
///
/// No method has the sixth, eighth, tenth or twelfth place.
#[doc(alias = "pay_method")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct MethodMask(u16);

impl MethodMask {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("pay_method");

    /// Digits.
    const LEN: usize = 12;

    /// One method.
    #[must_use]
    pub const fn of(method: HubMethod) -> Self {
        Self(1 << method.place())
    }

    /// And another one.
    #[must_use]
    pub const fn and(self, method: HubMethod) -> Self {
        Self(self.0 | Self::of(method).0)
    }

    /// Whether the window offers `method`.
    #[must_use]
    pub const fn offers(self, method: HubMethod) -> bool {
        self.0 & Self::of(method).0 != 0
    }

    /// The methods, by their place.
    pub fn methods(self) -> impl Iterator<Item = HubMethod> {
        HubMethod::ALL.into_iter().filter(move |&method| self.offers(method))
    }

    /// Reads twelve digits.
    ///
    /// # Errors
    /// [`GrammarError`] at the first byte that is neither `0` nor `1`, at a `1` where no method has its place, at the
    /// end of a text of another length, and at 0 where no digit is `1`.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        let mut mask = 0;
        for place in 0..Self::LEN {
            let method = HubMethod::ALL.into_iter().find(|method| method.place() == place);
            match method {
                _ if reader.take("0") => {}
                Some(method) if reader.take("1") => mask |= Self::of(method).0,
                Some(_) => return Err(reader.fault("0 or 1, twelve digits in all")),
                None => return Err(reader.fault("0, as no method has this place")),
            }
        }
        reader.end("nothing after twelve digits")?;
        if mask == 0 {
            return Err(reader.fault_at(0, "1 at the place of one method at least"));
        }
        Ok(Self(mask))
    }
}

impl From<HubMethod> for MethodMask {
    fn from(method: HubMethod) -> Self {
        Self::of(method)
    }
}

impl fmt::Display for MethodMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..Self::LEN).try_for_each(|place| write!(f, "{}", self.0 >> place & 1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_method_has_the_guide_s_place_and_both_spellings_of_six_agree() {
        for (method, text) in [
            (HubMethod::Card, "100000000000"),
            (HubMethod::Transfer, "010000000000"),
            (HubMethod::VirtualAccount, "001000000000"),
            (HubMethod::Points, "000100000000"),
            (HubMethod::Mobile, "000010000000"),
            (HubMethod::TongMoney, "000000100000"),
            (HubMethod::Gift, "000000001000"),
            (HubMethod::KtPhoneBill, "000000000010"),
        ] {
            assert_eq!(MethodMask::of(method).to_string(), text);
        }
        for method in WindowMethod::ALL {
            assert_eq!(MethodMask::of(method.into()).to_string(), method.pc().as_str());
        }
    }

    #[test]
    fn a_wrong_mask_is_refused_where_it_goes_wrong() {
        for (text, at) in [
            ("", 0),
            ("1", 1),
            ("10000000000", 11),
            ("1000000000000", 12),
            ("12", 1),
            ("000001000000", 5),
            ("000000000001", 11),
            ("000000000000", 0),
            ("카드", 0),
        ] {
            assert_eq!(MethodMask::parse(text).unwrap_err().at(), at, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_mask_comes_back(methods in proptest::sample::subsequence(&HubMethod::ALL[..], 1..=8)) {
            let mask = methods.iter().fold(MethodMask(0), |mask, &method| mask.and(method));
            prop_assert_eq!(MethodMask::parse(&mask.to_string()), Ok(mask));
            prop_assert_eq!(mask.methods().collect::<Vec<_>>(), methods);
        }

        #[test]
        fn what_is_read_is_written_as_it_stood(text in "[01]{12}") {
            if let Ok(mask) = MethodMask::parse(&text) {
                prop_assert_eq!(mask.to_string(), text);
            }
        }
    }
}
