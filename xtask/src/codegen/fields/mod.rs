//! The rows of `fields.tsv`: what each field of each operation may hold, read and checked before anything is made of it.

mod page;
mod rust;

pub(super) use page::render as page;
pub(super) use rust::{render, render_sim};

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};

use super::tsv;

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    /// Counted from one.
    pub(crate) line: usize,
    /// The guide's number, or `-` for a field that no guide has.
    pub(crate) guide: &'a str,
    /// The guide's section, or where else the field was read.
    pub(crate) section: &'a str,
    /// The table the row belongs to.
    pub(crate) operation: &'a str,
    pub(crate) direction: &'a str,
    pub(crate) channel: &'a str,
    /// KCP's name.
    pub(crate) wire: &'a str,
    /// Ours.
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) shape: &'a str,
    pub(crate) bytes: Option<usize>,
    pub(crate) encoding: &'a str,
    pub(crate) presence: &'a str,
    pub(crate) fixed: Vec<&'a str>,
    pub(crate) forbid: &'a str,
    pub(crate) note: &'a str,
}

/// Reads the rows. Those of one operation stand together, each wire name and each of our names once.
pub(crate) fn table(text: &str) -> Result<Vec<Field<'_>>> {
    let mut rows = Vec::new();
    let mut closed = BTreeSet::new();
    let (mut open, mut wires, mut names) = ("", BTreeMap::new(), BTreeMap::new());
    for (line, cells) in tsv::rows(text, HEADER)? {
        let row = row(line, cells).with_context(|| format!("line {line}"))?;
        if row.operation != open {
            if !closed.insert(row.operation) {
                bail!("line {line}: the rows of {} do not stand together", row.operation);
            }
            open = row.operation;
            wires.clear();
            names.clear();
        }
        if let Some(first) = wires.insert(row.wire, line).or_else(|| names.insert(row.name, line)) {
            bail!("line {line}: {} or {} is on line {first} already", row.wire, row.name);
        }
        rows.push(row);
    }
    Ok(rows)
}

fn row<'a>(line: usize, cells: [&'a str; HEADER.len()]) -> Result<Field<'a>> {
    let [
        guide,
        section,
        operation,
        direction,
        channel,
        wire,
        name,
        kind,
        shape,
        bytes,
        encoding,
        presence,
        fixed,
        forbid,
        note,
    ] = cells;
    for (what, word, words) in [
        ("guide", guide, GUIDES),
        ("direction", direction, DIRECTIONS),
        ("channel", channel, CHANNELS),
        ("kind", kind, KINDS),
        ("shape", shape, SHAPES),
        ("encoding", encoding, ENCODINGS),
        ("presence", presence, PRESENCES),
        ("forbid", forbid, FORBIDS),
    ] {
        if !words.contains(&word) {
            bail!("{what} {word:?} is none of {}", words.join(", "));
        }
    }
    let snake = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if ![operation, name].iter().all(|word| !word.is_empty() && word.bytes().all(snake)) {
        bail!("{operation:?} or {name:?} is no name in snake_case");
    }
    let is_wire = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if wire.is_empty() || wire.len() > WIRE_MAX || !wire.bytes().all(is_wire) {
        bail!("{wire:?} is no field name");
    }
    if section.is_empty() {
        bail!("{wire} has no source");
    }
    if (shape == "text") == (encoding == "ascii") || (shape == "url") != (forbid == "url") {
        bail!("{wire}: shape {shape} does not go with encoding {encoding} and forbid {forbid}");
    }
    let bytes = match bytes {
        "" => None,
        digits => Some(digits.parse().with_context(|| format!("bytes {digits:?}"))?),
    };
    let fixed: Vec<&str> = fixed.split('|').filter(|value| !value.is_empty()).collect();
    if fixed.iter().any(|value| bytes.is_some_and(|max| value.len() > max)) {
        bail!("{wire}: a fixed value is longer than the field");
    }
    Ok(Field {
        line,
        guide,
        section,
        operation,
        direction,
        channel,
        wire,
        name,
        kind,
        shape,
        bytes,
        encoding,
        presence,
        fixed,
        forbid,
        note,
    })
}

/// Longest field name (`kcp_codec::Name`).
const WIRE_MAX: usize = 32;

const HEADER: [&str; 15] = [
    "guide",
    "section",
    "operation",
    "direction",
    "channel",
    "wire",
    "name",
    "kind",
    "shape",
    "bytes",
    "encoding",
    "presence",
    "fixed",
    "forbid",
    "note",
];
const GUIDES: &[&str] = &["000", "002", "003", "004", "-"];
const DIRECTIONS: &[&str] = &["request", "answer", "notice", "reply", "setting"];
const CHANNELS: &[&str] =
    &["socket", "api", "window_pc", "window_mobile", "window", "notice", "receipt", "config"];
const KINDS: &[&str] = &["A", "N", "AN", "ANS", "string", "number"];
const SHAPES: &[&str] = &["digits", "letters", "word", "text", "url", "date", "amount", "opaque"];
const ENCODINGS: &[&str] = &["ascii", "euc-kr", "utf-8"];
const PRESENCES: &[&str] =
    &["required", "recommended", "optional", "conditional", "always", "on_success"];
const FORBIDS: &[&str] = &["text", "url", "none", "opaque"];

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "002\t2\tax_hub_order\trequest\twindow_pc\treq_tx\trequest_kind\tA\tletters\t3\tascii\trequired\tpay\ttext\t";

    fn error(rows: &[&str]) -> String {
        let text = HEADER.join("\t") + "\n" + &rows.join("\n");
        format!("{:#}", table(&text).unwrap_err())
    }

    #[test]
    fn a_row_is_read_into_its_parts() {
        let text = HEADER.join("\t") + "\n" + GOOD;
        let rows = table(&text).unwrap();
        let row = &rows[0];
        assert_eq!(
            (row.line, row.wire, row.bytes, &row.fixed[..]),
            (2, "req_tx", Some(3), &["pay"][..])
        );
    }

    #[test]
    fn a_cell_that_is_none_of_its_words_is_named() {
        for (from, to, part) in [
            ("request\t", "there\t", "direction \"there\""),
            ("\tA\t", "\tB\t", "kind \"B\""),
            ("letters", "lettres", "shape \"lettres\""),
            ("\t3\t", "\tx\t", "bytes \"x\""),
            ("req_tx", "req-tx", "\"req-tx\" is no field name"),
            ("request_kind", "RequestKind", "is no name in snake_case"),
            ("pay\t", "payment\t", "a fixed value is longer"),
            ("ascii", "euc-kr", "does not go with"),
            ("\t2\tax", "\t\tax", "has no source"),
        ] {
            let message = error(&[&GOOD.replacen(from, to, 1)]);
            assert!(message.contains("line 2") && message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_name_stands_once_and_operations_stand_together() {
        assert!(error(&[GOOD, GOOD]).contains("is on line 2 already"));
        let other = GOOD.replace("ax_hub_order", "cancel");
        let again = GOOD.replace("req_tx", "site_cd").replace("request_kind", "site_code");
        assert!(error(&[GOOD, &other, &again]).contains("do not stand together"));
    }
}
