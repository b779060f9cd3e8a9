//! Encryption that is not supported: its name, and a command that really converts it.

use kcp_crypto::{PrivateKey, PrivateKeyError};

use crate::{PASSPHRASE, PLAIN, common::run, encrypt, openssl};

#[test]
fn what_is_not_supported_is_named_and_the_hint_converts_it() {
    let test = "what_is_not_supported_is_named_and_the_hint_converts_it";
    let Some(plain) = PLAIN.as_deref() else { return };
    let key = PrivateKey::from_pem(plain).unwrap();
    for (args, name, oid) in [
        ("-v2 aria-128-cbc", "ARIA-128-CBC", "1.2.410.200046.1.1.2"),
        ("-v2 aria-256-cbc", "ARIA-256-CBC", "1.2.410.200046.1.1.12"),
        ("-v2 camellia-256-cbc", "CAMELLIA-256-CBC", "1.2.392.200011.61.1.1.1.4"),
        ("-v2 des", "DES-CBC", "1.3.14.3.2.7"),
        ("-v2 aes-256-cbc -v2prf hmacWithSHA512", "HMAC-SHA512", "1.2.840.113549.2.11"),
        ("-v1 PBE-MD5-DES", "pbeWithMD5AndDES-CBC", "1.2.840.113549.1.5.3"),
        ("-v1 PBE-SHA1-DES", "pbeWithSHA1AndDES-CBC", "1.2.840.113549.1.5.10"),
        ("-v1 PBE-SHA1-RC2-40", "pbeWithSHA1And40BitRC2-CBC", "1.2.840.113549.1.12.1.6"),
        ("-v1 PBE-SHA1-RC4-128", "pbeWithSHA1And128BitRC4", "1.2.840.113549.1.12.1.1"),
        ("-v1 PBE-SHA1-2DES", "pbeWithSHA1And2-KeyTripleDES-CBC", "1.2.840.113549.1.12.1.4"),
    ] {
        let Some(encrypted) = encrypt(test, args, plain) else { return };
        let error = PrivateKey::from_encrypted_pem(&encrypted, PASSPHRASE.as_bytes()).unwrap_err();
        let PrivateKeyError::Unsupported { name: said, oid: number } = error else {
            panic!("{args}: {error}");
        };
        assert_eq!((said, number.to_string().as_str()), (name, oid), "{args}");
        let text = error.to_string();
        assert!(text.contains(name) && text.contains(oid), "{text}");

        let info = PrivateKey::inspect(&encrypted).unwrap();
        let said = info.encryption().unwrap();
        assert_eq!((said.name(), said.is_supported()), (name, false), "{args}");
        assert_eq!(said.oid(), Some(number), "{args}");
        convert(test, &text, &encrypted, &key);
    }
}

#[test]
fn traditional_encryption_is_named_and_the_hint_converts_it() {
    let test = "traditional_encryption_is_named_and_the_hint_converts_it";
    let Some(plain) = PLAIN.as_deref() else { return };
    let key = PrivateKey::from_pem(plain).unwrap();
    for cipher in ["-aes256", "-des3"] {
        let args = ["rsa", "-traditional", cipher, "-passout", "pass:changeit"];
        let Some(old) = openssl(test, &args, plain) else { return };
        assert!(old.contains("Proc-Type: 4,ENCRYPTED"), "{old}");
        let error = PrivateKey::from_encrypted_pem(&old, PASSPHRASE.as_bytes()).unwrap_err();
        assert_eq!(error, PrivateKeyError::Traditional);
        assert_eq!(PrivateKey::from_pem(&old).unwrap_err(), PrivateKeyError::Traditional);
        let info = PrivateKey::inspect(&old).unwrap();
        let said = info.encryption().unwrap();
        assert!(!said.is_supported() && said.oid().is_none() && said.name().contains("Proc-Type"));
        convert(test, &error.to_string(), &old, &key);
    }
}

/// Does what the error text says, and loads what comes of it.
fn convert(test: &str, hint: &str, old: &str, key: &PrivateKey) {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("old"), folder.path().join("new"));
    std::fs::write(&from, old).unwrap();
    let command = hint.split('`').nth(1).unwrap();
    assert!(command.starts_with("openssl "), "{command}");
    let passphrase = format!("pass:{PASSPHRASE}");
    let mut args: Vec<&str> = command
        .split(' ')
        .skip(1)
        .map(|word| match word {
            "OLD" => from.to_str().unwrap(),
            "NEW" => to.to_str().unwrap(),
            other => other,
        })
        .collect();
    args.extend(["-passin", &passphrase, "-passout", &passphrase]);
    args.extend(hint.split('`').nth(3).iter().flat_map(|more| more.split(' ')));
    run(test, "openssl", &args, b"").unwrap();
    let new = std::fs::read_to_string(&to).unwrap();
    let opened = PrivateKey::from_encrypted_pem(&new, PASSPHRASE.as_bytes()).unwrap();
    assert_eq!(opened.public_key(), key.public_key());
}
