//! One request in the four dialects of `legacy.md §1`, and what none of them may say.

use alloc::{string::String, vec, vec::Vec};

use proptest::prelude::*;

use super::*;

type Pairs = Vec<(String, String)>;

/// What a shop wants to send, before any module has written it.
#[derive(Clone, Debug)]
struct Order {
    common: Pairs,
    card: Pairs,
    order: Pairs,
    escrow: Pairs,
    change: Pairs,
}

fn join(pairs: &Pairs, end: &str, trailing: bool) -> String {
    let parts: Vec<_> =
        pairs.iter().map(|(name, value)| alloc::format!("{name}={value}")).collect();
    let mut text = parts.join(end);
    if trailing {
        text.push_str(end);
    }
    text
}

/// PHP and Java: a separator behind every part; groups joined by the module's FS.
fn php(order: &Order) -> String {
    let us = |pairs| join(pairs, "\x1f", true);
    alloc::format!(
        "payx_data=common={}\x1ecard={}\x1e\x1cordr_data={}\x1cescw_data={}\x1cmod_data={}\x1c",
        us(&order.common),
        us(&order.card),
        us(&order.order),
        join(&order.escrow, "\x1d", true),
        us(&order.change)
    )
}

/// ASP: separators only between parts.
fn asp(order: &Order) -> String {
    let us = |pairs| join(pairs, "\x1f", false);
    alloc::format!(
        "payx_data=common={}\x1ecard={}\x1cordr_data={}\x1cescw_data={}\x1cmod_data={}",
        us(&order.common),
        us(&order.card),
        us(&order.order),
        join(&order.escrow, "\x1d", false),
        us(&order.change)
    )
}

/// The hub sample: as PHP, with the doubled US behind a nested set and no sub-record of its own.
fn hub(order: &Order) -> String {
    php(order).replacen("ordr_data=", "ordr_data=\x1f\x1f", 1)
}

fn pairs(value: &'static str) -> impl Strategy<Value = Pairs> {
    proptest::collection::btree_map("[a-z_]{1,8}", value, 1..6)
        .prop_map(|map| map.into_iter().collect())
}

prop_compose! {
    fn any_order()(
        common in pairs("[ -~]{1,12}"),
        card in pairs("[0-9=]{1,12}"),
        order in pairs("[ -~가-힣]{1,12}"),
        escrow in pairs("[A-Z0-9]{1,4}"),
        change in pairs("[ -~]{1,12}"),
    ) -> Order {
        Order { common, card, order, escrow, change }
    }
}

proptest! {
    #[test]
    fn every_dialect_reads_the_same(order in any_order()) {
        let canonical = php(&order);
        let groups = Groups::read(canonical.as_bytes()).unwrap();
        for text in [asp(&order), hub(&order)] {
            let other = Groups::read(text.as_bytes());
            prop_assert_eq!(other.as_ref(), Ok(&groups), "{:?}", text);
        }
        let mut wire = Vec::new();
        groups.to_groups().iter().for_each(|group| group.write(&mut wire));
        prop_assert_eq!(wire, canonical.as_bytes());
    }

    #[test]
    fn whatever_is_read_is_written_and_read_again(
        bytes in proptest::collection::vec(prop_oneof![
            Just(b"payx_data=".to_vec()), Just(b"ordr_data=".to_vec()), Just(b"mod_data=".to_vec()),
            Just(b"escw_data=".to_vec()), Just(b"rcvr_data=".to_vec()), Just(b"a=".to_vec()), Just(b"b=".to_vec()),
            Just(vec![0x1c]), Just(vec![0x1d]), Just(vec![0x1e]), Just(vec![0x1f]),
            proptest::collection::vec(any::<u8>(), 0..4),
        ], 0..24)
    ) {
        crate::fuzzing::decode_records(&bytes.concat());
        crate::fuzzing::roundtrip_records(&bytes.concat());
    }
}

#[test]
fn the_net_dialect_keeps_empty_values() {
    let groups =
        Groups::read(b"ordr_data=ordr_mony=1004\x1fbuyr_tel1=\x1f\x1cmod_data=\x1c").unwrap();
    let order = groups.order.unwrap();
    assert_eq!(order.get(Name::from_static("buyr_tel1")), Some(&b""[..]));
    assert_eq!(order.len(), 2);
    assert_eq!(groups.modify, Some(Fields::new()));
    assert_eq!(groups.payment, None);
}

#[test]
fn the_hub_sample_s_bare_payment_prefix_is_an_empty_group() {
    assert_eq!(Groups::read(b"payx_data=\x1c").unwrap().payment, Some(SubRecords::default()));
}

#[test]
fn what_no_module_writes_is_refused() {
    let reason = |bytes: &[u8]| Groups::read(bytes).unwrap_err().reason();
    assert_eq!(reason(b"modx_data=tno=1\x1f\x1c"), Reason::UnknownGroup { at: 0 });
    assert_eq!(reason(b"ordr_data=a=1\x1f\x1cnothing"), Reason::UnknownGroup { at: 15 });
    assert_eq!(reason(b"ordr_data=a=1\x1cordr_data=b=1\x1c"), Reason::Repeated);
    assert_eq!(reason(b"ordr_data=a=1\x1fa=2\x1f\x1c"), Reason::Repeated);
    assert_eq!(reason(b"payx_data=card=a=1\x1ecard=b=1\x1e"), Reason::Repeated);
    assert_eq!(reason(b"payx_data=card\x1e"), Reason::NoEquals { at: 0 });
    assert_eq!(reason(b"payx_data=ca rd=a=1\x1e"), Reason::BadName { at: 0 });
}

#[test]
fn sub_records_share_one_limit_of_fields() {
    let mut bytes = b"payx_data=".to_vec();
    for record in 0..201 {
        bytes.extend_from_slice(alloc::format!("r{record}=\x1e").as_bytes());
    }
    assert_eq!(Groups::read(&bytes).unwrap_err().reason(), Reason::TooMany { max: 200 });
}
