//! `encoding_rs` as most programs have it, as a process that measures itself.
//!
//! A line on standard input is `operation N`: the operation N times in a row, answered by the nanoseconds that this
//! thread took. `operation show` is answered by what the operation makes, in hexadecimal.

use std::{
    hint::black_box,
    io::{self, BufRead as _, Write as _},
    time::Duration,
};

use encoding_rs::EUC_KR;
use rustix::time::{ClockId, clock_gettime};

#[allow(dead_code)] // shared with the benches, which measure more
#[path = "../../src/inputs.rs"]
mod inputs;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (operation, times) = line.split_once(' ').unwrap_or((&line, ""));
        let operation: fn() -> Vec<u8> = match operation {
            "encode" => encode,
            "hangul" => || EUC_KR.encode(black_box(inputs::HANGUL)).0.into_owned(),
            "mixed" => || EUC_KR.encode(black_box(inputs::MIXED)).0.into_owned(),
            _ => return Err(io::Error::other("no such operation")),
        };
        if times == "show" {
            let text: String = operation().iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(out, "{text}")?;
        } else {
            let times: u32 = times.parse().map_err(io::Error::other)?;
            let start = thread_time()?;
            for _ in 0..times {
                black_box(operation());
            }
            writeln!(out, "{}", (thread_time()?.saturating_sub(start)).as_nanos())?;
        }
        out.flush()?;
    }
    Ok(())
}

/// Every field encoded into a `Vec` of its own, looked through for forbidden bytes one after the other, measured, and
/// copied behind its name.
fn encode() -> Vec<u8> {
    let mut frame = Vec::new();
    for (name, max, text) in black_box(inputs::FIELDS) {
        let (encoded, _, unmappable) = EUC_KR.encode(text);
        let value = encoded.into_owned();
        if unmappable || value.is_empty() || value.len() > max || value.iter().any(|byte| FORBIDDEN.contains(byte)) {
            return Vec::new();
        }
        frame.extend_from_slice(name.as_bytes());
        frame.push(b'=');
        frame.extend_from_slice(&value);
        frame.push(0x1f);
    }
    frame
}

fn thread_time() -> io::Result<Duration> {
    clock_gettime(ClockId::ThreadCPUTime).try_into().map_err(io::Error::other)
}

/// What KCP forbids in a value, and the separators. (`seed 000 §2.3.2`)
const FORBIDDEN: &[u8] = b",&;\n\\|'\"<\x1c\x1d\x1e\x1f";
