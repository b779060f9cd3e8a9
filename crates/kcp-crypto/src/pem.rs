//! PEM armour: finds the blocks in a text, forgiving about line ends and surroundings.

use alloc::{string::String, vec::Vec};

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use crate::KeyError;

/// One block: its label and its DER bytes, wiped on drop since they may be a private key.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

/// Reads the first PEM block of `text`.
///
/// Accepts LF and CRLF, blanks around lines, a byte-order mark and text before the block: files
/// that went through mail and Windows editors.
pub(crate) fn first_block(text: &str) -> Result<Block<'_>, KeyError> {
    let mut lines = text.lines().map(|line| line.trim_matches(is_blank));
    let label = lines
        .find_map(|line| line.strip_prefix("-----BEGIN ")?.strip_suffix("-----"))
        .ok_or(KeyError::NotPem)?;
    if label.contains("ENCRYPTED") {
        return Err(KeyError::Encrypted);
    }

    // Room for everything from the start: growing would leave unwiped copies behind.
    let mut base64 = Zeroizing::new(String::with_capacity(text.len()));
    let mut ended = false;
    for line in lines {
        if let Some(end) = line.strip_prefix("-----END ") {
            ended = end.strip_suffix("-----") == Some(label);
            break;
        }
        // RFC 1421 headers stand only on encrypted keys of the old form.
        if line.starts_with("Proc-Type:") && line.contains("ENCRYPTED") {
            return Err(KeyError::Encrypted);
        }
        base64.push_str(line);
    }
    if !ended {
        return Err(KeyError::NotPem);
    }
    Ok(Block { label, der: decode(&base64).ok_or(KeyError::NotPem)? })
}

/// Every block of `text`, in order, with markers looked at closely.
///
/// The whole text may be one line, as `kcp_cert_info` is: dashes end the base64. Text around the
/// blocks is passed over, unless it looks like a marker that somebody damaged.
pub(crate) fn blocks(text: &str) -> Result<Vec<Armour<'_>>, PemError> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(begin) = next_marker(rest)? {
        if begin.side != Side::Begin {
            return Err(PemError::Unended);
        }
        match next_marker(begin.after)? {
            Some(end) if end.side == Side::End && end.label == begin.label => {
                blocks.push(Armour { label: begin.label, body: end.before });
                rest = end.after;
            }
            _ => return Err(PemError::Unended),
        }
    }
    Ok(blocks)
}

/// A block as it stands in the text.
#[derive(Clone, Copy)]
pub(crate) struct Armour<'a> {
    pub(crate) label: &'a str,
    body: &'a str,
}

impl Armour<'_> {
    /// Whether the RFC 1421 header of OpenSSL's traditional encryption stands inside.
    pub(crate) fn is_traditionally_encrypted(&self) -> bool {
        self.body.contains("Proc-Type:") && self.body.contains("ENCRYPTED")
    }

    /// The bytes inside, wiped on drop.
    pub(crate) fn der(&self) -> Result<Zeroizing<Vec<u8>>, PemError> {
        // Room for everything from the start: growing would leave unwiped copies behind.
        let mut base64 = Zeroizing::new(String::with_capacity(self.body.len()));
        base64.extend(self.body.chars().filter(|character| !is_blank(*character)));
        decode(&base64).ok_or(PemError::Base64)
    }
}

/// Why a text is not one well-formed PEM block. Holds counts, never a character of the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PemError {
    /// Between the markers stands something else than base64, or nothing.
    #[error("between the PEM markers stands no base64")]
    Base64,
    /// The blank after `BEGIN` or `END` is gone: all white space was stripped, not the line ends
    /// alone. (https.md §5)
    #[error("a PEM marker has lost its blank: strip line ends only")]
    Blank,
    /// A marker has another number of dashes than five before or after it, as in KCP's printed
    /// example of four. (https.md §5)
    #[error("a PEM marker has {found} dashes on one side, where five belong")]
    Dashes {
        /// Dashes on that side.
        found: usize,
    },
    /// No `-----BEGIN ...-----` at all.
    #[error("no PEM block is in the text")]
    Missing,
    /// More than one block, where exactly one belongs.
    #[error("{count} PEM blocks are in the text, where one belongs")]
    Several {
        /// Blocks found.
        count: usize,
    },
    /// A block without its end, an end without its beginning, or an end of another label.
    #[error("a PEM block does not begin and end with the same label")]
    Unended,
}

