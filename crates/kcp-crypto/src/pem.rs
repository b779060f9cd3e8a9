//! PEM armour: finds the first block in a text, forgiving about line ends and surroundings.

use alloc::{string::String, vec::Vec};

use rsa::pkcs8::der::pem;
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
/// that went through mail and Windows editors. RFC 7468's strict form is rebuilt from it.
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
    Ok(Block { label, der: decode(&base64)? })
}

/// Wraps `base64` as RFC 7468 wants it and decodes it.
fn decode(base64: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let room = BEGIN.len() + END.len() + base64.len() + base64.len() / WIDTH + 2;
    let mut strict = Zeroizing::new(Vec::with_capacity(room));
    strict.extend_from_slice(BEGIN);
    for line in base64.as_bytes().chunks(WIDTH) {
        strict.extend_from_slice(line);
        strict.push(b'\n');
    }
    strict.extend_from_slice(END);

    let mut decoder = pem::Decoder::new(&strict).map_err(|_| KeyError::NotPem)?;
    let mut der = Zeroizing::new(alloc::vec![0; decoder.remaining_len()]);
    decoder.decode(&mut der).map_err(|_| KeyError::NotPem)?;
    if der.is_empty() || !decoder.is_finished() {
        return Err(KeyError::NotPem);
    }
    Ok(der)
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

const WIDTH: usize = 64;
const BEGIN: &[u8] = b"-----BEGIN KEY-----\n";
const END: &[u8] = b"-----END KEY-----\n";

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
}
