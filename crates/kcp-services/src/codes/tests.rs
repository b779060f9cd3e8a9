//! The tables as programs see them: both directions, mergers, and the examples that the guides print.

use std::collections::BTreeSet;

use kcp_codec::{BankCode, CardCode, CarrierCode, Name, OperatorCode, StateCode, VanCode};
use proptest::prelude::*;

use super::*;

fn the_card(code: &str) -> Option<&'static Card> {
    card(CardCode::parse(code).unwrap())
}

fn the_bank(code: &str) -> &'static Bank {
    bank(BankCode::parse(code).unwrap()).unwrap()
}

/// Every row is found by its code and by each of its names, and no name leads to another row.
macro_rules! both_ways {
    ($all:ident, $one:ident, $named:ident) => {
        assert!($all().is_sorted_by(|one, next| one.code < next.code));
        for row in $all() {
            assert_eq!($one(row.code), Some(row));
            for name in [row.name.english, row.name.korean].iter().chain(row.aliases) {
                assert_eq!($named(name), Some(row), "{name}");
                assert_eq!($named(&name.to_ascii_uppercase()), Some(row), "{name}");
            }
        }
    };
}

#[test]
fn every_row_is_found_by_its_code_and_by_its_names() {
    both_ways!(banks, bank, bank_named);
    both_ways!(cards, card, card_named);
    both_ways!(carriers, carrier, carrier_named);
    both_ways!(operators, operator, operator_named);
    both_ways!(states, state, state_named);
    both_ways!(vans, van, van_named);
    for row in kinds() {
        assert_eq!(kind(row.field, row.code), Some(row));
    }
    assert!(kinds().is_sorted_by(|one, next| {
        (one.field.as_str(), one.code) < (next.field.as_str(), next.code)
    }));
}

#[test]
fn the_tables_are_whole() {
    let firms = banks().iter().filter(|row| row.kind() == BankKind::SecuritiesFirm).count();
    assert_eq!((banks().len() - firms, firms), (30, 17));
    assert_eq!(cards().iter().filter(|row| row.acquirer.is_some()).count(), 27);
    assert_eq!(states().len(), 53);
    assert_eq!((carriers().len(), operators().len(), vans().len()), (3, 9, 7));
}

#[test]
fn a_code_that_no_table_has_is_no_error() {
    assert_eq!(the_card("ZZ99"), None);
    assert_eq!(bank(BankCode::parse("BK92").unwrap()), None);
    assert_eq!(state(StateCode::parse("STZZ").unwrap()), None);
    assert_eq!(kind(Name::from_static("mod_type"), "STXX"), None);
    assert_eq!(kind(Name::from_static("tx_cd"), "STSC"), None);
    assert_eq!(card_named(""), None);
    assert_eq!(card_named("국민"), None);
}

#[test]
fn every_merged_bank_is_a_current_one_today() {
    for (old, new) in [
        ("26", "88"),
        ("21", "88"),
        ("53", "27"),
        ("06", "04"),
        ("25", "81"),
        ("83", "20"),
        ("05", "81"),
    ] {
        assert_eq!(the_bank(old).became, Some(BankCode::parse(new).unwrap()), "{old}");
    }
    assert_eq!(banks().iter().filter(|row| row.became.is_some()).count(), 7);
    for row in banks() {
        let today = row.current();
        assert!(today.became.is_none() && today.kind() == row.kind(), "{row:?}");
        assert_eq!(std::ptr::eq(today, row), row.became.is_none(), "{row:?}");
    }
}

#[test]
fn the_banks_of_virtual_accounts_are_those_of_the_guide() {
    let listed: Vec<&str> =
        banks().iter().filter(|row| row.virtual_accounts).map(|row| row.code.digits()).collect();
    assert_eq!(listed, ["03", "04", "05", "07", "11", "20", "23", "26", "32", "34", "71", "81"]);
}

#[test]
fn jeju_and_the_post_office_are_told_apart_with_a_reason() {
    assert_eq!(the_bank("35").name.korean, "제주은행");
    assert_eq!(the_bank("BK71").name.korean, "우체국");
    for code in ["35", "71"] {
        let note = the_bank(code).note.unwrap();
        assert!(note.english.contains("swapped") && note.korean.contains("바뀐"), "{code}");
    }
}

