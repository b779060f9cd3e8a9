//! `kcp codes`: the tables of codes, listed and searched.

mod list;

use clap::{Args, Subcommand};
use kcp_services::{
    Class, ResultCode,
    codes::{Authentication, Bank, Card, Carrier, Entry, Kind, Operator, State, Van, Words},
    result::Fault,
};
use serde_json::{Map, Value, json};

use self::list::List;
use super::{Failure, explain};
use crate::{
    config::{Flags, Language},
    exit::Exit,
};

/// Needs no settings and no network.
#[derive(Subcommand)]
pub(super) enum Codes {
    /// Banks and securities firms, with what merged banks became
    Banks(Search),
    /// Card companies, with acquirer and authentication
    Cards(Search),
    /// Phone carriers
    Carriers(Search),
    /// Kinds of trades, changes, notices and methods
    Kinds(Search),
    /// Operators of points and gift certificates
    Operators(Search),
    /// Result codes, with whose affair each is and what to do
    Results(Results),
    /// States of a trade
    States(Search),
    /// Who carries a payment to the institution
    Vans(Search),
}

#[derive(Args)]
pub(super) struct Search {
    /// Part of a code or of a name, in Korean or English
    filter: Option<String>,
}

#[derive(Args)]
pub(super) struct Results {
    /// Part of a code or of a text, in Korean or English
    filter: Option<String>,
    /// Only codes of this class: uncertain, duplicate, buyer and so on
    #[arg(long, value_parser = class)]
    class: Option<Class>,
    /// Only codes that are the affair of: buyer, institution, merchant, request, kcp or nobody
    #[arg(long, value_parser = fault)]
    fault: Option<Fault>,
}

impl Codes {
    pub(super) fn run(&self, flags: &Flags) -> Result<Exit, Failure> {
        let language = explain::chosen(flags).unwrap_or_default();
        let list = match self {
            Self::Banks(search) => {
                let mut list = search.list(language, ["became", "vaccount"], bank);
                // Firms, of three digits, behind the banks.
                list.rows.sort_by_key(|(cells, _)| cells.first().map(String::len));
                list
            }
            Self::Cards(search) => search.list(language, ["acquirer", "proof"], card),
            Self::Carriers(search) => search.list(language, [], |_: &Carrier, _| []),
            Self::Kinds(search) => search.list(language, ["field"], |row: &Kind, _| {
                [Cell::text("field", row.field.as_str())]
            }),
            Self::Operators(search) => search.list(language, ["offers", ""], operator),
            Self::Results(results) => results.list(language),
            Self::States(search) => search.list(language, ["phase"], |row: &State, language| {
                [Cell::words("phase", row.phase.name(), language)]
            }),
            Self::Vans(search) => search.list(language, ["carries"], |row: &Van, language| {
                [Cell::words("carries", row.carries.name(), language)]
            }),
        };
        list.print(flags.json)
    }
}

/// A cell that only one table has, and how JSON has it.
struct Cell {
    shown: String,
    name: &'static str,
    value: Value,
}

impl Cell {
    fn text(name: &'static str, text: &str) -> Self {
        Self { shown: text.to_owned(), name, value: text.into() }
    }

    /// A code of another row; null where there is none.
    fn code(name: &'static str, code: Option<&str>) -> Self {
        Self { shown: code.unwrap_or_default().to_owned(), name, value: code.into() }
    }

    fn words(name: &'static str, words: Words, language: Language) -> Self {
        Self { shown: explain::spoken(words, Some(language)), name, value: words.english.into() }
    }

    fn flag(name: &'static str, flag: bool, language: Language) -> Self {
        let shown = if flag { explain::spoken(YES, Some(language)) } else { String::new() };
        Self { shown, name, value: flag.into() }
    }
}

