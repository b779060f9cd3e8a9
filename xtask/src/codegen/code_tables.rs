//! The tables of codes: card companies, banks and the rest, read from their files and written as sorted rows of Rust.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};

use super::tsv;

/// One row of any of the tables.
#[derive(Debug)]
pub(super) struct Row<'a> {
    line: usize,
    pub(super) code: &'a str,
    pub(super) english: &'a str,
    pub(super) korean: &'a str,
    /// What only this table has, in the order of its columns.
    own: Vec<&'a str>,
    pub(super) aliases: Vec<&'a str>,
    pub(super) note: Option<(&'a str, &'a str)>,
    pub(super) source: &'a str,
}

impl<'a> Row<'a> {
    /// A column that only this table has.
    pub(super) fn own(&self, at: usize) -> &'a str {
        self.own.get(at).copied().unwrap_or_default()
    }
}

/// All tables, in the order of [`INPUTS`].
#[derive(Debug)]
pub(super) struct Tables<'a> {
    pub(super) banks: Vec<Row<'a>>,
    pub(super) cards: Vec<Row<'a>>,
    pub(super) carriers: Vec<Row<'a>>,
    pub(super) operators: Vec<Row<'a>>,
    pub(super) states: Vec<Row<'a>>,
    pub(super) kinds: Vec<Row<'a>>,
    pub(super) vans: Vec<Row<'a>>,
}

/// The files of the tables.
pub(super) const INPUTS: [&str; 7] = [BANKS, CARDS, CARRIERS, OPERATORS, STATES, KINDS, VANS];

/// Reads and checks every table, each by itself and one against the other.
pub(super) fn read(texts: &[String]) -> Result<Tables<'_>> {
    let [banks, cards, carriers, operators, states, kinds, vans] = texts else {
        bail!("{} tables instead of {}", texts.len(), INPUTS.len());
    };
    let tables = Tables {
        banks: rows(banks, ["became", "virtual_accounts"], &[2, 3]).context(BANKS)?,
        cards: rows(cards, ["acquirer", "authentication"], &[4]).context(CARDS)?,
        carriers: rows(carriers, [], &[3]).context(CARRIERS)?,
        operators: rows(operators, ["offers", "trading"], &[4]).context(OPERATORS)?,
        states: rows(states, ["variant", "phase"], &[4]).context(STATES)?,
        kinds: rows(kinds, ["field"], &[1, 2, 4, 5, 6, 8]).context(KINDS)?,
        vans: rows(vans, ["carries"], &[4]).context(VANS)?,
    };
    for (rows, input) in [
        (&tables.banks, BANKS),
        (&tables.cards, CARDS),
        (&tables.carriers, CARRIERS),
        (&tables.operators, OPERATORS),
        (&tables.states, STATES),
        (&tables.vans, VANS),
    ] {
        one_of_each(rows).context(input)?;
    }
    places(&tables.kinds, |row| (row.own(0), row.code)).context(KINDS)?;
    references(&tables)?;
    Ok(tables)
}

