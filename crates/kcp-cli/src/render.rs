//! What a person or a script gets to see of an outcome.

use std::io::{self, Write as _};

use comfy_table::{ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use kcp_services::{Outcome, ResultCode};
use serde_json::{Map, Value};

use crate::{config::Language, exit::Exit};

/// The end of one command: what to print and how to exit.
#[derive(Debug)]
pub struct Report {
    rows: Map<String, Value>,
    /// How the program ends.
    pub exit: Exit,
}

impl Report {
    /// A report of something that had no outcome at KCP.
    #[must_use]
    pub fn new(operation: &str) -> Self {
        let mut report = Self { rows: Map::new(), exit: Exit::Done };
        report.add("operation", operation);
        report
    }

    /// The report of an outcome; `detail` adds what the answer brought.
    pub fn of<A>(
        operation: &str,
        outcome: &Outcome<A>,
        language: Language,
        detail: impl FnOnce(&A, &mut Self),
    ) -> Self {
        let mut report = Self { rows: Map::new(), exit: Exit::Done };
        report.add("operation", operation);
        match outcome {
            Outcome::Approved(approved) => {
                report.add("outcome", "approved");
                report.add("res_cd", approved.code().as_str());
                detail(approved.answer(), &mut report);
            }
            Outcome::Declined(decline) => {
                report.exit = Exit::Declined;
                report.add("outcome", "declined");
                report.add("res_cd", decline.code().as_str());
                report.add_some("res_msg", decline.message());
                report.add_some("tno", decline.transaction().map(|tno| tno.to_string()));
                report.advice(decline.code(), language);
            }
            Outcome::NotSent(error) => {
                report.exit = Exit::NotSent;
                report.add("outcome", "not sent");
                report.add("cause", error.error().cause().to_string());
                report.add("advice", not_sent(language));
            }
            Outcome::Unknown(unknown) => {
                report.exit = Exit::Unknown;
                report.add("outcome", "unknown");
                report.add("cause", unknown.cause().to_string());
                report.add_some("res_cd", unknown.code().map(|code| code.to_string()));
                report.add_some("tno", unknown.transaction().map(|tno| tno.to_string()));
                report.add("advice", unknown_advice(language, unknown.transaction().is_some()));
            }
        }
        report
    }

    /// Adds a row.
    pub fn add(&mut self, name: &str, value: impl Into<Value>) {
        self.rows.insert(name.to_owned(), value.into());
    }

    /// Adds a row if there is something to say.
    pub fn add_some(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    /// Prints the report: a JSON object on one line, or a table.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn print(&self, json: bool) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if json {
            return writeln!(out, "{}", Value::Object(self.rows.clone()));
        }
        writeln!(out, "{}", self.table())
    }

    fn table(&self) -> Table {
        let mut table = new_table();
        for (name, value) in &self.rows {
            match value {
                // A person reads the parts of a form one by one.
                Value::Object(parts) => {
                    for (part, value) in parts {
                        table.add_row([format!("{name}: {part}"), cell(value)]);
                    }
                }
                value => {
                    table.add_row([name.clone(), cell(value)]);
                }
            }
        }
        table
    }

    fn advice(&mut self, code: ResultCode, language: Language) {
        let advice = match language {
            Language::En => code.english(),
            Language::Ko => code.korean(),
        };
        self.add_some("advice", advice);
    }
}

/// A table in the house's style, as wide as the terminal at most.
#[must_use]
pub fn new_table() -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table
}

/// A value as a person reads it.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => tame(text),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Text from outside, with everything taken out that could move the cursor, add a line or turn the direction.
#[must_use]
pub fn tame(text: &str) -> String {
    let dangerous = |ch: char| {
        ch.is_control()
            || matches!(ch, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|ch| if dangerous(ch) { '\u{fffd}' } else { ch }).collect()
}

const fn not_sent(language: Language) -> &'static str {
    match language {
        Language::En => "Nothing was sent. Trying again is safe.",
        Language::Ko => "전송된 것이 없습니다. 다시 시도해도 안전합니다.",
    }
}

const fn unknown_advice(language: Language, transaction: bool) -> &'static str {
    match (language, transaction) {
        (Language::En, true) => {
            "It may have happened. Do not repeat it; cancel the transaction or look it up."
        }
        (Language::En, false) => {
            "It may have happened. Do not repeat it; look the order up in the merchant console first."
        }
        (Language::Ko, true) => {
            "처리되었을 수 있습니다. 다시 보내지 말고 거래를 취소하거나 조회하십시오."
        }
        (Language::Ko, false) => {
            "처리되었을 수 있습니다. 다시 보내지 말고 먼저 관리자 화면에서 주문을 확인하십시오."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_cannot_draw() {
        assert_eq!(tame("a\u{1b}[2Jb\nc\u{202e}d"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d");
        assert_eq!(tame("정상처리"), "정상처리");
    }

    #[test]
    fn korean_text_keeps_the_table_straight() {
        let mut report = Report { rows: Map::new(), exit: Exit::Done };
        report.add("res_msg", "정상처리");
        report.add("tno", "20261121000001");
        let table = report.table().to_string();
        assert!(table.contains("│ res_msg ┆ 정상처리       │"), "{table}");
    }
}
