//! Every operation with an answer that is its own, and what an approval of it has to say, read by hand.

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, CorporationCode, GroupId, KstDateTime, MemberId,
    MemberPassword, Name, OrderId, OwnerName, Text, TransactionId, WebUrl, WindowText, Won,
    WonOrZero, Word,
};
use kcp_transport::Environment;

use super::{
    classify::{End, over_api, over_socket},
    told::Told,
};
use crate::{
    account::VerifyAccount,
    approve::{ApproveWindow, PayType},
    batch::{ChargeBatch, DeleteBatchKey, IssueBatchKey},
    cash_receipt::{CancelReceipt, Purpose, QueryReceipt, ReceiptId, RegisterReceipt},
    inquiry::Inquire,
    modify::{
        Cancel, CancelConfirmed, CancelEscrow, Capture, HoldSettlement, PartialCancel,
        RefundAccount, ReleaseAccount, StartDelivery,
    },
    points::{Member, PayPoints, QueryPoints, Reapprove},
    virtual_account::IssueAccount,
    window::{RegisterTrade, WindowMethod},
};

/// An operation of a kind: 1,004 won of order `TEST1234`, or a change of transaction 20261121000001.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// Where its code stands.
    pub(super) code: &'static str,
    /// An answer that approves it.
    pub(super) answer: &'static [(&'static str, &'static str)],
    pub(super) socket: Option<fn(&[u8]) -> End>,
    pub(super) api: Option<fn(&[u8]) -> End>,
    /// Whether an answer approves it.
    pub(super) holds: fn(&Told) -> bool,
}

