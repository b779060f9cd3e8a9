//! Which bytes no value may hold.

/// The nine characters that KCP forbids in a value (`seed 000 §2.3.2`, `legacy.md §2.1`).
pub const FORBIDDEN: &[u8; 9] = b",&;\n\\|'\"<";

/// Whether a byte of the wire encoding is refused in a value: one of [`FORBIDDEN`] or any control byte
/// (`0x00`-`0x1f`, `0x7f`), the separators of the protocol among them.
///
/// The check runs on encoded bytes. No second byte of a CP949 character is ever one of these, so no Korean text is
/// refused by accident.
#[must_use]
pub const fn is_forbidden(byte: u8) -> bool {
    matches!(byte, 0x00..=0x1f | 0x7f | b',' | b'&' | b';' | b'\\' | b'|' | b'\'' | b'"' | b'<')
}

/// The first refused byte and its offset.
pub(crate) fn first_forbidden(bytes: &[u8]) -> Option<(usize, u8)> {
    bytes.iter().copied().enumerate().find(|&(_, byte)| is_forbidden(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_the_check_agree() {
        for byte in 0..=u8::MAX {
            let listed = FORBIDDEN.contains(&byte) || byte < 0x20 || byte == 0x7f;
            assert_eq!(is_forbidden(byte), listed, "0x{byte:02x}");
        }
    }

    #[test]
    fn the_first_one_is_reported_at_its_offset() {
        assert_eq!(first_forbidden(b"ab=c\x1fd,"), Some((4, 0x1f)));
        assert_eq!(first_forbidden(b"a b%+=>~"), None);
    }
}
