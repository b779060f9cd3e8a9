//! Every character and every code of both charsets, and the faults of the catalogue (rows 89 to 95).

use alloc::{format, string::ToString};
use std::{println, process::Command};

use proptest::prelude::*;

use super::*;
use crate::scan::is_forbidden;

extern crate std;

const NAME: Name = Name::from_static("good_name");

fn codes() -> impl Iterator<Item = [u8; 2]> {
    (0x81..=0xfe).flat_map(|lead| (0x41..=0xfe).map(move |trail| [lead, trail]))
}

#[test]
fn every_code_decodes_to_one_character_and_back() {
    let mut known = [0, 0];
    for code in codes() {
        let Ok(text) = Charset::Cp949.decode(NAME, &code) else { continue };
        assert_eq!(text.chars().count(), 1, "{code:02x?}");
        assert_eq!(Charset::Cp949.encode(NAME, &text).as_deref(), Ok(&code[..]));
        known[0] += 1;
        let strict = code.iter().all(|byte| *byte >= 0xa1);
        assert_eq!(Charset::Ksx1001.encode(NAME, &text).is_ok(), strict, "{code:02x?}");
        assert_eq!(Charset::Ksx1001.decode(NAME, &code).is_ok(), strict, "{code:02x?}");
        known[1] += usize::from(strict);
    }
    assert_eq!(known, [17_048, 17_048 - 8_822]);
}

#[test]
fn no_second_byte_is_a_forbidden_one() {
    for code in codes().filter(|code| Charset::Cp949.decode(NAME, code).is_ok()) {
        assert!(!is_forbidden(code[0]) && !is_forbidden(code[1]), "{code:02x?}");
    }
}

#[test]
fn every_character_is_encoded_whole_or_refused_by_name() {
    for ch in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let text = format!("a{ch}b");
        for charset in [Charset::Ksx1001, Charset::Cp949] {
            match charset.encode(NAME, &text) {
                Ok(bytes) => assert_eq!(charset.decode(NAME, &bytes).as_deref(), Ok(text.as_str())),
                Err(error) => match error.reason() {
                    Reason::Unmappable { at: 1, ch: named } => assert_eq!(named, ch),
                    Reason::DecomposedHangul { at: 1 } => {}
                    other => panic!("{ch:?}: {other:?}"),
                },
            }
        }
    }
}

#[test]
fn the_syllable_that_the_vendor_destroys_is_refused_at_its_offset() {
    let error = Charset::Ksx1001.encode(NAME, "\u{ac00}\u{b620}\u{b098}").unwrap_err();
    assert_eq!(error.reason(), Reason::Unmappable { at: 3, ch: '\u{b620}' });
    assert_eq!(error.to_string(), "good_name: the charset does not have U+B620, at byte 3");
    assert_eq!(Charset::Cp949.encode(NAME, "\u{b620}").as_deref(), Ok(&[0x8c, 0x63][..]));
}

#[test]
fn decomposed_hangul_is_refused_by_name() {
    let error = Charset::Cp949.encode(NAME, "a\u{1112}\u{1169}\u{11bc}").unwrap_err();
    assert_eq!(error.reason(), Reason::DecomposedHangul { at: 1 });
}

#[test]
fn bytes_that_look_like_a_byte_order_mark_stay_korean() {
    assert_eq!(Charset::Cp949.decode(NAME, b"\xef\xbb\xbf\xa1").as_deref(), Ok("\u{7664}\u{c5d0}"));
    assert!(Charset::Cp949.decode(NAME, b"\xff\xfeab").is_err());
}

#[test]
fn a_broken_character_is_reported_where_it_begins() {
    for (bytes, at) in [
        (&b"ab\x80"[..], 2),
        (b"\xb0\xa1\xb0", 2),
        (b"a\xb0\x1fb", 1),
        (b"\xff", 0),
        (b"\xc9\xa1", 0),
    ] {
        for charset in [Charset::Ksx1001, Charset::Cp949] {
            let reason = charset.decode(NAME, bytes).map_err(|error| error.reason());
            assert_eq!(reason, Err(Reason::Undecodable { at }), "{charset:?} {bytes:02x?}");
        }
    }
}

#[test]
fn a_backslash_stays_a_backslash() {
    assert_eq!(Charset::Ksx1001.decode(NAME, b"\\~").as_deref(), Ok("\\~"));
}

/// An independent opinion: the C library's converter on every two-byte code.
#[test]
fn iconv_agrees_on_every_code() {
    let mut ours = String::new();
    let mut input = Vec::new();
    for code in codes() {
        if let Ok(text) = Charset::Cp949.decode(NAME, &code) {
            input.extend_from_slice(&code);
            ours.push_str(&text);
        }
    }
    let file = std::env::temp_dir().join(format!("kcp-codec-iconv-{}", std::process::id()));
    std::fs::write(&file, &input).unwrap();
    let run = Command::new("iconv").args(["-f", "CP949", "-t", "UTF-8"]).arg(&file).output();
    std::fs::remove_file(&file).unwrap();
    let Ok(output) = run else {
        println!("skipped: iconv is not installed");
        return;
    };
    let theirs = String::from_utf8(output.stdout).unwrap();
    assert_eq!(theirs.chars().count(), 17_048);
    assert!(theirs == ours, "iconv decodes differently");
}

proptest! {
    #[test]
    fn accepted_bytes_encode_back_to_themselves(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        for charset in [Charset::Ksx1001, Charset::Cp949] {
            if let Ok(text) = charset.decode(NAME, &bytes) {
                let back = charset.encode(NAME, &text);
                prop_assert_eq!(back.as_deref(), Ok(&bytes[..]));
            }
        }
    }

    #[test]
    fn length_is_one_byte_for_ascii_and_two_for_the_rest(text in "[a-z가-힣一-龥]{0,30}") {
        if let Ok(bytes) = Charset::Cp949.encode(NAME, &text) {
            prop_assert_eq!(bytes.len(), text.chars().map(|ch| if ch.is_ascii() { 1 } else { 2 }).sum::<usize>());
        }
    }
}
