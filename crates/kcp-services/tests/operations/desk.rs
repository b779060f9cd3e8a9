//! A client whose gateway says what the test wants, and one operation of each kind.

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, ClientAddress, Fields, GroupId, KstDateTime, Name,
    OrderId, OwnerName, Separator, SiteCode, SiteKey, TraceNo, TransactionId, WindowText, Won,
};
use kcp_services::{
    Client, Merchant, Operation, Outcome, UnknownCause,
    account::VerifyAccount,
    answer::{Answer, Encoding},
    approve::{ApproveWindow, PayType},
    batch::ChargeBatch,
    channel::OverSocket,
    modify::{Cancel, PartialCancel},
};
use kcp_transport::{
    Environment, Error,
    legacy::{Credentials, Exchange, Message, Proof, Reply},
};

pub(crate) const TNO: &str = "20261121000001";

/// Answers every message with one text.
pub(crate) struct Desk {
    answer: Fields,
}

impl Desk {
    pub(crate) fn answering(text: &str) -> Client<OverSocket<Self>> {
        let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__").unwrap();
        Self::of(text, nobody().and_site_key(&key))
    }

    pub(crate) fn of(text: &str, merchant: Merchant) -> Client<OverSocket<Self>> {
        let answer = Fields::read(text.as_bytes(), Separator::Unit).unwrap();
        Client::without_ledger(merchant, OverSocket(Self { answer }), || {
            KstDateTime::parse("20261121221400").unwrap()
        })
    }
}

/// A merchant without a secret.
pub(crate) fn nobody() -> Merchant {
    let environment = Environment::Simulator { gateway: ([127, 0, 0, 1], 1).into(), pg_api: None };
    Merchant::without_secrets(environment, SiteCode::parse("T0000").unwrap()).unwrap()
}

impl Exchange for Desk {
    async fn exchange(&self, _: &Credentials, _: TraceNo, _: &Message) -> Result<Reply, Error> {
        Ok(Reply::new(self.answer.clone(), Proof::Sealed))
    }
}

pub(crate) fn read<O: Operation>(operation: &O, text: &str) -> Outcome<O::Answer> {
    let fields = Fields::read(text.as_bytes(), Separator::Unit).unwrap();
    operation.read(&Answer::new(fields, Encoding::EucKr))
}

pub(crate) fn order() -> OrderId {
    OrderId::parse("TEST0001").unwrap()
}

pub(crate) fn won(amount: u64) -> Won {
    Won::new(amount).unwrap()
}

pub(crate) fn address() -> ClientAddress {
    ClientAddress::parse("10.0.0.1").unwrap()
}

pub(crate) fn charge() -> ChargeBatch {
    let key = BatchKey::parse("1234567890123456").unwrap();
    ChargeBatch::new(GroupId::parse("BA0011000348").unwrap(), key, order(), won(1_004))
}

pub(crate) fn approve(method: PayType) -> ApproveWindow {
    let text = |name, text| WindowText::parse(Name::from_static(name), text).unwrap();
    ApproveWindow::new(
        text("enc_data", "1AAAA+/=.-_"),
        text("enc_info", "2BBBB__"),
        order(),
        won(1_004),
        method,
    )
}

pub(crate) fn cancel() -> Cancel {
    Cancel::new(TransactionId::parse(TNO).unwrap())
}

pub(crate) fn partial(amount: u64, remaining: u64) -> PartialCancel {
    PartialCancel::new(TransactionId::parse(TNO).unwrap(), won(amount), won(remaining)).unwrap()
}

/// A bank, an account and its owner, all made up.
pub(crate) fn payee() -> (BankCode, AccountNumber, OwnerName) {
    (
        BankCode::parse("04").unwrap(),
        AccountNumber::parse("123456789012").unwrap(),
        OwnerName::new(Charset::Ksx1001, "홍길동").unwrap(),
    )
}

pub(crate) fn tno() -> TransactionId {
    TransactionId::parse(TNO).unwrap()
}

/// The cause of a doubt.
pub(crate) fn unknown<A: std::fmt::Debug>(outcome: Outcome<A>) -> UnknownCause {
    match outcome {
        Outcome::Unknown(unknown) => unknown.cause(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn verify() -> VerifyAccount {
    let (bank, account, owner) = payee();
    VerifyAccount::new(bank, account, owner).with_order(order())
}
