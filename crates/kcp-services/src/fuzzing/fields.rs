//! Messages made by the field table: what fits comes back as it went.

use kcp_codec::{Charset, Fields, Separator};
use kcp_transport::api::{Call, Path, Reply};

use crate::fields::{Checked, Direction, Encoding, Forbid, Record, Rule, Rules, Shape};

/// The longest value that a rule takes, or 200 bytes where it has no limit.
#[must_use]
pub fn longest(rule: &Rule) -> String {
    let max = rule.max.unwrap_or(200);
    let fill = |start: &str, with: &str| start.to_owned() + &with.repeat(max - start.len());
    if let Some(value) = rule.fixed.iter().max_by_key(|value| value.len()) {
        return (*value).to_owned();
    }
    match rule.shape {
        Shape::Amount | Shape::Digits => fill("", "9"),
        Shape::Date if max < 14 => "20281231".to_owned(),
        Shape::Date => "20281231235959".to_owned(),
        Shape::Letters => fill("", "A"),
        Shape::Text => "가".repeat(max / 2) + if max % 2 == 1 { "x" } else { "" },
        Shape::Url => fill("https://shop.example/", "u"),
        Shape::Opaque | Shape::Word => fill("", "w"),
    }
}

/// The operations that send something.
pub fn requests() -> impl Iterator<Item = Rules> {
    Rules::each().filter(|rules| rules.iter().all(|rule| rule.direction == Direction::Request))
}

/// A message through its wire and back: records of EUC-KR, or a JSON object of UTF-8 where a row says so.
pub fn there_and_back(checked: &Checked) {
    let rules = checked.rules();
    let read = if rules.iter().any(|rule| rule.encoding == Encoding::Utf8) {
        let json = Call::new(Path::Hub).with_fields(checked.fields()).json();
        Reply::parse(json.as_bytes()).expect("what was written as JSON is read").fields
    } else {
        let mut wire = Vec::new();
        checked.fields().write(Separator::Unit, &mut wire);
        Fields::read(&wire, Separator::Unit).expect("what was written as a record is read")
    };
    let back = Checked::parse(rules, read.iter()).expect("what was checked is taken again");
    assert!(back.texts().eq(checked.texts()), "{checked:?} comes back as {back:?}");
}

/// The name of an operation and then fields, `name=text`, each behind a byte 0xff. A name that is none stands for the
/// operation or field that its first byte counts to. Fields that do not fit are refused by name; those that do make a
/// message that comes back as it went.
pub fn roundtrip_fields(data: &[u8]) {
    let Some((mut record, rules, _)) = record_of(data) else { return };
    for rule in rules.iter().filter(|rule| rule.presence.is_demanded()) {
        // What is there already stays; the message needs the rest to be whole.
        let _ = record.set(rule.wire, &longest(rule));
    }
    if let Ok(checked) = record.finish() {
        there_and_back(&checked);
    }
}

/// Whether every field of the input fits.
#[must_use]
pub fn takes_fields(data: &[u8]) -> bool {
    record_of(data).is_some_and(|(_, _, refused)| refused == 0)
}

/// The record that the bytes stand for, and how many of their fields were refused.
fn record_of(data: &[u8]) -> Option<(Record, Rules, usize)> {
    let mut pieces = data.split(|byte| *byte == 0xff);
    let operations: Vec<Rules> = requests().collect();
    let rules = *one_of(&operations, pieces.next()?, |rules| rules.operation())?;
    let rows: Vec<&Rule> = rules.iter().collect();
    let (mut record, mut refused) = (Record::new(rules).with_charset(Charset::Cp949), 0);
    for piece in pieces {
        let mut halves = piece.splitn(2, |byte| *byte == b'=');
        let (name, text) = (halves.next()?, halves.next().unwrap_or_default());
        let rule = one_of(&rows, name, |rule| rule.wire)?;
        let text = String::from_utf8_lossy(text);
        nearly(rules, rule, &text);
        match record.set(rule.wire, &text) {
            Ok(()) => assert!(fits(rule, &text), "{} takes what does not fit", rule.wire),
            Err(error) => {
                assert_eq!(error.field(), rule.field, "an error names another field");
                refused += 1;
            }
        }
    }
    Some((record, rules, refused))
}

/// What a slip makes of a text: another sign in front, a separator behind, all of it twice, and one more than the
/// longest. None of them is taken unless it fits.
fn nearly(rules: Rules, rule: &Rule, text: &str) {
    let rest: String = text.chars().skip(1).collect();
    let last = longest(rule).pop();
    let slips = ["+", "-", ",", " ", "가"].map(|sign| sign.to_owned() + &rest);
    let others = [
        text.to_owned() + "\u{1f}",
        text.repeat(2),
        longest(rule) + &last.map(String::from).unwrap_or_default(),
    ];
    for slip in slips.iter().chain(&others) {
        let mut record = Record::new(rules).with_charset(Charset::Cp949);
        let taken = record.set(rule.wire, slip).is_ok();
        assert!(!taken || fits(rule, slip), "{} takes a slip", rule.wire);
    }
}

/// A rule by hand: its length, its characters and its values.
fn fits(rule: &Rule, text: &str) -> bool {
    let len: usize = text.chars().map(|ch| if ch.is_ascii() { 1 } else { 2 }).sum();
    let all = |fits: fn(&u8) -> bool| text.as_bytes().iter().all(fits);
    let has_shape = match rule.shape {
        Shape::Amount | Shape::Date | Shape::Digits => all(u8::is_ascii_digit),
        Shape::Letters => all(u8::is_ascii_alphabetic),
        Shape::Opaque => all(|byte| matches!(byte, b' '..=b'~')),
        Shape::Text => true,
        Shape::Url => all(u8::is_ascii_graphic) && text.contains("://"),
        Shape::Word => all(u8::is_ascii_graphic),
    };
    let is_clean = match rule.forbid {
        Forbid::Text => !text.bytes().any(|byte| b",&;\n\\|'\"<".contains(&byte)),
        _ => true,
    };
    let is_taken = rule.fixed.is_empty() || rule.fixed.contains(&text);
    // Whatever else a rule allows, a separator ends the field.
    let is_whole = all(|byte| !(0x1c..=0x1f).contains(byte));
    let has_room = len > 0 && rule.max.is_none_or(|max| len <= max);
    has_room && has_shape && is_clean && is_taken && is_whole
}

/// The one of that name, or the one that the first byte counts to.
fn one_of<'a, T>(all: &'a [T], name: &[u8], name_of: fn(&T) -> &'static str) -> Option<&'a T> {
    let named = all.iter().find(|one| name_of(one).as_bytes() == name);
    named.or_else(|| all.get(usize::from(*name.first()?) % all.len()))
}
