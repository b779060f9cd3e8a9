//! Payments, and what else comes before one or asks about one.

use kcp_codec::{GroupId, WebUrl, Won};
use kcp_transport::Environment;

use super::{
    Case,
    holds::{CARDS, ORDER, TNO, approved, order_if_told, same_order},
    values::{account, bank, key, member, order, owner, text, time, tno, window, window_text, won},
};
use crate::{
    account::VerifyAccount,
    approve::PayType,
    batch::{ChargeBatch, DeleteBatchKey, IssueBatchKey},
    fuzzing::classify::{over_api, over_socket},
    inquiry::Inquire,
    points::{PayPoints, QueryPoints, Reapprove},
    virtual_account::IssueAccount,
    window::{RegisterTrade, WindowMethod},
};

pub(super) static PAYMENTS: [Case; 18] = [
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
