//! Values that must not be printed: wiped on drop, compared in constant time.

use alloc::vec::Vec;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bytes of a secret field.
#[derive(Clone)]
pub(crate) struct Hidden(Zeroizing<Vec<u8>>);

impl Hidden {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Eq for Hidden {}

impl PartialEq for Hidden {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// As `ascii_field!`, for a value that prints as its type and length only and is read by `expose`.
macro_rules! hidden_field {
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

            /// The value itself. Search for `expose` to find every place that reads a secret.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.as_str()
            }
        }

        impl crate::Decode for $type {
            fn decode(field: crate::Name, bytes: &[u8]) -> Result<Self, crate::FieldError> {
                $check(bytes)
                    .map(|()| Self(crate::field::secret::Hidden::new(bytes)))
                    .map_err(|reason| crate::FieldError::new(field, reason))
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
                write!(f, concat!(stringify!($type), "(<{} bytes>)"), self.0.as_bytes().len())
            }
        }
    };
}

pub(crate) use hidden_field;
