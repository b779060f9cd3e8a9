//! Every crate builds with each of its features alone and with none; all at once is what the other steps build.

use anyhow::{Context as _, Result};

use crate::workspace::{self, Workspace};

/// Checks each crate without features, and with each one of them alone.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut crates = Vec::new();
    for entry in std::fs::read_dir(workspace.path("crates")).context("crates")? {
        crates.push(entry?.file_name().to_string_lossy().into_owned());
    }
    crates.sort();
    for name in crates {
        let manifest = workspace.read(&format!("crates/{name}/Cargo.toml"))?;
        for feature in std::iter::once("").chain(features(&manifest)) {
            let mut cargo = workspace.cargo("clippy --quiet --no-default-features --package");
            cargo.args([name.as_str(), "--features", feature, "--", "-D", "warnings"]);
            workspace::run(&mut cargo)?;
        }
    }
    Ok(())
}

/// The names of the section `[features]`, without `default`.
fn features(manifest: &str) -> impl Iterator<Item = &str> {
    let section = manifest.split("\n[").find_map(|section| section.strip_prefix("features]\n"));
    section
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .filter(|name| *name != "default")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_read_from_their_section_alone() {
        let manifest = "[package]\nname = \"a\"\n\n[features]\ndefault = [\"std\"]\n# One = two.\nserde = []\n\
            std = [\"b/std\"]\n\n[dependencies]\nb = \"1\"\n";
        assert_eq!(features(manifest).collect::<Vec<_>>(), ["serde", "std"]);
        assert_eq!(features("[package]\nname = \"a\"\n").count(), 0);
    }

    #[test]
    fn every_feature_is_said_in_the_readme_of_its_crate() {
        let workspace = Workspace::find().unwrap();
        for entry in std::fs::read_dir(workspace.path("crates")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let readme = workspace.read(&format!("crates/{name}/README.md")).unwrap();
            let manifest = workspace.read(&format!("crates/{name}/Cargo.toml")).unwrap();
            for feature in features(&manifest) {
                assert!(readme.contains(&format!("\n| `{feature}` | ")), "{name}: {feature}");
            }
        }
    }
}
