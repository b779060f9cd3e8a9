//! Key files as OpenSSL really writes them, and files that are something else.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use common::{noise, run};
#[cfg(feature = "gateway")]
use kcp_crypto::{GatewayPrivateKey, SessionKey};
use kcp_crypto::{GatewayPublicKey, KeyError, fuzzing::parse_certificate};

/// OpenSSL's answer as text; `None` where OpenSSL is missing.
fn openssl(test: &str, args: &str, input: &str) -> Option<String> {
    let args: Vec<&str> = args.split(' ').collect();
    run(test, "openssl", &args, input.as_bytes()).map(|out| String::from_utf8(out).unwrap())
}

/// Public and private key of a size, in all four unencrypted forms.
struct Forms {
    pkcs1: String,
    pkcs8: String,
    pkcs1_public: String,
    spki: String,
}

fn forms(test: &str, bits: usize) -> Option<Forms> {
    let pkcs8 = openssl(
        test,
        &format!("genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:{bits}"),
        "",
    )?;
    Some(Forms {
        pkcs1: openssl(test, "rsa -traditional", &pkcs8)?,
        pkcs1_public: openssl(test, "rsa -RSAPublicKey_out", &pkcs8)?,
        spki: openssl(test, "rsa -pubout", &pkcs8)?,
        pkcs8,
    })
}

#[test]
fn both_public_forms_load_and_agree() {
    let Some(forms) = forms("both_public_forms_load_and_agree", 1024) else { return };
    assert!(forms.pkcs1_public.starts_with("-----BEGIN RSA PUBLIC KEY-----"));
    assert!(forms.spki.starts_with("-----BEGIN PUBLIC KEY-----"));
    let one = GatewayPublicKey::from_pem(&forms.pkcs1_public).unwrap();
    let two = GatewayPublicKey::from_pem(&forms.spki).unwrap();
    assert_eq!(one, two);
    assert_eq!(one.fingerprint(), two.fingerprint());
    assert_eq!(one.bits(), 1024);
    assert_eq!(one.to_pkcs1_pem(), forms.pkcs1_public, "written as OpenSSL writes it");
}

#[test]
fn windows_line_ends_load() {
    let Some(forms) = forms("windows_line_ends_load", 1024) else { return };
    let key = GatewayPublicKey::from_pem(&forms.spki).unwrap();
    for text in [&forms.spki, &forms.pkcs1_public] {
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(GatewayPublicKey::from_pem(&crlf).as_ref(), Ok(&key));
        assert_eq!(GatewayPublicKey::from_pem(crlf.trim_end()).as_ref(), Ok(&key));
    }
    #[cfg(feature = "gateway")]
    for text in [&forms.pkcs1, &forms.pkcs8] {
        let private = GatewayPrivateKey::from_pem(&text.replace('\n', "\r\n")).unwrap();
        assert_eq!(private.public_key(), key);
    }
}

#[cfg(feature = "gateway")]
#[test]
fn both_private_forms_load_agree_and_open_what_openssl_wrapped() {
    let test = "both_private_forms_load_agree_and_open_what_openssl_wrapped";
    let Some(traditional) = openssl(test, "genrsa -traditional 1024", "") else { return };
    let Some(pkcs8) = openssl(test, "pkcs8 -topk8 -nocrypt", &traditional) else { return };
    let Some(spki) = openssl(test, "rsa -pubout", &traditional) else { return };
    assert!(traditional.starts_with("-----BEGIN RSA PRIVATE KEY-----"));
    assert!(pkcs8.starts_with("-----BEGIN PRIVATE KEY-----"));
    let public = GatewayPublicKey::from_pem(&spki).unwrap();

    let folder = tempfile::tempdir().unwrap();
    let (private_file, public_file) =
        (folder.path().join("key.pem"), folder.path().join("pub.pem"));
    std::fs::write(&private_file, &traditional).unwrap();
    std::fs::write(&public_file, &spki).unwrap();
    let bytes: [u8; 32] = noise(3, 32).try_into().unwrap();
    let wrap = ["pkeyutl", "-encrypt", "-pubin", "-inkey", public_file.to_str().unwrap()];
    let Some(wrapped) = run(test, "openssl", &wrap, &bytes) else { return };
    let theirs = [&b"S"[..], &kcp_crypto::Has160::hash(&bytes), b"00", &wrapped].concat();

    for text in [&traditional, &pkcs8] {
        let private = GatewayPrivateKey::from_pem(text).unwrap();
        assert_eq!(private.public_key(), public);
        assert_eq!(*private.to_pkcs1_pem(), traditional, "written as OpenSSL writes it");
        assert_eq!(private.open_envelope(&theirs).unwrap(), SessionKey::new(bytes));
    }

    let ours = public.envelope(&mut getrandom::SysRng, &SessionKey::new(bytes)).unwrap();
    let unwrap = ["pkeyutl", "-decrypt", "-inkey", private_file.to_str().unwrap()];
    assert_eq!(run(test, "openssl", &unwrap, &ours[23..]).unwrap(), bytes, "OpenSSL opens ours");
}

