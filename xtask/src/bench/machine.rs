//! Which machine, which day, which commit.

use crate::workspace::{self, Workspace};

/// What a ratio belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct Machine(Vec<(&'static str, String)>);

impl Machine {
    /// This machine, now.
    pub(super) fn here(workspace: &Workspace) -> Self {
        let says = |program: &str, args: &[&str]| {
            workspace::output_of(workspace.command(program).args(args))
        };
        let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let info = file("/proc/cpuinfo");
        let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let flags = info.lines().find(|line| line.starts_with("flags")).unwrap_or_default();
        let wide: Vec<_> = ["avx2", "avx512bw", "gfni", "sha_ni", "vaes"]
            .into_iter()
            .filter(|wanted| flags.split(' ').any(|flag| flag == *wanted))
            .collect();
        let processors = std::thread::available_parallelism().map_or(0, usize::from);
        let commit = says("git", &["rev-parse", "--short=12", "HEAD"]).map(|commit| {
            let changed = says("git", &["status", "--porcelain", "--", ":!docs/performance.md"]);
            let clean = changed.is_some_and(|list| list.is_empty());
            if clean { commit } else { format!("{commit} and changes not committed") }
        });
        let load = file("/proc/loadavg");
        let load: Vec<_> = load.split(' ').take(3).collect();
        let rows = [
            ("date (UTC)", says("date", &["-u", "+%Y-%m-%d %H:%M"])),
            ("commit", commit),
            ("processor", model.map(|(_, model)| format!("{model}, {processors} used"))),
            ("of its extensions", Some(wide.join(" "))),
            ("load before", Some(load.join(" "))),
            ("system", says("uname", &["-sm"])),
            ("compiler", says("rustc", &["--version"])),
        ];
        let or_unknown = |value: Option<String>| value.unwrap_or_else(|| "unknown".into());
        Self(rows.into_iter().map(|(what, value)| (what, or_unknown(value))).collect())
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(what, value)| (*what, value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_has_a_date_and_a_commit() {
        let machine = Machine::here(&Workspace::find().unwrap());
        assert_eq!(machine.rows().count(), 7);
        assert!(machine.rows().all(|(_, value)| !value.contains('\n')));
    }
}
