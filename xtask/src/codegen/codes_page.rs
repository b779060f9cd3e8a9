//! The page of all codes: institutions, states, kinds and result codes, for people to read.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::{Result, bail};

use super::{
    code_tables::{self, Row},
    result_codes,
};

/// The tables of codes, and the result codes behind them.
pub(super) const INPUTS: [&str; 8] = {
    let [banks, cards, carriers, operators, states, kinds, vans] = code_tables::INPUTS;
    let results = "crates/kcp-services/data/result_codes.tsv";
    [banks, cards, carriers, operators, states, kinds, vans, results]
};

/// The page.
pub(super) fn render(texts: &[String]) -> Result<String> {
    let [tables @ .., results] = texts else { bail!("no tables") };
    let tables = code_tables::read(tables)?;
    let results = result_codes::read(results)?;
    let mut page = HEAD.to_owned();
    let (banks, firms): (Vec<_>, Vec<_>) = tables.banks.iter().partition(|row| row.code.len() == 2);
    section(&mut page, "Banks", BANKS);
    let issues = |row: &Row<'_>| if row.own(1) == "yes" { "yes" } else { "" }.to_owned();
    table(&mut page, &banks, &["became", "virtual accounts"], |row| {
        vec![quoted(row.own(0)), issues(row)]
    });
    section(&mut page, "Securities firms", FIRMS);
    table(&mut page, &firms, &[], |_| Vec::new());
    section(&mut page, "Card companies", CARDS);
    table(&mut page, &all(&tables.cards), &["acquirer", "authentication"], |row| {
        vec![quoted(row.own(0)), authentication(row.own(1)).to_owned()]
    });
    section(&mut page, "Phone carriers", "Values of `commid` and `hp_commid`.");
    table(&mut page, &all(&tables.carriers), &[], |_| Vec::new());
    section(&mut page, "Operators of points and gift certificates", OPERATORS);
    table(&mut page, &all(&tables.operators), &["offers"], |row| vec![row.own(0).to_owned()]);
    section(&mut page, "VANs", "Values of `van_cd`: who carried a payment to the institution.");
    table(&mut page, &all(&tables.vans), &["carries"], |row| vec![spaced(row.own(0))]);
    section(&mut page, "States of a trade", STATES);
    table(&mut page, &all(&tables.states), &["phase"], |row| vec![spaced(row.own(1))]);
    section(&mut page, "Kinds of trades, changes, notices and methods", KINDS);
    table(&mut page, &all(&tables.kinds), &["field"], |row| vec![quoted(row.own(0))]);
    section(&mut page, "Result codes", RESULTS);
    outcomes(&mut page, &results)?;
    Ok(page)
}

