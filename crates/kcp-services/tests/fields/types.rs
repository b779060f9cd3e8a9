//! The types that have a limit of their own against the rows that they are written into: the row's longest value is
//! one of the type's, and one byte more is none. Texts have the row's limit by type, and stand in `operations`.

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, ClientAddress, CorporationCode, GroupId,
    Instalments, KstDateTime, MemberId, MemberPassword, Name, OperatorCode, OrderId, OwnerName,
    OwnerNumber, SiteCode, TransactionId, WebUrl, Won, WonOrZero, Word,
    field::{ReceiptApprovalNo, ReceiptNo},
};
use kcp_services::{
    approve::PayType,
    cash_receipt::{BusinessNumber, ReceiptId},
    fields::{Direction, Rule, Rules, Shape},
    window::options::{
        Carrier, DepositDate, ExpiryTerm, FixedInstalments, LogoUrl, MaxInstalments, MethodMask,
        ServicePeriod,
    },
};

/// The type's longest text, and whether it reads one.
type Type = (String, fn(&str) -> bool);

/// The type that is written into a row.
fn type_of(rule: &Rule) -> Option<Type> {
    let (longest, reads): (String, fn(&str) -> bool) = match rule.wire {
        "site_cd" => ("A".repeat(5), |text| SiteCode::parse(text).is_ok()),
        "ordr_idxx" | "ordr_no" | "order_no" | "mod_ordr_idxx" => {
            ("A".repeat(40), |text| OrderId::parse(text).is_ok())
        }
        "tno" | "pay_trade_no" | "a_trade_no" | "c_trade_no" | "h_trade_no" | "m_trade_no"
        | "v_trade_no" => ("9".repeat(14), |text| TransactionId::parse(text).is_ok()),
        "amt_sup" | "amt_svc" | "amt_tax" | "comm_free_mny" | "comm_tax_mny" | "comm_vat_mny"
        | "mod_free_mny" | "mod_tax_mny" | "mod_vat_mny" => {
            ("9".repeat(12), |text| WonOrZero::parse(text).is_ok())
        }
        _ if rule.shape == Shape::Amount => ("9".repeat(12), |text| Won::parse(text).is_ok()),
        "trad_time" | "va_date" => {
            ("20281231235959".to_owned(), |text| KstDateTime::parse(text).is_ok())
        }
        "ipgm_date" => ("20281231235959".to_owned(), |text| DepositDate::parse(text).is_ok()),
        "cust_ip" | "mod_ip" => {
            ("255.255.255.255".to_owned(), |text| ClientAddress::parse(text).is_ok())
        }
        "owner_nm" | "mod_depositor" | "refund_nm" | "mod_socname" => {
            ("가".repeat(10), |text| OwnerName::new(Charset::Ksx1001, text).is_ok())
        }
        "account_no" | "mod_account" | "refund_account" => {
            ("9".repeat(20), |text| AccountNumber::parse(text).is_ok())
        }
        "bank_code" | "mod_bankcode" | "va_bankcode" => {
            ("B209".to_owned(), |text| BankCode::parse(text).is_ok())
        }
        "mod_socno" => ("9".repeat(13), |text| OwnerNumber::parse(text).is_ok()),
        "corp_tax_no" | "corp_sell_tax_no" => {
            ("9".repeat(10), |text| BusinessNumber::parse(text).is_ok())
        }
        "bt_group_id" | "group_id" => ("A".repeat(12), |text| GroupId::parse(text).is_ok()),
        "bt_batch_key" | "batch_key" => ("9".repeat(16), |text| BatchKey::parse(text).is_ok()),
        "pt_idno" => ("m".repeat(16), |text| MemberId::parse(text).is_ok()),
        "pt_pwd" => ("p".repeat(16), |text| MemberPassword::parse(text).is_ok()),
        "pt_memcorp_cd" => ("5".repeat(4), |text| CorporationCode::parse(text).is_ok()),
        "van_code" => ("SCWB".to_owned(), |text| OperatorCode::parse(text).is_ok()),
        "Ret_URL" => (url(""), |text| WebUrl::parse(text).is_ok()),
        "site_logo" => (url(".gif"), |text| LogoUrl::parse(text).is_ok()),
        "quota" => ("12".to_owned(), |text| {
            text.parse().is_ok_and(|months| Instalments::new(months).is_ok())
        }),
        "quotaopt" => ("12".to_owned(), |text| MaxInstalments::parse(text).is_ok()),
        "fix_inst" => ("12".to_owned(), |text| FixedInstalments::parse(text).is_ok()),
        "vcnt_expire_term" => ("99".to_owned(), |text| ExpiryTerm::parse(text, "").is_ok()),
        "vcnt_expire_term_time" => {
            ("235959".to_owned(), |text| ExpiryTerm::parse("1", text).is_ok())
        }
        "good_expr" => ("1:2028123120281231".to_owned(), |text| ServicePeriod::parse(text).is_ok()),
        "hp_commid" if rule.max == Some(3) => {
            ("LGT".to_owned(), |text| Carrier::parse(text).is_ok())
        }
        "pay_method" => ("100000000000".to_owned(), |text| MethodMask::parse(text).is_ok()),
        "pay_type" => {
            ("PACA".to_owned(), |text| PayType::ALL.into_iter().any(|method| method.code() == text))
        }
        "cash_no" => ("9".repeat(14), |text| ReceiptNo::parse(text).is_ok()),
        "authno" => ("9".repeat(9), |text| ReceiptApprovalNo::parse(text).is_ok()),
        "mod_value" => ("9".repeat(20), |text| ReceiptId::parse(text).is_ok()),
        "id_info" | "pay_tx_id" | "va_taxno" => ("9".repeat(20), is_word::<20>),
        "user_agent" => ("w".repeat(40), is_word::<40>),
        _ => return None,
    };
    Some((longest, reads))
}

