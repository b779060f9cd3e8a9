//! No public type prints a byte of a key, in any format.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use std::fmt::Debug;

use kcp_crypto::{
    DoesNotOpen, GatewayPublicKey, Has160, Secret, Seed128, SessionKey, WrapError,
    cipher::KeyInit,
    digest::{Digest, block_api::CoreProxy},
    fuzzing::{NaiveSeed128, round_keys},
    zeroize::ZeroizeOnDrop,
};

/// The marker: it stands in every secret here, and in no text that is printed.
const MARKER: u8 = 0xa7;

/// Every way a run of marker bytes could show: decimal, hexadecimal, either case.
fn assert_silent(name: &str, value: &dyn Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}"), format!("{value:x?}")] {
        let lower = text.to_lowercase();
        assert!(!lower.contains("167"), "{name}: {text}");
        assert!(!lower.contains("a7"), "{name}: {text}");
    }
}

#[test]
fn no_debug_shows_a_secret() {
    let seed = Seed128::new(&[MARKER; 16].into());
    assert_silent("Seed128", &seed);
    for word in round_keys(&seed).as_flattened() {
        let text = format!("{seed:?}");
        assert!(!text.contains(&word.to_string()) && !text.contains(&format!("{word:x}")));
    }
    assert_silent("NaiveSeed128", &NaiveSeed128::new([MARKER; 16]));
    assert_silent("Secret", &Secret::new([MARKER; 16]));
    assert_silent("SessionKey", &SessionKey::new([MARKER; 32]));
    assert_silent("Option<SessionKey>", &Some(SessionKey::new([MARKER; 32])));
    let hash = Has160::new_with_prefix([MARKER; 40]);
    assert_silent("Has160", &hash);
    assert_silent("Has160Core", &hash.decompose().0);
    assert_silent("DoesNotOpen", &DoesNotOpen);
    assert_silent("WrapError", &WrapError::<DoesNotOpen>::Stuck);
}

#[test]
fn whatever_holds_a_key_is_wiped_on_drop() {
    fn wiped<T: ZeroizeOnDrop>() {}

    wiped::<Seed128>();
    wiped::<Has160>();
    wiped::<Secret<32>>();
    wiped::<SessionKey>();
    wiped::<kcp_crypto::PrivateKey>();
    #[cfg(feature = "gateway")]
    wiped::<kcp_crypto::GatewayPrivateKey>();
}

#[test]
fn the_public_key_shows_its_size_and_a_short_fingerprint() {
    let key = GatewayPublicKey::from_pem(include_str!("vectors/test_gateway.pub.pem")).unwrap();
    let [a, b, c, d, ..] = key.fingerprint();
    assert_eq!(
        format!("{key:?}"),
        format!("GatewayPublicKey {{ bits: 1024, fingerprint: {a:02x}{b:02x}{c:02x}{d:02x}.. }}")
    );
}

#[cfg(feature = "gateway")]
#[test]
fn the_private_key_shows_its_public_half_alone() {
    let recorded = common::recorded();
    let rsa = &recorded["test_rsa"];
    let (n, d) = (rsa["n_hex"].as_str().unwrap(), rsa["d_hex"].as_str().unwrap());
    let n: [u8; 128] = common::hex_array(n);
    let d: [u8; 128] = common::hex_array(d);
    let key = kcp_crypto::GatewayPrivateKey::from_components(&n, 65_537, &d).unwrap();
    let text = format!("{key:?}");
    assert_eq!(text, format!("GatewayPrivateKey {{ public: {:?}, .. }}", key.public_key()));
    for window in d.windows(4) {
        let hex: String = window.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!text.contains(&hex), "{text}");
    }
    let base64: String = key.to_pkcs1_pem().lines().filter(|line| !line.contains('-')).collect();
    for at in 0..base64.len() - 8 {
        assert!(!text.contains(&base64[at..at + 8]), "{text}");
    }
}

#[test]
fn errors_are_lower_case_sentences_without_full_stop() {
    use kcp_crypto::KeyError;

    for error in [
        KeyError::Encrypted,
        KeyError::Exponent,
        KeyError::Inconsistent,
        KeyError::Malformed,
        KeyError::NotPem,
        KeyError::NotRsa,
        KeyError::PrivateKey,
        KeyError::PublicKey,
        KeyError::TooLarge { bits: 8192 },
        KeyError::TooSmall { bits: 512 },
        KeyError::WrongLabel,
    ] {
        let text = error.to_string();
        assert!(text.starts_with(|c: char| c.is_lowercase()) && !text.ends_with('.'), "{text}");
    }
}
