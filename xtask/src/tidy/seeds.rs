//! Every fuzz target has seeds, and every folder of seeds has a target.

use std::collections::BTreeSet;

use super::Finding;
use crate::fuzz::{CORPUS, TARGETS};

/// Compares the two folders. The replay test checks the same from the other side, for what it can call.
pub(super) fn check(files: &BTreeSet<String>) -> Vec<Finding> {
    let below = |folder: &str| {
        let prefix = format!("{folder}/");
        files.iter().filter_map(move |path| path.strip_prefix(&prefix)).collect::<Vec<_>>()
    };
    let targets: BTreeSet<&str> =
        below(TARGETS).into_iter().filter_map(|file| file.strip_suffix(".rs")).collect();
    let folders: BTreeSet<&str> = below(CORPUS)
        .into_iter()
        .filter_map(|file| file.split_once('/').map(|(folder, _)| folder))
        .collect();
    let bare = targets.difference(&folders).map(|target| {
        Finding::error(
            &format!("{TARGETS}/{target}.rs"),
            0,
            format!("no seeds in {CORPUS}/{target}"),
        )
    });
    let lost = folders
        .difference(&targets)
        .map(|folder| Finding::error(&format!("{CORPUS}/{folder}"), 0, "seeds of no fuzz target"));
    bare.chain(lost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(files: &[&str]) -> Vec<String> {
        let files = files.iter().map(ToString::to_string).collect();
        check(&files).into_iter().map(|finding| finding.path + ": " + &finding.text).collect()
    }

    #[test]
    fn a_target_with_a_seed_is_right() {
        let files = ["fuzz/fuzz_targets/decode_a.rs", "tests/corpus/decode_a/read-php"];
        assert_eq!(errors(&files), Vec::<String>::new());
    }

    #[test]
    fn a_target_without_seeds_and_seeds_without_a_target_are_found() {
        let files = ["fuzz/fuzz_targets/decode_a.rs", "tests/corpus/decode_b/read-php"];
        assert_eq!(
            errors(&files),
            [
                "fuzz/fuzz_targets/decode_a.rs: no seeds in tests/corpus/decode_a",
                "tests/corpus/decode_b: seeds of no fuzz target",
            ]
        );
    }
}