#[test]
fn every_acquirer_is_a_card_company_that_acquires_for_itself() {
    for row in cards() {
        if let Some(acquirer) = row.acquirer {
            assert_eq!(card(acquirer).unwrap().acquirer, Some(acquirer), "{row:?}");
        }
        assert_eq!(row.acquirer.is_some(), row.authentication.is_some(), "{row:?}");
    }
}

#[test]
fn the_examples_of_the_guides_are_in_the_tables() {
    for part in "CCBC-02:03:06,CCKM-03:06,CCSS-03:06:09".split(',') {
        assert!(the_card(part.split('-').next().unwrap()).is_some(), "{part}");
    }
    assert!("CCKM:CCBC:CCSS".split(':').all(|code| the_card(code).is_some()));
    assert!("03:05:11".split(':').all(|code| the_bank(code).virtual_accounts));
    let korean = the_card("CCKM").unwrap();
    assert_eq!(
        (korean.name.korean, korean.authentication),
        ("KB국민카드", Some(Authentication::Isp))
    );
    assert_eq!(card_named("NH카드"), the_card("CCNH"));
    assert_eq!(card_named("K뱅크카드"), the_card("BC96"));
    assert_eq!(card_named("카카오뱅크카드"), the_card("KM90"));
    assert!(the_card("KM90").is_some());
    assert_eq!(bank_named("기업은행"), Some(the_bank("BK03")));
    assert_eq!(the_bank("BK26").current(), bank_named("신한은행").unwrap());
    assert_eq!(the_bank("B209").kind(), BankKind::SecuritiesFirm);
    let carrier = carrier(CarrierCode::parse("KTF").unwrap()).unwrap();
    assert_eq!(carrier.name.english, "KT");
    let points = operator(OperatorCode::parse("SCWB").unwrap()).unwrap();
    assert_eq!((points.offers, points.trading), (Offer::Points, true));
    let happy = operator(OperatorCode::parse("SCHM").unwrap()).unwrap();
    assert!(!happy.trading && happy.note.is_some());
    for (code, carries) in
        [("VNKC", Carried::Card), ("VNKF", Carried::Transfer), ("VNDN", Carried::Mobile)]
    {
        assert_eq!(van(VanCode::parse(code).unwrap()).unwrap().carries, carries);
    }
    let deposit = kind(Name::from_static("tx_cd"), "TX00").unwrap();
    assert_eq!(deposit.name.english, "deposit into a virtual account");
}

#[test]
fn a_state_has_a_name_for_programs_and_a_part_of_the_trade() {
    let of = |code| state(StateCode::parse(code).unwrap()).map(|row| (row.known, row.phase));
    assert_eq!(of("STSR"), Some((KnownState::Approved, Phase::Approval)));
    assert_eq!(of("STPC"), Some((KnownState::PartlyCancelled, Phase::Cancel)));
    assert_eq!(of("STIR"), Some((KnownState::DepositPending, Phase::Deposit)));
    let known: BTreeSet<String> = states().iter().map(|row| format!("{:?}", row.known)).collect();
    assert_eq!(known.len(), states().len());
    assert_eq!(state_named("재매입요청").unwrap().code.as_str(), "STMT");
}

#[test]
fn methods_of_the_table_are_the_methods_of_the_library() {
    use crate::approve::PayType;
    for method in PayType::ALL {
        assert!(kind(Name::from_static("pay_type"), method.code()).is_some(), "{method:?}");
    }
    let listed = kinds().iter().filter(|row| row.field.as_str() == "pay_type");
    assert!(listed.into_iter().all(|row| PayType::parse(row.code).is_some()));
}

#[test]
fn rows_are_searched_by_parts_of_code_and_names() {
    let codes = |part| Bank::matching(part).map(Entry::code_text).collect::<Vec<_>>();
    assert_eq!(codes("bk04"), ["04"]);
    assert_eq!(codes("B209"), ["209"]);
    assert_eq!(codes("신한"), ["26", "278", "88"]);
    assert_eq!(codes("hana bank"), ["81"]);
    assert_eq!(Bank::matching("").count(), banks().len());
    assert_eq!(Card::matching("no such name").count(), 0);
}

proptest! {
    #[test]
    fn no_text_breaks_a_search(text in ".{0,12}") {
        prop_assert!(Card::matching(&text).count() <= cards().len());
        let found = bank_named(&text);
        prop_assert!(found.is_none_or(|row| bank(row.code) == Some(row)));
    }
}
