//! What is not legal is refused, by the field's name: too long, of the wrong kind, forbidden, empty, missing.

use kcp_codec::{Charset, FieldError, Reason};
use kcp_services::fields::{Direction, Forbid, Record, Rule, Rules, Shape};
use proptest::prelude::*;

use super::{EVERY_DIRECTION, Seen, bytes, rows, whole, wire};

/// Why a text is refused: by the rule, by a message that is put together, and where one is read.
fn refused(rule: &Rule, text: &str) -> Reason {
    let error = rule.check(Charset::Ksx1001, text).unwrap_err();
    assert_eq!(error.field(), rule.field, "{rule:?}");
    let rules = Rules::of(rule.operation).unwrap();
    assert_eq!(Record::new(rules).with(rule.wire, text).unwrap_err(), error, "{rule:?}");
    if !text.is_empty() {
        let alone = rules.check_all(Charset::Ksx1001, [(rule.field, text)]);
        assert_eq!(alone, Err(error), "{rule:?}");
    }
    error.reason()
}

#[test]
fn one_byte_more_is_refused_in_every_row_that_has_a_limit() {
    let (mut seen, mut without) = (Seen::default(), Vec::new());
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
        seen.row(rule);
    }
    without.sort_unstable();
    without.dedup();
    assert_eq!(without, WITHOUT_LIMIT, "fields without a limit");
    seen.all_but(&EVERY_DIRECTION, |rule| rule.max.is_none());
}

/// Fields that no source gives a limit of, and this library none either: what it passes on as it came.
const WITHOUT_LIMIT: [&str; 19] = [
    "AppUrl",
    "PayUrl",
    "approvalKey",
    "approval_key",
    "bank_issu",
    "cash_id_info",
    "cash_tsdtime",
    "enc_data",
    "enc_info",
    "epnt_issu",
    "hashData",
    "kcp_cert_info",
    "kcp_sign_data",
    "ordr_chk",
    "request_URI",
    "ret_pay_method",
    "traceNo",
    "tran_cd",
    "use_pay_method",
];

#[test]
fn an_empty_value_is_refused_in_every_row_and_one_that_is_not_fixed_where_it_is() {
    let (mut seen, mut fixed) = (Seen::default(), Seen::default());
    for (rule, text) in rows() {
        assert_eq!(refused(rule, ""), Reason::Empty, "{rule:?}");
        seen.row(rule);
        if !rule.fixed.is_empty() {
            let other =
                text.replace(|_| true, if rule.shape == Shape::Letters { "q" } else { "8" });
            assert_eq!(refused(rule, &other), Reason::OutOfRange, "{rule:?}");
            fixed.row(rule);
        }
    }
    seen.all_but(&EVERY_DIRECTION, |_| false);
    let directions = [Direction::Answer, Direction::Reply, Direction::Request, Direction::Setting];
    fixed.all_but(&directions, |rule| rule.fixed.is_empty());
}

#[test]
fn a_zero_in_front_of_an_amount_is_refused_in_requests_and_taken_from_kcp() {
    let mut seen = Seen::default();
    for (rule, _) in rows().filter(|(rule, _)| rule.shape == Shape::Amount) {
        match rule.direction {
            Direction::Request => {
                assert_eq!(refused(rule, "0100"), Reason::LeadingZero, "{rule:?}")
            }
            _ => assert_eq!(rule.check(Charset::Ksx1001, "0100"), Ok(()), "{rule:?}"),
        }
        seen.row(rule);
    }
    let directions = [Direction::Answer, Direction::Notice, Direction::Request];
    seen.all_but(&directions, |rule| rule.shape != Shape::Amount);
}

#[test]
fn a_missing_field_is_named_in_every_operation_that_demands_it() {
    let mut seen = Seen::default();
    for rules in Rules::each() {
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
            seen.row(gone);
        }
    }
    // No field of a reply is in all of its forms.
    let directions = [Direction::Answer, Direction::Notice, Direction::Request, Direction::Setting];
    seen.all_but(&directions, |rule| !rule.presence.is_demanded());
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
    assert_eq!(listed(Forbid::Opaque), b"");
    let mut seen = Seen::default();
    for (rule, _) in rows() {
        let controls = (0..b' ').chain([0x7f]).all(|byte| rule.forbid.refuses(byte));
        assert!(controls, "{rule:?}");
        seen.row(rule);
    }
    seen.all_but(&EVERY_DIRECTION, |_| false);
    let mut open: Vec<&str> =
        rows().filter(|(rule, _)| rule.forbid == Forbid::None).map(|(rule, _)| rule.wire).collect();
    open.sort_unstable();
    open.dedup();
    // Paths of the module's settings, and plans that have commas between.
    let known = ["g_conf_home_dir", "g_conf_key_dir", "g_conf_log_dir", "kcp_noint_quota"];
    assert_eq!(open, known, "fields that may hold a comma");
}

proptest! {
    #[test]
    fn a_forbidden_character_is_found_at_its_offset_in_every_row(seed in any::<usize>(), pick in any::<usize>()) {
        let mut seen = Seen::default();
        for (rule, text) in rows() {
            let bad = forbidden(rule);
            let byte = bad[pick % bad.len()];
            let chars: Vec<char> = text.chars().collect();
            let place = seed % (chars.len() + 1);
            let (front, back) = chars.split_at(place);
            let front: String = front.iter().collect();
            let spoiled = format!("{front}{}{}", char::from(byte), back.iter().collect::<String>());
            prop_assert_eq!(refused(rule, &spoiled), Reason::Forbidden { at: bytes(&front), byte });
            seen.row(rule);
        }
        seen.all_but(&EVERY_DIRECTION, |_| false);
    }

    #[test]
    fn a_character_of_the_wrong_kind_is_found_at_its_offset_in_every_row(seed in any::<usize>()) {
        let mut seen = Seen::default();
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
            seen.row(rule);
        }
        seen.all_but(&EVERY_DIRECTION, |_| false);
    }
}
