//! Hosts, generations of addresses, and what may not be in one.

use kcp_codec::{FieldError, Fields, KstDateTime, Name, Reason, SiteCode};
use proptest::prelude::*;

use super::*;
use crate::{
    answer::{Answer, Encoding},
    approve::{Asked, Detail},
};

fn payment() -> TransactionId {
    TransactionId::parse("20120911000000").unwrap()
}

fn order(text: &str) -> OrderId {
    OrderId::parse(text).unwrap()
}

fn simulator(address: &str) -> Environment {
    let address = address.parse().unwrap();
    Environment::Simulator { gateway: address, pg_api: Some(address) }
}

#[test]
fn each_environment_has_its_host() {
    let approval_no = ReceiptApprovalNo::parse("560098441").unwrap();
    for (environment, bill, cash) in [
        (Environment::Production, "https://admin8.kcp.co.kr/", "https://admin.kcp.co.kr/"),
        (Environment::Test, "https://testadmin8.kcp.co.kr/", "https://testadmin8.kcp.co.kr/"),
        (simulator("127.0.0.1:8443"), "https://127.0.0.1:8443/", "https://127.0.0.1:8443/"),
        (simulator("[::1]:8443"), "https://[::1]:8443/", "https://[::1]:8443/"),
    ] {
        let url = Receipt::new(&environment, ReceiptKind::Card, payment()).url();
        assert!(url.starts_with(&format!("{bill}assist/bill.BillAction.do?cmd=")), "{url}");
        let site = SiteCode::parse("T0000").unwrap();
        let url = CashReceipt::new(&environment, site, order("A"), TaxOffice::Pending, approval_no)
            .unwrap()
            .url();
        assert!(url.starts_with(&format!("{cash}Modules/Service/Cash/")), "{url}");
    }
}

#[test]
fn the_newer_address_names_order_and_amount() {
    let amount = Won::parse("1004").unwrap();
    let receipt = Receipt::new(&Environment::Test, ReceiptKind::Mobile, payment())
        .with_language(ReceiptLanguage::English)
        .with_order(order("A-1"), amount);
    assert_eq!(
        receipt.url(),
        "https://testadmin8.kcp.co.kr/assist/bill.BillActionNew.do?cmd=mcash_bill_eng&tno=20120911000000\
         &order_no=A-1&trade_mony=1004"
    );
    let number = ReceiptNo::parse("20370466727800").unwrap();
    assert_eq!(
        CashReceipt::by_number(&Environment::Production, number, order("A-1"), amount).url(),
        "https://admin8.kcp.co.kr/assist/bill.BillActionNew.do?cmd=cash_bill&cash_no=20370466727800\
         &order_no=A-1&trade_mony=1004"
    );
}

#[test]
fn a_cash_receipt_s_order_has_thirty_bytes() {
    let make = |len: usize| {
        CashReceipt::new(
            &Environment::Test,
            SiteCode::parse("T0000").unwrap(),
            order(&"a".repeat(len)),
            TaxOffice::Approved,
            ReceiptApprovalNo::parse("560098441").unwrap(),
        )
    };
    assert!(make(30).is_ok());
    let reason = Reason::TooLong { len: 31, max: 30 };
    assert_eq!(make(31), Err(FieldError::new(Name::from_static("orderid"), reason)));
}

#[test]
fn an_approval_has_the_receipt_of_its_method() {
    for method in PayType::ALL {
        let mut fields = Fields::new();
        for (name, value) in [
            ("res_cd", "0000"),
            ("tno", "20120911000000"),
            ("pay_method", method.code()),
            ("amount", "1004"),
            ("order_no", "A1"),
        ] {
            fields.push(Name::from_static(name), value.as_bytes()).unwrap();
        }
        let asked = Asked { order: order("A1"), amount: Won::new(1_004).unwrap(), method };
        let outcome = asked.classify(&Answer::new(fields, Encoding::Utf8));
        let crate::Outcome::Approved(approved) = outcome else { panic!("{method:?}: {outcome:?}") };
        let receipt = Receipt::of(&Environment::Test, approved.answer());
        let want = match approved.answer().detail {
            Detail::Card(_) => Some("cmd=card_bill&tno=20120911000000"),
            Detail::Mobile(_) => Some("cmd=mcash_bill&tno=20120911000000"),
            Detail::Transfer(_) => Some("cmd=acnt_bill&tno=20120911000000"),
            Detail::VirtualAccount(_) => Some("cmd=vcnt_bill&tno=20120911000000"),
            _ => None,
        };
        assert_eq!(receipt.is_some(), want.is_some(), "{method:?}");
        if let (Some(receipt), Some(want)) = (receipt, want) {
            assert!(receipt.url().ends_with(want), "{}", receipt.url());
        }
    }
}

proptest! {
    /// No value that its type takes changes how the address is put together.
    #[test]
    fn an_address_has_the_parameters_that_it_is_given(
        id in "[A-Za-z0-9_-]{1,40}",
        tno in "[0-9]{14}",
        won in 1_u64..1_000_000_000_000,
    ) {
        let url = Receipt::new(&Environment::Test, ReceiptKind::Card, TransactionId::parse(&tno).unwrap())
            .with_order(order(&id), Won::new(won).unwrap())
            .url();
        let (page, query) = url.split_once('?').unwrap();
        prop_assert_eq!(page, "https://testadmin8.kcp.co.kr/assist/bill.BillActionNew.do");
        let want = format!("cmd=card_bill&tno={tno}&order_no={id}&trade_mony={won}");
        prop_assert_eq!(query, want);
        prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>#\\".contains(&byte)));
    }
}

#[test]
fn what_is_put_into_an_address_is_escaped() {
    let mut url = Url::new(&Endpoint::new("kcp.example", 443), "/x");
    url.add_text("a", "b&c=d#\"<");
    url.add("at", &KstDateTime::parse("20120911000000").unwrap());
    assert_eq!(url.text, "https://kcp.example/x?a=b%26c%3Dd%23%22%3C&at=20120911000000");
}
