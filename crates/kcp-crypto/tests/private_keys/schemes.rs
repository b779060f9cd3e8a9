//! Every scheme that is supported: what opens it, and what it is said to be.

use kcp_crypto::{PrivateKey, PrivateKeyError};

use crate::{LEGACY, PASSPHRASE, PLAIN, common::run, encrypt, openssl};

/// Arguments, then what inspection says: name, identifier, derivation, function, iterations.
type Case = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, u64);

const PBES2: &[Case] = &[
    ("-v2 aes-128-cbc", "AES-128-CBC", "2.16.840.1.101.3.4.1.2", "PBKDF2", None, 2048),
    ("-v2 aes-192-cbc", "AES-192-CBC", "2.16.840.1.101.3.4.1.22", "PBKDF2", None, 2048),
    ("-v2 aes-256-cbc", "AES-256-CBC", "2.16.840.1.101.3.4.1.42", "PBKDF2", None, 2048),
    ("-v2 des3", "DES-EDE3-CBC", "1.2.840.113549.3.7", "PBKDF2", None, 2048),
    ("-v2 seed-cbc", "SEED-CBC", "1.2.410.200004.1.4", "PBKDF2", None, 2048),
];

const OTHERS: &[Case] = &[
    (
        "-v1 PBE-SHA1-3DES",
        "pbeWithSHA1And3-KeyTripleDES-CBC",
        "1.2.840.113549.1.12.1.3",
        "PKCS#12",
        None,
        2048,
    ),
    ("-scrypt", "AES-256-CBC", "2.16.840.1.101.3.4.1.42", "scrypt", None, 16384),
    (
        "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 100000",
        "AES-256-CBC",
        "2.16.840.1.101.3.4.1.42",
        "PBKDF2",
        Some("HMAC-SHA256"),
        100_000,
    ),
    (
        "-v2 seed-cbc -scrypt -scrypt_N 1024 -scrypt_r 4 -scrypt_p 3",
        "SEED-CBC",
        "1.2.410.200004.1.4",
        "scrypt",
        None,
        1024,
    ),
];

/// Opens, refuses four wrong passphrases and a missing one, and inspects.
fn check(encrypted: &str, key: &PrivateKey, case: Case) {
    let (args, name, oid, derivation, prf, iterations) = case;
    let opened = PrivateKey::from_encrypted_pem(encrypted, PASSPHRASE.as_bytes()).unwrap();
    assert_eq!(opened.public_key(), key.public_key(), "{args}");
    for wrong in ["", "changei", "changeit ", "Changeit"] {
        let refused = PrivateKey::from_encrypted_pem(encrypted, wrong.as_bytes()).err();
        assert_eq!(refused, Some(PrivateKeyError::PassphraseWrong), "{args} {wrong:?}");
    }
    let refused = PrivateKey::from_pem(encrypted).err();
    assert_eq!(refused, Some(PrivateKeyError::PassphraseMissing), "{args}");

    let crlf = encrypted.replace('\n', "\r\n");
    assert!(PrivateKey::from_encrypted_pem(&crlf, PASSPHRASE.as_bytes()).is_ok(), "{args}");

    let info = PrivateKey::inspect(encrypted).unwrap();
    assert_eq!((info.algorithm(), info.bits()), (None, None), "{args}");
    let said = info.encryption().unwrap();
    assert_eq!((said.name(), said.prf()), (name, prf), "{args}");
    assert_eq!(said.oid().unwrap().to_string(), oid, "{args}");
    assert_eq!(said.derivation(), Some(derivation), "{args}");
    assert_eq!(said.iterations(), Some(iterations), "{args}");
    assert!(said.is_supported(), "{args}");
}

