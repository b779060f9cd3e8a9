//! Form bodies as the vendor's module writes them (`legacy.md §4.1`).

use alloc::vec::Vec;

/// Percent-encodes `bytes`: a blank becomes `+`; `A-Z a-z 0-9 - . _` stay; all else becomes `%XX` in capitals.
///
/// `*` and `~` are escaped too, unlike in a browser's form.
#[must_use]
pub fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 3 / 2);
    encode_into(bytes, &mut out);
    out
}

/// As [`encode`], into a buffer of the caller's.
pub fn encode_into(bytes: &[u8], out: &mut Vec<u8>) {
    let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 };
    for &byte in bytes {
        match byte {
            b' ' => out.push(b'+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(byte),
            _ => out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
}

/// Undoes [`encode`], and takes what other encoders leave as it is. `None` for a `%` without two hexadecimal digits.
#[must_use]
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.iter().copied();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            byte => byte,
        });
    }
    Some(out)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_module_s_own_body_is_reproduced() {
        // From the first recorded request (`legacy_wire.json`, pay_all_groups).
        let plain = b"good_name=te st&=%+\xc7\xd1\xb1\xdb/\x1f\x1c";
        assert_eq!(encode(plain), b"good_name%3Dte+st%26%3D%25%2B%C7%D1%B1%DB%2F%1F%1C");
        assert_eq!(encode(b"*~-._"), b"%2A%7E-._");
    }

    #[test]
    fn a_broken_escape_is_refused() {
        for text in [&b"%"[..], b"a%4", b"%4g", b"%+1"] {
            assert_eq!(decode(text), None);
        }
        assert_eq!(decode(b"%c7%D1*").as_deref(), Some(&b"\xc7\xd1*"[..]));
    }

    proptest! {
        #[test]
        fn every_bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }
}
