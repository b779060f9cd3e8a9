//! Signatures: what is signed, and that OpenSSL, AWS-LC and `rsa` agree on every byte.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use std::collections::HashMap;

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
use common::run;
#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
use kcp_crypto::{Backend, PrivateKey, SignError, SigningKey};
use kcp_crypto::{Target, TargetError, TargetPart};
use proptest::prelude::*;

const TNO: &str = "20210719000000";

#[test]
fn a_target_is_site_transaction_and_type() {
    for kind in ["STSC", "STPC", "STRA"] {
        let target = Target::modify("T0000", TNO, kind).unwrap();
        assert_eq!(target.as_str(), format!("T0000^{TNO}^{kind}"));
        assert_eq!(target.as_bytes().as_slice(), target.as_str().as_bytes());
    }
    for kind in ["PACA", "PAVC", "PABK", "PAMC", "PAPT"] {
        let target = Target::inquire("A52Q7", TNO, kind).unwrap();
        assert_eq!(target.as_str(), format!("A52Q7^{TNO}^{kind}"));
    }
    assert_eq!(
        format!("{:?}", Target::modify("T0000", TNO, "STSC").unwrap()),
        format!("Target(\"T0000^{TNO}^STSC\")")
    );
}

#[test]
fn a_part_of_another_length_is_named_with_both_lengths() {
    let length = |part, len, want| Some(TargetError::Length { part, len, want });
    for (site, len) in [("", 0), ("T000", 4), ("T00000", 6)] {
        let refused = Target::modify(site, TNO, "STSC").err();
        assert_eq!(refused, length(TargetPart::SiteCode, len, 5));
    }
    for (tno, len) in [("", 0), ("2021071900000", 13), ("202107190000000", 15)] {
        let refused = Target::modify("T0000", tno, "STSC").err();
        assert_eq!(refused, length(TargetPart::TransactionId, len, 14));
    }
    for (kind, len) in [("", 0), ("STS", 3), ("STSCC", 5)] {
        let refused = Target::modify("T0000", TNO, kind).err();
        assert_eq!(refused, length(TargetPart::ModType, len, 4));
        let refused = Target::inquire("T0000", TNO, kind).err();
        assert_eq!(refused, length(TargetPart::PayType, len, 4));
    }
}

#[test]
fn a_byte_that_is_not_allowed_is_named_by_its_offset_and_never_shown() {
    let cases = [
        ("T000^", TNO, "STSC", TargetPart::SiteCode, 4),
        ("t0000", TNO, "STSC", TargetPart::SiteCode, 0),
        ("T0000^1^STSC", TNO, "STSC", TargetPart::SiteCode, 5),
        ("T00\u{d55c}", TNO, "STSC", TargetPart::SiteCode, 3),
        ("T0000", "2021071900000^", "STSC", TargetPart::TransactionId, 13),
        ("T0000", "2021071900000A", "STSC", TargetPart::TransactionId, 13),
        ("T0000", " 2021071900000", "STSC", TargetPart::TransactionId, 0),
        ("T0000", "\u{ff12}021071900000", "STSC", TargetPart::TransactionId, 0),
        ("T0000", TNO, "STS^", TargetPart::ModType, 3),
        ("T0000", TNO, "RN07", TargetPart::ModType, 2),
        ("T0000", TNO, "stsc", TargetPart::ModType, 0),
        ("T0000", TNO, "STSC\n", TargetPart::ModType, 4),
    ];
    for (site, tno, kind, part, at) in cases {
        let error = Target::modify(site, tno, kind).unwrap_err();
        assert_eq!(error, TargetError::Byte { part, at }, "{site} {tno} {kind}");
        let text = error.to_string();
        assert_eq!(text, format!("{part} holds a byte at {at} that cannot be signed"));
    }
    assert_eq!(TargetPart::PayType.to_string(), "pay_type");
}

proptest! {
    #[test]
    fn no_two_triples_give_one_target(
        triples in prop::collection::vec(
            ("[A-B0^]{4,6}", "[0-1^]{13,15}", "[A-B^]{3,5}"), 2..40
        )
    ) {
        let mut seen: HashMap<Target, _> = HashMap::new();
        for triple in triples {
            let (site, tno, kind) = &triple;
            let Ok(target) = Target::modify(site, tno, kind) else { continue };
            prop_assert_eq!(target.as_str().matches('^').count(), 2);
            if let Some(other) = seen.insert(target, triple.clone()) {
                prop_assert_eq!(other, triple);
            }
        }
    }

    #[test]
    fn a_target_gives_its_parts_back(
        site in "[A-Z0-9]{5}", tno in "[0-9]{14}", kind in "[A-Z]{4}"
    ) {
        let target = Target::inquire(&site, &tno, &kind).unwrap();
        let parts: Vec<_> = target.as_str().split('^').collect();
        prop_assert_eq!(parts, [site, tno, kind]);
    }

    #[test]
    fn any_text_is_signed_whole_or_not_at_all(site in ".*", tno in ".*", kind in ".*") {
        if let Ok(target) = Target::modify(&site, &tno, &kind) {
            prop_assert_eq!(target.as_str(), format!("{site}^{tno}^{kind}"));
        }
    }
}

