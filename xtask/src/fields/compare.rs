//! Which variable of the guides has no row, or a row that says something else than the guide does.

use std::fmt::Write as _;

use super::inventory::{GUIDES, Variable};
use crate::codegen::fields::Field;

/// What is wrong, one line each. A row may differ from its guide where its note quotes what the guide prints.
pub(super) fn compare(variables: &[Variable], rows: &[Field<'_>]) -> Vec<String> {
    let mut faults = Vec::new();
    for variable in variables {
        let printed = &variable.variable;
        for operation in variable.operation.split('|') {
            let place =
                format!("guide {} §{} {operation} {printed}", variable.guide, variable.section);
            let found = rows.iter().find(|row| {
                row.guide == variable.guide
                    && row.operation == operation
                    && row.wire == mended(variable.guide, printed)
            });
            match found {
                None => faults.push(format!("{place}: no row")),
                Some(row) => faults.extend(
                    differences(variable, row).into_iter().map(|what| format!("{place}: {what}")),
                ),
            }
        }
    }
    for row in rows.iter().filter(|row| row.guide != "-") {
        let named = |variable: &&Variable| {
            variable.guide == row.guide
                && variable.operation.split('|').any(|operation| operation == row.operation)
                && mended(variable.guide, &variable.variable) == row.wire
        };
        if !variables.iter().any(|variable| named(&variable)) {
            let Field { line, guide, operation, wire, .. } = row;
            faults.push(format!("line {line}: guide {guide} has no {wire} in {operation}"));
        }
    }
    faults
}

/// The name that the row has: the printed one, unless that is a misprint.
fn mended<'a>(guide: &str, printed: &'a str) -> &'a str {
    let found = MENDED.iter().find(|(known, wrong, _)| *known == guide && *wrong == printed);
    found.map_or(printed, |(_, _, right)| right)
}

fn differences(variable: &Variable, row: &Field<'_>) -> Vec<String> {
    let quoted = |printed: &str| row.note.contains(&format!("the guide prints {printed}"));
    let mut out = Vec::new();
    let mut differ = |what: &str, printed: &str, ours: &str| {
        if printed != ours && !quoted(printed) {
            out.push(format!("{what} {ours:?}, and the guide prints {printed:?}"));
        }
    };
    differ("section", &variable.section, row.section);
    differ("direction", variable.direction, row.direction);
    let ours = row.bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
    match variable.kind.as_str() {
        // The scan tore the cells away; nothing to compare.
        "" => {}
        "Ctring" => differ("kind", "string", row.kind),
        letters @ ("A" | "N" | "AN" | "ANS") => differ("kind", letters, row.kind),
        words => differ("kind", &words.to_ascii_lowercase(), row.kind),
    }
    if !variable.kind.is_empty() {
        differ("bytes", &variable.bytes, &ours);
    }
    if let Some(presence) = presence(variable)
        && row.presence != "conditional"
    {
        differ("presence", presence, row.presence);
    }
    if row.presence == "conditional" && row.note.is_empty() {
        out.push("conditional, and no note says on what".to_owned());
    }
    out
}

/// What a mark of a request means; the marks of most answers say what the shop has to store, which is another thing.
fn presence(variable: &Variable) -> Option<&'static str> {
    Some(match (variable.guide, variable.direction, variable.mark.as_str()) {
        ("004", "answer", "always") => "always",
        ("004", "answer", "success") => "on_success",
        (_, "answer" | "notice" | "reply", _) => return None,
        ("003", _, mark) if mark.starts_with("필수") => "required",
        (_, _, "●" | "○" | "Y") => "required",
        (_, _, "∆") => "recommended",
        _ => "optional",
    })
}