#[test]
fn a_private_key_given_as_the_public_key_is_named() {
    let test = "a_private_key_given_as_the_public_key_is_named";
    let Some(forms) = forms(test, 1024) else { return };
    let Some(encrypted) = openssl(test, "rsa -aes128 -passout pass:secret", &forms.pkcs8) else {
        return;
    };
    for text in [&forms.pkcs1, &forms.pkcs8, &encrypted] {
        let error = GatewayPublicKey::from_pem(text).unwrap_err();
        assert_eq!(error, KeyError::PrivateKey);
        assert!(error.to_string().contains("private key"), "{error}");
    }
}

#[cfg(feature = "gateway")]
#[test]
fn encrypted_private_keys_are_named() {
    let test = "encrypted_private_keys_are_named";
    let Some(forms) = forms(test, 1024) else { return };
    for args in [
        "rsa -traditional -aes128 -passout pass:secret",
        "rsa -aes128 -passout pass:secret",
        "pkcs8 -topk8 -v2 seed-cbc -passout pass:secret -provider legacy -provider default",
    ] {
        let Some(encrypted) = openssl(test, args, &forms.pkcs8) else { return };
        let error = GatewayPrivateKey::from_pem(&encrypted).unwrap_err();
        assert_eq!(error, KeyError::Encrypted, "{args}");
        assert!(error.to_string().contains("encrypted"), "{error}");
    }
}

#[cfg(feature = "gateway")]
#[test]
fn a_public_key_given_as_the_private_key_is_named() {
    let test = "a_public_key_given_as_the_private_key_is_named";
    let Some(forms) = forms(test, 1024) else { return };
    for text in [&forms.pkcs1_public, &forms.spki] {
        assert_eq!(GatewayPrivateKey::from_pem(text).unwrap_err(), KeyError::PublicKey);
    }
}

#[test]
fn keys_of_other_algorithms_and_certificates_are_named() {
    let test = "keys_of_other_algorithms_and_certificates_are_named";
    let ec = "genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256";
    let Some(ec) = openssl(test, ec, "") else { return };
    let Some(ec_public) = openssl(test, "pkey -pubout", &ec) else { return };
    let Some(ed) = openssl(test, "genpkey -quiet -algorithm ED25519", "") else { return };
    let Some(ed_public) = openssl(test, "pkey -pubout", &ed) else { return };
    let pss = "genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024";
    let Some(pss) = openssl(test, pss, "") else { return };
    let Some(pss_public) = openssl(test, "pkey -pubout", &pss) else { return };
    for text in [&ec_public, &ed_public, &pss_public] {
        assert_eq!(GatewayPublicKey::from_pem(text), Err(KeyError::NotRsa), "{text}");
    }
    #[cfg(feature = "gateway")]
    {
        let Some(sec1) = openssl(test, "ec", &ec) else { return };
        for text in [&ec, &sec1, &ed, &pss] {
            assert_eq!(GatewayPrivateKey::from_pem(text).unwrap_err(), KeyError::NotRsa, "{text}");
        }
    }
    let certificate = ec.replace("PRIVATE KEY", "CERTIFICATE");
    assert_eq!(GatewayPublicKey::from_pem(&certificate), Err(KeyError::WrongLabel));
}

#[test]
fn sizes_from_1024_to_4096_bits_load_and_no_others() {
    let test = "sizes_from_1024_to_4096_bits_load_and_no_others";
    for bits in [1024, 2048, 4096] {
        let Some(forms) = forms(test, bits) else { return };
        assert_eq!(GatewayPublicKey::from_pem(&forms.spki).unwrap().bits(), bits);
    }
    for (bits, want) in [
        (512, KeyError::TooSmall { bits: 512 }),
        (1023, KeyError::TooSmall { bits: 1023 }),
        (4097, KeyError::TooLarge { bits: 4097 }),
    ] {
        let error = GatewayPublicKey::from_pem(&public_pem(bits, &[1, 0, 1])).unwrap_err();
        assert_eq!(error, want);
    }
}

