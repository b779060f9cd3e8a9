//! What moves money or opens a way for it: approvals, batch keys, points, virtual accounts, and account verification.

use kcp_codec::{CorporationCode, Instalments, MemberId, MemberPassword, Name, WindowText};
use kcp_services::{
    account::VerifyAccount,
    approve::{ApproveWindow, PayType},
    batch::{ChargeBatch, DeleteBatchKey, IssueBatchKey},
    points::{Member, PayPoints, QueryPoints, Reapprove},
    virtual_account::{IssueAccount, ReceiptRequest},
};

use super::{
    Written,
    values::{account, address, bank, buyer, key, limit, order, owner, tno, until, won, word},
};

const BUYER: [&str; 3] = ["buyr_name", "buyr_mail", "buyr_tel2"];

pub(super) fn all(written: &mut Written) {
    approvals(written);
    batches(written);
    points(written);
    accounts(written);
}

fn window_texts() -> (WindowText, WindowText) {
    let text = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
    (text("enc_data", "1AAAA+/=.-_"), text("enc_info", "2BBBB__"))
}

fn approvals(written: &mut Written) {
    let asked = ["ordr_mony", "ordr_no", "pay_type"];
    for method in PayType::ALL.into_iter().filter(|method| !method.is_wallet()) {
        let (data, info) = window_texts();
        let approve =
            ApproveWindow::new(data, info, order(), won(), method).with_client_address(address());
        written.api("approve", &approve, &asked);
        written.socket("approve_socket", &approve, &asked);
    }
}

fn batches(written: &mut Written) {
    let ((data, info), (group, key)) = (window_texts(), key());
    written.api("batch_issue", &IssueBatchKey::new(data, info), &[]);
    let charge = |operation: &str| {
        ChargeBatch::new(group, key.clone(), order(), won())
            .with_instalments(Instalments::new(12).unwrap())
            .unwrap()
            .with_goods(limit(operation, "good_name"))
            .with_client_address(address())
            .with_buyer(buyer(operation))
    };
    let options = [&BUYER[..], &["good_name", "cust_ip"]].concat();
    written.api("api_batch_charge", &charge("api_batch_charge"), &options);
    let with_phone = buyer("batch_charge").with_phone(limit("batch_charge", "buyr_tel1"));
    let options = [&options[..], &["buyr_tel1"]].concat();
    written.socket("batch_charge", &charge("batch_charge").with_buyer(with_phone), &options);
    written.api("batch_delete", &DeleteBatchKey::new(group, key.clone()), &[]);
}

fn points(written: &mut Written) {
    let member = || {
        Member::new(
            MemberId::parse(&"m".repeat(16)).unwrap(),
            MemberPassword::parse(&"p".repeat(16)).unwrap(),
            CorporationCode::parse("5555").unwrap(),
        )
    };
    let query = QueryPoints::new(member(), order()).with_client_address(address());
    written.api("points_query", &query, &["cust_ip"]);
    let pay = PayPoints::new(member(), order(), won())
        .with_goods(limit("points_pay", "good_name"))
        .with_buyer(buyer("points_pay"))
        .with_client_address(address());
    written.api("points_pay", &pay, &[&BUYER[..], &["good_name", "cust_ip"]].concat());
    let again = Reapprove::new(tno(), won(), order())
        .with_goods(limit("points_reapprove", "mod_ordr_goods"))
        .with_reason(limit("points_reapprove", "mod_desc"));
    let options = ["mod_ordr_idxx", "mod_ordr_goods", "mod_desc"];
    written.api("points_reapprove", &again, &options);
}

fn accounts(written: &mut Written) {
    let verify = VerifyAccount::new(bank(), account(), owner())
        .with_order(order())
        .with_client_address(address());
    written.socket("account_verify", &verify, &["ordr_idxx", "cust_ip"]);
    let table = "virtual_account_issue";
    for receipt in [ReceiptRequest::personal, ReceiptRequest::business] {
        let goods = limit(table, "good_name");
        let issue =
            IssueAccount::new(order(), won(), bank(), limit(table, "va_name"), until(), goods)
                .with_buyer(buyer(table))
                .with_receipt(receipt(word(table, "va_taxno")));
        let options = [&BUYER[..], &["va_receipt_gubn", "va_taxno"]].concat();
        written.api(table, &issue, &options);
    }
}

#[test]
fn charges_pass() {
    all(&mut Written::default());
}
