//! Records and groups: how fields are laid side by side (`legacy.md §1`).

mod borrowed;
mod fields;
mod group;
mod index;
mod read;
mod wipe;

pub use borrowed::FieldsRef;
pub use fields::Fields;
pub use group::{Group, GroupKind};
pub use read::{Groups, SubRecords};

#[doc(hidden)]
pub use read::fuzz_groups;

use crate::{Decode, FieldError, Name, Reason};

/// A byte that ends a part of a message. Every part ends in its separator when this library writes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition: the four ASCII separators
pub enum Separator {
    /// FS `0x1c`, after each group.
    File,
    /// GS `0x1d`, after each field of the escrow group.
    Group,
    /// RS `0x1e`, after each sub-record of the payment group.
    Record,
    /// US `0x1f`, after each field.
    Unit,
}

impl Separator {
    /// The byte.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::File => 0x1c,
            Self::Group => 0x1d,
            Self::Record => 0x1e,
            Self::Unit => 0x1f,
        }
    }
}

/// A field of which the caller found these bytes, and which must be there.
fn required<T: Decode>(name: Name, bytes: Option<&[u8]>) -> Result<T, FieldError> {
    optional(name, bytes)?.ok_or_else(|| FieldError::new(name, Reason::Missing))
}

fn optional<T: Decode>(name: Name, bytes: Option<&[u8]>) -> Result<Option<T>, FieldError> {
    bytes.filter(|bytes| !bytes.is_empty()).map(|bytes| T::decode(name, bytes)).transpose()
}
