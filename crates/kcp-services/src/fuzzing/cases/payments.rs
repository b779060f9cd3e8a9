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
    inquiry::Inquire,
    points::{PayPoints, QueryPoints, Reapprove},
    virtual_account::IssueAccount,
    window::{RegisterTrade, WindowMethod},
};

pub(super) static PAYMENTS: [Case; 18] = [
    Case {
        name: "approve card",
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
        ways: both!(window(PayType::Card)),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "approve wallet",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PAKM"),
            ("easypoint_mny", "1004"),
            ("order_no", ORDER),
        ],
        ways: both!(window(PayType::Card)),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "approve card and coupon",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PACA"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("card_mny", "804"),
            ("coupon_mny", "200"),
        ],
        ways: both!(window(PayType::Card)),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "approve transfer",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PABK"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("bank_code", "BK04"),
            ("bk_mny", "1004"),
        ],
        ways: both!(window(PayType::Transfer)),
        holds: |told| approved(told, &["PABK"]),
    },
    Case {
        name: "approve account",
        answer: &[
            ("res_cd", "V000"),
            ("tno", TNO),
            ("pay_method", "PAVC"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("account", "T1234567890"),
        ],
        ways: both!(window(PayType::VirtualAccount)),
        holds: |told| approved(told, &["PAVC"]),
    },
    Case {
        name: "approve mobile",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PAMC"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("van_id", "SKT"),
            ("mobile_no", "01000000000"),
        ],
        ways: both!(window(PayType::Mobile)),
        holds: |told| approved(told, &["PAMC"]),
    },
    Case {
        name: "approve points",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PAPT"),
            ("pnt_amount", "1004"),
            ("order_no", ORDER),
        ],
        ways: both!(window(PayType::Points)),
        holds: |told| approved(told, &["PAPT"]),
    },
    Case {
        name: "approve gift",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PATK"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("tk_mny", "1004"),
        ],
        ways: both!(window(PayType::Gift)),
        holds: |told| approved(told, &["PATK"]),
    },
    Case {
        name: "charge",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("pay_method", "PACA"),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("card_mny", "1004"),
        ],
        ways: both!(ChargeBatch::new(
            GroupId::parse("A1B2").expect("a group"),
            key(),
            order(),
            won(1_004),
        )),
        holds: |told| approved(told, &CARDS),
    },
    Case {
        name: "issue account",
        answer: &[
            ("res_cd", "V000"),
            ("tno", TNO),
            ("amount", "1004"),
            ("order_no", ORDER),
            ("account", "12345678901234"),
            ("bankcode", "BK04"),
        ],
        ways: api!(IssueAccount::new(order(), won(1_004), bank(), text(), time(), text())),
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
        answer: &[("res_cd", "0000"), ("batch_key", "2026112100000001"), ("card_cd", "CCLG")],
        ways: api!(IssueBatchKey::new(window_text(), window_text())),
        holds: |told| told.is("res_cd", "0000") && told.has_digits("batch_key", 16..=16),
    },
    Case {
        name: "delete key",
        answer: &[("res_cd", "0000")],
        ways: api!(DeleteBatchKey::new(GroupId::parse("A1B2").expect("a group"), key())),
        holds: |told| told.is("res_cd", "0000"),
    },
    Case {
        name: "points pay",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("pnt_amount", "1004"), ("rsv_pnt", "5000")],
        ways: api!(PayPoints::new(member(), order(), won(1_004))),
        holds: |told| {
            told.is("res_cd", "0000")
                && told.has_digits("tno", 14..=14)
                && told.amount("pnt_amount") == Some(1_004)
                && order_if_told(told)
        },
    },
    Case {
        name: "points reapprove",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("pnt_amount", "1004")],
        ways: api!(Reapprove::new(tno(), won(1_004), order())),
        holds: |told| {
            told.is("res_cd", "0000")
                && told.has_digits("tno", 14..=14)
                && told.amount("pnt_amount") == Some(1_004)
        },
    },
    Case {
        name: "points query",
        answer: &[("res_cd", "0000"), ("rsv_pnt", "5000")],
        ways: api!(QueryPoints::new(member(), order())),
        holds: |told| told.is("res_cd", "0000") && told.amount("rsv_pnt").is_some(),
    },
    Case {
        name: "inquire",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("order_no", ORDER),
            ("amount", "1004"),
            ("stat_ca_cd", "STSR"),
        ],
        ways: api!(Inquire::new(tno(), PayType::Card)),
        holds: |told| {
            told.is("res_cd", "0000")
                && told.is_if_told("tno", TNO)
                && !told.get("order_no").is_empty()
                && told.amount("amount").is_some_and(|won| won > 0)
        },
    },
    Case {
        name: "verify account",
        answer: &[
            ("res_cd", "0000"),
            ("tno", TNO),
            ("ord_idx", ORDER),
            ("app_time", "20261121212200"),
        ],
        ways: socket!(VerifyAccount::new(bank(), account(), owner()).with_order(order())),
        holds: |told| {
            told.is("res_cd", "0000") && told.has_digits("tno", 14..=14) && same_order(told)
        },
    },
    Case {
        name: "register",
        answer: &[
            ("Code", "0000"),
            ("approvalKey", "J9z6rqeRrR/iE35+VBPEo1sQ="),
            ("PayUrl", "https://testsmpay.kcp.co.kr/pay/mobileGW.kcp"),
        ],
        ways: api!(RegisterTrade::<Won>::new(
            Environment::Test,
            order(),
            won(1_004),
            text(),
            WindowMethod::Card,
            WebUrl::parse("https://shop.example/return").expect("a URL"),
        )),
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
