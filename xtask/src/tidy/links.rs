//! Relative links of Markdown files lead to files that exist.

use super::Finding;

/// Checks every inline link `[text](target)` and every definition `[name]: target` outside code.
pub(super) fn check(path: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_fence = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            in_fence = !in_fence;
        } else if !in_fence {
            for target in targets(line) {
                if resolve(path, target).is_some_and(|file| !exists(&file)) {
                    findings.push(Finding::error(path, number, format!("no file at {target}")));
                }
            }
        }
    }
    findings
}

/// What the links of a line point at, as written.
fn targets(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    // Every second piece between backticks is code.
    for prose in line.split('`').step_by(2) {
        let inline = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(inline.map(|(target, _)| target));
    }
    let definition = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    found.extend(definition.map(|(_, target)| target));
    // A title may stand behind the target.
    found.into_iter().filter_map(|target| target.split_whitespace().next()).collect()
}

/// The file a target means, from the root; nothing for a place in this file or elsewhere on the net.
fn resolve(from: &str, target: &str) -> Option<String> {
    let file = target.split('#').next().filter(|file| !file.is_empty())?;
    if file.contains("://") || file.starts_with("mailto:") {
        return None;
    }
    let mut parts: Vec<&str> = match file.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 4] = ["README.md", "docs/perf.md", "docs/spec/a.md", "docs"];

    fn errors(path: &str, text: &str) -> Vec<(usize, String)> {
        check(path, text, |file| FILES.contains(&file))
            .into_iter()
            .map(|finding| (finding.line, finding.text))
            .collect()
    }

    #[test]
    fn links_to_files_that_exist_are_right() {
        let text =
            "[a](docs/perf.md) and [b](./docs/perf.md#numbers), [c](docs/)\n[d]: README.md\n";
        assert_eq!(errors("README.md", text), []);
        let text = "[a](../perf.md \"numbers\") [b](../../README.md) [c](/README.md) [d](a.md)\n";
        assert_eq!(errors("docs/spec/a.md", text), []);
    }

    #[test]
    fn links_to_nothing_are_found_on_their_line() {
        let text = "# A\n\n[a](docs/perf.md) [b](perf.md)\n[c]: docs/none.md\n";
        assert_eq!(
            errors("README.md", text),
            [(3, "no file at perf.md".into()), (4, "no file at docs/none.md".into())]
        );
    }

    #[test]
    fn the_net_this_page_and_code_are_not_followed() {
        let text = "[a](https://example.org/x) [b](#part) [c](mailto:a@example.org) `[d](none)`\n\
                    ```text\n[e](none)\n```\n";
        assert_eq!(errors("README.md", text), []);
    }
}
