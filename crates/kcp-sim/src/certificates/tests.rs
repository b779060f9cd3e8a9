//! Who may use which certificate and when, and which signatures hold.

use std::sync::LazyLock;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use kcp_codec::SiteKey;
use kcp_crypto::ServiceCertificate;

use super::*;
use crate::Merchant;

fn site(text: &str) -> SiteCode {
    SiteCode::parse(text).unwrap()
}

fn time(text: &str) -> KstDateTime {
    KstDateTime::parse(text).unwrap()
}

static MADE: LazyLock<Certificates> = LazyLock::new(|| {
    let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
    let merchants = Merchants::builtin().with(Merchant::new(site("T0007"), key));
    Certificates::make(&merchants, time("20261121120000")).unwrap()
});

fn pem(who: &str) -> String {
    MADE.of(site(who)).unwrap().certificate_pem.clone()
}

#[track_caller]
fn checked(who: &str, text: &str, now: &str) -> Result<(), Refusal> {
    MADE.check(site(who), text.as_bytes(), time(now)).map(drop)
}

#[test]
fn line_breaks_may_be_there_or_not_and_blanks_may_not_be_missing() {
    let text = pem("T0000");
    assert_eq!(checked("T0000", &text, "20261121120000"), Ok(()));
    assert_eq!(checked("T0000", &text.replace('\n', ""), "20261121120000"), Ok(()));
    assert_eq!(checked("T0000", &text.replace('\n', "\r\n"), "20261121120000"), Ok(()));
    for broken in [
        String::new(),
        text.replace(' ', ""),
        text.replace("-----END", "----END"),
        text.replace("MII", "M II"),
        text.replace("MII", "MI_"),
        text.replace("CERTIFICATE", "PRIVATE KEY"),
    ] {
        assert_eq!(checked("T0000", &broken, "20261121120000"), Err(Refusal::BAD_CERTIFICATE));
    }
}

#[test]
fn another_merchant_s_certificate_and_a_changed_one_are_refused() {
    let now = "20261121120000";
    assert_eq!(checked("T0000", &pem("T0007"), now), Err(Refusal::OTHER_CERTIFICATE));
    let last = pem("T0000").replace('\n', "");
    let changed = last.replacen("MII", "MIJ", 1);
    assert_eq!(checked("T0000", &changed, now), Err(Refusal::OTHER_CERTIFICATE));
}

#[test]
fn a_certificate_holds_for_five_years_from_the_day_before() {
    let text = pem("T0000");
    let at = |now| checked("T0000", &text, now);
    assert_eq!(at("20261120115959"), Err(Refusal::EXPIRED_CERTIFICATE));
    assert_eq!(at("20261120120000"), Ok(()));
    assert_eq!(at("20311120120000"), Ok(()));
    assert_eq!(at("20311120120001"), Err(Refusal::EXPIRED_CERTIFICATE));
    let identity = MADE.of(site("T0000")).unwrap();
    assert_eq!(identity.valid_until, time("20311120120000"));
}

#[test]
fn a_signature_holds_for_its_text_and_its_key_only() {
    let now = time("20261121120000");
    let text = pem("T0000");
    let service = MADE.check(site("T0000"), text.as_bytes(), now).unwrap();
    let sign = |who: &str, target: &str| {
        let (_, der) =
            pkcs8::SecretDocument::from_pem(&MADE.of(site(who)).unwrap().private_key_pem).unwrap();
        let key = RsaKeyPair::from_pkcs8(der.as_bytes()).unwrap();
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), target.as_bytes(), &mut signature)
            .unwrap();
        Base64::encode_string(&signature)
    };
    let target = "T0000^20261121000001^STSC";
    let good = sign("T0000", target);
    assert_eq!(service.verify(target, good.as_bytes()), Ok(()));
    assert_eq!(
        service.verify("T0000^20261121000001^STPC", good.as_bytes()),
        Err(Refusal::BAD_SIGNATURE)
    );
    assert_eq!(
        service.verify(target, sign("T0007", target).as_bytes()),
        Err(Refusal::BAD_SIGNATURE)
    );
    assert_eq!(service.verify(target, b""), Err(Refusal::NO_SIGNATURE));
    for broken in
        [good.trim_end_matches('=').to_owned(), good.clone() + "\n", good.replace('A', "B")]
    {
        assert_eq!(
            service.verify(target, broken.as_bytes()),
            Err(Refusal::BAD_SIGNATURE),
            "{broken}"
        );
    }
}

#[test]
fn no_key_is_printed() {
    let text = format!("{:?}", MADE.of(site("T0000")).unwrap());
    assert!(!text.contains("BEGIN") && text.contains("valid_until"), "{text}");
}

#[test]
fn a_serial_number_is_the_day_and_eight_digits_and_never_shorter() {
    for (service, number) in MADE.services.iter().zip(2_026_112_100_000_001_u64..) {
        let certificate = ServiceCertificate::from_pem(&service.identity.certificate_pem).unwrap();
        assert_eq!(certificate.serial(), format!("{number:014X}"), "{}", service.site);
    }
}
