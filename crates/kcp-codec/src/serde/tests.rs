//! Stored fields come back, what is no field is refused without being repeated, and secrets are not stored.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
};
use core::{fmt, marker::PhantomData};

use proptest::prelude::*;
use serde_core::{Serialize, de::DeserializeOwned};

use super::*;
use crate::{
    AccountNumber, BatchKey, ClientAddress, MemberId, MemberPassword, OwnerName, OwnerNumber,
    SiteKey, Text, WebUrl, WindowText, Word,
};

fn comes_back<T>(value: T, stored: &str)
where
    T: Serialize + DeserializeOwned + PartialEq + fmt::Debug,
{
    assert_eq!(serde_json::to_string(&value).unwrap(), stored);
    assert_eq!(serde_json::from_str::<T>(stored).unwrap(), value);
    // Without a text in between, as formats do that know owned strings only.
    let tree = serde_json::to_value(&value).unwrap();
    assert_eq!(serde_json::from_value::<T>(tree).unwrap(), value);
    // A format that does not say what it holds, so that both sides have to agree on the kind.
    let compact = postcard::to_allocvec(&value).unwrap();
    assert_eq!(postcard::from_bytes::<T>(&compact).unwrap(), value);
}

fn refusal<T: DeserializeOwned>(stored: &str) -> String {
    let Err(error) = serde_json::from_str::<T>(stored) else { panic!("{stored} was taken") };
    error.to_string()
}

#[test]
fn a_field_is_stored_as_its_text_or_number_and_comes_back() {
    comes_back(TransactionId::parse("00261121000001").unwrap(), "\"00261121000001\"");
    comes_back(OrderId::parse("TEST-1").unwrap(), "\"TEST-1\"");
    comes_back(SiteCode::parse("T0000").unwrap(), "\"T0000\"");
    comes_back(KstDateTime::parse("20261121120000").unwrap(), "\"20261121120000\"");
    comes_back(BankCode::parse("BK04").unwrap(), "\"04\"");
    comes_back(BankCode::parse("B209").unwrap(), "\"209\"");
    comes_back(CardCode::from_static("CCBC"), "\"CCBC\"");
    comes_back(CarrierCode::from_static("SKT"), "\"SKT\"");
    comes_back(OperatorCode::from_static("SCWB"), "\"SCWB\"");
    comes_back(StateCode::from_static("STSR"), "\"STSR\"");
    comes_back(VanCode::from_static("VNKC"), "\"VNKC\"");
    comes_back(GroupId::parse("BA0011000348").unwrap(), "\"BA0011000348\"");
    comes_back(NoticeId::parse("08060404000000000004").unwrap(), "\"08060404000000000004\"");
    comes_back(NoticeCode::parse("TX00").unwrap(), "\"TX00\"");
    comes_back(DepositCode::parse("13").unwrap(), "\"13\"");
    comes_back(Won::new(999_999_999_999).unwrap(), "999999999999");
    comes_back(WonOrZero::ZERO, "0");
    comes_back(Cents::new(1_055).unwrap(), "1055");
    comes_back(Instalments::NONE, "0");
    comes_back(Instalments::new(12).unwrap(), "12");
}

#[test]
fn what_does_not_fit_is_refused_by_its_field_and_is_not_repeated() {
    for (error, starts) in [
        (refusal::<TransactionId>("\"4000123412341234\""), "tno: 16 bytes where there must be 14"),
        (refusal::<OrderId>("\"4000,1234\""), "ordr_idxx: a character that the field does not"),
        (refusal::<SiteCode>("\"\""), "site_cd: empty"),
        (refusal::<KstDateTime>("\"40001234123412\""), "app_time: not a date and time"),
        (refusal::<Won>("0"), "amount: an amount of zero"),
        (refusal::<Won>("\"04000\""), "amount: a leading zero"),
        (refusal::<Won>("4000123412341234"), "amount: 16 bytes, and the limit is 12"),
        (refusal::<Instalments>("4000"), "quota: outside what is allowed"),
        (refusal::<Instalments>("1"), "quota: outside what is allowed"),
    ] {
        assert!(error.starts_with(starts), "{error}");
        assert!(!error.contains("4000"), "{error}");
    }
}

#[test]
fn a_value_of_another_kind_is_refused_by_its_field_and_is_not_repeated() {
    for stored in ["4000", "-4000", "4000.5", "true"] {
        let error = refusal::<OrderId>(stored);
        assert!(error.starts_with("ordr_idxx: expected text"), "{error}");
    }
    for stored in ["-4000", "4000.5", "true"] {
        let error = refusal::<Won>(stored);
        assert!(error.starts_with("amount: expected a whole number"), "{error}");
        assert!(!error.contains("4000"), "{error}");
    }
    assert!(!refusal::<Won>("\"4000 won\"").contains("4000"));
    for error in [refusal::<Won>("null"), refusal::<OrderId>("[1]"), refusal::<OrderId>("{}")] {
        assert!(error.contains(" as "), "{error}");
    }
}

#[test]
fn an_amount_may_be_the_key_of_a_map() {
    let map = BTreeMap::from([(Won::new(1_004).unwrap(), BankCode::from_static("04"))]);
    let stored = serde_json::to_string(&map).unwrap();
    assert_eq!(stored, "{\"1004\":\"04\"}");
    assert_eq!(serde_json::from_str::<BTreeMap<Won, BankCode>>(&stored).unwrap(), map);
}

/// `Probe::<T>::STORED` is the inherent one where `T` is stored or read, and otherwise the trait's.
struct Probe<T>(PhantomData<T>);

trait Neither {
    const STORED: bool = false;
    const READ: bool = false;
}

impl<T> Neither for Probe<T> {}

impl<T: Serialize> Probe<T> {
    const STORED: bool = true;
}

impl<T: DeserializeOwned> Probe<T> {
    const READ: bool = true;
}

#[test]
fn what_is_secret_or_names_a_person_is_neither_stored_nor_read() {
    macro_rules! absent {
        ($($type:ty,)*) => {
            [$((stringify!($type), Probe::<$type>::STORED, Probe::<$type>::READ),)*]
        };
    }
    let secrets = absent! {
        AccountNumber, BatchKey, ClientAddress, MemberId, MemberPassword, OwnerName, OwnerNumber,
        SiteKey, Text<100>, WebUrl, WindowText, Word<20>,
    };
    for (name, is_stored, is_read) in secrets {
        assert!(!is_stored && !is_read, "{name}");
    }
    assert_eq!(absent! { OrderId, }, [("OrderId", true, true)], "the probe sees what is there");
}

proptest! {
    #[test]
    fn any_order_and_any_amount_come_back(order in "[A-Za-z0-9_-]{1,40}", won in 1..1_000_000_000_000_u64) {
        let pair = (OrderId::parse(&order).unwrap(), Won::new(won).unwrap());
        let stored = serde_json::to_vec(&pair).unwrap();
        prop_assert_eq!(serde_json::from_slice::<(OrderId, Won)>(&stored).unwrap(), pair);
    }

    #[test]
    fn no_text_at_all_makes_a_field_that_its_constructor_refuses(text in ".{0,20}") {
        let stored = serde_json::to_string(&text).unwrap();
        let read = serde_json::from_str::<TransactionId>(&stored).ok();
        prop_assert_eq!(read, TransactionId::parse(&text).ok());
    }
}
