//! What is legal is taken, and comes back as it went.

use kcp_codec::Charset;
use kcp_services::{
    fields::{Checked, Direction, Record, Rules, Shape},
    fuzzing::{longest, there_and_back},
};
use proptest::prelude::*;

use super::{EVERY_DIRECTION, Seen, bytes, rows, whole, wire};

#[test]
fn the_longest_value_of_every_row_is_taken_and_is_as_long_as_the_row_says() {
    let (mut seen, mut full) = (Seen::default(), Seen::default());
    for (rule, text) in rows() {
        assert_eq!(rule.check(Charset::Ksx1001, &text), Ok(()), "{rule:?}");
        seen.row(rule);
        // A date has a length of its own, and a fixed value may be shorter than its field.
        if let Some(max) = rule.max.filter(|_| rule.fixed.is_empty() && rule.shape != Shape::Date) {
            assert_eq!(bytes(&text), max, "{rule:?}");
            full.row(rule);
        }
    }
    seen.all_but(&EVERY_DIRECTION, |_| false);
    let directions = [Direction::Answer, Direction::Notice, Direction::Request, Direction::Setting];
    full.all_but(&directions, |rule| {
        rule.max.is_none() || !rule.fixed.is_empty() || rule.shape == Shape::Date
    });
}

#[test]
fn each_of_the_fixed_values_is_taken() {
    let mut seen = Seen::default();
    for (rule, _) in rows().filter(|(rule, _)| !rule.fixed.is_empty()) {
        for value in rule.fixed {
            assert_eq!(rule.check(Charset::Ksx1001, value), Ok(()), "{rule:?}");
        }
        seen.row(rule);
    }
    let directions = [Direction::Answer, Direction::Reply, Direction::Request, Direction::Setting];
    seen.all_but(&directions, |rule| rule.fixed.is_empty());
}

#[test]
fn every_operation_at_its_longest_goes_there_and_back() {
    let mut seen = Seen::default();
    for rules in Rules::each() {
        let mut record = Record::new(rules);
        for (name, text) in whole(rules) {
            record.set(name.as_str(), &text).unwrap();
        }
        let checked = record.finish().unwrap();
        assert_eq!(checked.texts().collect::<Vec<_>>(), whole(rules));
        there_and_back(&checked);
        let wires: Vec<_> =
            whole(rules).iter().map(|(name, text)| (*name, wire(rules, *name, text))).collect();
        let fields = wires.iter().map(|(name, bytes)| (*name, bytes.as_slice()));
        let again = Checked::parse(rules, fields).unwrap();
        assert!(again.texts().eq(checked.texts()), "{}", rules.operation());
        rules.iter().for_each(|rule| seen.row(rule));
    }
    seen.all_but(&EVERY_DIRECTION, |_| false);
}

proptest! {
    #[test]
    fn any_text_that_a_row_takes_goes_there_and_back(texts in prop::collection::vec("[ -~가-힣]{0,40}|[0-9]{1,14}|[A-Z]{1,4}|https://[a-z/?=&;,]{1,40}", 8), at in any::<usize>()) {
        let operations: Vec<Rules> = Rules::each().collect();
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
