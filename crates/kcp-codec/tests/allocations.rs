//! How often the allocator is called: never for a field.

#![allow(clippy::unwrap_used)] // a test may

use allocation_counter::measure;
use kcp_codec::{Charset, Fields, FieldsRef, Name, Separator, Won};

const NAMES: [&str; 25] = [
    "tx_type",
    "ordr_idxx",
    "good_name",
    "good_cntx",
    "buyr_name",
    "buyr_tel1",
    "buyr_tel2",
    "buyr_mail",
    "pay_method",
    "site_cd",
    "currency",
    "quota",
    "cust_ip",
    "escw_used",
    "rcvr_name",
    "rcvr_tel1",
    "rcvr_tel2",
    "rcvr_mail",
    "rcvr_zipx",
    "rcvr_add1",
    "rcvr_add2",
    "memo",
    "bt_batch_key",
    "mod_type",
    "mod_desc",
];

const VALUES: [&str; 5] =
    ["홍길동", "TEST20261122000001", "서울특별시 중구 110", "0", "buyer@example.com"];

fn fill(fields: &mut Fields, wire: &mut Vec<u8>) {
    fields.clear();
    wire.clear();
    for (name, value) in NAMES.into_iter().zip(VALUES.into_iter().cycle()) {
        fields.push_text::<100>(Name::from_static(name), Charset::Ksx1001, value).unwrap();
    }
    fields.set(Won::NAME, &Won::new(1_004).unwrap());
    fields.write(Separator::Unit, wire);
}

#[test]
fn twenty_five_fields_in_a_buffer_that_was_used_before_allocate_nothing() {
    let (mut fields, mut wire) = (Fields::new(), Vec::new());
    fill(&mut fields, &mut wire);
    let first = wire.clone();
    let again = measure(|| fill(&mut fields, &mut wire));
    assert_eq!(again.count_total, 0);
    assert_eq!((wire, fields.len()), (first, 26));
}

#[test]
fn an_answer_is_read_with_one_allocation_in_place_and_two_with_its_bytes() {
    let (mut fields, mut wire) = (Fields::new(), Vec::new());
    fill(&mut fields, &mut wire);
    let borrowed = measure(|| {
        let answer = FieldsRef::read(&wire, Separator::Unit).unwrap();
        let order = answer.text(Name::from_static("ordr_idxx"), Charset::Ksx1001).unwrap();
        assert_eq!(order.as_deref(), Some("TEST20261122000001"));
        assert_eq!(answer.required::<Won>(Won::NAME).map(Won::get), Ok(1_004));
    });
    assert_eq!(borrowed.count_total, 1);
    let owned = measure(|| drop(Fields::read(&wire, Separator::Unit).unwrap()));
    assert_eq!(owned.count_total, 2);
    let bytes = wire.clone().into();
    let moved = measure(|| drop(Fields::read_owned(bytes, Separator::Unit).unwrap()));
    assert_eq!(moved.count_total, 1);
}
