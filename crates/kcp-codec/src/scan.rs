//! Which bytes no value may hold, found sixteen at a time.

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
    let at = run(bytes, is_allowed);
    bytes.get(at).map(|&byte| (at, byte))
}

/// Whether a byte is not refused: [`is_forbidden`] without a branch, so that a block of bytes is one comparison each.
#[inline(always)]
pub(crate) const fn is_allowed(byte: u8) -> bool {
    (byte >= 0x20) & is_no_mark(byte)
}

/// Whether a byte is ASCII and not refused.
#[inline(always)]
pub(crate) const fn is_allowed_ascii(byte: u8) -> bool {
    // As a signed number, what is not ASCII lies below the control bytes.
    (byte.cast_signed() >= 0x20) & is_no_mark(byte)
}

/// Marks that differ in one bit share a comparison.
#[inline(always)]
const fn is_no_mark(byte: u8) -> bool {
    const AMPERSAND_OR_QUOTE: u8 = b'&' | b'\'';
    const COMMA_OR_LESS: u8 = b',' | b'<';
    const BACKSLASH_OR_BAR: u8 = b'\\' | b'|';
    (byte | 0x01 != AMPERSAND_OR_QUOTE)
        & (byte | 0x10 != COMMA_OR_LESS)
        & (byte | 0x20 != BACKSLASH_OR_BAR)
        & (byte != b'"')
        & (byte != b';')
        & (byte != 0x7f)
}

/// How many bytes at the front are all `good`.
#[inline(always)]
pub(crate) fn run(bytes: &[u8], good: impl Fn(u8) -> bool + Copy) -> usize {
    let mut whole = 0;
    if bytes.len() <= 2 * BLOCK {
        if short(bytes, good) {
            return bytes.len();
        }
    } else {
        let blocks = bytes.as_chunks::<BLOCK>().0;
        whole = blocks.iter().take_while(|block| all(block, good)).count();
        if whole == blocks.len() && bytes.last_chunk::<BLOCK>().is_some_and(|last| all(last, good))
        {
            return bytes.len();
        }
    }
    let rest = bytes.get(BLOCK * whole..).unwrap_or_default();
    BLOCK * whole + rest.iter().take_while(|&&byte| good(byte)).count()
}

/// Whether at most two blocks are all good. The two overlap and see a byte twice, which is harmless.
#[inline(always)]
fn short(bytes: &[u8], good: impl Fn(u8) -> bool + Copy) -> bool {
    if let (Some(front), Some(back)) = (bytes.first_chunk::<BLOCK>(), bytes.last_chunk::<BLOCK>()) {
        all(front, good) & all(back, good)
    } else if let (Some(front), Some(back)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        all(front, good) & all(back, good)
    } else if let (Some(front), Some(back)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        all(front, good) & all(back, good)
    } else {
        bytes.iter().all(|&byte| good(byte))
    }
}

/// Bytes that are compared at once: a register of every processor that has such registers.
const BLOCK: usize = 16;

#[inline(always)]
fn all<const N: usize>(block: &[u8; N], good: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(true, |all, &byte| all & good(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_the_checks_agree() {
        for byte in 0..=u8::MAX {
            let listed = FORBIDDEN.contains(&byte) || byte < 0x20 || byte == 0x7f;
            assert_eq!(is_forbidden(byte), listed, "0x{byte:02x}");
            assert_eq!(is_allowed(byte), !listed, "0x{byte:02x}");
            assert_eq!(is_allowed_ascii(byte), !listed && byte.is_ascii(), "0x{byte:02x}");
        }
    }

    #[test]
    fn the_first_one_is_reported_at_its_offset() {
        assert_eq!(first_forbidden(b"ab=c\x1fd,"), Some((4, 0x1f)));
        assert_eq!(first_forbidden(b"a b%+=>~"), None);
    }

    #[test]
    fn every_byte_is_found_at_every_offset_of_every_length() {
        for byte in 0..=u8::MAX {
            for len in 0..=40 {
                let mut bytes = [b'a'; 40];
                for at in 0..len {
                    bytes[at] = byte;
                    let found = is_forbidden(byte).then_some((at, byte));
                    assert_eq!(
                        first_forbidden(&bytes[..len]),
                        found,
                        "0x{byte:02x} at {at} of {len}"
                    );
                    let want = if is_allowed_ascii(byte) { len } else { at };
                    assert_eq!(
                        run(&bytes[..len], is_allowed_ascii),
                        want,
                        "0x{byte:02x} at {at} of {len}"
                    );
                    bytes[at] = b'a';
                }
            }
        }
    }
}
