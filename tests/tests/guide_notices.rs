//! The notices that the guides print, read into typed values in every order of their fields.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // the whole target is a test

use std::collections::BTreeMap;

use kcp_codec::{BankCode, Charset, KstDateTime, Name, form};
use kcp_services::notice::{Deposit, DepositAccount, Event, Leg, Notice, NoticeCharset};
use serde_json::Value;

struct Vector {
    title: String,
    charset: NoticeCharset,
    fields: Vec<(String, String)>,
}

fn vectors() -> Vec<Vector> {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../vectors/guides/notices.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| Vector {
            title: format!(
                "{} {}: {}",
                text(&row["guide"]),
                text(&row["section"]),
                text(&row["what"])
            ),
            charset: match row["charset"].as_str().unwrap() {
                "EUC-KR" => NoticeCharset::EucKr,
                "UTF-8" => NoticeCharset::Utf8,
                other => panic!("{other}"),
            },
            fields: row["fields"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| (text(&pair[0]), text(&pair[1])))
                .collect(),
        })
        .collect()
}

impl Vector {
    fn body(&self, order: &[usize]) -> Vec<u8> {
        let mut body = Vec::new();
        for &at in order {
            let (name, value) = &self.fields[at];
            let bytes = match self.charset {
                NoticeCharset::Utf8 => value.clone().into_bytes(),
                _ => Charset::Ksx1001
                    .encode(Name::from_bytes(name.as_bytes()).unwrap(), value)
                    .unwrap(),
            };
            if !body.is_empty() {
                body.push(b'&');
            }
            body.extend_from_slice(name.as_bytes());
            body.push(b'=');
            form::encode_into(&bytes, &mut body);
        }
        body
    }

    fn parse(&self, order: &[usize]) -> Notice {
        Notice::parse(&self.body(order), self.charset)
            .unwrap_or_else(|error| panic!("{}: {error}", self.title))
    }

    fn in_order(&self) -> Notice {
        self.parse(&(0..self.fields.len()).collect::<Vec<_>>())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn deposit(notice: &Notice) -> &Deposit {
    match &notice.event {
        Event::Deposit(deposit) => deposit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_printed_value_becomes_the_value_of_its_type() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 2);
    for vector in &vectors {
        let title = &vector.title;
        let notice = vector.in_order();
        let deposit = deposit(&notice);
        // Each field of the vector has to be looked at here: what is left over is a fault.
        let mut left: BTreeMap<&str, &str> =
            vector.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut is = |name: &str, read: Option<&str>| {
            assert_eq!(read, left.remove(name), "{title}: {name}");
        };
        let account = deposit.account.as_ref().unwrap();
        let order = if vector.get("order_no").is_some() { "order_no" } else { "ordr_no" };
        is("site_cd", Some(notice.site.as_str()));
        is("tno", Some(notice.transaction.as_str()));
        is(order, Some(notice.order.as_str()));
        is("tx_cd", Some(notice.code.as_str()));
        is("ipgm_name", deposit.buyer.as_ref().unwrap().as_str());
        is("remitter", deposit.remitter.as_ref().unwrap().as_str());
        is("ipgm_mnyx", Some(&deposit.amount.to_string()));
        is("totl_mnyx", Some(&deposit.total.unwrap().to_string()));
        is("bank_code", Some(deposit.bank.unwrap().digits()));
        is("account", Some(account.number().expose()));
        is("noti_id", Some(deposit.notice.as_str()));
        is("op_cd", Some(deposit.operation.as_str()));
        is("cash_a_no", deposit.receipt_approval_no.as_ref().map(|number| number.as_str()));
        is("cash_no", deposit.receipt_no.as_ref().map(|number| number.as_str()));
        for (name, time) in [("tx_tm", notice.at), ("ipgm_time", deposit.paid_at)] {
            let printed = left.remove(name).unwrap();
            assert_eq!(time, KstDateTime::parse(printed).ok(), "{title}: {name}");
        }
        assert_eq!(left, BTreeMap::new(), "{title}");
        assert!(matches!(account, DepositAccount::Real(_)));
    }
}

#[test]
fn the_leg_is_what_the_guides_say_of_the_code() {
    for mut vector in vectors() {
        let at = vector.fields.iter().position(|(name, _)| name == "op_cd").unwrap();
        let printed = deposit(&vector.in_order()).leg();
        assert_eq!(printed, Leg::Deposit, "{}", vector.title);
        for (code, leg) in [("50", Leg::Deposit), ("18", Leg::Deposit), ("13", Leg::Reversal)] {
            vector.fields[at].1 = code.to_owned();
            let notice = vector.in_order();
            assert_eq!(deposit(&notice).leg(), leg, "{}: {code}", vector.title);
        }
    }
}

#[test]
fn the_order_of_the_fields_counts_for_nothing() {
    for vector in vectors() {
        let count = vector.fields.len();
        let mut order: Vec<usize> = (0..count).collect();
        let first = vector.parse(&order);
        order.reverse();
        for _ in 0..count {
            order.rotate_left(1);
            let notice = vector.parse(&order);
            assert_eq!(
                (&notice.event, notice.key()),
                (&first.event, first.key()),
                "{}",
                vector.title
            );
        }
    }
}

#[test]
fn without_one_of_the_fields_that_money_depends_on_it_is_no_notice() {
    for vector in vectors() {
        for at in 0..vector.fields.len() {
            let rest: Vec<usize> = (0..vector.fields.len()).filter(|other| *other != at).collect();
            let name = vector.fields[at].0.as_str();
            let needed = matches!(
                name,
                "site_cd"
                    | "tno"
                    | "order_no"
                    | "ordr_no"
                    | "tx_cd"
                    | "ipgm_mnyx"
                    | "noti_id"
                    | "op_cd"
            );
            let outcome = Notice::parse(&vector.body(&rest), vector.charset);
            assert_eq!(outcome.is_err(), needed, "{}: without {name}", vector.title);
        }
    }
}

#[test]
fn a_bank_s_two_digits_and_its_four_letters_are_one_value() {
    // An answer writes BK03 and the notice of the same account 03 (`https.md §10`).
    let vector = &vectors()[1];
    let notice = vector.in_order();
    assert_eq!(deposit(&notice).bank, BankCode::parse("BK03").ok());
}