fn is_word<const MAX: usize>(text: &str) -> bool {
    Word::<MAX>::new(Name::from_static("id_info"), text).is_ok()
}

/// An address of 256 bytes.
fn url(end: &str) -> String {
    format!("https://{}{end}", "u".repeat(248 - end.len()))
}

/// Fields with a limit that no type above is held to, and why.
const WITHOUT_TYPE: [(&str, &str); 18] = [
    ("cash_authno", FILLED_IN),
    ("cash_tr_code", FILLED_IN),
    ("cash_yn", FILLED_IN),
    ("cmd", "made of the words of ReceiptKind and its language"),
    ("corp_tax_type", "one of the two words of SellerTax"),
    ("deli_term", "two digits, made of a number up to 99 by EscrowOptions"),
    ("kcp_noint_quota", FROM_THE_ROW),
    ("mod_gubn", "one word, MG01"),
    ("not_used_card", FROM_THE_ROW),
    ("orderid", FROM_THE_ROW),
    ("res_cd", FILLED_IN),
    ("site_key", "never written into a page"),
    ("term_id", "made of PGNW and a SiteCode"),
    ("trace_no", FILLED_IN),
    ("tran_cd", FILLED_IN),
    ("used_bank", FROM_THE_ROW),
    ("used_card", FROM_THE_ROW),
    ("wish_vbank_list", FROM_THE_ROW),
];

const FILLED_IN: &str = "the window fills it in";
const FROM_THE_ROW: &str = "the type's limit is the row's, as a constant";

#[test]
fn a_type_is_as_long_as_every_row_that_it_goes_to() {
    let (mut held, mut without) = (0, Vec::new());
    let rows = Rules::all().filter(|rule| rule.direction == Direction::Request);
    for rule in rows.filter(|rule| rule.fixed.is_empty()) {
        let Some(max) = rule.max else { continue };
        let Some((longest, reads)) = type_of(rule) else {
            if rule.shape != Shape::Text {
                without.push(rule.wire);
            }
            continue;
        };
        let bytes = Charset::Ksx1001.encode(rule.field, &longest).unwrap().len();
        assert_eq!(bytes, max, "{rule:?}");
        assert!(reads(&longest), "{rule:?}");
        let more = if rule.shape == Shape::Text { "x" } else { "9" };
        let more = [more.to_owned() + &longest, longest.clone() + more];
        assert!(more.iter().all(|more| !reads(more)), "a byte more in {rule:?}");
        assert_eq!(rule.check(Charset::Ksx1001, &longest), Ok(()), "{rule:?}");
        held += 1;
    }
    without.sort_unstable();
    without.dedup();
    let known: Vec<&str> = WITHOUT_TYPE.iter().map(|(wire, _)| *wire).collect();
    assert_eq!(without, known, "fields without a type");
    assert!(held > 190, "{held} rows are held against a type");
}
