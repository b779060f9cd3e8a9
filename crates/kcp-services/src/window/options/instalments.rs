//! How many months a card holder may choose, and which of them cost no interest.

use std::fmt;

use kcp_codec::{CardCode, FieldError, Name, Reason};

use super::{GrammarError, grammar::Reader};
use crate::fields::shared_max_bytes;

/// Most months that `quotaopt` and `fix_inst` name, and that a plan without interest has (`seed 002 §2`).
const MOST: u8 = 12;

macro_rules! months {
    ($(#[$doc:meta])* $type:ident, $wire:literal) => {
        $(#[$doc])*
        #[doc(alias = $wire)]
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $type(u8);

        impl $type {
            /// The wire name under which errors report it.
            pub const NAME: Name = Name::from_static($wire);

            /// 0 to 12 months.
            ///
            /// # Errors
            /// [`Reason::OutOfRange`] for more.
            pub fn new(months: u8) -> Result<Self, FieldError> {
                if months <= MOST {
                    Ok(Self(months))
                } else {
                    Err(FieldError::new(Self::NAME, Reason::OutOfRange))
                }
            }

            /// Reads one or two digits; `06` is `6`.
            ///
            /// # Errors
            /// [`GrammarError`] at the first byte that is no digit, or at 0 for more than 12.
            pub fn parse(text: &str) -> Result<Self, GrammarError> {
                let mut reader = Reader::new(Self::NAME, text);
                let months = reader.number(2, 0..=MOST.into(), "months, 0 to 12")?;
                reader.end("nothing after the months")?;
                Ok(Self(u8::try_from(months).unwrap_or(MOST)))
            }

            /// Months.
            #[must_use]
            pub const fn months(self) -> u8 {
                self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

months!(
    /// The longest instalment plan that the window offers (`quotaopt`), 0 to 12 months; 0 offers payment at once only
    /// (`seed 002 §2`, `seed 003 §8`). Two bytes.
    ///
    /// Without it the AX-HUB window offers payment at once only, and the standard window up to twelve months.
    MaxInstalments,
    "quotaopt"
);

months!(
    /// The only instalment plan that the window offers (`fix_inst`), 0 to 12 months; 0 is payment at once
    /// (`seed 002 §2`, `seed 003 §8`). Two bytes.
    FixedInstalments,
    "fix_inst"
);

/// The months that cost a card's holder no interest: `CCBC-02:03:06`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InterestFreePlan {
    card: CardCode,
    months: Vec<u8>,
}

impl InterestFreePlan {
    /// The plans of one card, 2 to 12 months each.
    ///
    /// # Errors
    /// At `kcp_noint_quota`: [`Reason::Empty`] without a month, [`Reason::OutOfRange`], [`Reason::Repeated`].
    pub fn new(card: CardCode, months: &[u8]) -> Result<Self, FieldError> {
        let refuse = |reason| Err(FieldError::new(InterestFreePlans::NAME, reason));
        if months.is_empty() {
            return refuse(Reason::Empty);
        }
        if !months.iter().all(|month| (2..=MOST).contains(month)) {
            return refuse(Reason::OutOfRange);
        }
        if repeats(months) {
            return refuse(Reason::Repeated);
        }
        Ok(Self { card, months: months.to_vec() })
    }

    /// The card company.
    #[must_use]
    pub const fn card(&self) -> CardCode {
        self.card
    }

    /// The months, in the order given.
    #[must_use]
    pub fn months(&self) -> &[u8] {
        &self.months
    }
}

impl fmt::Display for InterestFreePlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.card)?;
        let with = std::iter::once('-').chain(std::iter::repeat(':'));
        with.zip(&self.months).try_for_each(|(mark, months)| write!(f, "{mark}{months:02}"))
    }
}

/// The plans without interest that the window shows (`kcp_noint_quota`): `CCBC-02:03:06,CCKM-03:06`, up to 256 bytes
/// (`seed 002 §2`, `seed 003 §8`). A card company stands once, and so does a month of it.
///
/// They have to be among those that the merchant has agreed on in the console: a buyer who chooses another one is
/// refused with 8169. Blanks after a comma, which one guide prints, are read and not written.
#[doc(alias = "kcp_noint_quota")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InterestFreePlans(Vec<InterestFreePlan>);

impl InterestFreePlans {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("kcp_noint_quota");

    /// Most bytes on the wire.
    pub const MAX: usize = shared_max_bytes(&[
        ("ax_hub_order", "kcp_noint_quota"),
        ("window_pc_order", "kcp_noint_quota"),
        ("window_mobile_order", "kcp_noint_quota"),
    ]);

    /// Plans of one or more card companies.
    ///
    /// # Errors
    /// [`Reason::Empty`]; [`Reason::Repeated`] for a company that stands twice; [`Reason::TooLong`].
    pub fn new(plans: impl IntoIterator<Item = InterestFreePlan>) -> Result<Self, FieldError> {
        let plans = Self(plans.into_iter().collect());
        let refuse = |reason| Err(FieldError::new(Self::NAME, reason));
        if plans.0.is_empty() {
            return refuse(Reason::Empty);
        }
        if repeats(&plans.0.iter().map(InterestFreePlan::card).collect::<Vec<_>>()) {
            return refuse(Reason::Repeated);
        }
        match plans.to_string().len() {
            len if len > Self::MAX => refuse(Reason::TooLong { len, max: Self::MAX }),
            _ => Ok(plans),
        }
    }

    /// Reads plans.
    ///
    /// # Errors
    /// [`GrammarError`] at the first byte that does not fit, at a card or month that stands twice, and at byte 256
    /// of a longer text.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        reader.limit(Self::MAX, "256 bytes at most")?;
        let mut plans: Vec<InterestFreePlan> = Vec::new();
        loop {
            let at = reader.at();
            let card = card(&mut reader)?;
            if plans.iter().any(|plan| plan.card == card) {
                return Err(reader.fault_at(at, "a card that did not stand before"));
            }
            if !reader.take("-") {
                return Err(reader.fault("- and the months"));
            }
            plans.push(InterestFreePlan { card, months: months(&mut reader)? });
            if reader.is_done() {
                return Ok(Self(plans));
            }
            if !reader.take(",") {
                return Err(
                    reader.fault(": and another month, a comma and another card, or the end")
                );
            }
            while reader.take(" ") {}
        }
    }

    /// The plans.
    #[must_use]
    pub fn plans(&self) -> &[InterestFreePlan] {
        &self.0
    }
}

impl fmt::Display for InterestFreePlans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::joined(f, ",", &self.0)
    }
}

