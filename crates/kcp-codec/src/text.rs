//! Help for text that does not fit, on request only: composing Hangul, cutting, replacing.

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::{Charset, scan::is_forbidden};

/// Composes Hangul jamo into syllables and touches nothing else.
///
/// Text from macOS often comes decomposed. General normalisation would also fold 268 compatibility ideographs that
/// EUC-KR keeps apart, so only jamo are composed.
#[must_use]
pub fn compose_hangul(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|ch| matches!(ch, '\u{1100}'..='\u{11ff}')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match out.chars().next_back().and_then(|last| join(last, ch)) {
            Some(syllable) => {
                out.pop();
                out.push(syllable);
            }
            None => out.push(ch),
        }
    }
    Cow::Owned(out)
}

/// Cuts `text` so that it takes at most `max` bytes in `charset`, at the edge of a character.
///
/// For text that only people read, a product name for example. A character that the charset does not have counts as
/// two bytes; encoding still refuses it.
#[must_use]
pub fn truncate_to_bytes(charset: Charset, text: &str, max: usize) -> &str {
    // Both charsets take one byte for ASCII and two for any other character.
    let (Charset::Cp949 | Charset::Ksx1001) = charset;
    let mut used = 0;
    for (at, ch) in text.char_indices() {
        used += if ch.is_ascii() { 1 } else { 2 };
        if used > max {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// What [`sanitize`] made of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Sanitized {
    /// The text without a forbidden character.
    pub text: String,
    /// Offset in bytes of the text as given, and the character that stood there.
    pub replaced: Vec<(usize, char)>,
}

/// Replaces every forbidden character and control byte by a blank, and says what it replaced.
#[must_use]
pub fn sanitize(text: &str) -> Sanitized {
    let refused = |ch: char| u8::try_from(ch).is_ok_and(|byte| ch.is_ascii() && is_forbidden(byte));
    Sanitized {
        text: text.chars().map(|ch| if refused(ch) { ' ' } else { ch }).collect(),
        replaced: text.char_indices().filter(|&(_, ch)| refused(ch)).collect(),
    }
}

/// The syllable of two neighbours, by the arithmetic of the Unicode Standard, section 3.12.
fn join(first: char, second: char) -> Option<char> {
    const SYLLABLES: u32 = 0xac00;
    let (first, second) = (u32::from(first), u32::from(second));
    let code = match (first, second) {
        (0x1100..=0x1112, 0x1161..=0x1175) => {
            SYLLABLES + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
        }
        (SYLLABLES..=0xd7a3, 0x11a8..=0x11c2) if (first - SYLLABLES).is_multiple_of(28) => {
            first + (second - 0x11a7)
        }
        _ => return None,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;
    use crate::Name;

    const NAME: Name = Name::from_static("good_name");

    fn decompose(syllable: char) -> String {
        let index = u32::from(syllable) - 0xac00;
        let parts = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11a7 + index % 28];
        let count = if index % 28 == 0 { 2 } else { 3 };
        parts.into_iter().take(count).filter_map(char::from_u32).collect()
    }

    #[test]
    fn every_syllable_comes_back_from_its_jamo() {
        for syllable in '\u{ac00}'..='\u{d7a3}' {
            let jamo = decompose(syllable);
            let mut whole = [0; 4];
            assert_eq!(compose_hangul(&jamo), &*syllable.encode_utf8(&mut whole));
        }
    }

    #[test]
    fn the_name_from_a_mac_is_composed_and_then_encodes() {
        let jamo: String = "홍길동".chars().map(decompose).collect();
        assert_eq!(jamo.chars().count(), 9);
        assert!(Charset::Ksx1001.encode(NAME, &jamo).is_err());
        assert!(Charset::Ksx1001.encode(NAME, &compose_hangul(&jamo)).is_ok());
    }

    #[test]
    fn compatibility_ideographs_stay_apart() {
        for ch in '\u{f900}'..='\u{fa0b}' {
            let text: String = vec![ch, '\u{1112}', '\u{1169}'].into_iter().collect();
            assert_eq!(compose_hangul(&text).chars().next(), Some(ch));
        }
    }

    #[test]
    fn a_lone_jamo_stays_as_it_is() {
        assert_eq!(compose_hangul("a\u{1112}b\u{1161}"), "a\u{1112}b\u{1161}");
        assert_eq!(compose_hangul("각\u{11a8}"), "각\u{11a8}");
    }

    #[test]
    fn forbidden_characters_become_blanks_and_are_listed() {
        let done = sanitize("A&B, \u{d55c};");
        assert_eq!(done.text, "A B  \u{d55c} ");
        assert_eq!(done.replaced, [(1, '&'), (3, ','), (8, ';')]);
    }

    proptest! {
        #[test]
        fn a_cut_text_fits_and_decodes_clean(text in "[ -~가-힣]{0,20}", max in 0_usize..40) {
            let cut = truncate_to_bytes(Charset::Cp949, &text, max);
            let bytes = Charset::Cp949.encode(NAME, cut).unwrap();
            prop_assert!(bytes.len() <= max && text.starts_with(cut));
            let next = text[cut.len()..].chars().next();
            let room = next.is_none_or(|ch| bytes.len() + ch.len_utf8().min(2) > max);
            prop_assert!(room, "cut shorter than it had to be");
        }
    }
}
