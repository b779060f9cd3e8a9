//! Hostile and damaged files: too much work, and any byte changed.

use kcp_crypto::{PrivateKey, PrivateKeyError, fuzzing::parse_private_key};

use crate::{PASSPHRASE, PLAIN, common::run, encrypt};

#[test]
fn what_asks_for_too_much_work_is_refused_before_any() {
    let test = "what_asks_for_too_much_work_is_refused_before_any";
    let Some(plain) = PLAIN.as_deref() else { return };
    let Some(encrypted) = encrypt(test, "-v2 aes-256-cbc -iter 16777215", plain) else { return };
    let before = std::time::Instant::now();
    let refused = PrivateKey::from_encrypted_pem(&encrypted, PASSPHRASE.as_bytes()).err();
    assert_eq!(refused, Some(PrivateKeyError::Limit { resource: "iterations" }));
    let info = PrivateKey::inspect(&encrypted).unwrap();
    assert_eq!(info.encryption().unwrap().iterations(), Some(16_777_215));

    // 2048 iterations (02 02 08 00) become 10,000,001, none, and more than any number holds.
    for args in ["-v2 aes-256-cbc", "-v1 PBE-SHA1-3DES"] {
        let text = encrypt(test, args, plain).unwrap();
        for (bytes, want) in [
            (&[2, 2, 0x7f, 0xff][..], PrivateKeyError::PassphraseWrong),
            (&[2, 2, 0, 0x80], PrivateKeyError::PassphraseWrong),
            (&[2, 1, 0][..], PrivateKeyError::Malformed),
            (&[2, 1, 0xff], PrivateKeyError::Malformed),
            (&[2, 3, 0x98, 0x96, 0x81], PrivateKeyError::Malformed),
            (&[2, 4, 0, 0x98, 0x96, 0x81], PrivateKeyError::Limit { resource: "iterations" }),
            (&[2, 5, 1, 0, 0, 0, 1], PrivateKeyError::Limit { resource: "iterations" }),
            (
                &[2, 9, 0, 255, 255, 255, 255, 255, 255, 255, 255],
                PrivateKeyError::Limit { resource: "iterations" },
            ),
            (&[2, 10, 0, 255, 255, 255, 255, 255, 255, 255, 255, 1], PrivateKeyError::Malformed),
        ] {
            let changed = with_iterations(test, &text, bytes);
            let refused = PrivateKey::from_encrypted_pem(&changed, PASSPHRASE.as_bytes()).err();
            assert_eq!(refused, Some(want), "{args} {bytes:?}");
        }
    }
    assert!(before.elapsed().as_secs() < 60, "no work was done");
}

#[test]
fn a_key_length_that_is_not_the_cipher_s_is_refused() {
    let test = "a_key_length_that_is_not_the_cipher_s_is_refused";
    let Some(plain) = PLAIN.as_deref() else { return };
    let Some(encrypted) = encrypt(test, "-v2 aes-256-cbc", plain) else { return };
    for (len, want) in [(32, None), (16, Some(PrivateKeyError::Malformed))] {
        let changed = with_iterations(test, &encrypted, &[2, 2, 8, 0, 2, 1, len]);
        let opened = PrivateKey::from_encrypted_pem(&changed, PASSPHRASE.as_bytes());
        assert_eq!(opened.err(), want, "{len}");
    }
}

#[test]
fn exponents_that_are_even_or_tiny_are_refused() {
    let test = "exponents_that_are_even_or_tiny_are_refused";
    let Some(plain) = PLAIN.as_deref() else { return };
    let Some(der) =
        run(test, "openssl", &["rsa", "-traditional", "-outform", "DER"], plain.as_bytes())
    else {
        return;
    };
    for exponent in [&[2, 3, 1, 0, 0][..], &[2, 1, 1], &[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 1]] {
        let changed = replaced(&der, &[2, 3, 1, 0, 1], exponent).unwrap();
        let base64 = String::from_utf8(run(test, "openssl", &["base64"], &changed).unwrap());
        let text = format!(
            "-----BEGIN RSA PRIVATE KEY-----\n{}-----END RSA PRIVATE KEY-----\n",
            base64.unwrap()
        );
        let refused = PrivateKey::from_pem(&text).err();
        assert_eq!(refused, Some(PrivateKeyError::Exponent), "{exponent:?}");
    }
}

