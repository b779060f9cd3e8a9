//! The rules of every field of the guides, as data: what it may hold, how long it may be, whether it must be there.
//!
//! The typed operations check their parts by type. This table says the same once more, field by field, for whoever
//! wants to look a limit up, to check a request of their own, or to see at the end that nothing slipped through.
//!
//! ```
//! use kcp_codec::{Charset, Text};
//! use kcp_services::fields::{Record, Rules, max_bytes};
//!
//! // The limit of a field, as a constant.
//! type Goods = Text<{ max_bytes("ax_hub_order", "good_name") }>;
//!
//! // A request without a type of its own.
//! const CANCEL: Rules = Rules::named("cancel");
//! let record = Record::new(CANCEL)
//!     .with("tno", "20261121000001")?
//!     .with("mod_type", "STSC")?
//!     .with("mod_desc", "고객변심")?
//!     .finish()?;
//! assert_eq!(record.texts().next().map(|(name, _)| name.as_str().to_owned()).as_deref(), Some("tno"));
//!
//! // What does not fit is refused by the field's name.
//! let error = Record::new(CANCEL).with("tno", "2026112100000x").unwrap_err();
//! assert_eq!(error.field().as_str(), "tno");
//! # Ok::<(), kcp_codec::FieldError>(())
//! ```
//!
//! The whole table is in `docs/fields.md`.

mod check;
mod gate;
mod record;
mod rule;
mod rules;

pub use record::{Checked, Record};
pub use rule::{Channel, Direction, Encoding, Forbid, Guide, Kind, Presence, Rule, Shape};
pub use rules::{Rules, max_bytes, rule, shared_max_bytes};