pub(super) const CASES: [Case; 38] = [
    Case {
        name: "approve card",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PACA"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("card_cd", "CCLG"),
            ("quota", "00"),
            ("card_no", "9410123412341234"),
        ],
        socket: Some(|wire| over_socket(&window(PayType::Card), wire)),
        api: Some(|body| over_api(&window(PayType::Card), body)),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "approve wallet",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PAKM"),
            ("easypoint_mny", "1004"),
            ("order_no", ORDER),
        ],
        socket: Some(|wire| over_socket(&window(PayType::Card), wire)),
        api: Some(|body| over_api(&window(PayType::Card), body)),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "approve card and coupon",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PACA"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("card_mny", "804"),
            ("coupon_mny", "200"),
        ],
        socket: Some(|wire| over_socket(&window(PayType::Card), wire)),
        api: Some(|body| over_api(&window(PayType::Card), body)),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "approve transfer",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PABK"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("bank_code", "BK04"),
            ("bk_mny", "1004"),
        ],
        socket: Some(|wire| over_socket(&window(PayType::Transfer), wire)),
        api: Some(|body| over_api(&window(PayType::Transfer), body)),
        holds: |told| approved(told, &["PABK"]),
    },
    Case {
        name: "approve account",
        code: "res_cd",
        answer: &[
            ("res_cd", "V000"),
            ("tno", TNO),
            ("pay_method", "PAVC"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("account", "T1234567890"),
        ],
        socket: Some(|wire| over_socket(&window(PayType::VirtualAccount), wire)),
        api: Some(|body| over_api(&window(PayType::VirtualAccount), body)),
        holds: |told| approved(told, &["PAVC"]),
    },
    Case {
        name: "approve mobile",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PAMC"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("van_id", "SKT"),
            ("mobile_no", "01000000000"),
        ],
        socket: Some(|wire| over_socket(&window(PayType::Mobile), wire)),
        api: Some(|body| over_api(&window(PayType::Mobile), body)),
        holds: |told| approved(told, &["PAMC"]),
    },
    Case {
        name: "approve points",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PAPT"),
            ("pnt_amount", "1004"),
            ("order_no", ORDER),
        ],
        socket: Some(|wire| over_socket(&window(PayType::Points), wire)),
        api: Some(|body| over_api(&window(PayType::Points), body)),
        holds: |told| approved(told, &["PAPT"]),
    },
    Case {
        name: "approve gift",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PATK"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("tk_mny", "1004"),
        ],
        socket: Some(|wire| over_socket(&window(PayType::Gift), wire)),
        api: Some(|body| over_api(&window(PayType::Gift), body)),
        holds: |told| approved(told, &["PATK"]),
    },
    Case {
        name: "charge",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PACA"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("card_mny", "1004"),
        ],
        socket: Some(|wire| {
            over_socket(
                &ChargeBatch::new(
                    GroupId::parse("A1B2").expect("a group"),
                    key(),
                    order(),
                    won(1_004),
                ),
                wire,
            )
        }),
        api: Some(|body| {
            over_api(
                &ChargeBatch::new(
                    GroupId::parse("A1B2").expect("a group"),
                    key(),
                    order(),
                    won(1_004),
                ),
                body,
            )
        }),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "issue account",
        code: "res_cd",
        answer: &[
            ("res_cd", "V000"),
            ("tno", TNO),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("account", "12345678901234"),
            ("bankcode", "BK04"),
        ],
        socket: None,
        api: Some(|body| {
            over_api(&IssueAccount::new(order(), won(1_004), bank(), text(), time(), text()), body)
        }),
        holds: |told| {
            told.is_one_of("res_cd", &["V000", "0000"])
                && told.has_digits("tno", 14..=14)
                && told.has_digits("account", 1..=20)
                && told.amount_if_told("amount", 1_004)
                && order_if_told(told)
        },
    },
    Case {
        name: "issue key",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("batch_key", "2026112100000001"), ("card_cd", "CCLG")],
        socket: None,
        api: Some(|body| over_api(&IssueBatchKey::new(window_text(), window_text()), body)),
        holds: |told| told.is("res_cd", "0000") && told.has_digits("batch_key", 16..=16),
    },
    Case {
        name: "delete key",
        code: "res_cd",
        answer: &[("res_cd", "0000")],
        socket: None,
        api: Some(|body| {
            over_api(&DeleteBatchKey::new(GroupId::parse("A1B2").expect("a group"), key()), body)
        }),
        holds: |told| told.is("res_cd", "0000"),
    },
    Case {
        name: "cancel",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("canc_time", "20261121212200")],
        socket: Some(|wire| over_socket(&Cancel::new(tno()), wire)),
        api: Some(|body| over_api(&Cancel::new(tno()), body)),
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "cancel part",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("panc_mod_mny", "400"),
            ("panc_rem_mny", "604"),
        ],
        socket: Some(|wire| {
            over_socket(&PartialCancel::new(tno(), won(400), won(1_004)).expect("a part"), wire)
        }),
        api: Some(|body| {
            over_api(&PartialCancel::new(tno(), won(400), won(1_004)).expect("a part"), body)
        }),
        holds: |told| changed(told) && part(told, 400, 604),
    },
    Case {
        name: "cancel part over https",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("mod_mny", "400"), ("rem_mny", "604")],
        socket: Some(|wire| {
            over_socket(&PartialCancel::new(tno(), won(400), won(1_004)).expect("a part"), wire)
        }),
        api: Some(|body| {
            over_api(&PartialCancel::new(tno(), won(400), won(1_004)).expect("a part"), body)
        }),
        holds: |told| changed(told) && part(told, 400, 604),
    },
    Case {
        name: "cancel rest",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("panc_mod_mny", "604"), ("panc_rem_mny", "0")],
        socket: Some(|wire| over_socket(&PartialCancel::of_rest(tno(), won(604)), wire)),
        api: Some(|body| over_api(&PartialCancel::of_rest(tno(), won(604)), body)),
        holds: |told| changed(told) && part(told, 604, 0),
    },
    Case {
        name: "cancel part of old",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("panc_mod_mny", "400"),
            ("panc_rem_mny", "604"),
        ],
        socket: Some(|wire| {
            over_socket(
                &PartialCancel::new(tno(), won(400), won(1_004))
                    .expect("a part")
                    .under_older_card_kind(),
                wire,
            )
        }),
        api: None,
        holds: |told| changed(told) && part(told, 400, 604),
    },
    Case {
        name: "capture",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO)],
        socket: Some(|wire| over_socket(&Capture::new(tno()), wire)),
        api: None,
        holds: changed,
    },
    Case {
        name: "refund",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO)],
        socket: Some(|wire| {
            over_socket(&RefundAccount::new(tno(), bank(), account(), owner()), wire)
        }),
        api: Some(|body| over_api(&RefundAccount::new(tno(), bank(), account(), owner()), body)),
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "refund part",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("panc_mod_mny", "400"),
            ("panc_rem_mny", "604"),
        ],
        socket: Some(|wire| {
            over_socket(
                &RefundAccount::new(tno(), bank(), account(), owner())
                    .with_part(won(400), won(1_004))
                    .expect("a part"),
                wire,
            )
        }),
        api: Some(|body| {
            over_api(
                &RefundAccount::new(tno(), bank(), account(), owner())
                    .with_part(won(400), won(1_004))
                    .expect("a part"),
                body,
            )
        }),
        holds: |told| changed(told) && part_if_told(told, 400, 604),
    },
    Case {
        name: "escrow cancel",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO)],
        socket: Some(|wire| over_socket(&CancelEscrow::before_delivery(tno()), wire)),
        api: None,
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "escrow release",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO)],
        socket: Some(|wire| over_socket(&ReleaseAccount::new(tno()), wire)),
        api: None,
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "escrow deliver",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO)],
        socket: Some(|wire| over_socket(&StartDelivery::new(tno(), text(), text()), wire)),
        api: None,
        holds: changed,
    },
    Case {
        name: "escrow hold",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO)],
        socket: Some(|wire| over_socket(&HoldSettlement::new(tno()), wire)),
        api: None,
        holds: changed,
    },
    Case {
        name: "confirmed card",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO)],
        socket: Some(|wire| over_socket(&CancelConfirmed::card(tno()), wire)),
        api: None,
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "confirmed part",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("panc_mod_mny", "400"),
            ("panc_rem_mny", "604"),
        ],
        socket: Some(|wire| {
            over_socket(
                &CancelConfirmed::card_part(tno(), won(400), won(1_004)).expect("a part"),
                wire,
            )
        }),
        api: None,
        holds: |told| changed(told) && part_if_told(told, 400, 604),
    },
    Case {
        name: "confirmed transfer",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("mod_mny", "400")],
        socket: Some(|wire| {
            over_socket(
                &CancelConfirmed::transfer_refund(tno(), won(400), bank(), account(), owner()),
                wire,
            )
        }),
        api: None,
        holds: |told| changed(told) && moved_if_told(told, 400),
    },
    Case {
        name: "confirmed account",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("mod_mny", "1004")],
        socket: Some(|wire| {
            over_socket(
                &CancelConfirmed::account_refund(tno(), won(1_004), bank(), account(), owner()),
                wire,
            )
        }),
        api: None,
        holds: |told| (changed(told) && moved_if_told(told, 1_004)) || already(told),
    },
    Case {
        name: "receipt register",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("cash_no", RECEIPT),
            ("order_no", ORDER),
            ("receipt_no", "123456789"),
            ("reg_stat", "NTNC"),
        ],
        socket: Some(|wire| {
            over_socket(
                &RegisterReceipt::new(
                    order(),
                    text(),
                    text(),
                    time(),
                    Purpose::Personal,
                    word(),
                    won(1_004),
                    WonOrZero::ZERO,
                )
                .expect("a receipt"),
                wire,
            )
        }),
        api: Some(|body| {
            over_api(
                &RegisterReceipt::new(
                    order(),
                    text(),
                    text(),
                    time(),
                    Purpose::Personal,
                    word(),
                    won(1_004),
                    WonOrZero::ZERO,
                )
                .expect("a receipt"),
                body,
            )
        }),
        holds: |told| {
            told.is("res_cd", "0000") && told.has_digits("cash_no", 1..=20) && order_if_told(told)
        },
    },
    Case {
        name: "receipt cancel",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("cash_no", RECEIPT)],
        socket: Some(|wire| over_socket(&CancelReceipt::new(receipt(), time()), wire)),
        api: None,
        holds: |told| {
            (told.is("res_cd", "0000") && told.is("cash_no", RECEIPT))
                || (told.is_one_of("res_cd", &ALREADY) && told.is_if_told("cash_no", RECEIPT))
        },
    },
    Case {
        name: "receipt cancel part",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("cash_no", RECEIPT), ("mod_mny", "400"), ("rem_mny", "604")],
        socket: Some(|wire| {
            over_socket(
                &CancelReceipt::new(receipt(), time())
                    .with_part(won(400), won(1_004))
                    .expect("a part"),
                wire,
            )
        }),
        api: None,
        holds: |told| {
            told.is("res_cd", "0000") && told.is("cash_no", RECEIPT) && part_if_told(told, 400, 604)
        },
    },
    Case {
        name: "receipt query",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("cash_no", RECEIPT)],
        socket: Some(|wire| over_socket(&QueryReceipt::new(receipt(), time()), wire)),
        api: None,
        holds: |told| told.is("res_cd", "0000") && told.is("cash_no", RECEIPT),
    },
    Case {
        name: "points pay",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("pnt_amount", "1004"), ("rsv_pnt", "5000")],
        socket: None,
        api: Some(|body| over_api(&PayPoints::new(member(), order(), won(1_004)), body)),
        holds: |told| {
            told.is("res_cd", "0000")
                && told.has_digits("tno", 14..=14)
                && told.amount("pnt_amount") == Some(1_004)
                && order_if_told(told)
        },
    },
    Case {
        name: "points reapprove",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("pnt_amount", "1004")],
        socket: None,
        api: Some(|body| over_api(&Reapprove::new(tno(), won(1_004), order()), body)),
        holds: |told| {
            told.is("res_cd", "0000")
                && told.has_digits("tno", 14..=14)
                && told.amount("pnt_amount") == Some(1_004)
        },
    },
    Case {
        name: "points query",
        code: "res_cd",
        answer: &[("res_cd", "0000"), ("rsv_pnt", "5000")],
        socket: None,
        api: Some(|body| over_api(&QueryPoints::new(member(), order()), body)),
        holds: |told| told.is("res_cd", "0000") && told.amount("rsv_pnt").is_some(),
    },
    Case {
        name: "inquire",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("order_no", ORDER),
            ("amount", "1004"),
            ("stat_ca_cd", "STSR"),
        ],
        socket: None,
        api: Some(|body| over_api(&Inquire::new(tno(), PayType::Card), body)),
        holds: |told| {
            told.is("res_cd", "0000")
                && told.is_if_told("tno", TNO)
                && !told.get("order_no").is_empty()
                && told.amount("amount").is_some_and(|won| won > 0)
        },
    },
    Case {
        name: "verify account",
        code: "res_cd",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("ord_idx", ORDER),
            ("app_time", "20261121212200"),
        ],
        socket: Some(|wire| {
            over_socket(&VerifyAccount::new(bank(), account(), owner()).with_order(order()), wire)
        }),
        api: None,
        holds: |told| {
            told.is("res_cd", "0000") && told.has_digits("tno", 14..=14) && same_order(told)
        },
    },
    Case {
        name: "register",
        code: "Code",
        answer: &[
            ("Code", "0000"),
            ("approvalKey", "J9z6rqeRrR/iE35+VBPEo1sQ="),
            ("PayUrl", "https://testsmpay.kcp.co.kr/pay/mobileGW.kcp"),
        ],
        socket: None,
        api: Some(|body| {
            over_api(
                &RegisterTrade::<Won>::new(
                    Environment::Test,
                    order(),
                    won(1_004),
                    text(),
                    WindowMethod::Card,
                    WebUrl::parse("https://shop.example/return").expect("a URL"),
                ),
                body,
            )
        }),
        holds: |told| {
            let key = told.get("approvalKey");
            let bad = |byte: &u8| !byte.is_ascii_graphic() || b",&;\\|'\"<>".contains(byte);
            let host = told.get("PayUrl").strip_prefix(b"https://testsmpay.kcp.co.kr");
            told.is("Code", "0000")
                && !key.is_empty()
                && !key.iter().any(bad)
                && host.is_some_and(|rest| rest.first().is_none_or(|byte| b"/?#".contains(byte)))
        },
    },
];

