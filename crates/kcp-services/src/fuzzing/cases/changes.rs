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
    modify::{
        Cancel, CancelConfirmed, CancelEscrow, Capture, HoldSettlement, PartialCancel,
        RefundAccount, ReleaseAccount, StartDelivery,
    },
};

/// What a change is answered with.
const DONE: &[(&str, &str)] = &[("res_cd", "0000"), ("tno", TNO)];

/// What a change of 400 won of 1,004 is answered with.
const PART: &[(&str, &str)] =
    &[("res_cd", "0000"), ("tno", TNO), ("panc_mod_mny", "400"), ("panc_rem_mny", "604")];

pub(super) static CHANGES: [Case; 20] = [
    Case {
        name: "cancel",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("canc_time", "20261121212200")],
        ways: both!(Cancel::new(tno())),
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "cancel part",
        answer: PART,
        ways: both!(PartialCancel::new(tno(), won(400), won(1_004)).expect("a part")),
        holds: |told| changed(told) && part(told, 400, 604),
    },
    Case {
        name: "cancel part over https",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("mod_mny", "400"), ("rem_mny", "604")],
        ways: both!(PartialCancel::new(tno(), won(400), won(1_004)).expect("a part")),
        holds: |told| changed(told) && part(told, 400, 604),
    },
    Case {
        name: "cancel rest",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("panc_mod_mny", "604"), ("panc_rem_mny", "0")],
        ways: both!(PartialCancel::of_rest(tno(), won(604))),
        holds: |told| changed(told) && part(told, 604, 0),
    },
    Case {
        name: "cancel part of old",
        answer: PART,
        ways: socket!(
            PartialCancel::new(tno(), won(400), won(1_004))
                .expect("a part")
                .under_older_card_kind()
        ),
        holds: |told| changed(told) && part(told, 400, 604),
    },
    Case { name: "capture", answer: DONE, ways: socket!(Capture::new(tno())), holds: changed },
    Case {
        name: "refund",
        answer: DONE,
        ways: both!(RefundAccount::new(tno(), bank(), account(), owner())),
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "refund part",
        answer: PART,
        ways: both!(
            RefundAccount::new(tno(), bank(), account(), owner())
                .with_part(won(400), won(1_004))
                .expect("a part")
        ),
        holds: |told| changed(told) && part_if_told(told, 400, 604),
    },
    Case {
        name: "escrow cancel",
        answer: DONE,
        ways: socket!(CancelEscrow::before_delivery(tno())),
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "escrow release",
        answer: DONE,
        ways: socket!(ReleaseAccount::new(tno())),
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "escrow deliver",
        answer: DONE,
        ways: socket!(StartDelivery::new(tno(), text(), text())),
        holds: changed,
    },
    Case {
        name: "escrow hold",
        answer: DONE,
        ways: socket!(HoldSettlement::new(tno())),
        holds: changed,
    },
    Case {
        name: "confirmed card",
        answer: DONE,
        ways: socket!(CancelConfirmed::card(tno())),
        holds: |told| changed(told) || already(told),
    },
    Case {
        name: "confirmed part",
        answer: PART,
        ways: socket!(CancelConfirmed::card_part(tno(), won(400), won(1_004)).expect("a part")),
        holds: |told| changed(told) && part_if_told(told, 400, 604),
    },
    Case {
        name: "confirmed transfer",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("mod_mny", "400")],
        ways: socket!(CancelConfirmed::transfer_refund(
            tno(),
            won(400),
            bank(),
            account(),
            owner()
        )),
        holds: |told| changed(told) && moved_if_told(told, 400),
    },
    Case {
        name: "confirmed account",
        answer: &[("res_cd", "0000"), ("tno", TNO), ("mod_mny", "1004")],
        ways: socket!(CancelConfirmed::account_refund(
            tno(),
            won(1_004),
            bank(),
            account(),
            owner()
        )),
        holds: |told| (changed(told) && moved_if_told(told, 1_004)) || already(told),
    },
    Case {
        name: "receipt register",
        answer: &[
            ("res_cd", "0000"),
            ("cash_no", RECEIPT),
            ("order_no", ORDER),
            ("receipt_no", "123456789"),
            ("reg_stat", "NTNC"),
        ],
        ways: both!(
            RegisterReceipt::new(
                order(),
                text(),
                text(),
                time(),
                Purpose::Personal,
                word(),
                won(1_004),
                WonOrZero::ZERO,
            )
            .expect("a receipt")
        ),
        holds: |told| {
            told.is("res_cd", "0000") && told.has_digits("cash_no", 1..=20) && order_if_told(told)
        },
    },
    Case {
        name: "receipt cancel",
        answer: &[("res_cd", "0000"), ("cash_no", RECEIPT)],
        ways: socket!(CancelReceipt::new(receipt(), time())),
        holds: |told| {
            (told.is("res_cd", "0000") && told.is("cash_no", RECEIPT))
                || (told.is_one_of("res_cd", &ALREADY) && told.is_if_told("cash_no", RECEIPT))
        },
    },
    Case {
        name: "receipt cancel part",
        answer: &[("res_cd", "0000"), ("cash_no", RECEIPT), ("mod_mny", "400"), ("rem_mny", "604")],
        ways: socket!(
            CancelReceipt::new(receipt(), time()).with_part(won(400), won(1_004)).expect("a part")
        ),
        holds: |told| {
            told.is("res_cd", "0000") && told.is("cash_no", RECEIPT) && part_if_told(told, 400, 604)
        },
    },
    Case {
        name: "receipt query",
        answer: &[("res_cd", "0000"), ("cash_no", RECEIPT)],
        ways: socket!(QueryReceipt::new(receipt(), time())),
        holds: |told| told.is("res_cd", "0000") && told.is("cash_no", RECEIPT),
    },
];
