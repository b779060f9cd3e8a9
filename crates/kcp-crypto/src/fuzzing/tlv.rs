//! DER read by hand: tags, lengths and values, and nothing of what they mean.

use alloc::vec::Vec;

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Tlv<'a> {
    pub(super) tag: u8,
    pub(super) value: &'a [u8],
}

/// The elements of the sequence that `der` is.
pub(super) fn of(der: &[u8]) -> Option<Vec<Tlv<'_>>> {
    let (Tlv { tag: 0x30, value }, []) = first(der)? else { return None };
    all(value)
}

/// The elements inside a value.
pub(super) fn all(mut rest: &[u8]) -> Option<Vec<Tlv<'_>>> {
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (element, behind) = first(rest)?;
        found.push(element);
        rest = behind;
    }
    Some(found)
}

fn first(der: &[u8]) -> Option<(Tlv<'_>, &[u8])> {
    let (&[tag, short], rest) = der.split_first_chunk::<2>()?;
    let (len, rest) = match short {
        0..=0x7f => (usize::from(short), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(short - 0x80))?;
            (digits.iter().fold(0, |len, digit| len << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(len)?;
    Some((Tlv { tag, value }, rest))
}

/// Bits of a number that is not negative.
pub(super) fn bits(number: &Tlv<'_>) -> Option<usize> {
    let digits = number.value.iter().skip_while(|byte| **byte == 0);
    let mut bits = digits.clone().count() * 8;
    bits -= usize::try_from(digits.clone().next()?.leading_zeros()).ok()?;
    (number.tag == 2).then_some(bits)
}

/// Where the last byte of an element stands in the DER that it was read from.
pub(super) fn end_in(der: &[u8], element: &Tlv<'_>) -> Option<usize> {
    let start = element.value.as_ptr().addr().checked_sub(der.as_ptr().addr())?;
    (start + element.value.len()).checked_sub(1)
}

/// Whether `part` stands somewhere in `whole`.
pub(super) fn contains(whole: &[u8], part: &[u8]) -> bool {
    whole.windows(part.len().max(1)).any(|window| window == part)
}
