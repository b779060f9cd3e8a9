//! The list of the variables that the guides' tables print, one a line, as they print them.

use anyhow::Result;

use crate::codegen::tsv;

/// A variable of a guide's table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Variable {
    /// The guide's number.
    pub(super) guide: &'static str,
    /// The section, as the guide counts.
    pub(super) section: String,
    /// The heading that the table stands under, as it is printed; empty where the section has one table.
    pub(super) table: String,
    /// The operations that have a row for it, `|` between them.
    pub(super) operation: String,
    /// Which way it goes.
    pub(super) direction: &'static str,
    /// The name as it is printed, misprints and all.
    pub(super) variable: String,
    /// The type as it is printed; empty where the scan tore it away.
    pub(super) kind: String,
    /// The length as it is printed; empty for one that varies.
    pub(super) bytes: String,
    /// The mark that says whether it is required.
    pub(super) mark: String,
}

/// The rows as a table.
pub(super) fn render(variables: &[Variable]) -> String {
    let mut out = HEADER.join("\t") + "\n";
    for row in variables {
        let cells = [
            row.guide,
            &row.section,
            &row.table,
            &row.operation,
            row.direction,
            &row.variable,
            &row.kind,
            &row.bytes,
            &row.mark,
        ];
        out += &(cells.join("\t") + "\n");
    }
    out
}

/// Reads what [`render`] wrote.
pub(super) fn read(text: &str) -> Result<Vec<Variable>> {
    let known = |word: &str, words: &[&'static str], line: usize| {
        let found = words.iter().find(|known| **known == word).copied();
        found
            .ok_or_else(|| anyhow::anyhow!("line {line}: {word:?} is none of {}", words.join(", ")))
    };
    tsv::rows(text, HEADER)?
        .into_iter()
        .map(
            |(line, [guide, section, table, operation, direction, variable, kind, bytes, mark])| {
                Ok(Variable {
                    guide: known(guide, &GUIDES, line)?,
                    section: section.to_owned(),
                    table: table.to_owned(),
                    operation: operation.to_owned(),
                    direction: known(direction, &DIRECTIONS, line)?,
                    variable: variable.to_owned(),
                    kind: kind.to_owned(),
                    bytes: bytes.to_owned(),
                    mark: mark.to_owned(),
                })
            },
        )
        .collect()
}

const HEADER: [&str; 9] =
    ["guide", "section", "table", "operation", "direction", "variable", "kind", "bytes", "mark"];

/// The guides that have tables of variables.
pub(super) const GUIDES: [&str; 4] = ["000", "002", "003", "004"];

const DIRECTIONS: [&str; 5] = ["request", "answer", "notice", "reply", "setting"];
