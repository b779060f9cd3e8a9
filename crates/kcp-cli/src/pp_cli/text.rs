//! What `opt` means: which bytes come in, which go out, and what is said about those that fit neither.

use std::fmt;

use kcp_codec::{Charset, Name};

use super::redact::is_a_name;

/// The encoding of arguments and output, chosen by `opt`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Encoding {
    /// `opt=0` or none: EUC-KR both ways, nothing is converted.
    EucKr,
    /// `opt=1`: UTF-8 both ways, EUC-KR on the wire.
    Utf8,
}

/// A byte or character that is not in the charset. Holds no value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    /// The argument.
    key: &'static str,
    /// The field within it, where the argument is a group.
    field: Option<Name>,
    /// Offset in the argument's value, in bytes as they came in.
    at: usize,
    what: What,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum What {
    NotEucKr,
    NotUtf8,
    Unmappable,
}

impl Encoding {
    /// The meaning of `opt`; anything but `1` is EUC-KR.
    pub(super) fn of(opt: &[u8]) -> Self {
        if opt == b"1" { Self::Utf8 } else { Self::EucKr }
    }

    /// An argument's value as it goes to the wire, with its faults.
    ///
    /// Under EUC-KR every byte passes, whatever it is. Under UTF-8 one character becomes one character of KS X 1001,
    /// or one `?` if it is not in there; so does each byte that is no UTF-8. Its neighbours are left alone.
    pub(super) fn incoming(self, key: &'static str, value: &[u8]) -> (Vec<u8>, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut fault = |at, what| {
            faults.push(Fault { key, field: field_at(value, at), at, what });
        };
        let out = match self {
            Self::EucKr => {
                for (at, character) in characters(value) {
                    if character.is_none() {
                        fault(at, What::NotEucKr);
                    }
                }
                value.to_vec()
            }
            Self::Utf8 => {
                let (mut out, mut at) = (Vec::with_capacity(value.len()), 0);
                for chunk in value.utf8_chunks() {
                    for character in chunk.valid().chars() {
                        match Charset::Ksx1001.encode(TEXT, character.encode_utf8(&mut [0; 4])) {
                            Ok(bytes) => out.extend_from_slice(&bytes),
                            Err(_) => {
                                fault(at, What::Unmappable);
                                out.push(b'?');
                            }
                        }
                        at += character.len_utf8();
                    }
                    for offset in 0..chunk.invalid().len() {
                        fault(at + offset, What::NotUtf8);
                    }
                    at += chunk.invalid().len();
                    out.resize(out.len() + chunk.invalid().len(), b'?');
                }
                out
            }
        };
        (out, faults)
    }

    /// An answer as it goes to standard output, and how many bytes of it are no text.
    pub(super) fn outgoing(self, text: &[u8]) -> (Vec<u8>, usize) {
        match self {
            Self::EucKr => (text.to_vec(), 0),
            Self::Utf8 => {
                let (text, faults) = readable(text);
                (text.into_bytes(), faults)
            }
        }
    }
}

/// EUC-KR or code page 949 as text, one `?` for each byte that is neither, and the number of those.
pub(super) fn readable(bytes: &[u8]) -> (String, usize) {
    let mut faults = 0;
    let text = characters(bytes)
        .map(|(_, character)| {
            character.unwrap_or_else(|| {
                faults += 1;
                '?'
            })
        })
        .collect();
    (text, faults)
}

/// The characters of EUC-KR or code page 949 with their offsets; `None` for a byte that begins none. Such a byte is
/// passed over alone, so it never swallows a separator.
fn characters(bytes: &[u8]) -> impl Iterator<Item = (usize, Option<char>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let lead = *bytes.get(at)?;
        if lead.is_ascii() {
            at += 1;
            return Some((start, Some(char::from(lead))));
        }
        let pair = bytes.get(at..at + 2).and_then(|pair| Charset::Cp949.decode(TEXT, pair).ok());
        let mut decoded = pair.iter().flat_map(|pair| pair.chars());
        // Two bytes that decode to two characters are not one of ours.
        let character = decoded.next().filter(|_| decoded.next().is_none());
        at += if character.is_some() { 2 } else { 1 };
        Some((start, character))
    })
}