/// Writes a block with lines of 64 characters and LF, as OpenSSL does.
pub(crate) fn write(label: &str, der: &[u8]) -> String {
    let base64 = Base64::encode_string(der);
    let mut text =
        String::with_capacity(base64.len() + base64.len() / WIDTH + 2 * label.len() + 36);
    text.extend(["-----BEGIN ", label, "-----\n"]);
    let mut rest = base64.as_str();
    while let Some((line, more)) = rest.split_at_checked(WIDTH) {
        text.extend([line, "\n"]);
        rest = more;
    }
    if !rest.is_empty() {
        text.extend([rest, "\n"]);
    }
    text.extend(["-----END ", label, "-----\n"]);
    text
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Side {
    Begin,
    End,
}

/// A marker, and the text on both sides of it.
struct Marker<'a> {
    before: &'a str,
    side: Side,
    label: &'a str,
    after: &'a str,
}

/// The next marker of `text`; a run of dashes that no `BEGIN` or `END` follows is text.
fn next_marker(text: &str) -> Result<Option<Marker<'_>>, PemError> {
    let mut from = 0;
    while let Some((before, tail)) = text.split_at_checked(from)
        && let Some(dashes) = tail.find("--")
    {
        let (before, tail) = text.split_at(before.len() + dashes);
        let inside = tail.trim_start_matches('-');
        let found = tail.len() - inside.len();
        from = text.len() - inside.len();
        let (side, named) = match (inside.strip_prefix("BEGIN"), inside.strip_prefix("END")) {
            (Some(named), _) => (Side::Begin, named),
            (_, Some(named)) => (Side::End, named),
            _ => continue,
        };
        let end = named.find(['-', '\r', '\n']).unwrap_or(named.len());
        let (label, closing) = named.split_at(end);
        let after = closing.trim_start_matches('-');
        for found in [found, closing.len() - after.len()] {
            if found != 5 {
                return Err(PemError::Dashes { found });
            }
        }
        let label = label.strip_prefix(' ').ok_or(PemError::Blank)?;
        return Ok(Some(Marker { before, side, label, after }));
    }
    Ok(None)
}

