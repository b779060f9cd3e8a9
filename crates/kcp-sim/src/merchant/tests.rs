//! Merchants: the built-in ones, and files that are refused.

use super::*;

const KEY: &str = "3grptw1.zW0GSo4PQdaGvsF__";

#[test]
fn the_built_in_merchant_has_its_card() {
    let merchants = Merchants::builtin();
    let merchant = merchants.find(SiteCode::parse("T0000").unwrap()).unwrap();
    assert!(merchant.has_key(&SiteKey::parse(KEY).unwrap()));
    let keys = merchant.group(GroupId::parse("BA0011000348").unwrap()).unwrap();
    assert_eq!(keys, [BatchKey::parse("1234567890123456").unwrap()]);
}

#[test]
fn a_broken_file_is_refused_without_its_keys() {
    let text = format!("[[merchant]]\nsite_cd = \"T0000\"\nsite_key = {KEY}\n");
    let error = Merchants::from_toml(&text).unwrap_err();
    assert_eq!(error, MerchantsError::Toml { line: 3 });
    assert!(!format!("{error} {error:?}").contains("3grptw1"));
    let text = format!("[[merchant]]\nsite_cd = \"t0000\"\nsite_key = \"{KEY}\"");
    let error = Merchants::from_toml(&text).unwrap_err();
    assert!(matches!(error, MerchantsError::Field { merchant: 1, .. }), "{error:?}");
    let one = format!("[[merchant]]\nsite_cd = \"T0000\"\nsite_key = \"{KEY}\"\n");
    let error = Merchants::from_toml(&(one.clone() + &one)).unwrap_err();
    assert!(matches!(error, MerchantsError::Twice { .. }), "{error:?}");
    assert!(Merchants::from_toml(&(one + "color = 1")).is_err());
}

#[test]
fn no_key_is_printed() {
    let text = format!("{:?}", Merchants::builtin());
    assert!(!text.contains("3grptw1") && !text.contains("1234567890123456"), "{text}");
}

#[test]
fn escrow_is_t0007_s_and_whose_file_says_so() {
    let has = |merchants: &Merchants, who: &str| {
        merchants.find(SiteCode::parse(who).unwrap()).map(Merchant::has_escrow)
    };
    let merchants = Merchants::builtin();
    assert_eq!((has(&merchants, "T0000"), has(&merchants, "T0007")), (Some(false), Some(true)));
    let one = |more: &str| {
        let text = format!("[[merchant]]\nsite_cd = \"A52Q7\"\nsite_key = \"{KEY}\"\n{more}");
        has(&Merchants::from_toml(&text).unwrap(), "A52Q7")
    };
    assert_eq!((one(""), one("escrow = true")), (Some(false), Some(true)));
}
