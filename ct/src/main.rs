//! `kcp-ct poisoned CASE` runs a case once on marked secrets, under Valgrind; `kcp-ct timed CASE` times it by class.
//!
//! `cargo xtask ct` starts it, and docs/constant-time.md says what each case shows.

mod inputs;
mod marks;
mod poisoned;
mod timed;
mod welch;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["poisoned", _] if !marks::is_heard() => {
            refuse("not under Valgrind: nothing would be seen")
        }
        ["poisoned", case] => match poisoned::find(case) {
            Some(case) => {
                case();
                ExitCode::SUCCESS
            }
            None => refuse("no such case"),
        },
        ["timed", case] => match timed::run(case) {
            Some(t) => {
                println!("{t:.2}");
                ExitCode::SUCCESS
            }
            None => refuse("no such case"),
        },
        _ => refuse("kcp-ct poisoned CASE | kcp-ct timed CASE"),
    }
}

fn refuse(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::from(2)
}
