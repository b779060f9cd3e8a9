//! Cash receipts, and the addresses of receipts.

use kcp_codec::{
    OrderId, SiteCode, WonOrZero,
    field::{ReceiptApprovalNo, ReceiptNo},
};
use kcp_services::{
    cash_receipt::{
        BusinessNumber, CancelReceipt, PaidBy, Purpose, QueryReceipt, ReceiptId, RegisterReceipt,
        Seller, SellerTax,
    },
    fields::Rules,
    receipt::{CashReceipt, Receipt, ReceiptKind, ReceiptLanguage, TaxOffice},
};
use kcp_transport::Environment;

use super::{
    Written,
    values::{limit, order, tno, until, won, word},
};

const SELLER: [&str; 7] = [
    "corp_tax_type",
    "corp_tax_no",
    "corp_sell_tax_no",
    "corp_nm",
    "corp_owner_nm",
    "corp_addr",
    "corp_telno",
];

pub(super) fn all(written: &mut Written) {
    registrations(written);
    let receipt = || ReceiptId::parse(&"9".repeat(20)).unwrap();
    let cancel = CancelReceipt::new(receipt(), until());
    let table = "cash_receipt_change";
    written.socket(table, &cancel, &[]);
    written.socket(table, &cancel.with_part(won(), won()).unwrap(), &["mod_mny", "rem_mny"]);
    written.socket(table, &QueryReceipt::new(receipt(), until()), &[]);
    addresses(written);
}

fn registrations(written: &mut Written) {
    let (api, socket) = ("cash_receipt_register", "cash_receipt_socket");
    for purpose in [Purpose::Business, Purpose::Personal] {
        let receipt = RegisterReceipt::new(
            order(),
            limit(api, "good_name"),
            limit(api, "buyr_name"),
            until(),
            purpose,
            word(api, "id_info"),
            won(),
            WonOrZero::ZERO,
        )
        .unwrap();
        written.api(api, &receipt, &[]);
        written.socket(socket, &receipt, &["pay_type"]);
        let whole = receipt
            .with_service(WonOrZero::new(999_999_999_999).unwrap())
            .unwrap()
            .with_phone(limit(socket, "buyr_tel1"))
            .with_mail(limit(socket, "buyr_mail"))
            .with_comment(limit(socket, "comment"))
            .with_seller(seller(socket));
        let socket_options = [&SELLER[..], &["buyr_tel1", "buyr_mail", "comment"]].concat();
        written.api(api, &whole, &[&SELLER[..], &["buyr_mail"]].concat());
        written.socket(socket, &whole, &socket_options);
        let notice = || word(socket, "pay_tx_id");
        for (paid, options) in [
            (PaidBy::Elsewhere, &["pay_type"][..]),
            (PaidBy::Transfer(tno()), &["pay_type", "pay_trade_no"]),
            (
                PaidBy::VirtualAccount { transaction: tno(), notice: notice() },
                &["pay_type", "pay_trade_no", "pay_tx_id"],
            ),
        ] {
            let receipt = whole.clone().with_payment(paid);
            written.api(api, &receipt, options);
            written.socket(socket, &receipt, options);
        }
    }
}

fn seller(table: &str) -> Seller {
    let number = || BusinessNumber::parse("1234567890").unwrap();
    Seller::new(
        SellerTax::Taxed,
        number(),
        limit(table, "corp_nm"),
        limit(table, "corp_owner_nm"),
        limit(table, "corp_addr"),
        limit(table, "corp_telno"),
    )
    .with_selling_number(number())
}

fn addresses(written: &mut Written) {
    let environment = Environment::Production;
    for kind in ReceiptKind::ALL {
        for language in [ReceiptLanguage::English, ReceiptLanguage::Korean] {
            let receipt = Receipt::new(&environment, kind, tno()).with_language(language);
            let table = "receipt_url";
            written.texts(table, &parameters(table, &receipt.url()), &["tno"]);
            let url = receipt.clone().with_order(order(), won()).url();
            written.texts(table, &parameters(table, &url), &["tno", "order_no", "trade_mony"]);
            let url = receipt.with_method_parameter().url();
            written.texts(table, &parameters(table, &url), &[]);
        }
    }
    let number = ReceiptNo::parse(&"9".repeat(14)).unwrap();
    let url = CashReceipt::by_number(&environment, number, order(), won()).url();
    written.texts("receipt_url", &parameters("receipt_url", &url), &["order_no", "trade_mony"]);
    for office in [TaxOffice::Approved, TaxOffice::Pending] {
        let short = OrderId::parse(&"A".repeat(30)).unwrap();
        let site = SiteCode::parse("T0000").unwrap();
        let number = ReceiptApprovalNo::parse(&"9".repeat(9)).unwrap();
        let url = CashReceipt::new(&environment, site, short, office, number).unwrap().url();
        written.texts("cash_receipt_url", &parameters("cash_receipt_url", &url), &[]);
    }
}

/// What stands behind the question mark. No value of these needs decoding.
fn parameters(table: &str, url: &str) -> Vec<(&'static str, String)> {
    let (_, query) = url.split_once('?').unwrap();
    assert!(!query.contains(['%', '+']), "{query}");
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(name, value)| {
            let rule = Rules::named(table).iter().find(|rule| rule.wire == name);
            (rule.unwrap_or_else(|| panic!("{table} has no row {name}")).wire, value.to_owned())
        })
        .collect()
}

#[test]
fn receipts_pass() {
    all(&mut Written::default());
}