/// Decodes padded base64 without blanks; nothing at all is refused too.
fn decode(base64: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut der = Zeroizing::new(alloc::vec![0; base64.len() / 4 * 3]);
    let len = Base64::decode(base64, &mut der).ok()?.len();
    der.truncate(len);
    (len > 0).then_some(der)
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// Characters of a line. (RFC 7468 §2)
const WIDTH: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<u8>, KeyError> {
        first_block(text).map(|block| block.der.to_vec())
    }

    #[test]
    fn line_ends_blanks_and_surroundings_do_not_matter() {
        for text in [
            "-----BEGIN X-----\nAQID\n-----END X-----\n",
            "-----BEGIN X-----\r\nAQID\r\n-----END X-----",
            "\u{feff}-----BEGIN X-----\n\n  AQ\n\tID \n\n-----END X-----  \n",
            "sent by KCP\n\n-----BEGIN X-----\nAQID\n-----END X-----\nbye\n",
        ] {
            assert_eq!(read(text), Ok(alloc::vec![1, 2, 3]), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_whole_is_not_pem() {
        for text in [
            "",
            "AQID",
            "-----BEGIN X-----\nAQID\n",
            "-----BEGIN X-----\nAQID\n-----END Y-----\n",
            "-----BEGIN X-----\n-----END X-----\n",
            "-----BEGIN X-----\nAQI\n-----END X-----\n",
            "-----BEGIN X-----\nA*ID\n-----END X-----\n",
            "-----BEGIN X-----\nÄÖÜ\n-----END X-----\n",
        ] {
            assert_eq!(read(text), Err(KeyError::NotPem), "{text:?}");
        }
    }

    #[test]
    fn both_forms_of_encryption_are_named() {
        let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X\n\nAQID\n-----END RSA PRIVATE KEY-----\n";
        let new =
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAQID\n-----END ENCRYPTED PRIVATE KEY-----\n";
        assert_eq!(read(old), Err(KeyError::Encrypted));
        assert_eq!(read(new), Err(KeyError::Encrypted));
    }

    #[test]
    fn blocks_are_found_in_lines_and_in_one_line() {
        let one = "-----BEGIN X-----AQID-----END X----------BEGIN Y Z-----BAUG-----END Y Z-----";
        let lines = "text -- and ----- more\n-----BEGIN X-----\r\nAQ\r\nID\r\n-----END X-----\r\n\
            -- \n-----BEGIN Y Z-----\n BAUG \n-----END Y Z-----";
        for text in [one.replace("----------", "-----\n-----").as_str(), lines] {
            let found = blocks(text).unwrap();
            let labels: Vec<_> = found.iter().map(|block| block.label).collect();
            assert_eq!(labels, ["X", "Y Z"], "{text}");
            let ders: Vec<_> = found.iter().map(|block| block.der().unwrap().to_vec()).collect();
            assert_eq!(ders, [[1, 2, 3], [4, 5, 6]], "{text}");
        }
        assert_eq!(blocks(one).err(), Some(PemError::Dashes { found: 10 }));
        assert!(blocks("nothing -- here").unwrap().is_empty());
    }

    #[test]
    fn damaged_markers_are_told_apart() {
        for (text, want) in [
            ("----BEGIN X-----\nAQID\n-----END X-----", PemError::Dashes { found: 4 }),
            ("-----BEGIN X----\nAQID\n-----END X-----", PemError::Dashes { found: 4 }),
            ("-----BEGIN X-----\nAQID\n----END X-----", PemError::Dashes { found: 4 }),
            ("-----BEGIN X-----\nAQID\n-----END X----", PemError::Dashes { found: 4 }),
            ("------BEGIN X-----\nAQID\n-----END X-----", PemError::Dashes { found: 6 }),
            ("-----BEGIN X\nAQID\n-----END X-----", PemError::Dashes { found: 0 }),
            ("-----BEGINX-----\nAQID\n-----ENDX-----", PemError::Blank),
            ("-----BEGIN X-----\nAQID\n-----ENDX-----", PemError::Blank),
            ("-----BEGIN X-----\nAQID\n", PemError::Unended),
            ("-----BEGIN X-----\nAQID\n-----END Y-----", PemError::Unended),
            ("-----BEGIN X-----\nAQID\n-----BEGIN X-----", PemError::Unended),
            ("AQID\n-----END X-----", PemError::Unended),
        ] {
            assert_eq!(blocks(text).err(), Some(want), "{text:?}");
        }
        for body in ["", "AQI", "A*ID", "AQID=", "AQI=AQI=", "QR=="] {
            let text = alloc::format!("-----BEGIN X-----\n{body}\n-----END X-----");
            let found = blocks(&text).unwrap();
            assert_eq!(found[0].der().err(), Some(PemError::Base64), "{body}");
        }
    }

    #[test]
    fn written_blocks_read_back() {
        for len in [1, 47, 48, 49, 96, 200] {
            let der = alloc::vec![7; len];
            let text = write("SOME THING", &der);
            assert!(text.lines().all(|line| line.len() <= WIDTH && !line.is_empty()), "{text}");
            let found = blocks(&text).unwrap();
            assert_eq!(found[0].label, "SOME THING");
            assert_eq!(*found[0].der().unwrap(), der);
        }
    }
}