const TNO: &str = "20261121000001";
const ORDER: &str = "TEST1234";
const RECEIPT: &str = "20370466727800";

/// The answers to a card: the card itself, or a wallet's money.
const CARDS: [&str; 6] = ["PACA", "PAKM", "PANP", "PACP", "PASG", "PATO"];

/// Codes that say that it was done before.
const ALREADY: [&str; 9] = ["8023", "8133", "8337", "8340", "8373", "8496", "8691", "CCA4", "CCA7"];

/// A payment: the right code, a transaction, the method, the total and the order.
fn approved(told: &Told, methods: &[&str]) -> bool {
    let codes: &[&str] = if methods.contains(&"PAVC") { &["V000", "0000"] } else { &["0000"] };
    told.is_one_of("res_cd", codes)
        && told.has_digits("tno", 14..=14)
        && told.is_one_of("pay_method", methods)
        && is_total(told)
        && same_order(told)
}

/// 1,004 won, under the total's name; or under that of the only part, if points or a wallet's money paid all.
fn is_total(told: &Told) -> bool {
    if !told.get("amount").is_empty() {
        return told.amount("amount") == Some(1_004);
    }
    let part = match told.get("pay_method") {
        b"PAPT" => "pnt_amount",
        b"PAKM" | b"PANP" | b"PACP" | b"PASG" | b"PATO" => "easypoint_mny",
        _ => return false,
    };
    let payco = told.amount("payco_point_mny").or_else(|| told.amount("payco_poinf_mny"));
    let coupon = told.amount("coupon_mny");
    let others = ["card_mny", "tk_mny", "pnt_amount", "bk_mny", "easypoint_mny"];
    let sum: u64 =
        others.iter().filter_map(|name| told.amount(name)).chain(payco).chain(coupon).sum();
    // Payco's points may stand in the coupon's part too.
    let twice = payco.filter(|points| coupon.is_some_and(|coupon| *points <= coupon)).unwrap_or(0);
    told.amount(part) == Some(1_004) && [sum, sum - twice].contains(&1_004)
}

