//! Short ASCII values kept inline, and the code that all ASCII field types share.

use core::str;

use crate::Reason;

/// Up to `N` bytes of printable ASCII.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Ascii<const N: usize> {
    bytes: [u8; N],
    len: u8,
}

impl<const N: usize> Ascii<N> {
    /// Takes 1 to `N` bytes that all satisfy `allowed`.
    pub(crate) fn new(text: &[u8], allowed: impl Fn(u8) -> bool) -> Result<Self, Reason> {
        if text.is_empty() {
            return Err(Reason::Empty);
        }
        if let Some(at) = text.iter().position(|&byte| !(byte.is_ascii() && allowed(byte))) {
            return Err(Reason::BadByte { at });
        }
        let mut bytes = [0; N];
        let (Some(place), Ok(len)) = (bytes.get_mut(..text.len()), u8::try_from(text.len())) else {
            return Err(Reason::TooLong { len: text.len(), max: N });
        };
        place.copy_from_slice(text);
        Ok(Self { bytes, len })
    }

    /// As [`Ascii::new`], with exactly `N` bytes.
    pub(crate) fn exact(text: &[u8], allowed: impl Fn(u8) -> bool) -> Result<Self, Reason> {
        if text.len() == N || text.is_empty() {
            Self::new(text, allowed)
        } else {
            Err(Reason::WrongLength { len: text.len(), want: N })
        }
    }

    /// Takes 1 to `N` capitals and digits, in a `const` too.
    #[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // `at` stays below both lengths
    pub(crate) const fn capitals(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() > N {
            return None;
        }
        let mut bytes = [0; N];
        let mut at = 0;
        while at < text.len() {
            if !(text[at].is_ascii_uppercase() || text[at].is_ascii_digit()) {
                return None;
            }
            bytes[at] = text[at];
            at += 1;
        }
        Some(Self { bytes, len: text.len() as u8 })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// The parts that every public ASCII field type has: `parse`, `as_str`, `Field`, `Decode`, `Debug`, `Display`.
/// `$check` makes the inner value from bytes.
macro_rules! ascii_field {
    ($type:ident, $wire:literal, $check:expr, $errors:literal) => {
        impl $type {
            /// The wire name under which errors report it.
            pub const NAME: crate::Name = crate::Name::from_static($wire);

            /// Checks `text`.
            ///
            /// # Errors
            #[doc = $errors]
            pub fn parse(text: &str) -> Result<Self, crate::FieldError> {
                crate::Decode::decode(Self::NAME, text.as_bytes())
            }

            /// The value as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl crate::Decode for $type {
            fn decode(field: crate::Name, bytes: &[u8]) -> Result<Self, crate::FieldError> {
                $check(bytes).map(Self).map_err(|reason| crate::FieldError::new(field, reason))
            }
        }

        impl crate::field::sealed::Sealed for $type {
            fn room(&self) -> usize {
                self.0.as_bytes().len()
            }
        }

        impl crate::Field for $type {
            fn write(&self, out: &mut alloc::vec::Vec<u8>) {
                out.extend_from_slice(self.0.as_bytes());
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self.as_str())
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use ascii_field;
