//! Values that fit their rule and values that do not.

use proptest::prelude::*;

use super::*;
use crate::fields::{Rules, rule};

fn reason(operation: &str, wire: &str, text: &str) -> Option<Reason> {
    let rule = rule(operation, wire).unwrap();
    rule.check(Charset::Ksx1001, text).err().map(|error| {
        assert_eq!(error.field().as_str(), wire);
        error.reason()
    })
}

#[test]
fn a_value_is_checked_by_its_shape() {
    for (operation, wire, text, want) in [
        ("approve", "ordr_mony", "1004", None),
        ("approve", "ordr_mony", "01004", Some(Reason::LeadingZero)),
        ("approve", "ordr_mony", "1,004", Some(Reason::Forbidden { at: 1, byte: b',' })),
        ("approve", "ordr_mony", "-1", Some(Reason::BadByte { at: 0 })),
        ("approve", "ordr_mony", "1234567890123", Some(Reason::TooLong { len: 13, max: 12 })),
        ("approve", "pay_type", "PAXX", Some(Reason::OutOfRange)),
        ("approve_answer", "amount", "000000001004", None),
        ("virtual_account_issue", "va_date", "20281231235959", None),
        ("virtual_account_issue", "va_date", "20281331235959", Some(Reason::NotADate)),
        ("virtual_account_issue", "va_date", "202812312359", Some(Reason::NotADate)),
        ("window_mobile_order", "ipgm_date", "20281231", None),
        ("register", "Ret_URL", "https://shop.example/r?a=1&b=2,3;4", None),
        ("register", "Ret_URL", "https://", Some(Reason::BadByte { at: 0 })),
        ("register", "Ret_URL", "javascript:alert(1)", Some(Reason::BadByte { at: 0 })),
        ("register", "Ret_URL", "https://a/\"x", Some(Reason::Forbidden { at: 10, byte: b'"' })),
        ("window_mobile_order", "AppUrl", "myapp://", None),
        ("ax_hub_order", "kcp_noint_quota", "CCBC-02:03:06,CCKM-03:06", None),
        ("ax_hub_order", "eng_flag", "1", Some(Reason::BadByte { at: 0 })),
        ("ax_hub_order", "ordr_idxx", "주문", Some(Reason::BadByte { at: 0 })),
        ("ax_hub_order", "good_name", "", Some(Reason::Empty)),
        ("ax_hub_order", "good_name", "a😀", Some(Reason::Unmappable { at: 1, ch: '😀' })),
        ("config_ax_hub", "g_conf_key_dir", "c:\\kcp\\key\\pub.key", None),
    ] {
        assert_eq!(reason(operation, wire, text), want, "{operation} {wire} {text}");
    }
}

#[test]
fn a_limit_is_counted_in_euc_kr_on_both_wires() {
    let (fits, long) = ("가".repeat(50), "가".repeat(51));
    assert_eq!(reason("register", "good_name", &fits), None);
    assert_eq!(
        reason("register", "good_name", &long),
        Some(Reason::TooLong { len: 102, max: 100 })
    );
    let rule = rule("register", "good_name").unwrap();
    assert_eq!(rule.check_wire(fits.as_bytes()), Ok(()));
    assert_eq!(rule.check_wire(b"ab\xb0\xa1").unwrap_err().reason(), Reason::Undecodable { at: 2 });
    let socket = crate::fields::rule("cancel", "mod_desc").unwrap();
    assert_eq!(socket.check_wire(b"\xb0\xa1"), Ok(()));
    assert_eq!(socket.check_wire(b"a\xb0").unwrap_err().reason(), Reason::Undecodable { at: 1 });
}

#[test]
fn a_whole_message_names_what_is_missing_doubled_or_wrong() {
    let rules = Rules::named("cancel");
    let name = Name::from_static;
    let (tno, kind) = ((name("tno"), &b"20261121000001"[..]), (name("mod_type"), &b"STSC"[..]));
    assert_eq!(rules.gate([tno, kind, (name("new"), b"x")]), Ok(()));
    for (fields, field, reason) in [
        (vec![tno], "mod_type", Reason::Missing),
        (vec![tno, (name("mod_type"), b"")], "mod_type", Reason::Missing),
        (vec![tno, kind, tno], "tno", Reason::Repeated),
        (vec![tno, kind, (name("new"), b"a\x1fb")], "new", Reason::Forbidden { at: 1, byte: 0x1f }),
        (vec![tno, (name("mod_type"), b"STPC")], "mod_type", Reason::OutOfRange),
    ] {
        let error = rules.gate(fields).unwrap_err();
        assert_eq!((error.field().as_str(), error.reason()), (field, reason));
    }
    let texts = [(name("tno"), "20261121000001"), (name("mod_type"), "STSC")];
    assert_eq!(rules.check_all(Charset::Ksx1001, texts), Ok(()));
    assert_eq!(
        rules.check_all(Charset::Ksx1001, [(name("new"), "a|b")]).unwrap_err().field().as_str(),
        "new"
    );
}

#[test]
fn every_fixed_value_fits_its_own_rule() {
    for rule in Rules::all() {
        for value in rule.fixed {
            assert_eq!(rule.check(Charset::Ksx1001, value), Ok(()), "{rule:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_check_panic_and_both_ways_of_checking_agree(text in any::<String>(), at in 0_usize..1_000) {
        let rule = Rules::all().nth(at % Rules::all().count()).unwrap();
        let checked = rule.check(Charset::Cp949, &text);
        let wire = match rule.encoding {
            Encoding::EucKr => Charset::Cp949.encode(rule.field, &text),
            _ => Ok(text.clone().into_bytes()),
        };
        prop_assert_eq!(wire.and_then(|wire| rule.check_wire(&wire)), checked);
    }
}