impl Search {
    fn list<E: Entry, const OWN: usize>(
        &self,
        language: Language,
        own: [&'static str; OWN],
        cells: impl Fn(&E, Language) -> [Cell; OWN],
    ) -> List {
        let part = self.filter.as_deref().unwrap_or_default();
        let rows = E::matching(part).map(|row| {
            let cells = cells(row, language);
            let mut shown = vec![
                row.code_text().to_owned(),
                row.name().english.to_owned(),
                row.name().korean.to_owned(),
            ];
            let mut object = Map::new();
            object.insert("code".to_owned(), row.code_text().into());
            object.insert("english".to_owned(), row.name().english.into());
            object.insert("korean".to_owned(), row.name().korean.into());
            for cell in cells {
                shown.push(cell.shown);
                object.insert(cell.name.to_owned(), cell.value);
            }
            let note =
                row.note().map(|note| json!({"english": note.english, "korean": note.korean}));
            object.insert("aliases".to_owned(), row.aliases().into());
            object.insert("note".to_owned(), note.into());
            object.insert("source".to_owned(), row.source().into());
            shown.push(row.aliases().join(", "));
            (shown, Value::Object(object))
        });
        let rows = rows.collect();
        let notes = E::matching(part).filter_map(|row| {
            let note = explain::spoken(row.note()?, Some(language));
            Some(format!("{}: {note}", row.code_text()))
        });
        let header = [&["code", "English", "Korean"], &own[..], &["also called"]].concat();
        List { header, rows, notes: notes.collect() }
    }
}

impl Results {
    fn list(&self, language: Language) -> List {
        let part = self.filter.as_deref().unwrap_or_default().trim().to_lowercase();
        let rows = ResultCode::all().filter_map(|code| {
            let (class, fault) = (code.class()?, code.fault()?);
            let (action, again) = (code.action()?, code.again()?);
            let (english, korean) = (code.english()?, code.korean()?);
            let wanted = self.class.is_none_or(|wanted| wanted == class)
                && self.fault.is_none_or(|wanted| wanted == fault)
                && [code.as_str(), english, korean]
                    .iter()
                    .any(|text| text.to_lowercase().contains(&part));
            let text = explain::spoken(Words::new(english, korean), Some(language));
            let shown = [class.name(), fault.name(), action.name(), again.name()];
            let mut cells = vec![code.to_string(), text];
            cells.extend(shown.map(|name| name.replace('_', " ")));
            let object = json!({
                "code": code.as_str(), "class": class.name(), "fault": fault.name(), "action": action.name(),
                "again": again.name(), "english": english, "korean": korean,
            });
            wanted.then_some((cells, object))
        });
        let header = vec!["code", "meaning and what to do", "class", "fault", "action", "again"];
        List { header, rows: rows.collect(), notes: Vec::new() }
    }
}

/// The rows of all tables but the result codes that have exactly this code, with the name of the table.
pub(super) fn elsewhere(code: &str) -> Vec<(&'static str, Words)> {
    fn of<E: Entry>(table: &'static str, code: &str, found: &mut Vec<(&'static str, Words)>) {
        let rows =
            E::all().iter().filter(|row| row.code_text() == code || row.code_in_answers() == code);
        found.extend(rows.map(|row| (table, row.name())));
    }
    let mut found = Vec::new();
    of::<Bank>("banks", code, &mut found);
    of::<Card>("cards", code, &mut found);
    of::<Carrier>("carriers", code, &mut found);
    of::<Kind>("kinds", code, &mut found);
    of::<Operator>("operators", code, &mut found);
    of::<State>("states", code, &mut found);
    of::<Van>("VANs", code, &mut found);
    found
}

fn bank(row: &Bank, language: Language) -> [Cell; 2] {
    [
        Cell::code("became", row.became.as_ref().map(|code| code.digits())),
        Cell::flag("virtual_accounts", row.virtual_accounts, language),
    ]
}

fn card(row: &Card, language: Language) -> [Cell; 2] {
    let acquirer = Cell::code("acquirer", row.acquirer.as_ref().map(|code| code.as_str()));
    let proof = match row.authentication.map(Authentication::name) {
        Some(words) => Cell::words("authentication", words, language),
        None => Cell::code("authentication", None),
    };
    [acquirer, proof]
}

fn operator(row: &Operator, language: Language) -> [Cell; 2] {
    [
        Cell::words("offers", row.offers.name(), language),
        // For programs; a person reads it in the remark.
        Cell { shown: String::new(), name: "trading", value: row.trading.into() },
    ]
}

fn class(text: &str) -> Result<Class, String> {
    Class::parse(text).ok_or_else(|| one_of(Class::ALL.iter().map(|class| class.name())))
}

fn fault(text: &str) -> Result<Fault, String> {
    Fault::parse(text).ok_or_else(|| one_of(Fault::ALL.iter().map(|fault| fault.name())))
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("one of {}", names.collect::<Vec<_>>().join(", "))
}

const YES: Words = Words::new("yes", "예");
