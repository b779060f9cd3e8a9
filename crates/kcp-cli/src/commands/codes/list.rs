//! A list of codes as it is printed: a table for a person, an object a line for a program.

use std::io::{self, Write as _};

use comfy_table::{ColumnConstraint, Table};
use serde_json::Value;

use crate::{commands::Failure, exit::Exit, render::new_table};

/// What a list shows: a header, and for each row its cells and its object.
pub(super) struct List {
    pub(super) header: Vec<&'static str>,
    pub(super) rows: Vec<(Vec<String>, Value)>,
    /// What is to be known about single rows, for a person.
    pub(super) notes: Vec<String>,
}

impl List {
    /// Prints the list. Nothing found is a failure, as it is for `grep`.
    #[allow(clippy::print_stderr)] // this is where a program tells a person that a search found nothing
    pub(super) fn print(&self, json: bool) -> Result<Exit, Failure> {
        let mut out = io::stdout().lock();
        if self.rows.is_empty() {
            eprintln!("kcp: no code of this table fits");
            return Ok(Exit::Failed);
        }
        if json {
            for (_, object) in &self.rows {
                writeln!(out, "{object}")?;
            }
        } else {
            writeln!(out, "{}", self.table())?;
            for note in &self.notes {
                writeln!(out, "{note}")?;
            }
        }
        Ok(Exit::Done)
    }

    /// Columns without content are left out. A narrow terminal breaks long texts, not codes, fields and short names.
    fn table(&self) -> Table {
        let widest = |at: usize| self.cells(at).map(width).max().unwrap_or_default();
        let columns: Vec<(usize, usize)> = (0..self.header.len())
            .map(|at| (at, widest(at)))
            .filter(|(_, width)| *width > 0)
            .collect();
        let mut table = new_table();
        table.set_header(columns.iter().filter_map(|(at, _)| self.header.get(*at)));
        for (cells, _) in &self.rows {
            table.add_row(columns.iter().filter_map(|(at, _)| cells.get(*at)));
        }
        for (place, (at, width)) in columns.iter().enumerate() {
            let whole = *width <= SHORT || self.header.get(*at) == Some(&"field");
            if let (true, Some(column)) = (whole, table.column_mut(place)) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        table
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |(cells, _)| cells.get(at)).map(String::as_str)
    }
}

/// How wide a terminal shows a text: what is not ASCII is Korean here, and takes two places.
fn width(text: &str) -> usize {
    text.chars().map(|ch| if ch.is_ascii() { 1 } else { 2 }).sum()
}

/// As wide as the longest Korean name of an institution.
const SHORT: usize = 16;
