//! What loads without a passphrase, and files that are no RSA private key.

use kcp_crypto::{PemError, PrivateKey, PrivateKeyError};

use crate::{PASSPHRASE, PLAIN, encrypt, generate, openssl};

#[test]
fn plain_keys_load_in_both_forms_and_need_no_passphrase() {
    let test = "plain_keys_load_in_both_forms_and_need_no_passphrase";
    let Some(plain) = PLAIN.as_deref() else { return };
    let Some(pkcs1) = openssl(test, &["rsa", "-traditional"], plain) else { return };
    assert!(pkcs1.starts_with("-----BEGIN RSA PRIVATE KEY-----"));
    let key = PrivateKey::from_pem(plain).unwrap();
    assert_eq!(key.bits(), 2048);
    for text in [plain, &pkcs1] {
        let around = format!("Bag Attributes\r\n{}\r\nbye", text.replace('\n', "\r\n"));
        assert_eq!(PrivateKey::from_pem(&around).unwrap().public_key(), key.public_key());
        let refused = PrivateKey::from_encrypted_pem(text, b"changeit").err();
        assert_eq!(refused, Some(PrivateKeyError::PassphraseUnneeded));
        let info = PrivateKey::inspect(text).unwrap();
        assert_eq!((info.algorithm(), info.bits()), (Some("RSA"), Some(2048)));
        assert!(info.encryption().is_none());
    }
}

#[test]
fn sizes_from_2048_to_4096_bits_load_and_no_others() {
    let test = "sizes_from_2048_to_4096_bits_load_and_no_others";
    for (bits, want) in [
        (1024, Some(PrivateKeyError::TooSmall { bits: 1024 })),
        (2047, Some(PrivateKeyError::TooSmall { bits: 2047 })),
        (2048, None),
        (4096, None),
        (4104, Some(PrivateKeyError::TooLarge { bits: 4104 })),
    ] {
        let Some(pem) = generate(test, bits) else { return };
        assert_eq!(PrivateKey::from_pem(&pem).err(), want);
        assert_eq!(PrivateKey::inspect(&pem).unwrap().bits(), Some(bits));
        let Some(encrypted) = encrypt(test, "-v2 aes-128-cbc", &pem) else { return };
        let opened = PrivateKey::from_encrypted_pem(&encrypted, PASSPHRASE.as_bytes());
        assert_eq!(opened.err(), want, "the passphrase was right");
    }
}

