//! Helpers of the integration tests: hex, a tiny ENC2 decoder, the vectors, outside programs.

// Every test binary uses its own part.
#![allow(dead_code)]
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]
#![allow(clippy::print_stderr)]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use kcp_crypto::rand_core::{TryCryptoRng, TryRng};
use serde_json::Value;

/// SEED's key, plain text, cipher text: RFC 4269, B.1 to B.4.
pub(crate) const RFC4269: [[&str; 3]; 4] = [
    [
        "00000000000000000000000000000000",
        "000102030405060708090a0b0c0d0e0f",
        "5ebac6e0054e166819aff1cc6d346cdb",
    ],
    [
        "000102030405060708090a0b0c0d0e0f",
        "00000000000000000000000000000000",
        "c11f22f20140505084483597e4370f43",
    ],
    [
        "4706480851e61be85d74bfb3fd956185",
        "83a2f8a288641fb9a4e9a5cc2f131c7d",
        "ee54d13ebcae706d226bc3142cd40d4a",
    ],
    [
        "28dbc3bc49ffd87dcfa509b11d422be7",
        "b41e6be2eba84a148e2eed84593c5ec7",
        "9b9b7bfcd1813cb95d0b3618f40f5122",
    ],
];

/// The recorded requests.
pub(crate) fn recorded() -> Value {
    serde_json::from_str(include_str!("../vectors/legacy_wire.json")).unwrap()
}

/// The independent reference's values.
pub(crate) fn reference() -> Value {
    serde_json::from_str(include_str!("../vectors/reference.json")).unwrap()
}

/// Bytes of a hexadecimal text; numbers are recorded without a leading zero digit.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let text = if text.len().is_multiple_of(2) { text.to_owned() } else { format!("0{text}") };
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Bytes of a hexadecimal text of known length.
pub(crate) fn hex_array<const N: usize>(text: &str) -> [u8; N] {
    hex(text).try_into().unwrap()
}

/// Bytes of a hexadecimal member of a JSON value.
pub(crate) fn hex_of(value: &Value, name: &str) -> Vec<u8> {
    hex(value[name].as_str().unwrap_or_else(|| panic!("no {name}")))
}

/// Decodes ENC2 text. (legacy.md §4.2)
pub(crate) fn enc2(text: &str) -> Vec<u8> {
    const TABLES: [&str; 5] = [
        "xNm14ALV9q5dwE3jThip-cs2QJta7.XRSl0GfrPOnKb6WMo8uYvFDBezUgCZyHIk",
        "LD8B46Uo-05SPXFEdlqreCYKvQMVIiaHfby91w7.2u3cpAZtNRjWOgJTskmGzxnh",
        "fLYeiUlvBDX5asIP1Fd.nRMpQ78ZobrJTHj3z29hGNkVCKxO4c-6wAtquSEy0gmW",
        "6e.kJUjoWB0Trhp2lSaCtHIsYXZc4LQ-7fgx5bnMvdGwDKu3F9POqAy1i8VENzRm",
        "XPQ.-lZ8i4tScGLVK3JHmukhesbpAxTaYU7REjN10f5D6vwBO2rznyqd9WIMFCog",
    ];
    let (digit, body) = text.split_at(1);
    let table = TABLES[digit.parse::<usize>().unwrap()];
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for symbol in body.trim_end_matches('_').chars() {
        bits = bits << 6 | u32::try_from(table.find(symbol).unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    out
}

/// Runs a program with `input`; `None`, said on stderr, where the program is not installed.
pub(crate) fn run(test: &str, program: &str, args: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let spawned = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("SKIPPED {test}: {program} is not installed");
            return None;
        }
        Err(error) => panic!("{program}: {error}"),
    };
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // A program that reads no input may be gone before all of it is written.
    let _ = writer.join().unwrap();
    assert!(
        output.status.success(),
        "{program} {args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(output.stdout)
}

/// Bytes that look random and are the same on every run.
pub(crate) fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..len).map(|_| next()).collect()
}

/// A random source from known bytes: the same on every run. For tests only.
pub(crate) struct Noise(pub(crate) u64);

impl TryRng for Noise {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        self.0 = self.0.wrapping_add(1);
        dst.copy_from_slice(&noise(self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15), dst.len()));
        Ok(())
    }
}

impl TryCryptoRng for Noise {}

/// A random source that gives `left` bytes of noise and then fails.
pub(crate) struct Failing {
    pub(crate) left: usize,
}

/// The failure of [`Failing`].
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub(crate) struct Dry;

impl std::fmt::Display for Dry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("dry")
    }
}

impl std::error::Error for Dry {}

impl TryRng for Failing {
    type Error = Dry;

    fn try_next_u32(&mut self) -> Result<u32, Dry> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Dry> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Dry> {
        let Some(left) = self.left.checked_sub(dst.len()) else { return Err(Dry) };
        self.left = left;
        dst.copy_from_slice(&noise(left as u64, dst.len()));
        Ok(())
    }
}

impl TryCryptoRng for Failing {}

/// A broken random source: nothing but zeros.
pub(crate) struct Zeros;

impl TryRng for Zeros {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        dst.fill(0);
        Ok(())
    }
}

impl TryCryptoRng for Zeros {}
