//! Runs the tests with marked secrets and searches all that the run said and wrote for them.

mod forms;
mod keep;
mod run;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use memchr::memmem::Finder;

use self::{forms::forms, run::Run};
use crate::workspace::Workspace;

/// A leak on purpose has to be found; then the whole run has to be clean.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let planted = Run::planted(workspace)?;
    let hits = search(&planted.folder, &marks(workspace, &planted.folder)?)?;
    let found: BTreeSet<_> = hits.iter().map(|hit| (hit.kind.as_str(), hit.source())).collect();
    for wanted in PLANTED {
        println!("planted: {} in the {}: {}", wanted.0, wanted.1, verdict(found.contains(&wanted)));
    }
    if PLANTED.iter().any(|wanted| !found.contains(wanted)) {
        bail!("a planted leak was not found in {}", planted.folder.display());
    }

    let whole = Run::whole(workspace)?;
    let marks = marks(workspace, &whole.folder)?;
    let (allowed, hits): (Vec<_>, Vec<_>) =
        search(&whole.folder, &marks)?.into_iter().partition(|hit| hit.is_allowed());
    let (files, bytes) = size(&whole.folder)?;
    println!("{} marks in {files} files of {bytes} bytes", marks.len());
    for (why, count) in count(allowed.iter().filter_map(Hit::allowance)) {
        println!("allowed {count} times: {why}");
    }
    if !hits.is_empty() {
        hits.iter().for_each(|hit| println!("{hit}"));
        bail!("{} hits; the run is kept in {}", hits.len(), whole.folder.display());
    }
    println!("no hit");
    planted.remove()?;
    whole.remove()
}

const fn verdict(found: bool) -> &'static str {
    if found { "found" } else { "NOT FOUND" }
}

/// What the test `planted` leaks, and where the search has to find it.
const PLANTED: [(&str, &str); 11] = [
    ("site key", "log"),
    ("account", "log"),
    ("name", "log"),
    ("card key", "debug"),
    ("member", "debug"),
    ("password", "error"),
    ("owner number", "panic"),
    ("owner number", "stderr"),
    ("telephone", "stdout"),
    ("mail", "stderr"),
    ("address", "files"),
];

/// Where a secret may stand, and why.
///
/// Kind of secret, part of the file's name, reason.
const ALLOWED: [(&str, &str, &str); 4] = [
    ("", "rustdoctest", "an example that rustdoc compiled, which holds what its source says"),
    ("", "kcp.toml", "settings that a test writes for the program to read"),
    ("private key", "key", "a key file that a test writes for the program to read"),
    ("private key", ".pem", "a key file that a test writes for the program to read"),
];

/// A secret and the forms in which it may appear.
struct Mark {
    kind: String,
    forms: Vec<(&'static str, Finder<'static>)>,
}

/// A secret where none may be. Prints no secret.
struct Hit {
    kind: String,
    form: &'static str,
    file: PathBuf,
    at: usize,
}

impl Hit {
    /// What kind of record it was found in: the part of the file's name before the process's number.
    fn source(&self) -> &str {
        let name = self.file.iter().next().and_then(|name| name.to_str()).unwrap_or_default();
        name.split(['-', '.']).next().unwrap_or_default()
    }

    fn allowance(&self) -> Option<&'static str> {
        let file = self.file.to_string_lossy();
        let fits = |(kind, part, _): &&(&str, &str, &str)| {
            self.source() == "files"
                && (kind.is_empty() || *kind == self.kind)
                && file.contains(part)
        };
        ALLOWED.iter().find(fits).map(|(.., why)| *why)
    }

    fn is_allowed(&self) -> bool {
        self.allowance().is_some()
    }
}

impl std::fmt::Display for Hit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, form, file, at } = self;
        write!(f, "HIT: {kind}, as {form}, in {} at byte {at}", file.display())
    }
}

/// The committed marks, and those that the run made.
fn marks(workspace: &Workspace, folder: &Path) -> Result<Vec<Mark>> {
    let mut text = workspace.read("tests/marks.tsv")?;
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("marks-")) {
            text.push_str(&fs::read_to_string(path)?);
        }
    }
    let pairs = text.lines().filter(|line| !line.starts_with('#'));
    let pairs: BTreeSet<_> = pairs.filter_map(|line| line.split_once('\t')).collect();
    Ok(pairs
        .into_iter()
        .map(|(kind, value)| Mark { kind: kind.into(), forms: forms(value) })
        .collect())
}

/// Every mark in every file below the folder, but in the list of marks itself; one hit for a file, kind and form.
fn search(folder: &Path, marks: &[Mark]) -> Result<Vec<Hit>> {
    let mut hits = Vec::new();
    for path in files(folder)? {
        let file = path.strip_prefix(folder)?.to_owned();
        if file.to_string_lossy().starts_with("marks-") {
            continue;
        }
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        for mark in marks {
            for (form, finder) in &mark.forms {
                if let Some(at) = finder.find(&bytes) {
                    hits.push(Hit { kind: mark.kind.clone(), form, file: file.clone(), at });
                }
            }
        }
    }
    Ok(hits)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                all.push(entry.path());
            }
        }
    }
    all.sort_unstable();
    Ok(all)
}

fn size(folder: &Path) -> Result<(usize, u64)> {
    let files = files(folder)?;
    let bytes = files.iter().map(|path| fs::metadata(path).map_or(0, |data| data.len())).sum();
    Ok((files.len(), bytes))
}

fn count<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}
