//! The fast way against the slow one: every character, every pair of bytes, every edge of a block and of a limit.

use alloc::format;

use proptest::prelude::*;

use super::{super::Rule, *};

const BOTH: [Charset; 2] = [Charset::Cp949, Charset::Ksx1001];

#[test]
fn every_character_has_the_code_that_encoding_rs_gives_it() {
    let mut text = [0; 4];
    let mut out = Vec::with_capacity(4);
    for ch in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let text = &*ch.encode_utf8(&mut text);
        let code = encode_char(ch);
        out.clear();
        let fast = Charset::Cp949.append(Rule::Any, text, &mut out).ok().map(|()| &out[..]);
        assert_eq!(fast, code.as_deref(), "{ch:?}");
        let strict = code.filter(|code| ch.is_ascii() || code.iter().all(|&byte| byte >= 0xa1));
        out.clear();
        let fast = Charset::Ksx1001.append(Rule::Any, text, &mut out).ok().map(|()| &out[..]);
        assert_eq!(fast, strict.as_deref(), "{ch:?}");
    }
}

#[test]
fn every_pair_of_bytes_is_read_as_encoding_rs_reads_it() {
    for lead in 0..=u8::MAX {
        BOTH.into_iter().for_each(|charset| compare_wire(charset, &[lead]));
        for trail in 0..=u8::MAX {
            BOTH.into_iter().for_each(|charset| compare_wire(charset, &[lead, trail, b'a']));
        }
    }
}

#[test]
fn a_short_character_and_its_neighbours_are_never_taken_for_a_syllable() {
    for ch in '\0'..='\u{7ff}' {
        for next in ['a', '\u{7ff}', '가', '힣', '\u{10ffff}'] {
            let text = format!("{ch}{next}{next}");
            BOTH.into_iter().for_each(|charset| {
                assert_eq!(
                    charset.encode(NAME, &text).map_err(|e| e.reason()),
                    encode(charset, &text)
                );
            });
        }
    }
}

/// Texts of `len` characters in which Hangul begins, ends or fills.
fn shapes(len: usize) -> impl Iterator<Item = String> {
    let shape = |hangul: fn(usize, usize) -> bool| {
        move |len: usize| (0..len).map(|at| if hangul(at, len) { '한' } else { 'a' }).collect()
    };
    let all: [&dyn Fn(usize) -> String; 5] = [
        &shape(|_, _| false),
        &shape(|_, _| true),
        &shape(|at, _| at % 2 == 0),
        &shape(|at, len| at + 1 == len),
        &shape(|at, len| at < len / 2),
    ];
    all.map(|shape| shape(len)).into_iter()
}

fn compare_rule(charset: Charset, text: &str, max: usize) {
    let mut out = Vec::new();
    let fast = charset.append(Rule::Value { max }, text, &mut out).map(|()| out);
    assert_eq!(fast, value(charset, text, max), "{text:?} of {max}");
}

#[test]
fn one_bad_character_is_named_at_every_offset_of_every_shape() {
    for text in (1..=40).flat_map(shapes) {
        for (at, _) in text.char_indices() {
            for bad in [",", "\x1f", "\u{7f}", "똠", "😀", "\u{1112}", "é"] {
                let text = format!("{}{bad}{}", &text[..at], &text[at..]);
                compare_rule(Charset::Ksx1001, &text, 1_000);
            }
        }
    }
}

#[test]
fn the_first_of_two_faults_is_the_one_that_the_rules_name_first() {
    let faults = [",", "똠", "😀", "\u{1112}", "\x1c", "가나다라"];
    for (one, two) in faults.iter().flat_map(|one| faults.map(|two| (one, two))) {
        for charset in BOTH {
            compare_rule(charset, &format!("a{one}한{two}b"), 6);
            compare_rule(charset, &format!("{one}{two}"), 1_000);
        }
    }
}

#[test]
fn a_limit_holds_at_each_of_its_edges() {
    for text in (0..=24).flat_map(shapes) {
        let len = encode(Charset::Cp949, &text).unwrap().len();
        for max in [0, 1, len.saturating_sub(2), len.saturating_sub(1), len, len + 1, 2 * len] {
            compare_rule(Charset::Ksx1001, &text, max);
        }
    }
    compare_rule(Charset::Ksx1001, "한글", usize::MAX);
}

proptest! {
    #[test]
    fn any_text_ends_alike(
        pieces in proptest::collection::vec(
            prop_oneof!["[ -~]{0,20}", "[가-힣]{1,12}", "[\\x00-\\x1f,&;<]", "[一-龥㉠-㉿]", any::<char>().prop_map(String::from)],
            0..6,
        )
    ) {
        fuzz_diff(pieces.concat().as_bytes());
    }

    #[test]
    fn any_wire_ends_alike(
        pieces in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(0xa1..=0xfe_u8, 2..8),
                proptest::collection::vec(0x81..=0xc6_u8, 2..8),
                proptest::collection::vec(0x20..0x7f_u8, 1..20),
                proptest::collection::vec(any::<u8>(), 0..4),
            ],
            0..6,
        )
    ) {
        fuzz_diff(&pieces.concat());
    }
}
