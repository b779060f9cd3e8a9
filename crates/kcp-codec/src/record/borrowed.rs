//! Fields of an answer that somebody else keeps.

use alloc::borrow::Cow;
use core::fmt;

use super::{Fields, Separator, index::Index};
use crate::{Charset, Decode, FieldError, Name};

/// Fields read in place: as [`Fields`], but the bytes stay where they are.
///
/// One allocation for the places of all fields, none for a field and none for a value that is ASCII. Whoever owns the
/// bytes wipes them.
///
/// ```
/// use kcp_codec::{Charset, FieldsRef, Name, Separator};
///
/// let answer = b"res_cd=0000\x1fres_msg=\xc1\xa4\xbb\xf3\x1f";
/// let fields = FieldsRef::read(answer, Separator::Unit)?;
/// assert_eq!(fields.get(Name::from_static("res_cd")), Some(&b"0000"[..]));
/// let message = fields.text(Name::from_static("res_msg"), Charset::Ksx1001)?;
/// assert_eq!(message.as_deref(), Some("정상"));
/// # Ok::<(), kcp_codec::FieldError>(())
/// ```
#[derive(Clone)]
pub struct FieldsRef<'a> {
    bytes: &'a [u8],
    index: Index,
}

impl<'a> FieldsRef<'a> {
    /// Reads fields as [`Fields::read`] does.
    ///
    /// # Errors
    /// As [`Fields::read`].
    pub fn read(bytes: &'a [u8], separator: Separator) -> Result<Self, FieldError> {
        Ok(Self { bytes, index: Index::read(bytes, separator)? })
    }

    /// The bytes of a field.
    #[must_use]
    pub fn get(&self, name: Name) -> Option<&'a [u8]> {
        self.index.get(self.bytes, &name)
    }

    /// A field that must be there and not be empty.
    ///
    /// # Errors
    /// As [`Fields::required`].
    pub fn required<T: Decode>(&self, name: Name) -> Result<T, FieldError> {
        super::required(name, self.get(name))
    }

    /// A field that may be absent; an empty value counts as absent.
    ///
    /// # Errors
    /// As [`Fields::optional`].
    pub fn optional<T: Decode>(&self, name: Name) -> Result<Option<T>, FieldError> {
        super::optional(name, self.get(name))
    }

    /// A field as text, empty or not, borrowed where it is ASCII; `None` where it is absent.
    ///
    /// # Errors
    /// As [`Fields::text`].
    pub fn text(&self, name: Name, charset: Charset) -> Result<Option<Cow<'a, str>>, FieldError> {
        self.get(name).map(|bytes| charset.decode_borrowed(name, bytes)).transpose()
    }

    /// Names and bytes, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Name, &'a [u8])> {
        self.index.iter(self.bytes)
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.len() == 0
    }

    /// The same fields with bytes of their own, which are wiped on drop.
    #[must_use]
    pub fn into_fields(self) -> Fields {
        Fields::new_indexed(self.bytes.to_vec().into(), self.index)
    }
}

impl Eq for FieldsRef<'_> {}

impl PartialEq for FieldsRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for FieldsRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}
