//! Entry points for the fuzz targets and the corpus replay test. Not a stable interface.
//!
//! Each holds the library to a slow, obvious twin, or to the rule that what is read writes and reads again as the same.

#![allow(clippy::missing_panics_doc, clippy::panic)] // a fuzz target fails by panicking

mod naive;

use alloc::{string::String, vec::Vec};

use crate::{
    Charset, Fields, FieldsRef, Group, Groups, Name, Separator, SubRecords, Text, enc2, form,
};

/// Any bytes and any text: both charsets agree with one character at a time.
#[cfg(feature = "fuzzing")]
pub fn diff_euckr(data: &[u8]) {
    crate::charset::fuzz_diff(data);
}

/// Any bytes as records and groups: read or refused as the twin does, and with the twin's fields.
pub fn decode_records(bytes: &[u8]) {
    for separator in [Separator::Unit, Separator::Group] {
        let want = naive::fields(bytes, separator.byte());
        let found = Fields::read(bytes, separator);
        if let Ok(fields) = &found {
            let spelt = fields.iter().map(|(name, _)| fields.get(name));
            assert!(spelt.eq(fields.iter().map(|(_, value)| Some(value))), "a name finds another");
        }
        let borrowed = FieldsRef::read(bytes, separator).map(FieldsRef::into_fields);
        assert_eq!(borrowed, found, "borrowed fields by {separator:?}");
        assert_eq!(found.ok().as_ref().map(pairs), want, "fields by {separator:?}");
    }
    let found = SubRecords::read(bytes).ok();
    assert_eq!(found.as_ref().map(sub_records), naive::records(bytes), "sub-records");
    let found = Groups::read(bytes).ok().map(|groups| {
        let rest = [groups.order, groups.receiver, groups.escrow, groups.modify];
        (groups.payment.as_ref().map(sub_records), rest.map(|group| group.as_ref().map(pairs)))
    });
    assert!(found == naive::groups(bytes), "groups");
}

/// Groups that are read, and groups made of typed fields out of any bytes: both are written and read again as the same.
pub fn roundtrip_records(bytes: &[u8]) {
    if let Ok(groups) = Groups::read(bytes) {
        same_again(&groups);
    }
    let fields: Vec<Fields> = bytes.split(|&byte| byte == 0xff).map(typed).collect();
    let nth = |at: usize| fields.get(at).cloned().unwrap_or_default();
    let records: Vec<(Name, Fields)> =
        ["common", "card", "hp"].into_iter().map(Name::from_static).zip(fields.clone()).collect();
    let mut wire = Vec::new();
    for group in [
        Group::payment(&records),
        Group::order(&nth(0)),
        Group::receiver(&nth(1)),
        Group::escrow(&nth(2)),
        Group::modify(&nth(3)),
    ] {
        group.write(&mut wire);
    }
    let Ok(groups) = Groups::read(&wire) else { panic!("what was written is not read") };
    assert_eq!(groups.payment.as_ref().map(SubRecords::as_slice), Some(&*records));
    let rest = [&groups.order, &groups.receiver, &groups.escrow, &groups.modify];
    assert_eq!(rest, [&Some(nth(0)), &Some(nth(1)), &Some(nth(2)), &Some(nth(3))]);
    same_again(&groups);
}

/// Any bytes as ENC2 text, read as the twin reads it and written back to itself; and as data, which comes back from
/// every table, and never from a text with another symbol in it.
pub fn decode_enc2(bytes: &[u8]) {
    let found = enc2::decode(bytes).ok();
    assert_eq!(found, naive::enc2(bytes));
    if let (Some(data), Some(digit)) = (found, bytes.first()) {
        assert_eq!(enc2::encode(enc2::Table::pick(digit.wrapping_sub(b'0')), &data), bytes);
    }
    for pick in 0..enc2::Table::COUNT {
        let table = enc2::Table::pick(pick);
        let mut text = enc2::encode(table, bytes);
        assert_eq!(text.len(), enc2::encoded_len(bytes.len()));
        assert_eq!(enc2::decode(&text).as_deref(), Ok(bytes));
        // Pads in the place of the last symbols, one more than there may be among them.
        let short = enc2::encode(table, bytes.get(..bytes.len().min(7)).unwrap_or_default());
        for pads in 0..=4 {
            let kept = short.len().saturating_sub(pads);
            let pads = short.iter().skip(kept).map(|_| b'_');
            let padded: Vec<u8> = short.iter().copied().take(kept).chain(pads).collect();
            assert_eq!(enc2::decode(&padded).ok(), naive::enc2(&padded), "pads for symbols");
        }
        let at = hash(bytes) % text.len();
        if let Some(symbol) = text.get_mut(at) {
            *symbol = if *symbol == b'x' { b'N' } else { b'x' };
        }
        // Another table reads another thing, or nothing; of no data at all there is only the table's digit.
        assert!(enc2::decode(&text).ok().is_none_or(|data| data != bytes), "two texts, one data");
    }
}

/// Any bytes as text of a form, read as the twin reads it; and as bytes, which come back.
pub fn decode_form(bytes: &[u8]) {
    assert_eq!(form::decode(bytes), naive::form(bytes));
    let text = form::encode(bytes);
    assert_eq!(form::decode(&text).as_deref(), Some(bytes));
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._%+".contains(byte);
    assert!(text.iter().all(plain), "a byte that a form does not carry");
}

/// Fields out of `name=text` pieces; what no field may hold is left out.
fn typed(bytes: &[u8]) -> Fields {
    bytes.split(|&byte| byte == 0xfe).fold(Fields::new(), |fields, piece| {
        let mut halves = piece.splitn(2, |&byte| byte == b'=');
        let name = halves.next().and_then(Name::from_bytes);
        let text = String::from_utf8_lossy(halves.next().unwrap_or_default());
        let charset = if piece.len() % 2 == 0 { Charset::Cp949 } else { Charset::Ksx1001 };
        match name.map(|name| (name, Text::<100>::new(name, charset, &text))) {
            Some((name, Ok(text))) => fields.with(name, &text),
            _ => fields,
        }
    })
}

/// Writes groups and reads them again.
fn same_again(groups: &Groups) {
    let mut wire = Vec::new();
    for group in groups.to_groups() {
        group.write(&mut wire);
    }
    assert_eq!(Groups::read(&wire).as_ref(), Ok(groups));
}

fn pairs(fields: &Fields) -> naive::Pairs {
    fields.iter().map(|(name, value)| (name.as_bytes().to_vec(), value.to_vec())).collect()
}

fn sub_records(records: &SubRecords) -> naive::Records {
    let records = records.as_slice().iter();
    records.map(|(name, fields)| (name.as_bytes().to_vec(), pairs(fields))).collect()
}

/// A number out of bytes, for choices that a byte of the input would make harder to reach.
fn hash(bytes: &[u8]) -> usize {
    bytes.iter().fold(5381, |hash: usize, &byte| hash.wrapping_mul(33) ^ usize::from(byte))
}