/// The source of `codes.rs`, before rustfmt.
pub(super) fn render(texts: &[String]) -> Result<String> {
    let tables = read(texts)?;
    let mut out = HEAD.to_owned();
    known_states(&mut out, &tables.states)?;
    list(&mut out, "BANKS: &[Bank]", &tables.banks, |row| {
        let became = option(row.own(0), |code| format!("BankCode::from_static({code:?})"));
        let issues = flag(row.own(1))?;
        Ok(bank(row, &format!("became: {became}, virtual_accounts: {issues}")))
    })?;
    list(&mut out, "CARDS: &[Card]", &tables.cards, |row| {
        let acquirer = option(row.own(0), |code| format!("CardCode::from_static({code:?})"));
        let proof = match row.own(1) {
            "" => "None".to_owned(),
            name => format!("Some(Authentication::{})", variant(name)?),
        };
        Ok(coded("Card", row, &format!("acquirer: {acquirer}, authentication: {proof},")))
    })?;
    list(&mut out, "CARRIERS: &[Carrier]", &tables.carriers, |row| Ok(coded("Carrier", row, "")))?;
    list(&mut out, "KINDS: &[Kind]", &tables.kinds, |row| {
        let field = format!("field: Name::from_static({:?}), code: {:?}", row.own(0), row.code);
        Ok(format!("Kind {{ {field}, {} }},\n", common(row)))
    })?;
    list(&mut out, "OPERATORS: &[Operator]", &tables.operators, |row| {
        let own =
            format!("offers: Offer::{}, trading: {},", variant(row.own(0))?, flag(row.own(1))?);
        Ok(coded("Operator", row, &own))
    })?;
    list(&mut out, "STATES: &[State]", &tables.states, |row| {
        let own =
            format!("known: KnownState::{}, phase: Phase::{},", row.own(0), variant(row.own(1))?);
        Ok(coded("State", row, &own))
    })?;
    list(&mut out, "VANS: &[Van]", &tables.vans, |row| {
        Ok(coded("Van", row, &format!("carries: Carried::{},", variant(row.own(0))?)))
    })?;
    Ok(out)
}

/// Reads a table whose own columns stand between the names and the aliases. Codes have one of `lengths`.
fn rows<'a, const OWN: usize>(
    text: &'a str,
    own: [&str; OWN],
    lengths: &[usize],
) -> Result<Vec<Row<'a>>> {
    let header: Vec<&str> = FIRST.iter().chain(&own).chain(&LAST).copied().collect();
    tsv::table(text, &header)?.into_iter().map(|(line, cells)| row(line, &cells, lengths)).collect()
}

fn row<'a>(line: usize, cells: &[&'a str], lengths: &[usize]) -> Result<Row<'a>> {
    let [code, english, korean, rest @ ..] = cells else { bail!("line {line}: too few columns") };
    let [own @ .., aliases, note_en, note_ko, source] = rest else {
        bail!("line {line}: too few columns")
    };
    if !lengths.contains(&code.len())
        || !code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    {
        bail!("line {line}: {code:?} is no code of this table");
    }
    if english.is_empty() || korean.is_empty() || source.is_empty() {
        bail!("line {line}: {code} has no name in one language, or no source");
    }
    let note = match (*note_en, *note_ko) {
        ("", "") => None,
        ("", _) | (_, "") => bail!("line {line}: the note of {code} is in one language only"),
        both => Some(both),
    };
    let aliases = aliases.split('|').filter(|alias| !alias.is_empty()).collect();
    Ok(Row { line, code, english, korean, own: own.to_vec(), aliases, note, source })
}

