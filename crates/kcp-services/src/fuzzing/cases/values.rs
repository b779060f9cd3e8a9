//! What the operations of the cases are made of.

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, CorporationCode, KstDateTime, MemberId,
    MemberPassword, Name, OrderId, OwnerName, Text, TransactionId, WindowText, Won, Word,
};

use super::holds::{ORDER, RECEIPT, TNO};
use crate::{
    approve::{ApproveWindow, PayType},
    cash_receipt::ReceiptId,
    points::Member,
};

pub(super) fn window(method: PayType) -> ApproveWindow {
    ApproveWindow::new(window_text(), window_text(), order(), won(1_004), method)
}

pub(super) fn window_text() -> WindowText {
    WindowText::parse(NAME, "1AAAA").expect("text of the window")
}

pub(super) fn order() -> OrderId {
    OrderId::parse(ORDER).expect("an order")
}

pub(super) fn tno() -> TransactionId {
    TransactionId::parse(TNO).expect("a transaction")
}

pub(super) fn won(amount: u64) -> Won {
    Won::new(amount).expect("an amount")
}

pub(super) fn key() -> BatchKey {
    BatchKey::parse("2026112100000001").expect("a key")
}

pub(super) fn bank() -> BankCode {
    BankCode::parse("04").expect("a bank")
}

pub(super) fn account() -> AccountNumber {
    AccountNumber::parse("12345678901234").expect("an account")
}

pub(super) fn owner() -> OwnerName {
    OwnerName::new(Charset::Ksx1001, "홍길동").expect("a name")
}

pub(super) fn receipt() -> ReceiptId {
    ReceiptId::parse(RECEIPT).expect("a receipt")
}

pub(super) fn time() -> KstDateTime {
    KstDateTime::parse("20261121212200").expect("a time")
}

pub(super) fn member() -> Member {
    let id = MemberId::parse("member").expect("a member");
    let password = MemberPassword::parse("password").expect("a password");
    Member::new(id, password, CorporationCode::parse("A001").expect("a corporation"))
}

pub(super) fn text<const MAX: usize>() -> Text<MAX> {
    Text::new(NAME, Charset::Ksx1001, "text").expect("a text")
}

pub(super) fn word<const MAX: usize>() -> Word<MAX> {
    Word::new(NAME, "01012345678").expect("a word")
}

pub(super) const NAME: Name = Name::from_static("text");
