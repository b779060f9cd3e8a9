//! Replays every fuzz seed and every input that once broke something, on stable.

#![allow(clippy::unwrap_used)] // a corpus that cannot be read is a failed test

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use kcp_codec::{Groups, enc2};
use kcp_crypto::{SessionKey, open};
use kcp_services::notice::{Notice, NoticeCharset};
use kcp_transport::{
    api::Reply,
    fuzzing::ANSWER_KEY,
    legacy::{RawAnswer, ResponseReader},
};

/// A fuzz target of the same name.
struct Target {
    name: &'static str,
    replay: fn(&[u8]),
    /// Whether a seed is read, where the target reads at all: one named `read-` must be, one named `refused-` not.
    is_read: Option<fn(&[u8]) -> bool>,
}

const TARGETS: [Target; 14] = [
    Target {
        name: "classify_answer",
        replay: kcp_services::fuzzing::classify_answer,
        // Read here is approved.
        is_read: Some(kcp_services::fuzzing::is_approved),
    },
    Target {
        name: "decode_enc2",
        replay: kcp_codec::fuzzing::decode_enc2,
        is_read: Some(|bytes| enc2::decode(bytes).is_ok()),
    },
    Target {
        name: "decode_form",
        replay: kcp_services::fuzzing::decode_form,
        is_read: Some(kcp_services::fuzzing::takes_form),
    },
    Target {
        name: "decode_records",
        replay: kcp_codec::fuzzing::decode_records,
        is_read: Some(|bytes| Groups::read(bytes).is_ok()),
    },
    Target { name: "diff_euckr", replay: kcp_codec::fuzzing::diff_euckr, is_read: None },
    Target { name: "diff_seed", replay: kcp_crypto::fuzzing::diff_seed, is_read: None },
    Target {
        name: "open_sealed",
        replay: kcp_crypto::fuzzing::open_sealed,
        is_read: Some(is_sealed),
    },
    Target {
        name: "parse_certificate",
        replay: kcp_crypto::fuzzing::parse_certificate,
        is_read: Some(kcp_crypto::fuzzing::takes_certificate),
    },
    Target {
        name: "parse_notice",
        replay: kcp_services::fuzzing::parse_notice,
        is_read: Some(|bytes| Notice::parse(bytes, NoticeCharset::EucKr).is_ok()),
    },
    Target {
        name: "parse_private_key",
        replay: kcp_crypto::fuzzing::parse_private_key,
        is_read: Some(kcp_crypto::fuzzing::takes_private_key),
    },
    Target {
        name: "read_api_reply",
        replay: kcp_transport::fuzzing::read_api_reply,
        is_read: Some(|bytes| Reply::parse(bytes).is_ok()),
    },
    Target {
        name: "read_legacy_reply",
        replay: kcp_transport::fuzzing::read_legacy_reply,
        is_read: Some(is_answer),
    },
    Target {
        name: "roundtrip_fields",
        replay: kcp_services::fuzzing::roundtrip_fields,
        is_read: Some(kcp_services::fuzzing::takes_fields),
    },
    Target {
        name: "roundtrip_records",
        replay: kcp_codec::fuzzing::roundtrip_records,
        is_read: Some(|bytes| Groups::read(bytes).is_ok()),
    },
];

/// With the key that the fuzz target uses.
fn is_answer(bytes: &[u8]) -> bool {
    let mut reader = ResponseReader::new();
    let Ok(_) = reader.push(bytes) else { return false };
    let Ok(response) = reader.finish() else { return false };
    let raw = RawAnswer::open(&SessionKey::new(ANSWER_KEY), &response);
    raw.and_then(|raw| raw.reply()).is_ok()
}

fn is_sealed(bytes: &[u8]) -> bool {
    bytes
        .split_first_chunk()
        .is_some_and(|(key, sealed)| open(&SessionKey::new(*key), sealed).is_ok())
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Names and contents of the seeds, sorted by name.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = corpus().join(target);
    let mut seeds: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    seeds.sort();
    seeds
}

#[test]
fn every_seed_is_replayed_and_no_folder_is_empty() {
    for target in &TARGETS {
        let seeds = seeds(target.name);
        assert!(!seeds.is_empty(), "no seeds in tests/corpus/{}", target.name);
        for (name, bytes) in seeds {
            // The name of the seed is what a panic inside the replay does not say.
            println!("{}/{name}", target.name);
            (target.replay)(&bytes);
        }
    }
}

#[test]
fn a_seed_is_read_or_refused_as_its_name_says() {
    for (name, is_read) in TARGETS.iter().filter_map(|target| Some((target.name, target.is_read?)))
    {
        let (mut read, mut refused, mut wrong) = (0, 0, Vec::new());
        for (seed, bytes) in seeds(name) {
            if seed.starts_with("read-") {
                read += 1;
                wrong.extend((!is_read(&bytes)).then_some(seed));
            } else if seed.starts_with("refused-") {
                refused += 1;
                wrong.extend(is_read(&bytes).then_some(seed));
            }
        }
        assert!(wrong.is_empty(), "{name} does the opposite with {wrong:?}");
        assert!(read > 0 && refused > 0, "{name} needs seeds of both kinds");
    }
}

#[test]
fn every_folder_of_seeds_is_replayed() {
    let folders: BTreeSet<String> = fs::read_dir(corpus())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let replayed: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(folders, replayed);
}
