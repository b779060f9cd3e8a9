//! Every command that the table of operations names is there, with its flags.

use std::{collections::BTreeSet, process::Command};

use crate::desk::KCP;

const TABLE: &str = include_str!("../../../kcp-services/data/operations.tsv");

#[test]
fn every_command_of_the_table_has_help_that_names_its_flags() {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    let commands: BTreeSet<&str> =
        rows.map(|row| row.split('\t').nth(6).unwrap()).filter(|command| *command != "-").collect();
    assert!(commands.len() > 30, "{commands:?}");
    for command in commands {
        let mut words = command.split(' ');
        assert_eq!(words.next(), Some("kcp"), "{command}");
        let (flags, words): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with("--"));
        let output = Command::new(KCP).args(&words).arg("--help").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}");
        let last = words.last().unwrap();
        let usage = help.lines().find(|line| line.starts_with("Usage: ")).unwrap();
        assert!(usage.contains(&format!("kcp {}", words.join(" "))), "{last}: {usage}");
        for flag in flags {
            assert!(help.contains(&format!("{flag} <")), "{command}: {help}");
        }
    }
}
