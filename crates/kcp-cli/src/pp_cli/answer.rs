//! Whether a plain answer may be shown to a shop.
//!
//! The vendor's module prints whatever comes in the clear (`legacy.md §4.5`), so anyone on the path can approve a
//! payment towards it. An error in the clear is all that a shop ever needs to see.

use kcp_codec::form;

use super::text::is_separator;

/// Codes that shops take for success (`rescodes.tsv`).
const SUCCESS: [&[u8]; 2] = [b"0000", b"v000"];

/// Whether any reader may find a success in this text.
///
/// Shops read answers in many ways: PHP undoes `%XX`, turns `.`, ` ` and `[` in a name into `_`, ends a name at NUL
/// and compares `"0"` equal to `"0000"`; Java joins lines; others cut at every `=`. So a result code is looked for in
/// every such reading, and one success among several codes is enough. Being wrong here costs the text of an error,
/// not money.
pub(super) fn claims_success(text: &[u8]) -> bool {
    let separates = |byte: &u8| is_separator(*byte) || *byte == b'&';
    [text, &percent_decoded(text)].into_iter().any(|text| text.split(separates).any(is_success))
}

/// Whether a piece says that a result code is a success, at any of its `=`.
fn is_success(piece: &[u8]) -> bool {
    let mut parts = piece.split_inclusive(|byte| b"=:".contains(byte)).peekable();
    let mut at = 0;
    while let Some(name) = parts.next() {
        at += name.len();
        let value = piece.get(at..).unwrap_or_default();
        let is_code = letters(name).windows(5).any(|name| name == b"rescd");
        if parts.peek().is_some() && is_code && is_success_code(value) {
            return true;
        }
    }
    false
}

/// Whether a value begins with a code of [`SUCCESS`], or with a number that equals one.
fn is_success_code(value: &[u8]) -> bool {
    let in_number = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let number: Vec<u8> = value
        .iter()
        .skip_while(|byte| !in_number(byte))
        .take_while(|byte| in_number(byte))
        .copied()
        .collect();
    let is_zero = || str::from_utf8(&number).is_ok_and(|text| text.parse::<f64>() == Ok(0.0));
    SUCCESS.iter().any(|code| letters(value).starts_with(code)) || is_zero()
}

/// The letters and digits alone, in lower case.
fn letters(text: &[u8]) -> Vec<u8> {
    text.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// Undoes `%XX` where it can be undone and leaves the rest, as PHP does.
fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let escape = rest.get(..3).filter(|_| *first == b'%').and_then(form::decode);
        match (escape.as_deref(), rest.get(3..)) {
            (Some([byte]), Some(behind)) => {
                out.push(*byte);
                rest = behind;
            }
            _ => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_success_is_found_in_every_spelling() {
        for text in [
            "res_cd=0000\u{1f}res_msg=ok",
            "res_cd=V000",
            "res_cd=v000",
            "res_msg=x\u{1f}res_cd=0000",
            "res_cd=7504\u{1f}res_cd=0000",
            "res_cd=7504&res_cd=0000",
            "res_msg=a&res_cd=0000&x=",
            "res.cd=0000",
            "res cd=0000",
            " res_cd=0000",
            "res[cd=0000",
            "res_cd\0x=0000",
            "res%5Fcd=0000",
            "res_cd=%30000",
            "%72es_cd=00%300",
            "res_msg=%zz&res%5fcd=0000",
            "100%\u{1f}res_cd=00%300",
            "res_cd=0",
            "res_cd=0e9",
            "res_cd=-0.0",
            "res_cd= 0000 ",
            "res_cd=0000 res_msg=ok",
            "res_\r\ncd=0000",
            "res_cd=00\n00",
            "res_cd=\"0000\"",
            "{\"res_cd\":\"0000\"}",
            "RES_CD=0000",
            "res_msg=a%26res_cd=0000",
            "res_msg=a\nres_cd=0000",
            "res_msg=a res_cd: 0000",
            "res_cd=7504 res_cd=0000",
        ] {
            assert!(claims_success(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn an_error_is_none() {
        for text in [
            "",
            "res_cd=7504\u{1f}res_msg=error",
            "res_cd=7504 res_msg=error",
            "res_cd=8059\u{1f}amount=0000\u{1f}quota=00\u{1f}tno=20260000000000",
            "res_cd=3014",
            "res_cd=7504 res_msg=12:00:00 amount=0",
            "res_cd=\u{1f}res_msg=",
            "<html><body>502 Bad Gateway</body></html>",
            "res_cd=S102",
            "0000",
        ] {
            assert!(!claims_success(text.as_bytes()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let _ = claims_success(&bytes);
        }

        #[test]
        fn nothing_around_hides_a_success(
            before in proptest::collection::vec(any::<u8>(), 0..30),
            after in proptest::collection::vec(any::<u8>(), 0..30),
        ) {
            let text = [before.as_slice(), b"\x1fres_cd=0000\x1f", &after].concat();
            prop_assert!(claims_success(&text));
        }
    }
}
