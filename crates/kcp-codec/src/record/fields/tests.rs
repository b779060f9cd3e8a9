//! Reading, setting, replacing and writing fields.

use alloc::format;

use super::*;
use crate::{Reason, Text, TransactionId};

fn read(bytes: &[u8]) -> Result<Fields, Reason> {
    Fields::read(bytes, Separator::Unit).map_err(|error| error.reason())
}

const fn name(text: &'static str) -> Name {
    Name::from_static(text)
}

#[test]
fn a_value_may_hold_an_equals_sign() {
    let fields = read(b"a=b=c\x1fd==\x1f").unwrap();
    assert_eq!(fields.get(name("a")), Some(&b"b=c"[..]));
    assert_eq!(fields.get(name("d")), Some(&b"="[..]));
}

#[test]
fn the_last_separator_and_doubled_ones_change_nothing() {
    let want = read(b"a=1\x1fb=\x1f").unwrap();
    for same in [&b"a=1\x1fb="[..], b"a=1\x1f\x1fb=\x1f\x1f", b"\x1fa=1\x1fb="] {
        assert_eq!(read(same).as_ref(), Ok(&want));
    }
    assert_eq!(want.len(), 2);
    assert_eq!(want.optional::<TransactionId>(name("b")), Ok(None));
}

#[test]
fn what_is_no_field_is_refused_with_its_offset() {
    assert_eq!(read(b"a=1\x1fb"), Err(Reason::NoEquals { at: 4 }));
    assert_eq!(read(b"a=1\x1f=2"), Err(Reason::BadName { at: 4 }));
    assert_eq!(read(b"a b=1"), Err(Reason::BadName { at: 0 }));
    assert_eq!(read(b"res_cd=0000\x1fres_cd=8133"), Err(Reason::Repeated));
}

#[test]
fn two_hundred_fields_and_not_one_more() {
    let mut bytes = Vec::new();
    for at in 0..200 {
        bytes.extend_from_slice(format!("f{at}=x\x1f").as_bytes());
    }
    assert_eq!(read(&bytes).map(|fields| fields.len()), Ok(200));
    bytes.extend_from_slice(b"one_more=x");
    assert_eq!(read(&bytes), Err(Reason::TooMany { max: 200 }));
}

#[test]
fn a_broken_character_does_not_eat_the_separator() {
    let fields = read(b"res_msg=\xb0\x1ftno=20261121000001\x1f").unwrap();
    assert_eq!(
        fields.text(name("res_msg"), Charset::Cp949).unwrap_err().reason(),
        Reason::Undecodable { at: 0 }
    );
    assert!(fields.required::<TransactionId>(name("tno")).is_ok());
}

#[test]
fn setting_a_name_again_replaces_its_value() {
    let text = |text| Text::<10>::new(name("a"), Charset::Ksx1001, text).unwrap();
    let fields = Fields::new()
        .with(name("a"), &text("one"))
        .with(name("b"), &text("two"))
        .with(name("a"), &text("3"));
    let mut wire = Vec::new();
    fields.write(Separator::Unit, &mut wire);
    assert_eq!(wire, b"a=3\x1fb=two\x1f");
}

