//! What an unpacked crate has to hold, and what its sources may not reach for.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// What every crate brings along.
const FILES: [&str; 4] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// Refuses a package that lacks one of [`FILES`], names a path of a neighbour, or has a source that includes a file which
/// the package does not have: cargo builds no tests and no examples of the documentation, so it would not notice.
pub(super) fn check(package: &Path) -> Result<()> {
    for file in FILES {
        if !package.join(file).is_file() {
            bail!("{} is missing in {}", file, package.display());
        }
    }
    let manifest = std::fs::read_to_string(package.join("Cargo.toml"))?;
    if let Some(line) = manifest.lines().find(|line| names_a_neighbour(line)) {
        bail!("{}: {line}", package.display());
    }
    let mut files = Vec::new();
    sources(&package.join("src"), &mut files)?;
    for source in files {
        let text = std::fs::read_to_string(&source)?;
        for included in included(&text) {
            if !place(package, &source, included).is_file() {
                bail!("{} includes {included}, which is not packaged", source.display());
            }
        }
    }
    Ok(())
}

/// Cargo writes the paths of a package's own targets too; they lie in its folder.
fn names_a_neighbour(line: &str) -> bool {
    line.trim_start().starts_with("path =") && line.contains("..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

/// The paths that a source includes: `include_str!("…")`, or `concat!(env!("CARGO_MANIFEST_DIR"), "/…")` inside it.
fn included(text: &str) -> impl Iterator<Item = &str> {
    let pieces = [concat!("include_", "str!("), concat!("include_", "bytes!(")]
        .into_iter()
        .flat_map(move |call| text.split(call).skip(1));
    pieces.filter_map(|piece| {
        let piece = piece.strip_prefix(IN_PACKAGE).unwrap_or(piece);
        piece.strip_prefix('"')?.split_once('"').map(|(path, _)| path)
    })
}

/// The beginning of a path that is counted from the manifest.
const IN_PACKAGE: &str = "concat!(env!(\"CARGO_MANIFEST_DIR\"), ";

fn place(package: &Path, source: &Path, included: &str) -> PathBuf {
    match included.strip_prefix('/') {
        Some(from_manifest) => package.join(from_manifest),
        None => source.parent().unwrap_or(package).join(included),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_include_are_seen() {
        let text = "const A: &str = include_str!(\"../a.txt\");\n\
                    /// # const B: &[u8] = include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/tests/b\"));\n";
        assert_eq!(included(text).collect::<Vec<_>>(), ["../a.txt", "/tests/b"]);
        let (package, source) = (Path::new("p"), Path::new("p/src/x/y.rs"));
        assert_eq!(place(package, source, "../a.txt"), Path::new("p/src/x/../a.txt"));
        assert_eq!(place(package, source, "/tests/b"), Path::new("p/tests/b"));
    }

    #[test]
    fn a_path_of_a_neighbour_is_told_from_one_of_its_own() {
        assert!(names_a_neighbour("path = \"../kcp-codec\""));
        assert!(!names_a_neighbour("path = \"src/lib.rs\""));
        assert!(!names_a_neighbour("version = \"0.1.0\""));
    }
}