/// Rows stand in the order of their keys, and no key comes twice.
fn places<'a, K: Ord + std::fmt::Debug>(
    rows: &[Row<'a>],
    key: impl Fn(&Row<'a>) -> K,
) -> Result<()> {
    for (before, row) in rows.iter().zip(rows.iter().skip(1)) {
        let (before, after) = (key(before), key(row));
        if before >= after {
            bail!("line {}: {after:?} does not come after {before:?}", row.line);
        }
    }
    Ok(())
}

/// A code comes once, and so does every name: whoever looks for a name finds one row.
fn one_of_each(rows: &[Row<'_>]) -> Result<()> {
    places(rows, |row| row.code.to_owned())?;
    let mut names = BTreeMap::new();
    for row in rows {
        let own: BTreeSet<String> = [row.english, row.korean]
            .iter()
            .chain(&row.aliases)
            .map(|name| name.to_lowercase())
            .collect();
        for name in own {
            if let Some(other) = names.insert(name.clone(), row.code) {
                bail!("line {}: {name:?} is a name of {other} too", row.line);
            }
        }
    }
    Ok(())
}

/// What a row says of another row of the tables is there.
fn references(tables: &Tables<'_>) -> Result<()> {
    for row in &tables.cards {
        let acquirer = row.own(0);
        if !acquirer.is_empty() && !tables.cards.iter().any(|other| other.code == acquirer) {
            bail!("{}: {} is acquired by {acquirer}, which has no row", CARDS, row.code);
        }
    }
    for row in tables.banks.iter().filter(|row| !row.own(0).is_empty()) {
        let became = tables.banks.iter().find(|other| other.code == row.own(0));
        if became.is_none_or(|bank| !bank.own(0).is_empty()) {
            bail!("{}: {} became {}, which is no bank of today", BANKS, row.code, row.own(0));
        }
    }
    Ok(())
}

/// The states as an enum, with the code and the word of each.
fn known_states(out: &mut String, rows: &[Row<'_>]) -> Result<()> {
    *out += KNOWN_STATE;
    let mut variants = BTreeMap::new();
    for row in rows {
        if let Some(other) = variants.insert(row.own(0), row) {
            bail!("{} and {} have one variant, {}", other.code, row.code, row.own(0));
        }
    }
    for (variant, row) in variants {
        *out += &format!("/// `{}`: {}, {}.\n{variant},\n", row.code, row.english, row.korean);
    }
    *out += "}\n";
    Ok(())
}

fn list<'a>(
    out: &mut String,
    head: &str,
    rows: &[Row<'a>],
    one: impl Fn(&Row<'a>) -> Result<String>,
) -> Result<()> {
    *out += &format!("\npub(crate) static {head} = &[\n");
    for row in rows {
        *out += &one(row).with_context(|| format!("{}, line {}", head, row.line))?;
    }
    *out += "];\n";
    Ok(())
}

fn bank(row: &Row<'_>, own: &str) -> String {
    format!("Bank {{ code: BankCode::from_static({:?}), {own}, {} }},\n", row.code, common(row))
}

/// A row whose code has a type of the row's name: `Card`, `CardCode`.
fn coded(name: &str, row: &Row<'_>, own: &str) -> String {
    let code = row.code;
    format!("{name} {{ code: {name}Code::from_static({code:?}), {own} {} }},\n", common(row))
}

fn common(row: &Row<'_>) -> String {
    let words = |english, korean| format!("Words::new({english:?}, {korean:?})");
    let note =
        row.note.map_or_else(|| "None".to_owned(), |(en, ko)| format!("Some({})", words(en, ko)));
    let name = words(row.english, row.korean);
    format!("name: {name}, aliases: &{:?}, note: {note}, source: {:?}", row.aliases, row.source)
}

fn option(cell: &str, some: impl Fn(&str) -> String) -> String {
    if cell.is_empty() { "None".to_owned() } else { format!("Some({})", some(cell)) }
}

fn flag(cell: &str) -> Result<bool> {
    match cell {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => bail!("{other:?} is neither yes nor no"),
    }
}

fn variant(cell: &str) -> Result<String> {
    tsv::camel_case(cell).with_context(|| format!("{cell:?} is not a name in snake_case"))
}

const BANKS: &str = "crates/kcp-services/data/banks.tsv";
const CARDS: &str = "crates/kcp-services/data/cards.tsv";
const CARRIERS: &str = "crates/kcp-services/data/carriers.tsv";
const OPERATORS: &str = "crates/kcp-services/data/operators.tsv";
const STATES: &str = "crates/kcp-services/data/states.tsv";
const KINDS: &str = "crates/kcp-services/data/trade_kinds.tsv";
const VANS: &str = "crates/kcp-services/data/vans.tsv";

const FIRST: [&str; 3] = ["code", "en", "ko"];
const LAST: [&str; 4] = ["aliases", "note_en", "note_ko", "source"];

const HEAD: &str = "\
//! generated by `cargo xtask codegen` from the tables of codes in data/; do not edit.

use kcp_codec::{BankCode, CardCode, CarrierCode, Name, OperatorCode, StateCode, VanCode};

use crate::codes::{
    Authentication, Bank, Card, Carried, Carrier, Kind, Offer, Operator, Phase, State, Van, Words,
};
";

const KNOWN_STATE: &str = "
/// A state that is in the table, for a program to match on. [seed 002 §3.3]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum KnownState {
";

#[cfg(test)]
mod tests;