/// Which instalment plans cost no interest (`kcp_noint`), with the plans where they are the shop's choice
/// (`seed 002 §2`, `seed 003 §8`).
#[doc(alias = "kcp_noint")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum InterestFree {
    /// Those of the merchant's console: the empty value.
    #[default]
    AsAgreed,
    /// None: `N`. Every plan costs interest.
    Never,
    /// These: `Y`. They still have to be agreed on in the console.
    Plans(InterestFreePlans),
}

impl InterestFree {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("kcp_noint");

    /// Reads `kcp_noint` and `kcp_noint_quota` together.
    ///
    /// # Errors
    /// [`GrammarError`] at `kcp_noint` for anything but nothing, `Y` or `N`, and where plans stand that it switches
    /// off; at `kcp_noint_quota` for plans that are missing or do not read.
    pub fn parse(kcp_noint: &str, kcp_noint_quota: &str) -> Result<Self, GrammarError> {
        let reader = Reader::new(Self::NAME, kcp_noint);
        match kcp_noint {
            "Y" => InterestFreePlans::parse(kcp_noint_quota).map(Self::Plans),
            "" | "N" if !kcp_noint_quota.is_empty() => {
                Err(reader.fault("Y, as kcp_noint_quota has plans"))
            }
            "" => Ok(Self::AsAgreed),
            "N" => Ok(Self::Never),
            _ => Err(reader.fault("nothing, Y or N")),
        }
    }

    /// The value of `kcp_noint`: nothing, `Y` or `N`.
    #[must_use]
    pub const fn flag(&self) -> &'static str {
        match self {
            Self::AsAgreed => "",
            Self::Never => "N",
            Self::Plans(_) => "Y",
        }
    }
}

/// Takes the code of a card company.
pub(super) fn card(reader: &mut Reader<'_>) -> Result<CardCode, GrammarError> {
    let (at, what) = (reader.at(), "a card code, four capitals or digits");
    let code = reader.run(4, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit(), what)?;
    CardCode::parse(code).map_err(|_| reader.fault_at(at, what))
}

/// Takes months, two digits each, with colons between.
fn months(reader: &mut Reader<'_>) -> Result<Vec<u8>, GrammarError> {
    let mut months = Vec::new();
    loop {
        let at = reader.at();
        let month = reader.digits(2, 2..=MOST.into(), "two digits, 02 to 12")?;
        let month = u8::try_from(month).unwrap_or(MOST);
        if months.contains(&month) {
            return Err(reader.fault_at(at, "a month that did not stand before"));
        }
        months.push(month);
        if !reader.take(":") {
            return Ok(months);
        }
    }
}

pub(super) fn repeats<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().any(|(at, item)| items.iter().skip(at + 1).any(|other| other == item))
}

#[cfg(test)]
mod tests;
