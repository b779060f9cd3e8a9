//! What is wrong with a value or a record: the field, the reason and the offset, never the value.

use core::fmt;

use crate::Name;

/// A value that does not fit its field, or a record that does not parse.
///
/// Carries the name of the field and where in it the fault lies. It never carries the value: the one exception is
/// the single character or byte that is at fault, without which the message would help nobody.
///
/// Nothing was sent when this comes from a constructor; when it comes from an answer, the answer was not understood
/// and the outcome of the request is unknown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FieldError {
    field: Name,
    reason: Reason,
}

/// Why a value or a record was refused. Offsets count from zero.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// A byte outside what the field allows.
    BadByte {
        /// Offset in the value.
        at: usize,
    },
    /// A field name that is not 1 to 32 bytes of `A-Z a-z 0-9 _`.
    BadName {
        /// Offset of the piece in the record.
        at: usize,
    },
    /// Hangul written as separate jamo, as macOS stores file names. Compose it first:
    /// [`text::compose_hangul`](crate::text::compose_hangul).
    DecomposedHangul {
        /// Offset in bytes of the UTF-8 text.
        at: usize,
    },
    /// Nothing where a value must be.
    Empty,
    /// Something else than the grammar of the value asks for at this place.
    Expected {
        /// Offset in bytes of the text as given.
        at: usize,
        /// What has to stand there.
        what: &'static str,
    },
    /// A forbidden character or control byte, found on the encoded bytes (`seed 000 §2.3.2`).
    Forbidden {
        /// Offset in bytes of the wire encoding.
        at: usize,
        /// The byte found.
        byte: u8,
    },
    /// A leading zero in an amount.
    LeadingZero,
    /// A field that must be there is not.
    Missing,
    /// A piece of a record without `=`.
    NoEquals {
        /// Offset of the piece in the record.
        at: usize,
    },
    /// Digits that are no date and time.
    NotADate,
    /// A field that this kind of request or form does not have.
    NotHere,
    /// A number outside what the field, or another field of the same request, allows.
    OutOfRange,
    /// A name that came before in the same record.
    Repeated,
    /// More bytes than the field takes.
    TooLong {
        /// Bytes of the value in the wire encoding.
        len: usize,
        /// Bytes that the field takes.
        max: usize,
    },
    /// More fields than a record may have.
    TooMany {
        /// Fields that a record may have.
        max: usize,
    },
    /// Bytes that are not text in the charset.
    Undecodable {
        /// Offset in bytes of the value.
        at: usize,
    },
    /// A group that no request has.
    UnknownGroup {
        /// Offset of the group in the message.
        at: usize,
    },
    /// A character that the charset does not have.
    Unmappable {
        /// Offset in bytes of the UTF-8 text.
        at: usize,
        /// The character.
        ch: char,
    },
    /// A value of the wrong length.
    WrongLength {
        /// Bytes of the value.
        len: usize,
        /// Bytes that the field has.
        want: usize,
    },
    /// An amount of nothing.
    Zero,
}

impl FieldError {
    /// An error at `field`.
    #[must_use]
    pub const fn new(field: Name, reason: Reason) -> Self {
        Self { field, reason }
    }

    /// The field at fault, by its wire name.
    #[must_use]
    pub const fn field(&self) -> Name {
        self.field
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::BadByte { at } => {
                write!(f, "a character that the field does not allow, at byte {at}")
            }
            Self::BadName { at } => write!(f, "a field name that is not one, at byte {at}"),
            Self::DecomposedHangul { at } => {
                write!(f, "Hangul in separate jamo at byte {at}; compose the text first")
            }
            Self::Empty => f.write_str("empty"),
            Self::Expected { at, what } => write!(f, "expected {what}, at byte {at}"),
            Self::Forbidden { at, byte } if byte.is_ascii_graphic() => {
                write!(f, "the character {} is forbidden, at byte {at}", char::from(byte))
            }
            Self::Forbidden { at, byte } => {
                write!(f, "the control byte 0x{byte:02x} is forbidden, at byte {at}")
            }
            Self::LeadingZero => f.write_str("a leading zero"),
            Self::Missing => f.write_str("missing"),
            Self::NoEquals { at } => write!(f, "a piece without '=' at byte {at}"),
            Self::NotADate => f.write_str("not a date and time"),
            Self::NotHere => f.write_str("not a field of this kind of request"),
            Self::OutOfRange => f.write_str("outside what is allowed"),
            Self::Repeated => f.write_str("stands twice"),
            Self::TooLong { len, max } => write!(f, "{len} bytes, and the limit is {max}"),
            Self::TooMany { max } => write!(f, "more than {max} fields"),
            Self::Undecodable { at } => write!(f, "not text in the charset, at byte {at}"),
            Self::UnknownGroup { at } => write!(f, "not a group of a request, at byte {at}"),
            Self::Unmappable { at, ch } => {
                write!(f, "the charset does not have U+{:04X}, at byte {at}", u32::from(ch))
            }
            Self::WrongLength { len, want } => write!(f, "{len} bytes where there must be {want}"),
            Self::Zero => f.write_str("an amount of zero"),
        }
    }
}

impl core::error::Error for FieldError {}
