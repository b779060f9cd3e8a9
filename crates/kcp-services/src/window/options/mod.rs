//! The options of the window, each with its own grammar.
//!
//! A type has `parse` for the text of a guide or of a configuration file, and prints the canonical text that goes on a
//! form. What does not parse is a [`GrammarError`]: the option's wire name, the place in the text, and what has to
//! stand there. Options of one subject stand together in a value, [`CardOptions`] for example, that every form takes
//! and puts into the words of its own channel; what a channel does not have, its form refuses by name.

mod accounts;
mod banks;
mod cards;
mod carrier;
mod currency;
mod day;
mod deadline;
mod extras;
mod flag;
mod grammar;
mod instalments;
mod look;
mod mask;
mod offer;
mod period;
mod tax;

pub use accounts::{DepositDeadline, VirtualAccountOptions};
pub use banks::BankList;
pub use cards::{CardChoice, CardList, CardOptions};
pub use carrier::{Carrier, MobileOptions};
pub use currency::{Currency, Price};
pub use day::Day;
pub use deadline::{DepositDate, ExpiryTerm};
pub use extras::{ActionResult, AppUrl, CustomFields, EscrowMode, EscrowOptions};
pub use flag::Flag;
pub use grammar::GrammarError;
pub use instalments::{
    FixedInstalments, InterestFree, InterestFreePlan, InterestFreePlans, MaxInstalments,
};
pub use look::{LogoUrl, Look, Skin};
pub use mask::{HubMethod, MethodMask};
pub use offer::{GiftOptions, HubOffer, Offer, PointsOptions};
pub use period::{PeriodUnit, ServicePeriod};
pub use tax::CompoundTax;

use std::fmt;

/// Prints items with a mark between.
fn joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, mark: &str, items: &[T]) -> fmt::Result {
    items.iter().enumerate().try_for_each(|(at, item)| {
        if at > 0 {
            f.write_str(mark)?;
        }
        write!(f, "{item}")
    })
}
