//! Properties of every row of the table, whichever way its field goes: what is legal goes there and back, and what is
//! not is refused by name. Each property counts the rows that it looked at, and may leave out only what it names.

mod accepted;
mod refused;

use std::collections::BTreeSet;

use kcp_codec::{Charset, Name};
use kcp_services::{
    fields::{Direction, Encoding, Rule, Rules},
    fuzzing::longest,
};

/// Every row, with its longest value.
fn rows() -> impl Iterator<Item = (&'static Rule, String)> {
    Rules::all().map(|rule| (rule, longest(rule)))
}

/// The rows that a property looked at.
#[derive(Default)]
struct Seen(BTreeSet<(&'static str, &'static str)>);

impl Seen {
    fn row(&mut self, rule: &Rule) {
        self.0.insert((rule.operation, rule.wire));
    }

    /// Each row was looked at, or is one of the property's exceptions, and not both; and there are rows of each of
    /// `directions` among them.
    fn all_but(&self, directions: &[Direction], exception: impl Fn(&Rule) -> bool) {
        let mut left_out = 0;
        for rule in Rules::all() {
            let is_seen = self.0.contains(&(rule.operation, rule.wire));
            assert_eq!(is_seen, !exception(rule), "looked at {rule:?}");
            left_out += usize::from(!is_seen);
        }
        assert_eq!(self.0.len() + left_out, Rules::all().count());
        for direction in directions {
            let is_seen = |rule: &Rule| self.0.contains(&(rule.operation, rule.wire));
            let count =
                Rules::all().filter(|rule| rule.direction == *direction && is_seen(rule)).count();
            assert!(count > 0, "no row of {direction:?} was looked at");
        }
    }
}

const EVERY_DIRECTION: [Direction; 5] = [
    Direction::Answer,
    Direction::Notice,
    Direction::Reply,
    Direction::Request,
    Direction::Setting,
];

/// Every field of an operation, at its longest.
fn whole(rules: Rules) -> Vec<(Name, String)> {
    rules.iter().map(|rule| (rule.field, longest(rule))).collect()
}

/// Bytes of a text in EUC-KR.
fn bytes(text: &str) -> usize {
    Charset::Cp949.encode(Name::from_static("text"), text).unwrap().len()
}

/// A text as its row sends it.
fn wire(rules: Rules, name: Name, text: &str) -> Vec<u8> {
    match rules.get(name).unwrap().encoding {
        Encoding::EucKr => Charset::Ksx1001.encode(name, text).unwrap(),
        _ => text.as_bytes().to_vec(),
    }
}

#[test]
fn the_table_has_rows_of_every_direction() {
    let count = |direction| Rules::all().filter(|rule| rule.direction == direction).count();
    let counts = EVERY_DIRECTION.map(count);
    assert_eq!(counts.iter().sum::<usize>(), Rules::all().count());
    // Requests, answers and notices of four guides; replies and settings are few.
    let least = [200, 35, 2, 400, 15];
    assert!(counts.iter().zip(least).all(|(count, least)| *count >= least), "{counts:?}");
}
