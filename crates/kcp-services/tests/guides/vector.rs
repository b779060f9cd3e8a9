//! One example of a guide.

use std::collections::BTreeSet;

use kcp_codec::{Charset, Fields, Name};
use kcp_services::{
    Operation, Outcome,
    answer::{Answer, Encoding},
};
use serde_json::Value;

/// An example: a guide's section, what it shows, and its fields in order.
pub(crate) struct Vector {
    pub(crate) guide: String,
    pub(crate) section: String,
    pub(crate) what: String,
    pub(crate) channel: String,
    pub(crate) fields: Vec<(String, String)>,
}

/// All examples.
pub(crate) fn all() -> Vec<Vector> {
    let read: Value =
        serde_json::from_str(include_str!("../../../../tests/vectors/guides/answers.json"))
            .unwrap();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    read.as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let names: BTreeSet<_> =
                entry.as_object().unwrap().keys().map(String::as_str).collect();
            let known = ["channel", "fields", "guide", "mended", "section", "what"];
            assert!(names.iter().eq(known.iter()), "{names:?}");
            assert!(entry["mended"].as_array().unwrap().iter().all(Value::is_string));
            let fields = entry["fields"].as_array().unwrap().iter();
            Vector {
                guide: text(entry, "guide"),
                section: text(entry, "section"),
                what: text(entry, "what"),
                channel: text(entry, "channel"),
                fields: fields
                    .map(|pair| {
                        let part = |at: usize| pair[at].as_str().unwrap().to_owned();
                        (part(0), part(1))
                    })
                    .collect(),
            }
        })
        .collect()
}

/// The one example of `guide` that shows `what`, in `section`.
pub(crate) fn find(guide: &str, section: &str, what: &str) -> Vector {
    let mut found = all()
        .into_iter()
        .filter(|one| one.guide == guide && one.section == section && one.what == what);
    let vector = found.next().unwrap_or_else(|| panic!("{guide} {section}: no {what}"));
    assert!(found.next().is_none(), "{guide} {section}: {what} twice");
    vector
}

impl Vector {
    /// The fields as they come on the example's channel.
    pub(crate) fn answer(&self) -> Answer {
        let mut fields = Fields::new();
        for (name, value) in &self.fields {
            let name = Name::from_bytes(name.as_bytes()).unwrap();
            let bytes = match self.channel.as_str() {
                "socket" => Charset::Cp949.encode(name, value).unwrap(),
                _ => value.as_bytes().to_vec(),
            };
            fields.push(name, &bytes).unwrap();
        }
        let encoding = if self.channel == "socket" { Encoding::EucKr } else { Encoding::Utf8 };
        Answer::new(fields, encoding)
    }

    /// What the operation makes of the answer.
    pub(crate) fn read<O: Operation>(&self, operation: &O) -> Outcome<O::Answer> {
        operation.read(&self.answer())
    }

    /// What the operation makes of the answer, which is a yes.
    pub(crate) fn yes<O: Operation>(&self, operation: &O) -> O::Answer
    where
        O::Answer: std::fmt::Debug,
    {
        match self.read(operation) {
            Outcome::Approved(done) => done.into_answer(),
            other => panic!("{} {} {}: {other:?}", self.guide, self.section, self.what),
        }
    }

    /// The value of a field.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The fields as a form, as the window posts them back.
    pub(crate) fn form(&self) -> String {
        let escaped = |text: &str| {
            text.bytes()
                .map(|byte| match byte {
                    b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
                    other => format!("%{other:02X}"),
                })
                .collect::<String>()
        };
        let pairs: Vec<_> =
            self.fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        pairs.join("&")
    }
}
