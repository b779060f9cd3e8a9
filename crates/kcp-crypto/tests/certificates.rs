//! Certificates as OpenSSL makes them, and texts that are none.
// Helpers of tests are tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

mod common;

use common::run;
use kcp_crypto::{
    CertificateError, PemError, PrivateKey, ServiceCertificate, Validity,
    certificate::EXPIRY_WARNING_DAYS, fuzzing::parse_certificate,
};

const DAY: u64 = 24 * 60 * 60;

/// A key and its self-signed certificate.
struct Pair {
    key: String,
    certificate: String,
}

fn openssl(test: &str, args: &[&str], input: &str) -> Option<String> {
    run(test, "openssl", args, input.as_bytes()).map(|out| String::from_utf8(out).unwrap())
}

/// Makes a pair; `algorithm` and `more` are OpenSSL's arguments.
fn pair(test: &str, algorithm: &[&str], more: &[&str]) -> Option<Pair> {
    let generate = [&["genpkey", "-quiet", "-algorithm"], algorithm].concat();
    let key = openssl(test, &generate, "")?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pem");
    std::fs::write(&file, &key).unwrap();
    let request = ["req", "-new", "-x509", "-utf8", "-key", file.to_str().unwrap()];
    let certificate = openssl(test, &[&request[..], more].concat(), "")?;
    Some(Pair { key, certificate })
}

