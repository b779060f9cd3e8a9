//! `kcp-codec`: writing a request beside `encoding_rs`, reading an answer, Korean text, ENC2.

use std::hint::black_box;

use anyhow::{Result, anyhow};
use kcp_codec::{
    Charset, FieldError, Fields, FieldsRef, Group, Groups, Name, Separator,
    enc2::{self, Table},
};

use crate::{
    batch::in_thread,
    contest::Contest,
    encoding,
    inputs::{ANSWER, FIELDS, HANGUL, MIXED, REQUEST, each_field},
};

/// Every contest of this module.
///
/// # Errors
/// A vector that this library refuses.
pub fn contests() -> Result<Vec<Contest>> {
    let mut all = writing()?;
    all.extend(reading()?);
    all.extend([ENVELOPE_LEN, 16 * 1024].into_iter().flat_map(enc2));
    Ok(all)
}

/// Fields, a name and a page of text into the wire encoding, checked. `encoding_rs` checks nothing of the name and page.
fn writing() -> Result<Vec<Contest>> {
    let text: usize = FIELDS.iter().map(|(_, _, text)| text.len()).sum();
    let mut frame = Frame::default();
    frame.write()?;
    let fields = in_thread(move || frame.write().map(<[u8]>::len));
    let mut name = Fields::new();
    let name = in_thread(move || field::<30>(&mut name, black_box(HANGUL)));
    let mut page = Fields::new();
    field::<2000>(&mut page, MIXED)?;
    let page = in_thread(move || field::<2000>(&mut page, black_box(MIXED)));
    let peer = |text: &'static str| in_thread(move || encoding::text(text));
    Ok(vec![
        Contest::new("codec/encode_fields/25", text, fields)
            .against("encoding_rs", in_thread(encoding::fields)),
        Contest::new("codec/encode_text/hangul", HANGUL.len(), name)
            .against("encoding_rs", peer(HANGUL)),
        Contest::new("codec/encode_text/mixed", MIXED.len(), page)
            .against("encoding_rs", peer(MIXED)),
    ])
}

/// An answer of forty fields and a request of five groups; Korean text alone.
fn reading() -> Result<Vec<Contest>> {
    let (answer, request, page) = (wire(ANSWER)?, wire(REQUEST)?, wire(MIXED)?);
    let of =
        |what: &str, bytes: &[u8], batch| Contest::new(format!("codec/{what}"), bytes.len(), batch);
    let copy = answer.clone();
    let fields =
        in_thread(move || FieldsRef::read(black_box(&copy), Separator::Unit).map(|all| all.len()));
    let copy = answer.clone();
    let texts = in_thread(move || texts(black_box(&copy)));
    let copy = request.clone();
    let groups = in_thread(move || Groups::read(black_box(&copy)));
    let parsed = Groups::read(&request)?;
    let mut out = Vec::with_capacity(request.len());
    let again = in_thread(move || {
        out.clear();
        black_box(&parsed).to_groups().iter().for_each(|group| Group::write(group, &mut out));
        out.len()
    });
    let copy = page.clone();
    let decoded = in_thread(move || Charset::Ksx1001.decode(GOOD_NAME, black_box(&copy)));
    Ok(vec![
        of("read_answer/fields", &answer, fields),
        of("read_answer/texts", &answer, texts),
        of("read_groups/5", &request, groups),
        of("write_groups/5", &request, again),
        of("decode_text/mixed", &page, decoded),
    ])
}

/// ENC2 of a key envelope, and of the longest body the vendor's module takes.
fn enc2(len: usize) -> [Contest; 2] {
    let data = vec![0x5a; len];
    let text = enc2::encode(Table::pick(0), &data);
    let encode = in_thread(move || enc2::encode(Table::pick(0), black_box(&data)));
    let decode = in_thread(move || enc2::decode(black_box(&text)));
    [
        Contest::new(format!("codec/enc2_encode/{len}"), len, encode),
        Contest::new(format!("codec/enc2_decode/{len}"), len, decode),
    ]
}

/// The twenty-five fields, checked, encoded and framed, in buffers that stay.
#[derive(Debug, Default)]
pub struct Frame {
    fields: Fields,
    bytes: Vec<u8>,
}

impl Frame {
    /// Writes them from their texts on.
    ///
    /// # Errors
    /// A field that this library refuses.
    pub fn write(&mut self) -> Result<&[u8], FieldError> {
        self.fields.clear();
        push_all(&mut self.fields)?;
        self.bytes.clear();
        self.fields.write(Separator::Unit, &mut self.bytes);
        Ok(&self.bytes)
    }
}

macro_rules! push_all {
    ($($name:literal $max:literal $text:literal;)*) => {
        fn push_all(fields: &mut Fields) -> Result<(), FieldError> {
            $(
                let name = const { Name::from_static($name) };
                fields.push_text::<$max>(name, Charset::Ksx1001, black_box($text))?;
            )*
            Ok(())
        }
    };
}

each_field!(push_all);

fn field<const MAX: usize>(fields: &mut Fields, text: &str) -> Result<usize, FieldError> {
    fields.clear();
    fields.push_text::<MAX>(GOOD_NAME, Charset::Ksx1001, text)?;
    Ok(fields.len())
}

/// Reads an answer and decodes every value.
pub fn texts(wire: &[u8]) -> Option<usize> {
    let fields = FieldsRef::read(wire, Separator::Unit).ok()?;
    let text = |(name, _)| fields.text(name, Charset::Cp949).ok().flatten();
    fields.iter().map(text).map(|text| text.map(|text| text.len())).sum()
}

/// A text as it goes over the wire.
///
/// # Errors
/// A character that KS X 1001 does not have.
pub fn wire(text: &str) -> Result<Vec<u8>> {
    Charset::Ksx1001.encode(GOOD_NAME, text).map_err(|error| anyhow!("{error}"))
}

const GOOD_NAME: Name = Name::from_static("good_name");

/// `enc_info` under a key of 1024 bits, before ENC2.
const ENVELOPE_LEN: usize = 151;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_has_forty_fields_and_all_are_text() {
        let answer = wire(ANSWER).unwrap();
        assert_eq!(FieldsRef::read(&answer, Separator::Unit).unwrap().len(), 40);
        let values = ANSWER.split('\x1f').filter_map(|field| field.split_once('='));
        assert_eq!(texts(&answer), Some(values.map(|(_, value)| value.len()).sum::<usize>()));
    }

    #[test]
    fn the_request_is_written_as_it_was_read() {
        let request = wire(REQUEST).unwrap();
        let groups = Groups::read(&request).unwrap().to_groups();
        assert_eq!(groups.len(), 5);
        let mut out = Vec::new();
        groups.iter().for_each(|group| group.write(&mut out));
        assert_eq!(out, request);
    }

    #[test]
    fn the_frame_has_every_field_and_is_the_same_the_second_time() {
        let mut frame = Frame::default();
        let first = frame.write().unwrap().to_vec();
        assert_eq!(frame.write().unwrap(), first);
        let text: String =
            FIELDS.iter().map(|(name, _, text)| format!("{name}={text}\x1f")).collect();
        assert_eq!(first, wire(&text).unwrap());
    }

    #[test]
    fn the_peer_makes_the_same_bytes() {
        assert_eq!(encoding::fields(), Frame::default().write().unwrap());
        for text in [HANGUL, MIXED] {
            assert_eq!(encoding::text(text), wire(text).unwrap());
        }
    }
}
