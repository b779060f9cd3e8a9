//! Keys written anew: they open here and in OpenSSL.

use kcp_crypto::{PrivateKey, PrivateKeyError, private_key::SealError};

use crate::{
    PLAIN,
    common::{Dry, Failing},
    openssl,
};

#[test]
fn a_written_key_opens_here_and_in_openssl() {
    let test = "a_written_key_opens_here_and_in_openssl";
    let Some(plain) = PLAIN.as_deref() else { return };
    let key = PrivateKey::from_pem(plain).unwrap();
    let written = key.to_encrypted_pem(&mut getrandom::SysRng, "새 비밀번호".as_bytes()).unwrap();
    assert!(written.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{written}");
    assert!(written.lines().all(|line| line.len() <= 64));

    let opened = PrivateKey::from_encrypted_pem(&written, "새 비밀번호".as_bytes()).unwrap();
    assert_eq!(opened.public_key(), key.public_key());
    let refused = PrivateKey::from_encrypted_pem(&written, b"changeit").err();
    assert_eq!(refused, Some(PrivateKeyError::PassphraseWrong));

    let args = ["pkey", "-passin", "pass:새 비밀번호"];
    assert_eq!(openssl(test, &args, &written).unwrap(), plain, "the same numbers");
    let parsed = openssl(test, &["asn1parse"], &written).unwrap();
    for part in ["PBES2", "PBKDF2", ":0927C0", "hmacWithSHA256", "aes-256-cbc"] {
        assert!(parsed.contains(part), "{part}: {parsed}");
    }

    let again = key.to_encrypted_pem(&mut getrandom::SysRng, "새 비밀번호".as_bytes()).unwrap();
    assert_ne!(again, written, "salt and initial vector are drawn anew");
    let said = *PrivateKey::inspect(&written).unwrap().encryption().unwrap();
    assert_eq!(said.name(), "AES-256-CBC");
    assert_eq!((said.prf(), said.iterations()), (Some("HMAC-SHA256"), Some(600_000)));
}

#[test]
fn a_dry_source_or_no_passphrase_writes_no_key() {
    let Some(plain) = PLAIN.as_deref() else { return };
    let key = PrivateKey::from_pem(plain).unwrap();
    for left in [0, 15, 16, 31] {
        let refused = key.to_encrypted_pem(&mut Failing { left }, b"changeit").err();
        assert_eq!(refused, Some(SealError::Draw(Dry)), "{left}");
    }
    assert!(key.to_encrypted_pem(&mut Failing { left: 32 }, b"changeit").is_ok());
    let refused = key.to_encrypted_pem(&mut Failing { left: 32 }, b"").err();
    assert_eq!(refused, Some(SealError::EmptyPassphrase));
}