/// The order under every name by which it comes, and one of them at least.
fn same_order(told: &Told) -> bool {
    ORDER_NAMES.iter().any(|name| !told.get(name).is_empty()) && order_if_told(told)
}

fn order_if_told(told: &Told) -> bool {
    ORDER_NAMES.iter().all(|name| told.is_if_told(name, ORDER))
}

const ORDER_NAMES: [&str; 4] = ["order_no", "ord_idx", "ordr_no", "ordr_idxx"];

/// A change of the transaction that was asked.
fn changed(told: &Told) -> bool {
    told.is("res_cd", "0000") && told.is("tno", TNO)
}

/// The whole was taken back before, and nothing says that it was another payment.
fn already(told: &Told) -> bool {
    told.is_one_of("res_cd", &ALREADY) && told.is_if_told("tno", TNO)
}

/// What was taken, under each of its names, and what is left, under the first of its names that is there.
fn part(told: &Told, taken: u64, left: u64) -> bool {
    let said = MOVED.iter().any(|name| !told.get(name).is_empty());
    let rest = LEFT.iter().find(|name| !told.get(name).is_empty());
    said && moved_if_told(told, taken) && rest.is_none_or(|name| told.amount(name) == Some(left))
}

fn part_if_told(told: &Told, taken: u64, left: u64) -> bool {
    let said = MOVED.iter().chain(&LEFT).any(|name| !told.get(name).is_empty());
    !said || part(told, taken, left)
}

