//! Replays every fuzz seed and every input that once broke something, on stable.

#![allow(clippy::unwrap_used)] // a corpus that cannot be read is a failed test

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use kcp_codec::Groups;
use kcp_crypto::{GatewayPublicKey, PrivateKey, ServiceCertificate, SessionKey, open};
use kcp_services::notice::{Notice, NoticeCharset};
use kcp_transport::{
    api::Reply,
    legacy::{RawAnswer, ResponseReader},
};

/// A fuzz target of the same name.
struct Target {
    name: &'static str,
    replay: fn(&[u8]),
    /// Whether a seed is read, where the target reads at all: one named `read-` must be, one named `refused-` not.
    is_read: Option<fn(&[u8]) -> bool>,
}

const TARGETS: [Target; 11] = [
    Target {
        name: "decode_answer",
        replay: kcp_transport::fuzzing::decode_answer,
        is_read: Some(is_answer),
    },
    Target {
        name: "decode_certificate",
        replay: kcp_crypto::fuzzing::decode_certificate,
        is_read: Some(|bytes| {
            str::from_utf8(bytes).is_ok_and(|text| ServiceCertificate::from_pem(text).is_ok())
        }),
    },
    Target {
        name: "decode_groups",
        replay: kcp_codec::fuzzing::decode_groups,
        is_read: Some(|bytes| Groups::read(bytes).is_ok()),
    },
    Target {
        name: "decode_json",
        replay: kcp_transport::fuzzing::decode_json,
        is_read: Some(|bytes| Reply::parse(bytes).is_ok()),
    },
    Target {
        name: "decode_private_key",
        replay: kcp_crypto::fuzzing::decode_private_key_encrypted,
        is_read: Some(|bytes| {
            let open = |text: &str| PrivateKey::from_encrypted_pem(text, b"changeit").is_ok();
            str::from_utf8(bytes).is_ok_and(open)
        }),
    },
    Target {
        name: "decode_public_key",
        replay: kcp_crypto::fuzzing::decode_public_key,
        is_read: Some(|bytes| {
            str::from_utf8(bytes).is_ok_and(|text| GatewayPublicKey::from_pem(text).is_ok())
        }),
    },
    Target {
        name: "decode_sealed",
        replay: kcp_crypto::fuzzing::decode_sealed,
        is_read: Some(is_sealed),
    },
    Target { name: "diff_seed", replay: kcp_crypto::fuzzing::diff_seed, is_read: None },
    Target {
        name: "roundtrip_fields",
        replay: kcp_services::fuzzing::roundtrip_fields,
        is_read: Some(kcp_services::fuzzing::takes_fields),
    },
    Target {
        name: "parse_notice",
        replay: kcp_services::fuzzing::parse_notice,
        is_read: Some(|bytes| Notice::parse(bytes, NoticeCharset::EucKr).is_ok()),
    },
    Target {
        name: "roundtrip_sealed",
        replay: kcp_crypto::fuzzing::roundtrip_sealed,
        is_read: None,
    },
];

/// With the key that the fuzz target uses.
fn is_answer(bytes: &[u8]) -> bool {
    let mut reader = ResponseReader::new();
    let Ok(_) = reader.push(bytes) else { return false };
    let Ok(response) = reader.finish() else { return false };
    let raw = RawAnswer::open(&SessionKey::new([7; SessionKey::LEN]), &response);
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
        let (mut read, mut refused) = (0, 0);
        for (seed, bytes) in seeds(name) {
            if seed.starts_with("read-") {
                assert!(is_read(&bytes), "{name}/{seed} is refused");
                read += 1;
            } else if seed.starts_with("refused-") {
                assert!(!is_read(&bytes), "{name}/{seed} is read");
                refused += 1;
            }
        }
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