/// Puts another INTEGER in the place of 2048 and writes every length around it anew.
fn with_iterations(test: &str, text: &str, integer: &[u8]) -> String {
    let base64: String = text.lines().filter(|line| !line.contains('-')).collect();
    let der = run(test, "openssl", &["base64", "-d", "-A"], base64.as_bytes()).unwrap();
    let der = replaced(&der, &[2, 2, 8, 0], integer).unwrap();
    let base64 = String::from_utf8(run(test, "openssl", &["base64"], &der).unwrap()).unwrap();
    format!("-----BEGIN ENCRYPTED PRIVATE KEY-----\n{base64}-----END ENCRYPTED PRIVATE KEY-----\n")
}

/// Rebuilds a SEQUENCE with the first `old` inside, at any depth of sequences, made `new`.
fn replaced(der: &[u8], old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    let (head, len) = match der[1] {
        len @ 0..=0x7f => (2, usize::from(len)),
        0x81 => (3, usize::from(der[2])),
        _ => (4, usize::from(der[2]) << 8 | usize::from(der[3])),
    };
    let (whole, body) = (&der[..head + len], &der[head..head + len]);
    if whole == old {
        return Some(new.to_vec());
    }
    if der[0] != 0x30 {
        return None;
    }
    let (mut out, mut at, mut done) = (Vec::new(), 0, false);
    while at < body.len() {
        let part = &body[at..];
        let size = match part[1] {
            len @ 0..=0x7f => 2 + usize::from(len),
            0x81 => 3 + usize::from(part[2]),
            _ => 4 + (usize::from(part[2]) << 8 | usize::from(part[3])),
        };
        match replaced(&part[..size], old, new) {
            Some(other) if !done => {
                done = true;
                out.extend(other);
            }
            _ => out.extend(&part[..size]),
        }
        at += size;
    }
    let len = out.len();
    let head = match len {
        0..=0x7f => vec![0x30, len as u8],
        0x80..=0xff => vec![0x30, 0x81, len as u8],
        _ => vec![0x30, 0x82, (len >> 8) as u8, len as u8],
    };
    done.then(|| [head, out].concat())
}

#[test]
fn damaged_files_never_panic_and_open_to_no_other_key() {
    let test = "damaged_files_never_panic_and_open_to_no_other_key";
    let Some(plain) = PLAIN.as_deref() else { return };
    let key = PrivateKey::from_pem(plain).unwrap();
    for args in ["-v2 aes-256-cbc -iter 2", "-v1 PBE-SHA1-3DES -iter 2", "-v2 seed-cbc -iter 2"] {
        let Some(encrypted) = encrypt(test, args, plain) else { return };
        parse_private_key(encrypted.as_bytes());
        let base64: String = encrypted.lines().filter(|line| !line.contains('-')).collect();
        let der = run(test, "openssl", &["base64", "-d", "-A"], base64.as_bytes()).unwrap();
        for at in 0..der.len() {
            // The parameters whole, of the encrypted key every eighth byte.
            if at > 130 && at % 8 != 0 {
                continue;
            }
            for flip in [1, 0x80, 0xff] {
                let mut other = der.clone();
                other[at] ^= flip;
                parse_private_key(&other);
            }
            parse_private_key(&der[..at]);
        }
    }
    let lines: Vec<&str> = plain.lines().collect();
    for line in 0..lines.len() {
        for at in [0, lines[line].len() / 2, lines[line].len() - 1] {
            for with in ["A", "/", "-", "=", " "] {
                let mut lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
                lines[line].replace_range(at..=at, with);
                let text = lines.join("\n");
                parse_private_key(text.as_bytes());
                if let Ok(other) = PrivateKey::from_pem(&text) {
                    // Numbers that are not the public ones may be damaged unseen until signing.
                    assert_eq!(other.bits(), key.bits());
                }
            }
        }
    }
}
