//! Every message that an operation or a form writes passes the table: each name is a row, each value fits, nothing is
//! missing. And every row of a request that a guide has is written by one of them, or stands below with a reason.
//!
//! Options are all set, and texts are as long as the table says: [`values::limit`] holds a type's limit against the
//! row's.

mod changes;
mod charges;
mod receipts;
mod values;
mod window;

use std::collections::BTreeSet;

use kcp_codec::{Charset, Fields, Groups, Name};
use kcp_services::{
    On, PgApi, Socket, Wire,
    fields::{Direction, Rule, Rules},
};
use kcp_transport::api::Reply;

use values::{merchant, until};

/// The rows that something has written: operation and wire name.
#[derive(Default)]
struct Written(BTreeSet<(&'static str, &'static str)>);

impl Written {
    /// Looks at an operation's call of the PG-API, which has all of `options`.
    fn api(&mut self, table: &str, operation: &impl On<PgApi>, options: &[&str]) {
        let (merchant, rules) = (merchant(), Rules::named(table));
        let call = operation.write(&PgApi::who(&merchant, until(), None).unwrap()).unwrap();
        assert_eq!(rules.gate_call(&call), Ok(()), "{table}");
        let fields = Reply::parse(call.json().as_bytes()).unwrap().fields;
        self.rows(rules, fields.iter(), options);
    }

    /// Looks at an operation's message of the socket channel: its groups, and what it passes on of the window's.
    fn socket(&mut self, table: &str, operation: &impl On<Socket>, options: &[&str]) {
        let (message, rules) = (operation.write(&()).unwrap(), Rules::named(table));
        assert_eq!(rules.gate_message(&message), Ok(()), "{table}");
        let mut wire = Vec::new();
        message.groups().for_each(|group| group.write(&mut wire));
        let groups = Groups::read(&wire).unwrap();
        let records = groups.payment.iter().flat_map(|records| records.as_slice());
        let plain = [&groups.order, &groups.receiver, &groups.escrow, &groups.modify];
        let fields = records.map(|(_, fields)| fields).chain(plain.into_iter().flatten());
        let (data, info) = message.window_texts().unzip();
        let window = [("enc_data", data), ("enc_info", info)];
        let window =
            window.into_iter().filter_map(|(name, text)| Some((Name::from_static(name), text?)));
        self.rows(rules, fields.flat_map(Fields::iter).map(within).chain(window), options);
    }

    /// Looks at a form's inputs, or the parameters of an address. The shop's page may have either charset.
    fn texts(&mut self, table: &str, inputs: &[(&'static str, String)], options: &[&str]) {
        let rules = Rules::named(table);
        let texts = inputs.iter().map(|(name, text)| (Name::from_static(name), text.as_str()));
        assert_eq!(rules.check_all(Charset::Ksx1001, texts.clone()), Ok(()), "{table}");
        self.rows(rules, texts.map(|(name, text)| (name, text.as_bytes())), options);
    }

    /// Every name is a row, and the options are there and not empty.
    fn rows<'a>(
        &mut self,
        rules: Rules,
        fields: impl Iterator<Item = (Name, &'a [u8])>,
        options: &[&str],
    ) {
        let table = rules.operation();
        let mut missing: BTreeSet<&str> = options.iter().copied().collect();
        for (name, value) in fields {
            let rule = rules.get(name);
            let rule = rule.unwrap_or_else(|| panic!("{table} writes {name}, which has no row"));
            if !value.is_empty() {
                missing.remove(rule.wire);
            }
            self.0.insert((table, rule.wire));
        }
        assert_eq!(missing, BTreeSet::new(), "not in {table}");
    }
}

/// The field itself, or the first one of a nested set; its others stand beside it (`legacy.md §3.6`).
fn within((name, value): (Name, &[u8])) -> (Name, &[u8]) {
    let Some(at) = value.iter().position(|byte| *byte == b'=') else { return (name, value) };
    match name.as_str() {
        "corp_data" | "rcpt_data" => (Name::from_bytes(&value[..at]).unwrap(), &value[at + 1..]),
        _ => (name, value),
    }
}

/// Rows of requests that nothing writes.
const UNWRITTEN: [(&str, &str, &str); 8] = [
    ("account_verify", "req_tx", SAMPLE_PAGE),
    ("ax_hub_order", "site_key", "no page holds the site key: seed 000 §2.4.1"),
    ("cancel", "req_tx", SAMPLE_PAGE),
    ("capture", "req_tx", SAMPLE_PAGE),
    ("confirmed_change", "mod_comp_type", CHECK),
    ("confirmed_change", "mod_socname", CHECK),
    ("confirmed_change", "mod_socno", CHECK),
    ("register", "escw_used", "the form says it, and no source shows that the registration must"),
];

const CHECK: &str =
    "legacy.md §3.4 says account fields, and not whether the account's check is one of them";
const SAMPLE_PAGE: &str = "goes between the pages of KCP's sample, and not into the message";

#[test]
fn every_row_of_a_request_is_written_by_an_operation_or_a_form() {
    let mut written = Written::default();
    changes::all(&mut written);
    charges::all(&mut written);
    receipts::all(&mut written);
    window::all(&mut written);

    let requests: Vec<&Rule> =
        Rules::all().filter(|rule| rule.direction == Direction::Request).collect();
    let mut unwritten: Vec<(&str, &str)> = requests
        .iter()
        .map(|rule| (rule.operation, rule.wire))
        .filter(|row| !written.0.contains(row))
        .collect();
    unwritten.sort_unstable();
    let listed: Vec<(&str, &str)> =
        UNWRITTEN.iter().map(|(operation, wire, _)| (*operation, *wire)).collect();
    assert_eq!(unwritten, listed, "rows that nothing writes");
    assert_eq!(written.0.len() + listed.len(), requests.len());
    assert!(requests.iter().filter(|rule| rule.guide.is_some()).count() > 150);
}