/// Every result code, by class, and in a class by whose affair it is.
fn outcomes(page: &mut String, rows: &[result_codes::Row<'_>]) -> Result<()> {
    let mut classes: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in rows {
        classes.entry(row.class).or_default().push(row);
    }
    for (class, about) in CLASSES {
        let Some(mut rows) = classes.remove(class) else { continue };
        rows.sort_by_key(|row| (row.fault, row.code));
        let _ =
            write!(page, "\n### {}\n\n{about} {}.\n\n", spaced(class), count(rows.len(), "code"));
        *page += "| code | meaning and what to do | 뜻과 조치 | fault | action | again |\n|---|---|---|---|---|---|\n";
        for row in rows {
            let cells = [
                quoted(row.code),
                plain(row.english),
                plain(row.korean),
                spaced(row.fault),
                spaced(row.action),
                spaced(row.again),
            ];
            let _ = writeln!(page, "| {} |", cells.join(" | "));
        }
    }
    match classes.keys().next() {
        Some(class) => bail!("the page has no section for {class}"),
        None => Ok(()),
    }
}

fn section(page: &mut String, title: &str, about: &str) {
    let _ = write!(page, "\n## {title}\n\n{about}\n\n");
}

fn table(
    page: &mut String,
    rows: &[&Row<'_>],
    own: &[&str],
    cells: impl Fn(&Row<'_>) -> Vec<String>,
) {
    let columns =
        [&["code", "English", "Korean"], own, &["other names", "remark", "source"]].concat();
    let _ = writeln!(page, "| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for row in rows {
        let remark = row.note.map_or("", |(english, _)| english);
        let mut line = vec![quoted(row.code), plain(row.english), plain(row.korean)];
        line.extend(cells(row));
        line.extend([plain(&row.aliases.join(", ")), plain(remark), plain(row.source)]);
        let _ = writeln!(page, "| {} |", line.join(" | "));
    }
}

fn all<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<&'r Row<'a>> {
    rows.iter().collect()
}

/// A code as code; nothing for nothing.
fn quoted(code: &str) -> String {
    if code.is_empty() { String::new() } else { format!("`{code}`") }
}

/// Text that cannot end its cell.
fn plain(text: &str) -> String {
    text.replace('|', "\\|")
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

fn authentication(name: &str) -> &str {
    match name {
        "click3d" => "3-D Secure (안심클릭)",
        "isp" => "ISP",
        "overseas3d" => "3-D Secure (해외3D인증)",
        "ssl" => "SSL",
        other => other,
    }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("One {what}") } else { format!("{number} {what}s") }
}

const HEAD: &str = "\
<!-- generated by `cargo xtask codegen` from the tables in crates/kcp-services/data; do not edit -->
# Codes

What the codes of KCP's messages stand for. `kcp codes` lists and searches the same tables, `kcp explain` says what a
result code means, and `kcp_services::codes` and `kcp_services::ResultCode` have them for programs.

A code that is in no table is no error: KCP has codes that no guide lists. Names of institutions are as the sources
give them; everything else is in our own words.
";

const BANKS: &str = "\
Two digits in account verification and in notices (`bank_code`), `BKnn` in answers and refunds. *Became* is the bank
that a merged one belongs to today. *Virtual accounts* marks the codes that the socket guide lists for issuing them;
they include old codes, and answers do too. Toss Bank (92 elsewhere in Korea) is in no source of KCP's.";
const FIRMS: &str = "\
Three digits, `B2nn` in answers. The names are those of the guide of 2012; no source says what became of the firms.";
const CARDS: &str = "\
Issuers (`card_cd`) and acquirers (`acqu_cd`). Acquirer and authentication are as in the guide of 2012; rows of newer
lists have neither. A name belongs to one code: where two have the same, the second carries its code.";
const OPERATORS: &str = "\
Values of `pnt_issue` and `pt_issue` for points, of `tk_van_code` for gift certificates, of `van_code` in orders.";
const STATES: &str = "\
Values of `stat_ca_cd`, `stat_bk_cd` and `stat_hp_cd`. The guide gives a word for each and no order of them; the phase
is ours.";
const KINDS: &str = "By field and value.";
const RESULTS: &str = "\
Values of `res_cd`. *Fault* is whose affair it is: the buyer's, the institution's (card company, bank, carrier,
operator), the merchant's contract or settings, our request (or a program on this side), KCP's, or nobody's. *Again*
says whether the same order may be tried again: yes, after a change, or no. A code that is in none of these tables
and comes with a transaction number leaves the outcome unknown.";

/// The classes in the order in which a reader needs them.
const CLASSES: [(&str, &str); 10] = [
    ("success", "It is done."),
    ("uncertain", "It may have happened. Look it up; do not send it again."),
    ("duplicate", "The same order or request came before, and may have been approved. Look it up."),
    ("already_cancelled", "What was to be cancelled or refunded is."),
    ("amount", "The amount is wrong, too small, too large, or does not add up."),
    ("buyer", "The buyer's card, account or data."),
    ("declined", "Refused, with nothing for the shop to mend."),
    ("merchant", "The merchant's contract or settings at KCP."),
    ("module", "The vendor's module or the window's program, before anything was sent."),
    ("request", "The request, or a state that forbids it."),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(results: &str) -> Vec<String> {
        let first = "code\ten\tko\t";
        let last = "aliases\tnote_en\tnote_ko\tsource\n";
        let made = |own: &str, rows: &str| format!("{first}{own}{last}{rows}");
        vec![
            made(
                "became\tvirtual_accounts\t",
                "05\tKEB\t외환은행\t81\tyes\t\t\t\tguide\n209\tFirm\t증권\t\tno\t\t\t\tguide\n\
                 81\tHana|Bank\t하나은행\t\tno\tOne|Two\tWhy.\t왜.\tguide\n",
            ),
            made("acquirer\tauthentication\t", "CCBC\tBC\t비씨\tCCBC\tisp\t\t\t\tguide\n"),
            made("", "SKT\tSK\t에스케이\t\t\t\tguide\n"),
            made("offers\ttrading\t", "SCWB\tBenepia\t베네피아\tpoints\tyes\t\t\t\tguide\n"),
            made("variant\tphase\t", "STSR\tapproved\t승인\tApproved\tapproval\t\t\t\tguide\n"),
            made("field\t", "TX00\tdeposit\t입금\ttx_cd\t\t\t\tguide\n"),
            made("carries\t", "VNKC\tKCP VAN\tKCP VAN\tcard\t\t\t\tguide\n"),
            format!("code\tclass\tfault\taction\tagain\ten\tko\tsource\n{results}"),
        ]
    }

    #[test]
    fn the_page_says_that_it_is_made_and_has_every_row() {
        let page = render(&texts("8041\tuncertain\tkcp\tlook_up\tno\tAsk.\t물으십시오.\tguide\n"))
            .unwrap();
        assert!(page.starts_with("<!-- generated by `cargo xtask codegen`"));
        for row in [
            "| `05` | KEB | 외환은행 | `81` | yes |  |  | guide |\n",
            "| `81` | Hana\\|Bank | 하나은행 |  |  | One, Two | Why. | guide |\n",
            "| `209` | Firm | 증권 |  |  | guide |\n",
            "| `CCBC` | BC | 비씨 | `CCBC` | ISP |  |  | guide |\n",
            "| `TX00` | deposit | 입금 | `tx_cd` |  |  | guide |\n",
            "### uncertain\n\nIt may have happened. Look it up; do not send it again. One code.\n\n",
            "| `8041` | Ask. | 물으십시오. | kcp | look up | no |\n",
        ] {
            assert!(page.contains(row), "{row}\n{page}");
        }
        let banks = page.find("## Banks").unwrap();
        assert!(page.find("| `209`").unwrap() > page.find("## Securities firms").unwrap());
        assert!(page.find("| `05`").unwrap() > banks);
    }

    #[test]
    fn a_class_without_a_section_is_refused() {
        let error = render(&texts("8041\tother\tkcp\task_kcp\tno\tAsk.\t물으십시오.\tguide\n"))
            .unwrap_err();
        assert_eq!(error.to_string(), "the page has no section for other");
    }
}
