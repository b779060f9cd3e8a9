//! The table of result codes as programs see it.

use std::collections::BTreeSet;

use super::*;

fn code(text: &str) -> ResultCode {
    ResultCode::parse(text).unwrap()
}

#[test]
fn codes_of_the_table_are_found_and_others_are_not() {
    let class = |text| code(text).class();
    assert_eq!(class("0000"), Some(Class::Success));
    assert_eq!(class("V000"), Some(Class::Success));
    assert_eq!(class("8133"), Some(Class::AlreadyCancelled));
    assert_eq!(class("8041"), Some(Class::Uncertain));
    assert_eq!(class("8094"), Some(Class::Duplicate));
    assert_eq!(class("ZZZZ"), None);
}

#[test]
fn a_code_says_whose_affair_it_is_and_what_to_do() {
    let said = |text| {
        let code = code(text);
        (code.fault(), code.action(), code.again(), code.is_outcome_unknown())
    };
    let row =
        |fault, action, again, unknown| (Some(fault), Some(action), Some(again), Some(unknown));
    assert_eq!(said("8002"), row(Fault::Merchant, Action::MendSettings, Again::AfterChange, false));
    assert_eq!(said("8040"), row(Fault::Request, Action::CancelRest, Again::AfterChange, false));
    assert_eq!(said("8133"), row(Fault::Nobody, Action::NothingLeft, Again::No, false));
    assert_eq!(said("8136"), row(Fault::Request, Action::Later, Again::Yes, false));
    assert_eq!(said("8338"), row(Fault::Request, Action::LookUp, Again::No, true));
    assert_eq!(said("CC98"), row(Fault::Institution, Action::LookUp, Again::No, true));
    assert_eq!(said("ZZZZ"), (None, None, None, None));
}

#[test]
fn every_row_explains_itself_in_both_languages() {
    assert!(LISTED.is_sorted_by(|one, next| one.code < next.code));
    for row in LISTED {
        assert!(row.english.ends_with('.') && row.korean.ends_with('.'), "{:?}", row.code);
        assert!(row.korean.chars().any(|ch| ('가'..='힣').contains(&ch)), "{:?}", row.code);
        assert!(row.english.is_ascii(), "{:?}", row.code);
    }
}

#[test]
fn what_to_do_fits_the_class_in_every_row() {
    for row in LISTED {
        let said = (row.fault, row.action, row.again);
        let fits = match row.class {
            Class::Success => said == (Fault::Nobody, Action::None, Again::No),
            Class::AlreadyCancelled => said == (Fault::Nobody, Action::NothingLeft, Again::No),
            Class::Duplicate | Class::Uncertain => {
                (row.action, row.again) == (Action::LookUp, Again::No)
            }
            _ => !matches!(row.action, Action::None | Action::NothingLeft | Action::LookUp),
        };
        assert!(fits, "{:?}", row.code);
    }
}

/// The families of codes after which nobody knows (`https.md §9`).
#[test]
fn the_families_that_leave_a_doubt_are_whole() {
    let ranges = [
        8041..=8048,
        8171..=8175,
        8291..=8296,
        8321..=8326,
        8671..=8671,
        8721..=8727,
        8995..=8997,
        7512..=7512,
    ];
    let numbers = ranges.into_iter().flatten().map(|number: u16| number.to_string());
    for text in numbers.chain(["CC98", "CC99", "8147", "9048", "S203", "S204"].map(str::to_owned)) {
        assert_eq!(code(&text).class(), Some(Class::Uncertain), "{text}");
    }
    for text in ["8133", "8023", "8373", "8496", "8691", "8337", "8340"] {
        assert_eq!(code(text).class(), Some(Class::AlreadyCancelled), "{text}");
    }
    // Lists of cancelled-already codes hold these too. Of 8734 KCP does not say whether anything is left, and a cancel
    // that CCAB says was asked for need not be done: taken for done, a refund could be lost.
    for text in ["8734", "CCAB"] {
        assert_eq!(code(text).class(), Some(Class::Uncertain), "{text}");
        assert_eq!(code(text).action(), Some(Action::LookUp), "{text}");
    }
    for text in ["8094", "8128", "8338", "9167", "8586", "7101"] {
        assert_eq!(code(text).class(), Some(Class::Duplicate), "{text}");
    }
}

#[test]
fn the_codes_of_modules_and_guides_are_all_there() {
    for text in [
        "0000", "V000", "S101", "S102", "S201", "S202", "S203", "S204", "S301", "6001", "6002",
        "6003", "6004", "7504", "3014", "3017", "8001", "8059", "8133", "8169", "8178", "8186",
        "8188", "8999", "AC25", "CC07", "CC08", "CC09", "CC10", "CC61", "CC88", "CS24", "9502",
        "9551", "9552", "9553", "9562", "9601", "XXXX", "S005", "3001", "9999", "8012", "8897",
        "9200", "9201", "9010", "9079",
    ] {
        assert!(code(text).class().is_some(), "{text}");
    }
    let all: BTreeSet<_> = ResultCode::all().collect();
    assert_eq!((all.len(), ResultCode::all().len()), (694, 694));
}

#[test]
fn nobody_is_sent_to_an_address_or_a_telephone() {
    for row in LISTED {
        for text in [row.english, row.korean] {
            let called = text.split(|ch: char| !(ch.is_ascii_digit() || ch == '-')).any(|word| {
                word.matches('-').count() > 0 && word.bytes().filter(u8::is_ascii_digit).count() > 6
            });
            assert!(!called && !text.contains('@') && !text.contains("://"), "{:?}", row.code);
        }
    }
}

#[test]
fn names_for_programs_lead_back() {
    assert!(Class::ALL.iter().all(|one| Class::parse(one.name()) == Some(*one)));
    assert!(Fault::ALL.iter().all(|one| Fault::parse(one.name()) == Some(*one)));
    assert!(Action::ALL.iter().all(|one| Action::parse(one.name()) == Some(*one)));
    assert!(Again::ALL.iter().all(|one| Again::parse(one.name()) == Some(*one)));
    assert_eq!(Class::parse("Uncertain"), None);
}

#[test]
fn a_code_is_four_letters_and_digits() {
    for text in ["", "000", "00000", "00 0", "00\n0", "가"] {
        assert_eq!(ResultCode::parse(text), None, "{text:?}");
    }
}