#[test]
fn what_is_no_private_key_is_named() {
    let test = "what_is_no_private_key_is_named";
    let Some(plain) = PLAIN.as_deref() else { return };
    let Some(public) = openssl(test, &["pkey", "-pubout"], plain) else { return };
    let Some(old_public) = openssl(test, &["rsa", "-RSAPublicKey_out"], plain) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pem");
    std::fs::write(&file, plain).unwrap();
    let request = ["req", "-new", "-x509", "-subj", "/CN=test", "-key", file.to_str().unwrap()];
    let Some(certificate) = openssl(test, &request, "") else { return };
    let several = |count| PrivateKeyError::Pem(PemError::Several { count });
    for (text, want) in [
        (public, PrivateKeyError::PublicKey),
        (old_public, PrivateKeyError::PublicKey),
        (certificate.clone(), PrivateKeyError::Certificate),
        (format!("{certificate}{plain}"), several(2)),
        (format!("{plain}{plain}{plain}"), several(3)),
        (plain.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"), PrivateKeyError::WrongLabel),
        (plain.replace("PRIVATE KEY", "NOTHING"), PrivateKeyError::WrongLabel),
        (plain.replace("-----", "----"), PemError::Dashes { found: 4 }.into()),
        (plain.replace("KEY-----", "KEY----"), PemError::Dashes { found: 4 }.into()),
        (plain.replace(' ', ""), PemError::Blank.into()),
        (plain[..400].to_owned(), PemError::Unended.into()),
        (plain.replace("-----\nMII", "-----\nM!I"), PemError::Base64.into()),
        (plain.replace("-----\nMII", "-----\nAII"), PrivateKeyError::Malformed),
        (plain.replace("PRIVATE KEY", "RSA PRIVATE KEY"), PrivateKeyError::Malformed),
        (String::new(), PemError::Missing.into()),
        ("nothing".to_owned(), PemError::Missing.into()),
    ] {
        assert_eq!(PrivateKey::from_pem(&text).unwrap_err(), want, "{text}");
        let with = PrivateKey::from_encrypted_pem(&text, b"changeit").unwrap_err();
        assert!(with == want || with == PrivateKeyError::PassphraseUnneeded, "{text}: {with}");
    }
    let relabelled = plain.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let refused = PrivateKey::from_encrypted_pem(&relabelled, b"changeit").unwrap_err();
    assert_eq!(refused, PrivateKeyError::Malformed, "no scheme, so no wrong passphrase");
}

#[test]
fn keys_of_other_algorithms_are_named_even_inside_encryption() {
    let test = "keys_of_other_algorithms_are_named_even_inside_encryption";
    let ec = ["genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let pss = ["genpkey", "-quiet", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"];
    let ed = ["genpkey", "-quiet", "-algorithm", "ED25519"];
    for (args, name) in [(&ec[..], "EC"), (&pss[..], "RSA-PSS"), (&ed[..], "Ed25519")] {
        let Some(pem) = openssl(test, args, "") else { return };
        let want = Some(PrivateKeyError::NotRsa { name });
        assert_eq!(PrivateKey::from_pem(&pem).err(), want);
        assert_eq!(PrivateKey::inspect(&pem).unwrap().algorithm(), Some(name));
        let Some(encrypted) = encrypt(test, "-v2 aes-256-cbc", &pem) else { return };
        let opened = PrivateKey::from_encrypted_pem(&encrypted, PASSPHRASE.as_bytes());
        assert_eq!(opened.err(), want);
        if name == "EC" {
            let sec1 = openssl(test, &["ec"], &pem).unwrap();
            assert!(sec1.starts_with("-----BEGIN EC PRIVATE KEY-----"), "{sec1}");
            assert_eq!(PrivateKey::from_pem(&sec1).err(), want);
            assert_eq!(PrivateKey::inspect(&sec1).unwrap().algorithm(), Some("EC"));
        }
    }
}

#[test]
fn errors_are_lower_case_sentences_and_hold_no_passphrase() {
    let test = "errors_are_lower_case_sentences_and_hold_no_passphrase";
    let Some(plain) = PLAIN.as_deref() else { return };
    let Some(encrypted) = encrypt(test, "-v2 aes-256-cbc", plain) else { return };
    let wrong = PrivateKey::from_encrypted_pem(&encrypted, b"xyzzy-7731").unwrap_err();
    assert_eq!(wrong.to_string(), "the passphrase is wrong");
    assert_eq!(format!("{wrong:?}"), "PassphraseWrong");
    for error in [
        PrivateKeyError::Certificate,
        PrivateKeyError::Exponent,
        PrivateKeyError::Limit { resource: "iterations" },
        PrivateKeyError::Malformed,
        PrivateKeyError::NotRsa { name: "EC" },
        PrivateKeyError::PassphraseMissing,
        PrivateKeyError::PassphraseUnneeded,
        PrivateKeyError::PublicKey,
        PrivateKeyError::TooLarge { bits: 1 },
        PrivateKeyError::TooSmall { bits: 1 },
        PrivateKeyError::WrongLabel,
        PemError::Base64.into(),
        PemError::Blank.into(),
        PemError::Dashes { found: 4 }.into(),
        PemError::Missing.into(),
        PemError::Several { count: 2 }.into(),
        PemError::Unended.into(),
    ] {
        let text = error.to_string();
        assert!(!text.starts_with(char::is_uppercase) && !text.ends_with('.'), "{text}");
    }
}
