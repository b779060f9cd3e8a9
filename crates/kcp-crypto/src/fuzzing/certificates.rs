//! Certificates and public keys: what loads is what stands in the file.

use alloc::string::String;
use core::fmt::Write as _;

use super::tlv::{self, Tlv};
use crate::{GatewayPublicKey, ServiceCertificate, Validity, pem};

/// Any text as a certificate and as the gateway's public key, and any bytes as the DER in such files. What loads has
/// the dates, the number and the key that a slow reader finds in it, and its one-line form loads as the same.
pub fn parse_certificate(data: &[u8]) {
    if let Ok(certificate) = ServiceCertificate::from_pem(&pem::write("CERTIFICATE", data)) {
        is_what_stands_there(&certificate, data);
    }
    for label in ["PUBLIC KEY", "RSA PUBLIC KEY"] {
        public_key(&pem::write(label, data));
    }
    let Ok(text) = str::from_utf8(data) else { return };
    public_key(text);
    if let Ok(certificate) = ServiceCertificate::from_pem(text) {
        assert_eq!(text.matches("-----BEGIN ").count(), 1, "one block, and no other");
        is_what_stands_there(&certificate, certificate.as_der());
        let again = ServiceCertificate::from_pem(&certificate.kcp_cert_info());
        assert_eq!(again.as_ref(), Ok(&certificate), "its one-line form");
        for (whole, other) in [
            ("-----BEGIN", "----BEGIN"),
            ("-----BEGIN", "------BEGIN"),
            ("-----END", "----END"),
            ("CERTIFICATE-----", "CERTIFICATE----"),
            ("BEGIN CERTIFICATE", "BEGINCERTIFICATE"),
            ("END CERTIFICATE", "END X509 CERTIFICATE"),
        ] {
            let other = text.replacen(whole, other, 1);
            assert!(ServiceCertificate::from_pem(&other).is_err(), "{whole:?} is a marker's");
        }
    }
}

/// Whether a certificate or a public key loads.
#[must_use]
pub fn takes_certificate(data: &[u8]) -> bool {
    let loads = |text: &str| {
        ServiceCertificate::from_pem(text).is_ok() || GatewayPublicKey::from_pem(text).is_ok()
    };
    str::from_utf8(data).is_ok_and(loads)
        || ["CERTIFICATE", "PUBLIC KEY", "RSA PUBLIC KEY"]
            .into_iter()
            .any(|label| loads(&pem::write(label, data)))
}

fn public_key(text: &str) {
    let Ok(key) = GatewayPublicKey::from_pem(text) else { return };
    let written = key.to_pkcs1_pem();
    let block = pem::first_block(&written).map(|block| block.der);
    let numbers = block.as_deref().ok().and_then(|der| tlv::of(der)).unwrap_or_default();
    let [modulus, exponent] = numbers.as_slice() else { panic!("a key of other than two numbers") };
    assert_eq!(tlv::bits(modulus), Some(key.bits()));
    assert!((GatewayPublicKey::MIN_BITS..=GatewayPublicKey::MAX_BITS).contains(&key.bits()));
    let exponent = exponent.value.iter().fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
    assert!(exponent % 2 == 1 && (3..1 << 33).contains(&exponent), "an exponent that is refused");
    let mut lines = text.lines().map(|line| {
        line.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}')
    });
    let label = lines.find_map(|line| line.strip_prefix("-----BEGIN ")?.strip_suffix("-----"));
    assert!(label.is_some_and(|label| ["PUBLIC KEY", "RSA PUBLIC KEY"].contains(&label)));
    assert_eq!(GatewayPublicKey::from_pem(&written), Ok(key), "written and loaded again");
}

fn is_what_stands_there(certificate: &ServiceCertificate, der: &[u8]) {
    assert_eq!(certificate.as_der(), der);
    let signed = tlv::of(der).unwrap_or_default();
    let [Tlv { tag: 0x30, value }, _, _] = signed.as_slice() else {
        panic!("a certificate of other than three parts");
    };
    let parts = tlv::all(value).unwrap_or_default();
    // The version may be left out.
    let parts = match parts.as_slice() {
        [Tlv { tag: 0xa0, .. }, rest @ ..] => rest,
        all => all,
    };
    let [serial, _, _, validity, _, key, ..] = parts else {
        panic!("a certificate without a part")
    };
    let mut hex = String::new();
    for byte in serial.value {
        let _ = write!(hex, "{byte:02X}"); // a String takes all there is
    }
    // The sign's zero is not part of the number.
    assert_eq!(certificate.serial().trim_start_matches("00"), hex.trim_start_matches("00"));
    let dates = tlv::all(validity.value).unwrap_or_default();
    let [from, to] = dates.as_slice() else { panic!("a validity of other than two dates") };
    assert_eq!(seconds(from), Some(certificate.not_before()));
    assert_eq!(seconds(to), Some(certificate.not_after()));
    dates_count(certificate);
    if let Some(public) = certificate.public_key() {
        let spki = tlv::of(public.as_spki_der()).unwrap_or_default();
        let bits = |parts: &[Tlv<'_>]| parts.last().map(|key| key.value.to_vec());
        assert_eq!(bits(&spki), tlv::all(key.value).as_deref().and_then(bits), "the certified key");
    }
}

/// First and last second are within, and not a second more.
fn dates_count(certificate: &ServiceCertificate) {
    let (first, last) = (certificate.not_before(), certificate.not_after());
    if first > last {
        return;
    }
    let within = |at| {
        matches!(certificate.validity_at(at), Validity::Valid { .. } | Validity::ExpiresSoon { .. })
    };
    assert!(within(first) && within(last));
    assert_eq!(certificate.validity_at(last.saturating_add(1)), Validity::Expired);
    if let Some(before) = first.checked_sub(1) {
        assert_eq!(certificate.validity_at(before), Validity::NotYet);
    }
}

/// Seconds since 1970 of a date in either of its forms, both of which end in `Z`.
fn seconds(date: &Tlv<'_>) -> Option<u64> {
    let text = str::from_utf8(date.value).ok()?.strip_suffix('Z')?;
    let (year, rest) = match date.tag {
        0x17 => {
            let (year, rest) = text.split_at_checked(2)?;
            let year: u64 = year.parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        0x18 => {
            let (year, rest) = text.split_at_checked(4)?;
            (year.parse().ok()?, rest)
        }
        _ => return None,
    };
    let two = |at: usize| rest.get(at..at + 2)?.parse::<u64>().ok();
    let is = |year: u64, every| year.is_multiple_of(every);
    let leap = |year| is(year, 4) && (!is(year, 100) || is(year, 400));
    let months = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let whole = usize::try_from(two(0)?.checked_sub(1)?).ok()?;
    let days = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum::<u64>()
        + months.iter().take(whole).sum::<u64>()
        + two(2)?.checked_sub(1)?;
    Some(((days * 24 + two(4)?) * 60 + two(6)?) * 60 + two(8)?)
}