#[test]
fn exponents_that_are_even_tiny_or_huge_are_refused() {
    for exponent in [&[0][..], &[1], &[2], &[4], &[1, 0, 0], &[3, 0, 0, 0, 1], &[1; 9]] {
        let text = public_pem(1024, exponent);
        assert_eq!(GatewayPublicKey::from_pem(&text), Err(KeyError::Exponent), "{exponent:?}");
    }
    for exponent in [&[3][..], &[17], &[1, 0, 1], &[1, 0xff, 0xff, 0xff, 0xff]] {
        assert!(GatewayPublicKey::from_pem(&public_pem(1024, exponent)).is_ok(), "{exponent:?}");
    }
}

#[test]
fn an_even_modulus_is_refused() {
    let mut der = public_der(1024, &[1, 0, 1]);
    let last = der.len() - 6;
    assert_eq!(der[last] & 1, 1, "the modulus ends before the exponent's five bytes");
    der[last] &= 0xfe;
    assert_eq!(GatewayPublicKey::from_pem(&armour(&der)), Err(KeyError::Malformed));
}

#[test]
fn damaged_public_keys_never_panic() {
    let der = public_der(1024, &[1, 0, 1]);
    for at in 0..der.len() {
        for flip in [1, 0x80, 0xff] {
            let mut other = der.clone();
            other[at] ^= flip;
            parse_certificate(armour(&other).as_bytes());
        }
        assert!(GatewayPublicKey::from_pem(&armour(&der[..at])).is_err(), "first {at} bytes");
    }
    assert!(GatewayPublicKey::from_pem(&armour(&[&der[..], &[0]].concat())).is_err());
}

#[cfg(feature = "gateway")]
#[test]
fn damaged_private_keys_never_panic() {
    let made = GatewayPrivateKey::generate(&mut common::Noise(77), 1024).unwrap();
    let text = made.to_pkcs1_pem();
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    // Every line's first, middle and last character is exchanged for each of four others.
    for line in 1..lines.len() - 1 {
        let whole = lines[line].clone();
        for at in [0, 1, whole.len() / 2, whole.len() - 1] {
            for with in ["A", "/", "h", "="] {
                let other = format!("{}{with}{}", &whole[..at], &whole[at + 1..]);
                lines[line] = other;
                kcp_crypto::fuzzing::parse_private_key(lines.join("\n").as_bytes());
                lines[line].clone_from(&whole);
            }
        }
    }
}

/// A PKCS#1 public key of a random odd modulus.
fn public_pem(bits: usize, exponent: &[u8]) -> String {
    armour(&public_der(bits, exponent))
}

fn public_der(bits: usize, exponent: &[u8]) -> Vec<u8> {
    let mut modulus = noise(bits as u64, bits.div_ceil(8));
    let spare = modulus.len() * 8 - bits;
    modulus[0] = (modulus[0] | 0x80) >> spare;
    *modulus.last_mut().unwrap() |= 1;
    let body = [integer(&modulus), integer(exponent)].concat();
    [vec![0x30], length(body.len()), body].concat()
}

fn integer(bytes: &[u8]) -> Vec<u8> {
    let sign = if bytes[0] >= 0x80 { vec![0] } else { vec![] };
    [vec![2], length(sign.len() + bytes.len()), sign, bytes.to_vec()].concat()
}

fn length(len: usize) -> Vec<u8> {
    match len {
        0..0x80 => vec![len as u8],
        0x80..0x100 => vec![0x81, len as u8],
        _ => vec![0x82, (len >> 8) as u8, len as u8],
    }
}

fn armour(der: &[u8]) -> String {
    const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("-----BEGIN RSA PUBLIC KEY-----\n");
    for group in der.chunks(3) {
        let value = (0..3).fold(0, |sum, at| sum << 8 | group.get(at).map_or(0, |b| u32::from(*b)));
        for at in 0..4 {
            let symbol = char::from(SYMBOLS[(value >> (18 - 6 * at)) as usize & 63]);
            text.push(if at <= group.len() { symbol } else { '=' });
        }
    }
    text + "\n-----END RSA PUBLIC KEY-----\n"
}
