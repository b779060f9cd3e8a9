//! Writes long tables of codes from data files to committed source.

mod code_tables;
mod codes_page;
mod dictionary;
pub(crate) mod fields;
mod operations;
mod result_codes;
pub(crate) mod tsv;

use std::{io::Write as _, process::Stdio};

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;

/// Write what differs, or only say that it differs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mode {
    /// Leave the files alone and fail if one is out of date.
    Check,
    /// Bring every file up to date.
    Write,
}

/// A file that is made: from which tables, and how. Rust is formatted, pages are written as rendered.
struct Made {
    output: &'static str,
    inputs: &'static [&'static str],
    render: fn(&[String]) -> Result<String>,
}

const MADE: [Made; 8] = [
    Made {
        output: "crates/kcp-services/src/generated/codes.rs",
        inputs: &code_tables::INPUTS,
        render: code_tables::render,
    },
    Made {
        output: "crates/kcp-services/src/generated/fields.rs",
        inputs: &[FIELDS],
        render: |texts| one(texts).and_then(fields::render),
    },
    Made {
        output: "crates/kcp-services/src/generated/result_codes.rs",
        inputs: &["crates/kcp-services/data/result_codes.tsv"],
        render: |texts| one(texts).and_then(result_codes::render),
    },
    Made {
        output: "crates/kcp-sim/src/generated/fields.rs",
        inputs: &[FIELDS],
        render: |texts| one(texts).and_then(fields::render_sim),
    },
    Made { output: "docs/codes.md", inputs: &codes_page::INPUTS, render: codes_page::render },
    Made {
        output: "docs/fields.md",
        inputs: &[FIELDS],
        render: |texts| one(texts).and_then(fields::page),
    },
    Made {
        output: "docs/operations.md",
        inputs: &[operations::INPUT],
        render: |texts| one(texts).and_then(operations::page),
    },
    Made {
        output: crate::fuzz::DICTIONARY,
        inputs: &[FIELDS],
        render: |texts| one(texts).and_then(dictionary::render),
    },
];

/// The field table.
pub(crate) const FIELDS: &str = "crates/kcp-services/data/fields.tsv";

/// The only input of a file that is made from one table.
fn one(texts: &[String]) -> Result<&str> {
    match texts {
        [text] => Ok(text),
        _ => bail!("{} tables instead of one", texts.len()),
    }
}

/// Goes through everything that is made.
pub(crate) fn run(workspace: &Workspace, mode: Mode) -> Result<()> {
    operations::check(workspace)?;
    for made in MADE {
        let output = made.output;
        let fresh = fresh(workspace, &made).with_context(|| format!("making {output}"))?;
        let target = workspace.path(output);
        if std::fs::read_to_string(&target).is_ok_and(|old| old == fresh) {
            println!("codegen: {output} is up to date");
            continue;
        }
        if mode == Mode::Check {
            bail!("{output} is out of date: run `cargo xtask codegen`");
        }
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).context(output)?;
        }
        std::fs::write(&target, fresh).context(output)?;
        println!("codegen: wrote {output}");
    }
    Ok(())
}

fn fresh(workspace: &Workspace, made: &Made) -> Result<String> {
    let read =
        |input: &&'static str| std::fs::read_to_string(workspace.path(input)).context(*input);
    let texts = made.inputs.iter().map(read).collect::<Result<Vec<_>>>()?;
    let text = (made.render)(&texts)?;
    let is_rust = std::path::Path::new(made.output).extension().is_some_and(|end| end == "rs");
    if is_rust { format(workspace, &text) } else { Ok(text) }
}

/// The text as rustfmt leaves it under the workspace's settings.
fn format(workspace: &Workspace, text: &str) -> Result<String> {
    let mut child = workspace
        .command("rustfmt")
        .args(["--edition", "2024", "--config-path", "rustfmt.toml", "--emit", "stdout", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start rustfmt")?;
    // rustfmt reads all of its input before it writes, so neither side waits for the other.
    child.stdin.take().context("rustfmt has no input")?.write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("rustfmt: {}", output.status);
    }
    String::from_utf8(output.stdout).context("rustfmt's output is not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_rustfmt_leaves_alone() {
        let workspace = Workspace::find().unwrap();
        let text = "code\tclass\tfault\taction\tagain\ten\tko\tsource\n\
                    0000\tsuccess\tnobody\tnone\tno\tDone.\t끝났습니다.\tguide\n";
        let once = format(&workspace, &result_codes::render(text).unwrap()).unwrap();
        assert_eq!(format(&workspace, &once).unwrap(), once);
        assert!(once.starts_with("//! generated by `cargo xtask codegen`"));
    }
}