fn moved_if_told(told: &Told, taken: u64) -> bool {
    MOVED.iter().all(|name| told.amount_if_told(name, taken))
}

const MOVED: [&str; 2] = ["panc_mod_mny", "mod_mny"];
const LEFT: [&str; 2] = ["panc_rem_mny", "rem_mny"];

fn window(method: PayType) -> ApproveWindow {
    ApproveWindow::new(window_text(), window_text(), order(), won(1_004), method)
}

fn window_text() -> WindowText {
    WindowText::parse(NAME, "1AAAA").expect("text of the window")
}

fn order() -> OrderId {
    OrderId::parse(ORDER).expect("an order")
}

fn tno() -> TransactionId {
    TransactionId::parse(TNO).expect("a transaction")
}

fn won(amount: u64) -> Won {
    Won::new(amount).expect("an amount")
}

fn key() -> BatchKey {
    BatchKey::parse("2026112100000001").expect("a key")
}

fn bank() -> BankCode {
    BankCode::parse("04").expect("a bank")
}

fn account() -> AccountNumber {
    AccountNumber::parse("12345678901234").expect("an account")
}

fn owner() -> OwnerName {
    OwnerName::new(Charset::Ksx1001, "홍길동").expect("a name")
}

fn receipt() -> ReceiptId {
    ReceiptId::parse(RECEIPT).expect("a receipt")
}

fn time() -> KstDateTime {
    KstDateTime::parse("20261121212200").expect("a time")
}

fn member() -> Member {
    let id = MemberId::parse("member").expect("a member");
    let password = MemberPassword::parse("password").expect("a password");
    Member::new(id, password, CorporationCode::parse("A001").expect("a corporation"))
}

fn text<const MAX: usize>() -> Text<MAX> {
    Text::new(NAME, Charset::Ksx1001, "text").expect("a text")
}

fn word<const MAX: usize>() -> Word<MAX> {
    Word::new(NAME, "01012345678").expect("a word")
}

const NAME: Name = Name::from_static("text");
