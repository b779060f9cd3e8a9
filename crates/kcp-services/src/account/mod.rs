//! Account verification: does this account belong to this name? (`seed 000`)

mod layout;

pub use layout::AccountLayout;

use std::net::Ipv4Addr;

use kcp_codec::{
    AccountNumber, BankCode, ClientAddress, Fields, Group, KstDateTime, OrderId, OwnerName,
    TransactionId,
};
use kcp_transport::{Error, legacy::Message};

use crate::{
    Operation, Outcome, Query, UnknownCause,
    answer::{APP_TIME, Answer, DONE, TNO, classify},
    operation::{On, Socket, sealed::Sealed},
};

/// Asks whether an account belongs to a name (`pay_method` `ACCO`). Moves no money.
///
/// The guide gives the form's fields and the answer's, but not the records in between; see [`AccountLayout`].
#[doc(alias = "ACCO")]
#[derive(Clone, Debug)]
pub struct VerifyAccount {
    bank: BankCode,
    account: AccountNumber,
    owner: OwnerName,
    order: Option<OrderId>,
    address: Option<ClientAddress>,
    layout: AccountLayout,
}

impl VerifyAccount {
    /// A question about one account.
    #[must_use]
    pub fn new(bank: BankCode, account: AccountNumber, owner: OwnerName) -> Self {
        Self { bank, account, owner, order: None, address: None, layout: AccountLayout::default() }
    }

    /// With an order number of the shop's (`ordr_idxx`), which the answer repeats (`ord_idx`).
    #[must_use]
    pub fn with_order(self, order: OrderId) -> Self {
        Self { order: Some(order), ..self }
    }

    /// With the address of whoever asks (`cust_ip`).
    #[must_use]
    pub fn with_client_address(self, address: ClientAddress) -> Self {
        Self { address: Some(address), ..self }
    }

    /// With another record layout than the default.
    #[must_use]
    pub fn with_layout(self, layout: AccountLayout) -> Self {
        Self { layout, ..self }
    }
}

/// A verified account (`seed 000 §5.1.1`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct VerifiedAccount {
    /// KCP's number of the verification (`tno`).
    pub transaction: TransactionId,
    /// When it was done (`app_time`), Korean time.
    pub verified_at: Option<KstDateTime>,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for VerifyAccount {}

impl Operation for VerifyAccount {
    type Answer = VerifiedAccount;

    const NAME: &'static str = "kcp account verify";

    fn address(&self) -> Option<Ipv4Addr> {
        self.address.map(ClientAddress::get)
    }

    fn read(&self, answer: &Answer) -> Outcome<VerifiedAccount> {
        classify(answer, &DONE, |answer| self.verified(answer), None)
    }
}

impl Query for VerifyAccount {}

impl On<Socket> for VerifyAccount {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let layout = &self.layout;
        let record = Fields::new()
            .with(layout.method, &layout.method_value)
            .with(layout.owner, &self.owner)
            .with(layout.account, &self.account)
            .with(layout.bank, &self.bank);
        let mut records = Vec::new();
        if let Some(address) = self.address {
            records.push((layout.common, Fields::new().with(ClientAddress::NAME, &address)));
        }
        records.push((layout.record, record));
        let order = self.order.map(|order| Group::order(&Fields::new().with(layout.order, &order)));
        Ok(Message::new(layout.tran_cd, [Group::payment(&records)].into_iter().chain(order)))
    }
}

impl VerifyAccount {
    fn verified(&self, answer: &Answer) -> Result<VerifiedAccount, UnknownCause> {
        let transaction = answer.required(TNO)?;
        if let Some(order) = self.order {
            answer.same_order(order)?;
        }
        Ok(VerifiedAccount {
            transaction,
            verified_at: answer.info(APP_TIME),
            fields: answer.fields().clone(),
        })
    }
}