#[test]
fn a_set_inside_a_record_ends_twice() {
    let set = |pairs: &[(&'static str, &str)]| {
        pairs.iter().fold(Fields::new(), |set, &(key, text)| {
            let text = Text::<10>::new(name(key), Charset::Ksx1001, text).unwrap();
            set.with(name(key), &text)
        })
    };
    let fields = set(&[("ordr_idxx", "A1")])
        .with_set(name("rcpt_data"), &set(&[("user_type", "PGNW"), ("tr_code", "0")]))
        .with_set(name("corp_data"), &set(&[("corp_type", "0")]));
    let mut wire = Vec::new();
    fields.write(Separator::Unit, &mut wire);
    assert_eq!(
        wire,
        b"ordr_idxx=A1\x1frcpt_data=user_type=PGNW\x1ftr_code=0\x1f\x1fcorp_data=corp_type=0\x1f\x1f"
    );
    let read = read(&wire).unwrap();
    assert_eq!(read.get(name("rcpt_data")), Some(&b"user_type=PGNW"[..]));
    assert_eq!(read.get(name("tr_code")), Some(&b"0"[..]));
}

#[test]
fn a_pushed_field_keeps_any_bytes_and_its_name_once() {
    let mut fields = Fields::new();
    fields.push(name("res_msg"), b"a\x1fb=c").unwrap();
    assert_eq!(fields.get(name("res_msg")), Some(&b"a\x1fb=c"[..]));
    assert_eq!(fields.push(name("res_msg"), b"").unwrap_err().reason(), Reason::Repeated);
}

#[test]
fn only_names_are_printed() {
    let fields = read(b"card_no=9410123412341234\x1ftno=1").unwrap();
    assert_eq!(format!("{fields:?}"), "[card_no, tno]");
}

#[test]
fn a_pushed_text_is_checked_and_leaves_nothing_when_it_is_refused() {
    let mut fields = Fields::new();
    let mut push = |key, text| {
        fields
            .push_text::<6>(name(key), Charset::Ksx1001, text)
            .map_err(|error| (error.field().as_str().len(), error.reason()))
    };
    assert_eq!(push("a", "한글"), Ok(()));
    assert_eq!(push("b", "a\x1fb=1"), Err((1, Reason::Forbidden { at: 1, byte: 0x1f })));
    assert_eq!(push("b", "한글한글"), Err((1, Reason::TooLong { len: 8, max: 6 })));
    assert_eq!(push("b", ""), Err((1, Reason::Empty)));
    assert_eq!(push("a", "again"), Err((1, Reason::Repeated)));
    assert_eq!(push("b", "after"), Ok(()));
    let mut wire = Vec::new();
    fields.write(Separator::Unit, &mut wire);
    assert_eq!(wire, b"a=\xc7\xd1\xb1\xdb\x1fb=after\x1f");
    assert_eq!(fields.data.as_slice(), wire, "a refused field left bytes behind");
}

#[test]
fn a_pushed_text_counts_among_the_two_hundred() {
    let mut fields = Fields::new();
    let mut push = |at| {
        let name = Name::from_bytes(format!("f{at}").as_bytes()).unwrap();
        fields.push_text::<1>(name, Charset::Ksx1001, "x").map_err(|error| error.reason())
    };
    assert!((0..200).map(&mut push).all(|pushed| pushed.is_ok()));
    assert_eq!(push(200), Err(Reason::TooMany { max: 200 }));
    assert_eq!(push(0), Err(Reason::Repeated));
}

#[test]
fn cleared_fields_are_as_new_ones() {
    let mut fields = read(b"a=1\x1fb=2").unwrap();
    fields.clear();
    assert_eq!((&fields, fields.is_empty(), fields.wire_len()), (&Fields::new(), true, 0));
    assert_eq!(fields.get(name("a")), None);
    assert_eq!(fields.push(name("a"), b"3"), Ok(()));
    assert_eq!(fields.iter().collect::<Vec<_>>(), [(name("a"), &b"3"[..])]);
}

#[test]
fn fields_are_written_with_any_separator_whatever_they_were_read_with() {
    for bytes in [&b"a=1\x1fb=2\x1f\x1fc=3"[..], b"\x1fa=1\x1fb=2\x1fc=3\x1f", b"a=1\x1fb=2\x1fc=3"]
    {
        let fields = read(bytes).unwrap();
        for (separator, want) in [
            (Separator::Unit, b"a=1\x1fb=2\x1fc=3\x1f"),
            (Separator::Group, b"a=1\x1db=2\x1dc=3\x1d"),
        ] {
            let mut wire = Vec::new();
            fields.write(separator, &mut wire);
            assert_eq!((wire.as_slice(), wire.len()), (&want[..], fields.wire_len()));
        }
    }
}

#[test]
fn what_is_left_out_or_replaced_does_not_reach_the_wire() {
    let text = |text| Text::<10>::new(name("b"), Charset::Ksx1001, text).unwrap();
    let fields = read(b"a=1\x1fb=2\x1fc=3\x1fd=4").unwrap().with(name("b"), &text("new"));
    let kept = fields.without(&[name("c")]);
    let mut wire = Vec::new();
    kept.write(Separator::Unit, &mut wire);
    assert_eq!((wire.as_slice(), kept.get(name("c"))), (&b"a=1\x1fb=new\x1fd=4\x1f"[..], None));
}

#[test]
fn fields_read_in_place_are_the_same_fields() {
    let bytes = b"res_cd=0000\x1fres_msg=\xc7\xd1\xb1\xdb\x1fapp_no=\x1f";
    let (owned, here) = (read(bytes).unwrap(), FieldsRef::read(bytes, Separator::Unit).unwrap());
    assert!(owned.iter().eq(here.iter()) && owned.len() == here.len() && !here.is_empty());
    assert_eq!(here.text(name("res_msg"), Charset::Ksx1001).unwrap().as_deref(), Some("한글"));
    assert_eq!(here.optional::<TransactionId>(name("app_no")), Ok(None));
    assert_eq!(here.required::<TransactionId>(name("tno")).unwrap_err().reason(), Reason::Missing);
    assert_eq!(format!("{here:?}"), "[res_cd, res_msg, app_no]");
    assert_eq!(here.into_fields(), owned);
}
