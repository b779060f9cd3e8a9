//! What a shop asks for in a run, and what it was told.

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, Charset, GroupId, KstDateTime, Name, OrderId, OwnerName,
    Text, TransactionId, Won,
};
use kcp_services::{
    Client, On, Outcome, Socket,
    account::VerifyAccount,
    approve::{ApproveWindow, PayType},
    batch::ChargeBatch,
    channel::Channel,
    inquiry::Inquire,
    modify::{Cancel, PartialCancel},
    virtual_account::IssueAccount,
};

/// A kind of operation.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Deed {
    /// A charge of a registered card.
    Charge,
    /// The approval of what a buyer agreed to in the window.
    Approve,
    /// A virtual account: through the window on the socket, without it on the PG-API.
    Account,
    /// A cancel of the whole.
    Cancel,
    /// A cancel of a part.
    Part,
    /// A question: an inquiry on the PG-API, the verification of an account on the socket.
    Ask,
}

impl Deed {
    pub(crate) const ALL: [Self; 6] =
        [Self::Charge, Self::Approve, Self::Account, Self::Cancel, Self::Part, Self::Ask];
}

/// An operation, ready to be carried out once.
pub(crate) enum Ready {
    Charge(ChargeBatch),
    Approve(ApproveWindow),
    Cancel(Cancel),
    Part(PartialCancel),
    Issue(IssueAccount),
    Inquire(Inquire),
    Verify(VerifyAccount),
}

/// What the client said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    Approved(Claim),
    Declined(String),
    NotSent(String),
    Unknown(String),
}

/// What an approval says happened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Claim {
    pub(crate) tno: Option<TransactionId>,
    pub(crate) amount: Option<u64>,
    pub(crate) left: Option<u64>,
}

impl Verdict {
    fn of<A>(outcome: Outcome<A>, claim: impl FnOnce(&A) -> Claim) -> Self {
        match outcome {
            Outcome::Approved(done) => Self::Approved(claim(done.answer())),
            Outcome::Declined(no) => Self::Declined(no.code().to_string()),
            Outcome::NotSent(error) => Self::NotSent(error.to_string()),
            Outcome::Unknown(unknown) => Self::Unknown(unknown.to_string()),
        }
    }
}

/// Carries out what both wires know.
pub(crate) async fn perform<X: Channel>(client: &Client<X>, ready: Ready) -> Verdict
where
    ChargeBatch: On<X::Wire>,
    ApproveWindow: On<X::Wire>,
    Cancel: On<X::Wire>,
    PartialCancel: On<X::Wire>,
{
    let paid = |tno, amount: Won| Claim { tno: Some(tno), amount: Some(amount.get()), left: None };
    match ready {
        Ready::Charge(charge) => {
            Verdict::of(client.perform(charge).await, |done| paid(done.transaction, done.amount))
        }
        Ready::Approve(approve) => {
            Verdict::of(client.perform(approve).await, |done| paid(done.transaction, done.amount))
        }
        Ready::Cancel(cancel) => Verdict::of(client.perform(cancel).await, |done| Claim {
            tno: Some(done.transaction),
            ..Claim::default()
        }),
        Ready::Part(part) => Verdict::of(client.perform(part).await, |done| Claim {
            tno: Some(done.transaction),
            amount: Some(done.amount.get()),
            left: Some(done.remaining.get()),
        }),
        Ready::Issue(_) | Ready::Inquire(_) | Ready::Verify(_) => {
            panic!("this wire does not know the operation")
        }
    }
}

/// Carries out what the socket knows.
pub(crate) async fn perform_on_socket<X: Channel<Wire = Socket>>(
    client: &Client<X>,
    ready: Ready,
) -> Verdict {
    match ready {
        Ready::Verify(query) => Verdict::of(client.ask(&query).await, |_| Claim::default()),
        ready => perform(client, ready).await,
    }
}

/// Carries out what the PG-API knows.
pub(crate) async fn perform_on_api<X: Channel<Wire = kcp_services::PgApi>>(
    client: &Client<X>,
    ready: Ready,
) -> Verdict {
    match ready {
        Ready::Issue(issue) => Verdict::of(client.perform(issue).await, |done| Claim {
            tno: Some(done.transaction),
            amount: Some(done.amount.get()),
            left: None,
        }),
        Ready::Inquire(query) => Verdict::of(client.ask(&query).await, |found| Claim {
            tno: Some(found.transaction),
            amount: Some(found.amount.get()),
            left: found.remaining.map(|left| left.get()),
        }),
        ready => perform(client, ready).await,
    }
}

/// The merchant's registered card.
pub(crate) fn card() -> (GroupId, BatchKey) {
    (GroupId::parse("BA0011000348").unwrap(), BatchKey::parse("1234567890123456").unwrap())
}

/// A charge of that card.
pub(crate) fn charge(order: OrderId, amount: Won) -> ChargeBatch {
    let (group, key) = card();
    ChargeBatch::new(group, key, order, amount)
}

/// An account without the window.
pub(crate) fn issue(order: OrderId, amount: Won) -> IssueAccount {
    IssueAccount::new(
        order,
        amount,
        BankCode::parse("26").unwrap(),
        Text::new(Name::from_static("va_name"), Charset::Ksx1001, "홍길동").unwrap(),
        KstDateTime::parse("20261130120000").unwrap(),
        Text::new(Name::from_static("good_name"), Charset::Ksx1001, "운동화").unwrap(),
    )
}

/// An account's owner, who is right.
pub(crate) fn verify(order: OrderId) -> VerifyAccount {
    let (bank, number) =
        (BankCode::parse("BK88").unwrap(), AccountNumber::parse("110123456789").unwrap());
    let owner = OwnerName::new(Charset::Ksx1001, "김철수").unwrap();
    VerifyAccount::new(bank, number, owner).with_order(order)
}

/// A question about a card payment.
pub(crate) const fn inquire(tno: TransactionId) -> Inquire {
    Inquire::new(tno, PayType::Card)
}
