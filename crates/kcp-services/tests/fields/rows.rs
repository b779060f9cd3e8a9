//! Properties of every row of a request: the longest value goes there and back, and what is wrong is refused by name.

use kcp_codec::{Charset, FieldError, Name, Reason};
use kcp_services::{
    fields::{Checked, Encoding, Forbid, Record, Rule, Rules, Shape},
    fuzzing::{longest, requests, there_and_back},
};
use proptest::prelude::*;

/// Every row of a request, with its longest value.
fn rows() -> impl Iterator<Item = (&'static Rule, String)> {
    requests().flat_map(|rules| rules.iter()).map(|rule| (rule, longest(rule)))
}

/// Every field of an operation, at its longest.
fn whole(rules: Rules) -> Vec<(Name, String)> {
    rules.iter().map(|rule| (rule.field, longest(rule))).collect()
}

fn refused(rule: &Rule, text: &str) -> Reason {
    let error = rule.check(Charset::Ksx1001, text).unwrap_err();
    assert_eq!(error.field(), rule.field, "{rule:?}");
    let record = Record::new(Rules::of(rule.operation).unwrap());
    assert_eq!(record.with(rule.wire, text).unwrap_err(), error, "{rule:?}");
    error.reason()
}

/// Bytes of a text in EUC-KR.
fn bytes(text: &str) -> usize {
    Charset::Cp949.encode(Name::from_static("text"), text).unwrap().len()
}

#[test]
fn the_longest_value_of_every_row_is_taken_and_is_as_long_as_the_row_says() {
    let mut count = 0;
    for (rule, text) in rows() {
        assert_eq!(rule.check(Charset::Ksx1001, &text), Ok(()), "{rule:?}");
        // A date has a length of its own, and a fixed value may be shorter than its field.
        if let Some(max) = rule.max.filter(|_| rule.fixed.is_empty() && rule.shape != Shape::Date) {
            assert_eq!(bytes(&text), max, "{rule:?}");
        }
        count += 1;
    }
    assert!(count > 300, "{count} rows of requests");
}

#[test]
fn one_byte_more_is_refused_in_every_row_that_has_a_limit() {
    let mut without = Vec::new();
    for (rule, text) in rows() {
        let Some(max) = rule.max else {
            without.push(rule.wire);
            continue;
        };
        let more = match rule.shape {
            Shape::Amount | Shape::Date | Shape::Digits => "1",
            _ => "x",
        };
        let reason = refused(rule, &(text.clone() + more));
        match rule.shape {
            Shape::Date => assert_eq!(reason, Reason::NotADate, "{rule:?}"),
            _ if text.len() < max && !rule.fixed.is_empty() => {
                assert!(matches!(reason, Reason::OutOfRange | Reason::BadByte { .. }), "{rule:?}");
            }
            _ if rule.fixed.is_empty() => {
                assert_eq!(reason, Reason::TooLong { len: max + 1, max }, "{rule:?}");
            }
            // A fixed value of digits that gets a letter, or the other way about.
            _ => assert!(
                matches!(reason, Reason::TooLong { .. } | Reason::BadByte { .. }),
                "{rule:?}"
            ),
        }
    }
    without.sort_unstable();
    without.dedup();
    let known = [
        "AppUrl",
        "PayUrl",
        "approval_key",
        "bank_issu",
        "cash_id_info",
        "cash_tsdtime",
        "enc_data",
        "enc_info",
        "epnt_issu",
        "kcp_cert_info",
        "kcp_sign_data",
        "ordr_chk",
        "ret_pay_method",
        "tran_cd",
        "use_pay_method",
    ];
    assert_eq!(without, known, "fields without a limit");
}

#[test]
fn an_empty_value_and_one_that_is_not_fixed_are_refused_in_every_row() {
    for (rule, text) in rows() {
        assert_eq!(refused(rule, ""), Reason::Empty, "{rule:?}");
        if !rule.fixed.is_empty() {
            let other =
                text.replace(|_| true, if rule.shape == Shape::Letters { "q" } else { "8" });
            assert_eq!(refused(rule, &other), Reason::OutOfRange, "{rule:?}");
        }
    }
}