/// A fresh key of OpenSSL's, as PKCS#8 PEM.
#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
fn generate(test: &str, bits: usize) -> Option<String> {
    let bits = format!("rsa_keygen_bits:{bits}");
    let args = ["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", &bits];
    run(test, "openssl", &args, b"").map(|out| String::from_utf8(out).unwrap())
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
fn backends() -> Vec<Backend> {
    vec![
        #[cfg(feature = "aws-lc")]
        Backend::AwsLc,
        #[cfg(feature = "rsa-signing")]
        Backend::Rsa,
    ]
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
#[test]
fn every_backend_signs_as_openssl_does_and_openssl_verifies() {
    let test = "every_backend_signs_as_openssl_does_and_openssl_verifies";
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let target = Target::modify("T0000", TNO, "STPC").unwrap();
    for (bits, exponent) in [(2048, "65537"), (2050, "65537"), (2048, "3"), (3072, "17")] {
        let (size, exponent) =
            (format!("rsa_keygen_bits:{bits}"), format!("rsa_keygen_pubexp:{exponent}"));
        let args = ["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", &size];
        let Some(pem) = run(test, "openssl", &[&args[..], &["-pkeyopt", &exponent]].concat(), b"")
        else {
            return;
        };
        let pem = String::from_utf8(pem).unwrap();
        std::fs::write(file("key.pem"), &pem).unwrap();
        let public = run(test, "openssl", &["pkey", "-pubout"], pem.as_bytes()).unwrap();
        std::fs::write(file("public.pem"), public).unwrap();

        let sign = ["dgst", "-sha256", "-sign", &file("key.pem")];
        let theirs = run(test, "openssl", &sign, target.as_bytes()).unwrap();
        let base64 = run(test, "openssl", &["base64", "-A"], &theirs).unwrap();
        let theirs = String::from_utf8(base64).unwrap();

        let key = PrivateKey::from_pem(&pem).unwrap();
        for backend in backends() {
            let signing = SigningKey::with_backend(&key, backend).unwrap();
            let ours = signing.sign(&target).unwrap();
            assert_eq!(ours.as_base64(), theirs, "{backend:?} {bits}");
            assert_eq!(ours.as_base64().len(), usize::div_ceil(bits, 8).div_ceil(3) * 4);

            let raw = run(test, "openssl", &["base64", "-A", "-d"], theirs.as_bytes()).unwrap();
            std::fs::write(file("signature"), raw).unwrap();
            let (public, signature) = (file("public.pem"), file("signature"));
            let verify = ["dgst", "-sha256", "-verify", &public, "-signature", &signature];
            let said = run(test, "openssl", &verify, target.as_bytes()).unwrap();
            assert_eq!(said, b"Verified OK\n");
        }
        let default = SigningKey::new(&key).unwrap().sign(&target).unwrap();
        assert_eq!(default.as_base64(), theirs);
    }
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
#[test]
fn numbers_that_do_not_belong_together_do_not_sign() {
    let test = "numbers_that_do_not_belong_together_do_not_sign";
    let Some(pem) = generate(test, 2048) else { return };
    let Some(der) =
        run(test, "openssl", &["rsa", "-outform", "DER", "-traditional"], pem.as_bytes())
    else {
        return;
    };
    // In PKCS#1, the modulus stands at 11, the private exponent at 275, the primes at 534 and 666.
    for at in [200, 400, 600, 700] {
        let mut other = der.clone();
        other[at] ^= 4;
        let args = ["base64"];
        let base64 = String::from_utf8(run(test, "openssl", &args, &other).unwrap()).unwrap();
        let pem =
            format!("-----BEGIN RSA PRIVATE KEY-----\n{base64}-----END RSA PRIVATE KEY-----\n");
        let key = PrivateKey::from_pem(&pem).unwrap();
        for backend in backends() {
            let refused = SigningKey::with_backend(&key, backend).err();
            assert_eq!(refused, Some(SignError::Inconsistent), "{backend:?} {at}");
        }
    }
}

#[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
#[test]
fn keys_and_signatures_print_their_size_alone_and_cross_threads() {
    fn crosses<T: Send + Sync>(_: &T) {}

    let test = "keys_and_signatures_print_their_size_alone_and_cross_threads";
    let Some(pem) = generate(test, 2048) else { return };
    let key = PrivateKey::from_pem(&pem).unwrap();
    assert_eq!(format!("{key:?}"), "PrivateKey { bits: 2048 }");
    crosses(&key);
    for backend in backends() {
        let signing = SigningKey::with_backend(&key, backend).unwrap();
        assert_eq!(format!("{signing:?}"), "SigningKey { bits: 2048 }");
        assert_eq!(signing.public_key(), key.public_key());
        crosses(&signing);
        let signature = signing.sign(&Target::modify("T0000", TNO, "STSC").unwrap()).unwrap();
        assert_eq!(format!("{signature:?}"), "Signature<344>(..)");
    }
}

#[cfg(all(feature = "gateway", any(feature = "aws-lc", feature = "rsa-signing")))]
#[test]
fn the_simulator_verifies_this_target_under_this_key_and_nothing_else() {
    use kcp_crypto::{DoesNotVerify, VerifyingKey, VerifyingKeyError};

    let test = "the_simulator_verifies_this_target_under_this_key_and_nothing_else";
    let Some(pem) = generate(test, 2048) else { return };
    let Some(other) = generate(test, 2048) else { return };
    let public = |pem: &str| {
        let out = run(test, "openssl", &["pkey", "-pubout"], pem.as_bytes()).unwrap();
        String::from_utf8(out).unwrap()
    };
    let signing = SigningKey::new(&PrivateKey::from_pem(&pem).unwrap()).unwrap();
    let verifying = VerifyingKey::from_spki_pem(&public(&pem)).unwrap();
    assert_eq!(verifying.public_key(), signing.public_key());
    assert_eq!(format!("{verifying:?}"), "VerifyingKey { bits: 2048 }");
    let der = signing.public_key().as_spki_der();
    assert!(VerifyingKey::from_spki_der(der).is_ok());
    assert_eq!(
        run(test, "openssl", &["pkey", "-pubout", "-outform", "DER"], pem.as_bytes()).unwrap(),
        der
    );

    let target = Target::modify("T0000", TNO, "STSC").unwrap();
    let signature = signing.sign(&target).unwrap();
    let base64 = signature.as_base64();
    assert_eq!(verifying.verify(&target, base64), Ok(()));

    let fails = Err(DoesNotVerify);
    let stranger = VerifyingKey::from_spki_pem(&public(&other)).unwrap();
    assert_eq!(stranger.verify(&target, base64), fails);
    for wrong in [
        Target::modify("T0001", TNO, "STSC"),
        Target::modify("T0000", "20210719000001", "STSC"),
        Target::modify("T0000", TNO, "STPC"),
    ] {
        assert_eq!(verifying.verify(&wrong.unwrap(), base64), fails);
    }
    let broken = format!("{}\n{}", &base64[..64], &base64[64..]);
    let unpadded = base64.trim_end_matches('=');
    for text in ["", "AAAA", &base64[..340], &broken, unpadded, &base64.replace('+', " ")] {
        if text != base64 {
            assert_eq!(verifying.verify(&target, text), fails, "{text:?}");
        }
    }
    for at in [0, 100, 300] {
        let mut text = base64.to_owned();
        let with = if &text[at..=at] == "A" { "B" } else { "A" };
        text.replace_range(at..=at, with);
        assert_eq!(verifying.verify(&target, &text), fails, "{at}");
    }

    let Some(small) = generate(test, 1024) else { return };
    let refused = VerifyingKey::from_spki_pem(&public(&small)).err();
    assert_eq!(refused, Some(VerifyingKeyError::Size { bits: 1024 }));
    assert_eq!(VerifyingKey::from_spki_pem(&pem).err(), Some(VerifyingKeyError::WrongLabel));
    assert_eq!(VerifyingKey::from_spki_der(&der[1..]).err(), Some(VerifyingKeyError::Malformed));
    let ec = ["genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let ec = String::from_utf8(run(test, "openssl", &ec, b"").unwrap()).unwrap();
    let refused = VerifyingKey::from_spki_pem(&public(&ec)).err();
    assert_eq!(refused, Some(VerifyingKeyError::NotRsa));
}