#[test]
fn every_scheme_opens_with_its_passphrase_and_no_other() {
    let test = "every_scheme_opens_with_its_passphrase_and_no_other";
    let Some(plain) = PLAIN.as_deref() else { return };
    let key = PrivateKey::from_pem(plain).unwrap();
    for case in PBES2 {
        for (wire, prf) in [("hmacWithSHA1", "HMAC-SHA1"), ("hmacWithSHA256", "HMAC-SHA256")] {
            let args = format!("{} -v2prf {wire}", case.0);
            let Some(encrypted) = encrypt(test, &args, plain) else { return };
            check(&encrypted, &key, (case.0, case.1, case.2, case.3, Some(prf), case.5));
        }
    }
    for case in OTHERS {
        let Some(encrypted) = encrypt(test, case.0, plain) else { return };
        check(&encrypted, &key, *case);
    }
}

#[test]
fn npki_keys_open_in_both_forms() {
    let public = include_str!("../vectors/npki_public.pem");
    for (text, case) in [
        (
            include_str!("../vectors/npki_derived.pem"),
            ("", "pbeWithSHA1AndSEED-CBC", "1.2.410.200004.1.15", "PBKDF1", None, 2048),
        ),
        (
            include_str!("../vectors/npki_fixed.pem"),
            ("", "SEED-CBC", "1.2.410.200004.1.4", "PBKDF1", None, 2048),
        ),
    ] {
        let key = PrivateKey::from_encrypted_pem(text, PASSPHRASE.as_bytes()).unwrap();
        check(text, &key, case);
        let base64: String = public.lines().filter(|line| !line.contains('-')).collect();
        let Some(der) = run("npki", "openssl", &["base64", "-d", "-A"], base64.as_bytes()) else {
            return;
        };
        assert_eq!(key.public_key().as_spki_der(), der);
    }
}

#[test]
fn passphrases_that_are_not_ascii_open_what_openssl_wrote() {
    let test = "passphrases_that_are_not_ascii_open_what_openssl_wrote";
    let Some(plain) = PLAIN.as_deref() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("passphrase");
    let long = "long enough for more than one block of SHA-1 in UTF-16, twice over ".repeat(3);
    for passphrase in [
        "비밀번호 열쇠".as_bytes(),
        "caf\u{e9}".as_bytes(),
        "\u{1f511}key".as_bytes(),
        b"caf\xe9\xff",
        long.trim().as_bytes(),
        b"x",
    ] {
        std::fs::write(&file, passphrase).unwrap();
        let source = format!("file:{}", file.to_str().unwrap());
        for args in ["-v1 PBE-SHA1-3DES", "-v2 aes-256-cbc"] {
            let args: Vec<&str> = ["pkcs8", "-topk8", "-passout", &source]
                .into_iter()
                .chain(args.split(' '))
                .chain(LEGACY)
                .collect();
            let Some(encrypted) = openssl(test, &args, plain) else { return };
            let opened = PrivateKey::from_encrypted_pem(&encrypted, passphrase);
            assert!(opened.is_ok(), "{args:?} {passphrase:?}: {opened:?}");
        }
    }
}

#[test]
fn many_pkcs12_salts_open() {
    // Among the sums of its derivation, some carry over several bytes.
    let test = "many_pkcs12_salts_open";
    let Some(plain) = PLAIN.as_deref() else { return };
    for _ in 0..30 {
        let Some(encrypted) = encrypt(test, "-v1 PBE-SHA1-3DES -iter 1", plain) else { return };
        assert!(PrivateKey::from_encrypted_pem(&encrypted, PASSPHRASE.as_bytes()).is_ok());
    }
}

#[test]
fn thousands_of_wrong_passphrases_are_one_and_the_same_error() {
    // One in 256 leaves good padding behind, and nothing that is a key.
    let test = "thousands_of_wrong_passphrases_are_one_and_the_same_error";
    let Some(plain) = PLAIN.as_deref() else { return };
    for args in ["-v2 aes-256-cbc -iter 1", "-v1 PBE-SHA1-3DES -iter 1", "-v2 seed-cbc -iter 1"] {
        let Some(encrypted) = encrypt(test, args, plain) else { return };
        for number in 0..3000 {
            let wrong = format!("wrong {number}");
            let refused = PrivateKey::from_encrypted_pem(&encrypted, wrong.as_bytes()).err();
            assert_eq!(refused, Some(PrivateKeyError::PassphraseWrong), "{args} {wrong}");
        }
    }
}
