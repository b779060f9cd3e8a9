//! The rules of the tree that no compiler checks.

mod links;
mod seeds;
mod source;

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::workspace::{self, Workspace};

/// A place that breaks a rule, or nearly does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Finding {
    weight: Weight,
    path: String,
    /// Counted from one; zero for the file as a whole.
    line: usize,
    text: String,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Weight {
    /// Fails the run.
    Error,
    /// Only said.
    Warning,
}

impl Finding {
    fn error(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { weight: Weight::Error, path: path.to_owned(), line, text: text.into() }
    }

    fn warning(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { weight: Weight::Warning, ..Self::error(path, line, text) }
    }
}

/// Checks every file that git knows or would take; without git, every file that is there.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let files = files(workspace)?;
    let mut findings = seeds::check(&files);
    for path in files.iter().filter(|path| is_text(path)) {
        let bytes = std::fs::read(workspace.path(path)).with_context(|| path.clone())?;
        let text = String::from_utf8_lossy(&bytes);
        findings.extend(source::check(path, &text));
        if has_extension(path, "md") {
            findings.extend(links::check(path, &text, |target| workspace.path(target).exists()));
        }
    }
    for Finding { weight, path, line, text } in &findings {
        let weight = if *weight == Weight::Error { "error" } else { "warning" };
        println!("{weight}: {path}:{line}: {text}");
    }
    let errors = findings.iter().filter(|finding| finding.weight == Weight::Error).count();
    println!("tidy: {} files, {errors} errors, {} warnings", files.len(), findings.len() - errors);
    if errors > 0 {
        bail!("{errors} places break a rule of the tree");
    }
    Ok(())
}

/// Whether the file is one that a rule reads.
fn is_text(path: &str) -> bool {
    ["md", "rs", "sh", "toml", "yml"].iter().any(|known| has_extension(path, known))
        || path.starts_with(".ci/")
}

fn has_extension(path: &str, wanted: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == wanted)
}

/// Paths from the root, with `/` between their parts. A file that git still lists but that is gone is left out.
fn files(workspace: &Workspace) -> Result<BTreeSet<String>> {
    let mut git = workspace.command("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let mut files = BTreeSet::new();
    match workspace::output_of(&mut git) {
        Some(list) => {
            let there = |path: &&str| workspace.path(path).is_file();
            files.extend(list.split('\0').filter(there).map(str::to_owned));
        }
        None => walk(workspace, "", &mut files)?,
    }
    Ok(files)
}

fn walk(workspace: &Workspace, folder: &str, files: &mut BTreeSet<String>) -> Result<()> {
    for entry in std::fs::read_dir(workspace.path(folder)).with_context(|| folder.to_owned())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.file_type()?.is_file() {
            files.insert(path);
        } else if entry.file_type()?.is_dir() && !["target", ".git"].contains(&name.as_str()) {
            walk(workspace, &path, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_and_the_walk_both_find_this_file_with_the_same_name() {
        let workspace = Workspace::find().unwrap();
        let mut walked = BTreeSet::new();
        walk(&workspace, "xtask", &mut walked).unwrap();
        assert!(walked.contains("xtask/src/tidy/mod.rs"));
        assert!(files(&workspace).unwrap().contains("xtask/src/tidy/mod.rs"));
    }

    #[test]
    fn programs_of_the_ci_folder_are_read_and_seeds_are_not() {
        assert!(is_text(".ci/run") && is_text("a/b.rs") && is_text("README.md"));
        assert!(!is_text("tests/corpus/decode_records/read-php") && !is_text("Cargo.lock"));
    }
}