#[test]
fn a_missing_field_is_named_in_every_operation_that_demands_it() {
    let mut count = 0;
    for rules in requests() {
        for gone in rules.iter().filter(|rule| rule.presence.is_demanded()) {
            let rest: Vec<_> =
                whole(rules).into_iter().filter(|(name, _)| *name != gone.field).collect();
            let missing = Err(FieldError::new(gone.field, Reason::Missing));
            let texts = rest.iter().map(|(name, text)| (*name, text.as_str()));
            assert_eq!(rules.check_all(Charset::Ksx1001, texts.clone()), missing, "{gone:?}");
            let empty = texts.clone().chain([(gone.field, "")]);
            assert_eq!(rules.check_all(Charset::Ksx1001, empty), missing, "{gone:?}");
            let mut record = Record::new(rules);
            texts.for_each(|(name, text)| record.set(name.as_str(), text).unwrap());
            assert_eq!(record.finish().map(drop), missing, "{gone:?}");
            let wires: Vec<_> =
                rest.iter().map(|(name, text)| (*name, wire(rules, *name, text))).collect();
            let gate = rules.gate(wires.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
            assert_eq!(gate, missing, "{gone:?}");
            count += 1;
        }
    }
    assert!(count > 100, "{count} fields are demanded");
}

/// A text as its row sends it.
fn wire(rules: Rules, name: Name, text: &str) -> Vec<u8> {
    match rules.get(name).unwrap().encoding {
        Encoding::EucKr => Charset::Ksx1001.encode(name, text).unwrap(),
        _ => text.as_bytes().to_vec(),
    }
}

#[test]
fn every_operation_at_its_longest_goes_there_and_back() {
    for rules in requests() {
        let mut record = Record::new(rules);
        for (name, text) in whole(rules) {
            record.set(name.as_str(), &text).unwrap();
        }
        let checked = record.finish().unwrap();
        there_and_back(&checked);
        let again = Checked::parse(
            rules,
            whole(rules)
                .iter()
                .map(|(name, text)| (*name, wire(rules, *name, text)))
                .collect::<Vec<_>>()
                .iter()
                .map(|(name, bytes)| (*name, bytes.as_slice())),
        )
        .unwrap();
        assert!(again.texts().eq(checked.texts()), "{}", rules.operation());
    }
}

/// What a rule refuses besides the wrong kind of character.
fn forbidden(rule: &Rule) -> Vec<u8> {
    (0..=0x7f).filter(|byte| rule.forbid.refuses(*byte)).collect()
}

#[test]
fn what_is_forbidden_is_the_guides_list_and_every_control_byte() {
    let listed = |forbid: Forbid| -> Vec<u8> {
        (b' '..=b'~').filter(|byte| forbid.refuses(*byte)).collect()
    };
    assert_eq!(listed(Forbid::Text), b"\"&',;<\\|");
    assert_eq!(listed(Forbid::Url), b"\"'<>\\|");
    assert_eq!(listed(Forbid::None), b"");
    for (rule, _) in rows() {
        let controls = (0..b' ').chain([0x7f]).all(|byte| rule.forbid.refuses(byte));
        assert!(controls, "{rule:?}");
    }
    let open: Vec<&str> =
        rows().filter(|(rule, _)| rule.forbid == Forbid::None).map(|(rule, _)| rule.wire).collect();
    assert_eq!(open, ["kcp_noint_quota"; 3], "fields that may hold a comma");
}

proptest! {
    #[test]
    fn a_forbidden_character_is_found_at_its_offset_in_every_row(seed in any::<usize>(), pick in any::<usize>()) {
        for (rule, text) in rows() {
            let bad = forbidden(rule);
            let byte = bad[pick % bad.len()];
            let chars: Vec<char> = text.chars().collect();
            let place = seed % (chars.len() + 1);
            let (front, back) = chars.split_at(place);
            let front: String = front.iter().collect();
            let spoiled = format!("{front}{}{}", char::from(byte), back.iter().collect::<String>());
            prop_assert_eq!(refused(rule, &spoiled), Reason::Forbidden { at: bytes(&front), byte });
        }
    }

    #[test]
    fn a_character_of_the_wrong_kind_is_found_at_its_offset_in_every_row(seed in any::<usize>()) {
        for (rule, text) in rows() {
            let chars: Vec<char> = text.chars().collect();
            let at = seed % chars.len();
            let wrong = match rule.shape {
                Shape::Amount | Shape::Date | Shape::Digits => 'x',
                Shape::Letters => '1',
                Shape::Text => '😀',
                _ => '가',
            };
            let mut spoiled = chars.clone();
            spoiled[at] = wrong;
            let reason = refused(rule, &spoiled.into_iter().collect::<String>());
            let front: String = chars[..at].iter().collect();
            let want = match rule.shape {
                Shape::Text => Reason::Unmappable { at: front.len(), ch: wrong },
                _ => Reason::BadByte { at: front.len() },
            };
            prop_assert_eq!(reason, want, "{:?}", rule);
        }
    }

    #[test]
    fn any_text_that_a_row_takes_goes_there_and_back(texts in prop::collection::vec("[ -~가-힣]{0,40}|[0-9]{1,14}|[A-Z]{1,4}|https://[a-z/?=&;,]{1,40}", 8), at in any::<usize>()) {
        let operations: Vec<Rules> = requests().collect();
        let rules = operations[at % operations.len()];
        let mut record = Record::new(rules).with_charset(Charset::Cp949);
        for (nth, rule) in rules.iter().enumerate() {
            let text = &texts[(at.wrapping_add(nth)) % texts.len()];
            if record.set(rule.wire, text).is_err() && rule.presence.is_demanded() {
                record.set(rule.wire, &longest(rule)).unwrap();
            }
        }
        there_and_back(&record.finish().unwrap());
    }

    #[test]
    fn no_input_makes_the_fuzz_target_panic(data in any::<Vec<u8>>()) {
        kcp_services::fuzzing::roundtrip_fields(&data);
    }
}
