//! The addresses of receipts that the guide prints, made again from typed values.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // the whole target is a test

use kcp_codec::{OrderId, SiteCode, TransactionId};
use kcp_services::receipt::{
    CashReceipt, Receipt, ReceiptApprovalNo, ReceiptKind, ReceiptLanguage, TaxOffice, WindowSize,
};
use kcp_transport::Environment;
use serde_json::Value;

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../vectors/guides/receipts.json")).unwrap()
}

fn make(call: &Value) -> (String, WindowSize) {
    let text = |name: &str| call[name].as_str().unwrap_or_else(|| panic!("{name} of {call}"));
    let kind = match text("kind") {
        "card" => ReceiptKind::Card,
        "mobile" => ReceiptKind::Mobile,
        "tong_money" => ReceiptKind::TongMoney,
        "transfer" => ReceiptKind::Transfer,
        "virtual_account" => ReceiptKind::VirtualAccount,
        "cash" => {
            let receipt = CashReceipt::new(
                &Environment::Production,
                SiteCode::parse(text("site")).unwrap(),
                OrderId::parse(text("order")).unwrap(),
                match text("tax_office") {
                    "approved" => TaxOffice::Approved,
                    "pending" => TaxOffice::Pending,
                    other => panic!("{other}"),
                },
                ReceiptApprovalNo::parse(text("authno")).unwrap(),
            )
            .unwrap();
            return (receipt.url(), receipt.window());
        }
        other => panic!("{other}"),
    };
    let payment = TransactionId::parse(text("tno")).unwrap();
    let receipt = Receipt::new(&Environment::Production, kind, payment);
    let receipt = match text("language") {
        "en" => receipt.with_language(ReceiptLanguage::English),
        "ko" => receipt,
        other => panic!("{other}"),
    };
    let receipt = match text("parameter") {
        "method" => receipt.with_method_parameter(),
        "tno" => receipt,
        other => panic!("{other}"),
    };
    (receipt.url(), receipt.window())
}

#[test]
fn every_printed_address_is_made_byte_for_byte() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 24);
    for vector in &vectors {
        let (url, _) = make(&vector["call"]);
        assert_eq!(url, vector["url"].as_str().unwrap(), "{}", vector["what"]);
    }
}

#[test]
fn every_recommended_window_has_its_size() {
    let mut sizes = 0;
    for vector in vectors() {
        let call = &vector["call"];
        if let (Some(width), Some(height)) = (call["width"].as_u64(), call["height"].as_u64()) {
            let (_, window) = make(call);
            assert_eq!(
                (u64::from(window.width), u64::from(window.height)),
                (width, height),
                "{call}"
            );
            sizes += 1;
        }
    }
    assert_eq!(sizes, 4);
}

#[test]
fn the_guide_s_ten_addresses_are_all_there_in_both_languages() {
    for kind in ["card", "transfer", "virtual_account", "mobile", "tong_money"] {
        let addresses = vectors()
            .iter()
            .filter(|vector| {
                vector["call"]["kind"] == kind && vector["what"] == "table of addresses"
            })
            .count();
        assert_eq!(addresses, 4, "{kind}");
    }
}