/// The name of the field that offset `at` of a group's text is in.
fn field_at(text: &[u8], at: usize) -> Option<Name> {
    let before = text.get(..at)?;
    let start =
        before.iter().rposition(|byte| is_separator(*byte)).map_or(0, |separator| separator + 1);
    let mut parts = before.get(start..)?.split(|byte| *byte == b'=');
    let first = parts.next()?;
    let name = if first.ends_with(b"_data") { parts.next()? } else { first };
    // What stands behind the last '=' is a value, or the part of a name that the fault is in.
    parts.next()?;
    Name::from_bytes(name).filter(is_a_name)
}

/// Whether a byte is one of the protocol's separators, FS, GS, RS and US (`legacy.md §1`).
pub(super) const fn is_separator(byte: u8) -> bool {
    matches!(byte, 0x1c..=0x1f)
}

impl Fault {
    /// The argument.
    pub(super) const fn key(&self) -> &'static str {
        self.key
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        if let Some(field) = self.field {
            write!(f, ", field {field}")?;
        }
        let what = match self.what {
            What::NotEucKr => "not EUC-KR, sent as it came",
            What::NotUtf8 => "not UTF-8, sent as ?",
            What::Unmappable => "not in KS X 1001, sent as ?",
        };
        write!(f, ", byte {}: {what}", self.at)
    }
}

const TEXT: Name = Name::from_static("text");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_unmappable_character_leaves_its_neighbours_alone() {
        // The vendor's module makes B0 A1 3F 3F 3F of it (`legacy.md §2.1`).
        let (bytes, faults) = Encoding::Utf8.incoming("ordr_data", "가똠나".as_bytes());
        assert_eq!(bytes, b"\xb0\xa1?\xb3\xaa");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].to_string(), "ordr_data, byte 3: not in KS X 1001, sent as ?");
    }

    #[test]
    fn a_fault_names_argument_field_and_offset() {
        let text = b"ordr_data=ordr_mony=1\x1fgood_name=a\xff\x1f";
        let (bytes, faults) = Encoding::EucKr.incoming("ordr_data", text);
        assert_eq!(bytes, text);
        assert_eq!(
            faults[0].to_string(),
            "ordr_data, field good_name, byte 33: not EUC-KR, sent as it came"
        );
        let first = Encoding::EucKr.incoming("modx_data", b"mod_data=mod_desc=\x80").1;
        assert!(first[0].to_string().starts_with("modx_data, field mod_desc, byte 18"));
    }

    #[test]
    fn a_broken_character_swallows_no_separator() {
        assert_eq!(Encoding::Utf8.incoming("ordr_data", b"\xea\xb0\x1f\xea").0, b"??\x1f?");
        assert_eq!(Encoding::EucKr.incoming("ordr_data", b"a=\xb0\x1f").1.len(), 1);
        assert_eq!(Encoding::Utf8.outgoing(b"a=\xb0\x1fb=\xb0\xa1"), ("a=?\u{1f}b=가".into(), 1));
    }

    #[test]
    fn code_page_949_passes_without_a_fault() {
        assert_eq!(Encoding::EucKr.incoming("ordr_data", b"\x8c\x63\xb0\xa1").1, []);
        assert_eq!(Encoding::Utf8.outgoing(b"\x8c\x63"), ("똠".into(), 0));
    }

    proptest! {
        #[test]
        fn separators_survive_both_ways(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let count = |bytes: &[u8]| bytes.iter().filter(|byte| is_separator(**byte)).count();
            prop_assert_eq!(count(&Encoding::Utf8.incoming("ordr_data", &bytes).0), count(&bytes));
            prop_assert_eq!(Encoding::EucKr.incoming("ordr_data", &bytes).0, bytes.clone());
            let (out, _) = Encoding::Utf8.outgoing(&bytes);
            prop_assert_eq!(count(&out), count(&bytes));
            prop_assert!(String::from_utf8(out).is_ok());
        }

        #[test]
        fn text_of_the_charset_comes_back(text in "[가-힣a-z0-9 ]{0,20}") {
            let (wire, faults) = Encoding::Utf8.incoming("ordr_data", text.as_bytes());
            if faults.is_empty() {
                prop_assert_eq!(Encoding::Utf8.outgoing(&wire), (text.into_bytes(), 0));
            }
        }
    }
}