const RSA: &[&str] = &["RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
const EC: &[&str] = &["EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
const NAME: &[&str] = &["-subj", "/C=KR/O=NHN KCP Corp./CN=2021062910000024"];

#[test]
fn the_one_line_form_is_the_file_without_line_ends() {
    let test = "the_one_line_form_is_the_file_without_line_ends";
    let Some(Pair { certificate: pem, .. }) = pair(test, RSA, NAME) else { return };
    let certificate = ServiceCertificate::from_pem(&pem).unwrap();
    let info = certificate.kcp_cert_info();
    assert_eq!(info, pem.replace('\n', ""));
    assert!(info.starts_with("-----BEGIN CERTIFICATE-----MII"), "{info}");
    assert!(info.ends_with("-----END CERTIFICATE-----"), "{info}");
    for text in [
        info.clone(),
        pem.replace('\n', "\r\n"),
        format!("\u{feff}subject=somebody\n\n{pem}\n\n"),
        pem.replace('\n', "\n  "),
    ] {
        let other = ServiceCertificate::from_pem(&text).unwrap();
        assert_eq!(other, certificate, "{text}");
        assert_eq!(other.kcp_cert_info(), info);
    }
}

#[test]
fn names_serial_and_dates_are_those_openssl_tells() {
    let test = "names_serial_and_dates_are_those_openssl_tells";
    let name = ["-subj", "/C=KR/O=\u{d55c}\u{ad6d} KCP, Corp./CN=shop", "-days", "90"];
    let serial = ["-set_serial", "0x07072E2560D1EE8A"];
    let more = [&name[..], &serial].concat();
    let Some(Pair { certificate: pem, .. }) = pair(test, RSA, &more) else { return };
    let certificate = ServiceCertificate::from_pem(&pem).unwrap();
    assert_eq!(certificate.subject(), "CN=shop,O=\u{d55c}\u{ad6d} KCP\\, Corp.,C=KR");
    assert_eq!(certificate.issuer(), certificate.subject());
    assert_eq!(certificate.serial(), "07072E2560D1EE8A");
    let told = openssl(test, &["x509", "-noout", "-serial"], &pem).unwrap();
    assert_eq!(told.trim(), format!("serial={}", certificate.serial()));
    assert_eq!(certificate.not_after() - certificate.not_before(), 90 * DAY);
    assert!(certificate.not_before() > 1_700_000_000);
    let text = format!("{certificate:?}");
    assert!(text.contains("07072E2560D1EE8A") && !text.contains("MII"), "{text}");
}

#[test]
fn the_validity_turns_on_its_seconds() {
    let test = "the_validity_turns_on_its_seconds";
    let Some(Pair { certificate: pem, .. }) = pair(test, RSA, &[NAME, &["-days", "90"]].concat())
    else {
        return;
    };
    let certificate = ServiceCertificate::from_pem(&pem).unwrap();
    let (from, to) = (certificate.not_before(), certificate.not_after());
    assert_eq!(EXPIRY_WARNING_DAYS, 30);
    for (at, want) in [
        (0, Validity::NotYet),
        (from - 1, Validity::NotYet),
        (from, Validity::Valid { days_left: 90 }),
        (to - 31 * DAY, Validity::Valid { days_left: 31 }),
        (to - 31 * DAY + 1, Validity::ExpiresSoon { days_left: 30 }),
        (to - 30 * DAY, Validity::ExpiresSoon { days_left: 30 }),
        (to - 1, Validity::ExpiresSoon { days_left: 0 }),
        (to, Validity::ExpiresSoon { days_left: 0 }),
        (to + 1, Validity::Expired),
        (u64::MAX, Validity::Expired),
    ] {
        assert_eq!(certificate.validity_at(at), want, "{at}");
    }
}

#[test]
fn an_expired_certificate_and_one_beyond_2050_tell_their_dates() {
    let test = "an_expired_certificate_and_one_beyond_2050_tell_their_dates";
    let Some(Pair { key, .. }) = pair(test, RSA, NAME) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(file("key.pem"), &key).unwrap();
    let request = ["req", "-new", "-subj", "/CN=2021062910000024", "-key", &file("key.pem")];
    std::fs::write(file("request.pem"), openssl(test, &request, "").unwrap()).unwrap();
    std::fs::write(file("index.txt"), "").unwrap();
    let settings = format!(
        "[ca]\ndefault_ca=one\n[one]\ndatabase={}\nnew_certs_dir={}\nrand_serial=yes\n\
         default_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n",
        file("index.txt"),
        folder.path().to_str().unwrap(),
    );
    std::fs::write(file("settings"), settings).unwrap();
    for (from, to, not_before, not_after) in [
        ("20210629000000Z", "20260628235959Z", 1_624_924_800, 1_782_691_199),
        ("20240107000000Z", "20991231235959Z", 1_704_585_600, 4_102_444_799),
    ] {
        let args = ["ca", "-batch", "-notext", "-selfsign", "-config", &file("settings")];
        let files = ["-keyfile", &file("key.pem"), "-in", &file("request.pem")];
        let dates = ["-startdate", from, "-enddate", to];
        let pem = openssl(test, &[&args[..], &files, &dates].concat(), "").unwrap();
        let certificate = ServiceCertificate::from_pem(&pem).unwrap();
        let dates = (certificate.not_before(), certificate.not_after());
        assert_eq!(dates, (not_before, not_after), "{from}");
        assert!(certificate.matches(&PrivateKey::from_pem(&key).unwrap()));
        let now = 1_790_000_000;
        let expired = certificate.validity_at(now) == Validity::Expired;
        assert_eq!(expired, not_after < now);
    }
}

#[test]
fn a_certificate_matches_its_own_key_alone() {
    let test = "a_certificate_matches_its_own_key_alone";
    let Some(one) = pair(test, RSA, NAME) else { return };
    let Some(two) = pair(test, RSA, NAME) else { return };
    let certificate = ServiceCertificate::from_pem(&one.certificate).unwrap();
    let own = PrivateKey::from_pem(&one.key).unwrap();
    let other = PrivateKey::from_pem(&two.key).unwrap();
    assert!(certificate.matches(&own));
    assert!(certificate.matches(own.public_key()));
    assert!(!certificate.matches(&other));
    assert_eq!(certificate.public_key(), Some(own.public_key()));
    #[cfg(any(feature = "aws-lc", feature = "rsa-signing"))]
    {
        let signing = kcp_crypto::SigningKey::new(&own).unwrap();
        assert!(certificate.matches(&signing));
        let signing = kcp_crypto::SigningKey::new(&other).unwrap();
        assert!(!certificate.matches(&signing));
    }
    #[cfg(all(feature = "gateway", feature = "aws-lc"))]
    {
        let target = kcp_crypto::Target::inquire("T0000", "20210719000000", "PACA").unwrap();
        let signature = kcp_crypto::SigningKey::new(&own).unwrap().sign(&target).unwrap();
        let verifying = kcp_crypto::VerifyingKey::from_certificate(&certificate).unwrap();
        assert_eq!(verifying.verify(&target, signature.as_base64()), Ok(()));
    }
}

#[test]
fn a_certificate_of_another_algorithm_loads_and_matches_nothing() {
    let test = "a_certificate_of_another_algorithm_loads_and_matches_nothing";
    let Some(ec) = pair(test, EC, NAME) else { return };
    let Some(rsa) = pair(test, RSA, NAME) else { return };
    let certificate = ServiceCertificate::from_pem(&ec.certificate).unwrap();
    assert_eq!(certificate.public_key(), None);
    assert!(!certificate.matches(&PrivateKey::from_pem(&rsa.key).unwrap()));
    #[cfg(feature = "gateway")]
    assert_eq!(
        kcp_crypto::VerifyingKey::from_certificate(&certificate).err(),
        Some(kcp_crypto::VerifyingKeyError::NotRsa)
    );
}

#[test]
fn what_is_not_one_certificate_is_named() {
    let test = "what_is_not_one_certificate_is_named";
    let Some(Pair { key, certificate: pem }) = pair(test, RSA, NAME) else { return };
    let encrypt = ["pkcs8", "-topk8", "-v2", "aes-128-cbc", "-passout", "pass:changeit"];
    let encrypted = openssl(test, &encrypt, &key).unwrap();
    let traditional = openssl(test, &["rsa", "-traditional"], &key).unwrap();
    let public = openssl(test, &["pkey", "-pubout"], &key).unwrap();
    let one_line = pem.replace('\n', "");
    let end = format!("{}----END CERTIFICATE----\n", pem.split("-----END").next().unwrap());
    for (text, want) in [
        (String::new(), PemError::Missing.into()),
        ("MIIDgTCC".to_owned(), PemError::Missing.into()),
        (format!("{pem}{pem}"), PemError::Several { count: 2 }.into()),
        (key.clone(), CertificateError::PrivateKey),
        (encrypted, CertificateError::PrivateKey),
        (traditional, CertificateError::PrivateKey),
        (format!("{pem}{key}"), CertificateError::PrivateKey),
        (public, CertificateError::WrongLabel),
        (pem.replace("CERTIFICATE", "CERTIFICATE REQUEST"), CertificateError::WrongLabel),
        (end, PemError::Dashes { found: 4 }.into()),
        (pem.replace("-----BEGIN", "----BEGIN"), PemError::Dashes { found: 4 }.into()),
        (one_line.replace("CATE-----", "CATE----"), PemError::Dashes { found: 4 }.into()),
        (pem.replace(char::is_whitespace, ""), PemError::Blank.into()),
        (pem[..500].to_owned(), PemError::Unended.into()),
        (key.replace("PRIVATE KEY", "CERTIFICATE"), CertificateError::Malformed),
        (pem.replace("-----\nMII", "-----\nM?I"), PemError::Base64.into()),
    ] {
        assert_eq!(ServiceCertificate::from_pem(&text), Err(want), "{text}");
    }
}

#[test]
fn damaged_certificates_never_panic() {
    let test = "damaged_certificates_never_panic";
    let Some(Pair { certificate: pem, .. }) = pair(test, EC, NAME) else { return };
    parse_certificate(pem.as_bytes());
    for at in 0..pem.len() {
        for with in ["A", "/", "-", "=", "\n", "\u{d55c}"] {
            let mut text = pem.clone();
            text.replace_range(at..=at, with);
            parse_certificate(text.as_bytes());
        }
        parse_certificate(&pem.as_bytes()[..at]);
    }
}
