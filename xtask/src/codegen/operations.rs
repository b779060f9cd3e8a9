//! The page of operations: what each one is, on which channel it goes, for which methods, and how it is called.

use std::{fmt::Write as _, fs};

use anyhow::{Context as _, Result, bail};

use super::tsv;
use crate::workspace::Workspace;

/// The table of operations.
pub(super) const INPUT: &str = "crates/kcp-services/data/operations.tsv";

/// The page `docs/operations.md`.
pub(super) fn page(text: &str) -> Result<String> {
    let mut out = HEAD.to_owned();
    let mut group = "";
    for (line, row) in tsv::rows(text, HEADER)? {
        let [in_group, operation, methods, socket, api, call, command, guide, note] = row;
        if row.iter().any(|cell| cell.is_empty()) {
            bail!("line {line}: an empty cell; nothing is -");
        }
        if in_group != group {
            if out.contains(&format!("\n## {in_group}\n")) {
                bail!("line {line}: the rows of {in_group:?} do not stand together");
            }
            group = in_group;
            write!(out, "\n## {}\n\n{TABLE}", plain(group))?;
        }
        let cells = [
            plain(operation),
            plain(methods),
            way(line, socket)?,
            way(line, api)?,
            code(call),
            code(command),
            plain(guide),
            plain(note),
        ];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(out)
}

/// Checks that every call of the table is in the library.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let text = fs::read_to_string(workspace.path(INPUT)).context(INPUT)?;
    for (line, row) in tsv::rows(&text, HEADER).context(INPUT)? {
        let [.., call, _, _, _] = row;
        if call != "-" && !exists(workspace, call)? {
            bail!("{INPUT}: line {line}: kcp_services has no {call}");
        }
    }
    Ok(())
}

/// Whether `module::Type` is a public type of that module, `module::Type::function` a public function beside it, and
/// `module::module` a module. A type may stand in a file below its module, from which it is handed on.
fn exists(workspace: &Workspace, call: &str) -> Result<bool> {
    let mut folder = workspace.path("crates/kcp-services/src");
    let mut sources = sources_of(&folder)?;
    for part in call.split("::") {
        if part.starts_with(|ch: char| ch.is_ascii_uppercase()) {
            let types = ["struct", "enum", "trait"];
            // A type's functions stand in its own file.
            sources.retain(|text| types.iter().any(|kind| declares(text, kind, part)));
        } else if folder.join(part).is_dir() || folder.join(part).with_extension("rs").is_file() {
            folder.push(part);
            sources = sources_of(&folder)?;
        } else {
            sources.retain(|text| declares(text, "fn", part) || declares(text, "const fn", part));
        }
    }
    Ok(!sources.is_empty())
}

/// Whether a line of the text is `pub KIND NAME`, and the name ends there.
fn declares(text: &str, kind: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let rest = line.trim_start().strip_prefix("pub ").and_then(|rest| rest.strip_prefix(kind));
        let rest = rest.and_then(|rest| rest.strip_prefix(' ')?.strip_prefix(name));
        rest.is_some_and(|rest| !rest.starts_with(|ch: char| ch.is_alphanumeric() || ch == '_'))
    })
}

/// The text of a module's files: the folder's and all below it, and the file of the same name.
fn sources_of(folder: &std::path::Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    let file = folder.with_extension("rs");
    if file.is_file() {
        texts.push(fs::read_to_string(&file)?);
    }
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                texts.push(fs::read_to_string(&path)?);
            }
        }
    }
    Ok(texts)
}

/// A channel: one of the words, and behind it codes as code.
fn way(line: usize, cell: &str) -> Result<String> {
    let (word, codes) = cell.split_once(' ').unwrap_or((cell, ""));
    if !WAYS.contains(&word) {
        bail!("line {line}: {word:?} is none of {WAYS:?}");
    }
    let codes: Vec<_> = codes.split(", ").filter(|one| !one.is_empty()).map(code).collect();
    Ok(if codes.is_empty() { word.to_owned() } else { format!("{word}, {}", codes.join(", ")) })
}

fn code(text: &str) -> String {
    if text == "-" { text.to_owned() } else { format!("`{}`", plain(text)) }
}

/// Text that cannot end its cell.
fn plain(text: &str) -> String {
    text.replace('|', "\\|")
}

const HEADER: [&str; 9] =
    ["group", "operation", "methods", "socket", "api", "call", "command", "guide", "note"];

/// What stands under a channel first.
const WAYS: [&str; 7] = ["yes", "no", "guess", "form", "post", "url", "-"];

const TABLE: &str = "\
| operation | methods | socket | PG-API | call in `kcp_services` | command | guide | note |
|---|---|---|---|---|---|---|---|
";

const HEAD: &str = "\
<!-- generated by `cargo xtask codegen` from crates/kcp-services/data/operations.tsv; do not edit -->

# Operations

Every operation, the payment methods it is for, and the channels that know it. One operation is one value on both
channels; the client that is asked decides. Behind `yes` stands the transaction code or kind. `guess` means that no
source says so and the fields are a conclusion, `form` names and values for the window, `post` what KCP or the window
posts to the shop, `url` an address for a browser. A dash under *guide* means that no guide describes it: it was read in
public merchants' code. Fields are in [fields.md](fields.md), codes in [codes.md](codes.md).
";

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&str]) -> String {
        format!("{}\n{}\n", HEADER.join("\t"), rows.join("\n"))
    }

    #[test]
    fn each_group_has_a_table_of_its_own() {
        let page = page(&table(&[
            "Pay\tapprove\tall\tyes\tyes\tapprove::ApproveWindow\tkcp approve\t002 §5\t-",
            "Pay\twindow\tall\tform\tno\twindow::PcForm\t-\t003 §4\ta|b",
            "Change\tcancel\tcard\tyes RN07, STPA\tno\tmodify::Cancel\tkcp cancel\t002 §4\t-",
        ]))
        .unwrap();
        assert_eq!(page.matches("\n## ").count(), 2);
        assert!(
            page.contains("| window | all | form | no | `window::PcForm` | - | 003 §4 | a\\|b |\n")
        );
        assert!(page.contains("| yes, `RN07`, `STPA` | no | `modify::Cancel` |"));
    }

    #[test]
    fn a_row_that_says_something_else_is_refused_by_its_line() {
        let row = |group: &str, socket: &str| format!("{group}\ta\tb\t{socket}\tno\tc\td\te\tf");
        for (rows, text) in [
            (vec![row("Pay", "perhaps")], "line 2: \"perhaps\" is none of"),
            (vec![row("Pay", "yes"), row("Pay", "")], "line 3: an empty cell"),
            (
                vec![row("Pay", "no"), row("Ask", "no"), row("Pay", "no")],
                "line 4: the rows of \"Pay\" do not stand together",
            ),
        ] {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let error = page(&table(&rows)).unwrap_err().to_string();
            assert!(error.starts_with(text), "{error}");
        }
    }

    #[test]
    fn a_call_has_to_be_in_its_module() {
        let workspace = Workspace::find().unwrap();
        let exists = |call| exists(&workspace, call).unwrap();
        for call in [
            "ResultCode",
            "modify::Cancel",
            "modify::CancelConfirmed::card",
            "notice::Notice::parse",
            "receipt::Receipt",
            "window::options",
            "codes::Entry",
        ] {
            assert!(exists(call), "{call}");
        }
        for call in [
            "modify::Cance",
            "modify::PcForm",
            "modify::Cancel::card",
            "modify::payee::Payee",
            "nothing::Cancel",
            "window::nothing",
        ] {
            assert!(!exists(call), "{call}");
        }
    }
}
