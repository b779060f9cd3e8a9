//! Codes of institutions and states, both ways: card companies, banks, carriers, operators, VANs, states of a trade.
//!
//! A code of the right shape is a value of its own type (`kcp_codec::CardCode`, `BankCode` and so on), whether it is
//! in a table or not. The tables say what is known about it; KCP and its guides age, so a code that is in none is no
//! error, and nothing here refuses one.
//!
//! ```
//! use kcp_codec::{BankCode, CardCode};
//! use kcp_services::codes;
//!
//! let card = codes::card_named("KB국민카드").ok_or("not in the table")?;
//! assert_eq!((card.code.as_str(), card.name.english), ("CCKM", "KB Kookmin Card"));
//! assert_eq!(codes::card(CardCode::parse("CC99")?), None);
//!
//! let old = codes::bank(BankCode::parse("BK26")?).ok_or("not in the table")?;
//! assert!(old.virtual_accounts);
//! assert_eq!(old.current().name.korean, "신한은행");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Names of institutions are facts; every description is in our own words.

mod bank;
mod card;
mod entry;
mod institution;
mod kind;
mod state;
#[cfg(test)]
mod tests;

pub use bank::{Bank, BankKind, bank, bank_named, banks};
pub use card::{Authentication, Card, card, card_named, cards};
pub use entry::{Entry, Words};
pub use institution::{
    Carried, Carrier, Offer, Operator, Van, carrier, carrier_named, carriers, operator,
    operator_named, operators, van, van_named, vans,
};
pub use kind::{Kind, kind, kinds};
pub use state::{KnownState, Phase, State, state, state_named, states};
