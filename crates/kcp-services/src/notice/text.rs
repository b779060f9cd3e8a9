//! Text of a notice that is for people: never a reason to turn a notice away.

use std::fmt;

use kcp_codec::{Charset, Fields, Name};
use zeroize::Zeroizing;

/// The charset of notices, as the common URL is set in the merchant's console (`legacy.md §5`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum NoticeCharset {
    /// EUC-KR, read as code page 949.
    #[default]
    EucKr,
    /// UTF-8.
    Utf8,
}

/// A name or a reason, as it came. Personal, so it is not printed.
#[derive(Clone)]
pub struct NoticeText {
    bytes: Zeroizing<Vec<u8>>,
    text: Option<Zeroizing<String>>,
}

impl NoticeText {
    /// The text of a field; `None` where the field is absent or empty.
    pub(super) fn read(fields: &Fields, name: Name, charset: NoticeCharset) -> Option<Self> {
        let bytes = fields.get(name).filter(|bytes| !bytes.is_empty())?;
        let text = match charset {
            NoticeCharset::EucKr => Charset::Cp949.decode(name, bytes).ok(),
            NoticeCharset::Utf8 => str::from_utf8(bytes).ok().map(str::to_owned),
        };
        Some(Self { bytes: Zeroizing::new(bytes.to_vec()), text: text.map(Zeroizing::new) })
    }

    /// The text; `None` if the bytes are no text in the charset of the setting. Not trusted: escape it before showing
    /// it.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.text.as_ref().map(|text| text.as_str())
    }

    /// The bytes, whether they are text or not.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Eq for NoticeText {}

impl PartialEq for NoticeText {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.text.is_some() == other.text.is_some()
    }
}

impl fmt::Debug for NoticeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoticeText(<{} bytes>)", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Name = Name::from_static("remitter");

    fn read(bytes: &[u8], charset: NoticeCharset) -> NoticeText {
        let mut fields = Fields::new();
        fields.push(NAME, bytes).unwrap();
        NoticeText::read(&fields, NAME, charset).unwrap()
    }

    #[test]
    fn the_setting_decides_and_nothing_is_guessed() {
        let (euc_kr, utf8) = (&b"\xc8\xab\xb1\xe6\xb5\xbf"[..], "홍길동".as_bytes());
        assert_eq!(read(euc_kr, NoticeCharset::EucKr).as_str(), Some("홍길동"));
        assert_eq!(read(utf8, NoticeCharset::Utf8).as_str(), Some("홍길동"));
        assert_eq!(read(euc_kr, NoticeCharset::Utf8).as_str(), None);
        assert_eq!(read(euc_kr, NoticeCharset::Utf8).as_bytes(), euc_kr);
        // Bytes that begin like a byte-order mark are a Korean syllable.
        assert_eq!(read(b"\xef\xbb\xbf\xa1", NoticeCharset::EucKr).as_str(), Some("癤에"));
    }

    #[test]
    fn a_name_that_was_cut_in_half_keeps_its_bytes() {
        let cut = read(b"\xc8\xab\xb1", NoticeCharset::EucKr);
        assert_eq!((cut.as_str(), cut.as_bytes()), (None, &b"\xc8\xab\xb1"[..]));
    }

    #[test]
    fn a_name_is_never_printed() {
        assert_eq!(format!("{:?}", read(b"Hong", NoticeCharset::Utf8)), "NoticeText(<4 bytes>)");
    }
}
