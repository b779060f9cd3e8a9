//! Changes of a payment, and cash receipts.

use kcp_codec::WonOrZero;

use super::{
    Case,
    holds::{
        ALREADY, ORDER, RECEIPT, TNO, already, changed, moved_if_told, order_if_told, part,
        part_if_told,
    },
    values::{account, bank, order, owner, receipt, text, time, tno, won, word},
};
use crate::{
    cash_receipt::{CancelReceipt, Purpose, QueryReceipt, RegisterReceipt},
    fuzzing::classify::{over_api, over_socket},
    modify::{
        Cancel, CancelConfirmed, CancelEscrow, Capture, HoldSettlement, PartialCancel,
        RefundAccount, ReleaseAccount, StartDelivery,
    },
};

pub(super) static CHANGES: [Case; 20] = [
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
];