/// The figures: for each guide and table the variables, the rows and what is missing; then the rows of no guide.
pub(super) fn figures(variables: &[Variable], rows: &[Field<'_>]) -> String {
    let mut out =
        format!("{:<7}{:<32}{:>10}{:>6}{:>9}\n", "guide", "table", "variables", "rows", "missing");
    let mut line = |guide: &str, table: &str, variables: usize, rows: usize, missing: usize| {
        let _ = writeln!(out, "{guide:<7}{table:<32}{variables:>10}{rows:>6}{missing:>9}"); // a String takes all there is
    };
    let mut totals = (0, 0, 0);
    for guide in GUIDES {
        let of_guide: Vec<&Variable> = variables.iter().filter(|row| row.guide == guide).collect();
        let mut tables: Vec<&str> = Vec::new();
        for operation in of_guide.iter().map(|row| row.operation.as_str()) {
            if !tables.contains(&operation) {
                tables.push(operation);
            }
        }
        let mut sum = (0, 0, 0);
        for table in tables {
            let listed: Vec<_> = of_guide.iter().filter(|row| row.operation == table).collect();
            let has_row = |variable: &Variable, operation: &str| {
                let wire = mended(guide, &variable.variable);
                rows.iter()
                    .any(|row| (row.guide, row.operation, row.wire) == (guide, operation, wire))
            };
            let missing = listed
                .iter()
                .filter(|variable| !table.split('|').all(|operation| has_row(variable, operation)))
                .count();
            let made: usize = table
                .split('|')
                .map(|operation| {
                    let of_table = |row: &&Field<'_>| {
                        (row.guide, row.operation) == (guide, operation)
                            && listed
                                .iter()
                                .any(|variable| mended(guide, &variable.variable) == row.wire)
                    };
                    rows.iter().filter(of_table).count()
                })
                .sum();
            line(guide, &table.replace('|', " "), listed.len(), made, missing);
            sum = (sum.0 + listed.len(), sum.1 + made, sum.2 + missing);
        }
        line(guide, "all", sum.0, sum.1, sum.2);
        totals = (totals.0 + sum.0, totals.1 + sum.1, totals.2 + sum.2);
    }
    line("all", "", totals.0, totals.1, totals.2);
    let bare: Vec<&Field<'_>> = rows.iter().filter(|row| row.guide == "-").collect();
    let _ = writeln!(out, "\n{} rows in all, {} of no guide:", rows.len(), bare.len());
    let mut operations: Vec<&str> = Vec::new();
    for row in &bare {
        if !operations.contains(&row.operation) {
            operations.push(row.operation);
        }
    }
    for operation in operations {
        let wires: Vec<&str> =
            bare.iter().filter(|row| row.operation == operation).map(|row| row.wire).collect();
        let _ = writeln!(out, "  {operation}: {}", wires.join(" "));
    }
    out
}

/// Guide, what it prints, what KCP calls the field (`https.md §12`, `legacy.md §3`).
const MENDED: [(&str, &str, &str); 3] = [
    ("002", "wish_vbnk_list", "wish_vbank_list"),
    ("004", "CURROD CI /", "currency"),
    ("004", "rsv pnt", "rsv_pnt"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{codegen::fields::table, fields::inventory};

    const HEAD: &str = "guide\tsection\toperation\tdirection\tchannel\twire\tname\tkind\tshape\tbytes\tencoding\tpresence\tfixed\tforbid\tnote\n";
    const ROW: &str = "002\t2\tax_hub_order\trequest\twindow_pc\twish_vbank_list\tbanks\tAN\tword\t50\tascii\toptional\t\ttext\t\n";
    const LISTED: &str = "guide\tsection\ttable\toperation\tdirection\tvariable\tkind\tbytes\tmark\n\
                          002\t2\t[]\tax_hub_order\trequest\twish_vbnk_list\tAN\t50\t\n";

    fn faults(listed: &str, rows: &str) -> Vec<String> {
        let text = HEAD.to_owned() + rows;
        compare(&inventory::read(listed).unwrap(), &table(&text).unwrap())
    }

    #[test]
    fn a_row_under_the_mended_name_covers_a_misprint() {
        assert_eq!(faults(LISTED, ROW), Vec::<String>::new());
        let text = HEAD.to_owned() + ROW;
        let figures = figures(&inventory::read(LISTED).unwrap(), &table(&text).unwrap());
        let line = figures.lines().find(|line| line.contains("ax_hub_order")).unwrap();
        assert_eq!(
            line.split_whitespace().collect::<Vec<_>>(),
            ["002", "ax_hub_order", "1", "1", "0"]
        );
    }

    #[test]
    fn a_variable_without_a_row_and_a_row_without_a_variable_are_found() {
        let other = ROW.replace("wish_vbank_list\tbanks", "good_cd\tgoods_code");
        let found = faults(LISTED, &other);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].ends_with("ax_hub_order wish_vbnk_list: no row"));
        assert_eq!(found[1], "line 2: guide 002 has no good_cd in ax_hub_order");
        // A field of no guide needs no variable.
        assert_eq!(faults(LISTED, &(ROW.to_owned() + &other.replacen("002", "-", 1))).len(), 0);
    }

    #[test]
    fn a_row_that_says_something_else_has_to_quote_the_guide() {
        for (from, to, part) in [
            ("\t50\t", "\t30\t", "bytes \"30\", and the guide prints \"50\""),
            ("\tAN\t", "\tN\t", "kind \"N\""),
            ("\t2\tax", "\t3\tax", "section \"3\""),
            ("optional", "required", "presence \"required\""),
            ("optional", "conditional", "no note says on what"),
        ] {
            let found = faults(LISTED, &ROW.replacen(from, to, 1));
            assert!(found.len() == 1 && found[0].contains(part), "{found:?}");
        }
        let quoted =
            ROW.replace("\t50\t", "\t30\t").replace("text\t\n", "text\tthe guide prints 50\n");
        assert_eq!(faults(LISTED, &quoted), Vec::<String>::new());
    }
}
