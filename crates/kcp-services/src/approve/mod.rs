//! Approving what a buyer did in the payment window, and what an approval is.

mod approval;
mod pay_type;

pub(crate) use approval::{APPROVAL_TIMES, Asked, ISSUED};
pub use approval::{Approval, Detail};
pub use pay_type::PayType;

use std::net::Ipv4Addr;

use kcp_codec::{
    ClientAddress, Decode, FieldError, Fields, Literal, Name, OrderId, Reason, WindowText, Won,
};
use kcp_transport::{
    Error,
    api::{Call, Path},
    legacy::{Message, TranCode},
};

use crate::{
    Operation, Outcome,
    answer::Answer,
    merchant::Identity,
    operation::{Effect, On, PgApi, Socket, sealed::Sealed},
};

/// Approves a payment that the buyer authenticated in the window (`seed 002 §3`, `legacy.md §3.3`).
///
/// Amount, order and method come from the shop's own records, never from the return post: KCP compares them with
/// what the window showed and answers 8059 if somebody changed them.
#[derive(Clone, Debug)]
pub struct ApproveWindow {
    window: Authenticated,
    order: OrderId,
    amount: Won,
    method: PayType,
    address: Option<ClientAddress>,
}

impl ApproveWindow {
    /// An approval of `amount` won for `order` by `method`, with the window's `enc_data` and `enc_info`.
    #[must_use]
    pub fn new(
        enc_data: WindowText,
        enc_info: WindowText,
        order: OrderId,
        amount: Won,
        method: PayType,
    ) -> Self {
        let window = Authenticated::new(enc_data, enc_info);
        Self { window, order, amount, method, address: None }
    }

    /// With the transaction code (`tran_cd`) that the window handed over; by default `00100000`.
    #[must_use]
    pub fn with_tran_code(self, tran_cd: TranCode) -> Self {
        Self { window: Authenticated { tran_cd, ..self.window }, ..self }
    }

    /// With the buyer's address (`cust_ip`), which goes into the trace number.
    #[must_use]
    pub fn with_client_address(self, address: ClientAddress) -> Self {
        Self { address: Some(address), ..self }
    }
}

/// What the window encrypted, and the code to send it under.
#[derive(Clone, Debug)]
pub(crate) struct Authenticated {
    pub(crate) tran_cd: TranCode,
    pub(crate) enc_data: WindowText,
    pub(crate) enc_info: WindowText,
}

impl Authenticated {
    pub(crate) const fn new(enc_data: WindowText, enc_info: WindowText) -> Self {
        Self { tran_cd: TranCode::PAY, enc_data, enc_info }
    }

    /// The PG-API's approval (`seed 003 §6`), before anything is compared.
    pub(crate) fn call(&self, who: &Identity<'_>) -> Call {
        let text = |text: &'_ WindowText| String::from_utf8_lossy(text.as_bytes()).into_owned();
        who.start(Path::Payment)
            .with_text(
                Name::from_static("tran_cd"),
                &String::from_utf8_lossy(self.tran_cd.as_bytes()),
            )
            .with_text(Name::from_static("enc_data"), &text(&self.enc_data))
            .with_text(Name::from_static("enc_info"), &text(&self.enc_info))
    }
}

impl Sealed for ApproveWindow {}

impl Operation for ApproveWindow {
    type Answer = Approval;

    const NAME: &'static str = "kcp approve";

    fn address(&self) -> Option<Ipv4Addr> {
        self.address.map(ClientAddress::get)
    }

    fn read(&self, answer: &Answer) -> Outcome<Approval> {
        Asked { order: self.order, amount: self.amount, method: self.method }.classify(answer)
    }
}

impl Effect for ApproveWindow {}

impl On<Socket> for ApproveWindow {
    fn write(&self, (): &()) -> Result<Message, Error> {
        let order = Fields::new()
            .with(ORDR_MONY, &self.amount)
            .with(ORDR_NO, &self.order)
            .with(PAY_TYPE, &self.method.literal());
        Ok(Message::window(
            self.window.tran_cd,
            &self.window.enc_data,
            &self.window.enc_info,
            &order,
        ))
    }
}

impl On<PgApi> for ApproveWindow {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        Ok(self
            .window
            .call(who)
            .with(ORDR_MONY, &self.amount)
            .with(ORDR_NO, &self.order)
            .with(PAY_TYPE, &self.method.literal()))
    }
}

/// The currency's name in requests.
pub(crate) const CURRENCY: Name = Name::from_static("currency");

/// Won, as direct payments and the PG-API name it (`legacy.md §3.2`).
pub(crate) const KRW: Literal = Literal::new("410");

const ORDR_MONY: Name = Name::from_static("ordr_mony");
const ORDR_NO: Name = Name::from_static("ordr_no");
pub(crate) const PAY_TYPE: Name = Name::from_static("pay_type");

impl Decode for PayType {
    fn decode(field: Name, bytes: &[u8]) -> Result<Self, FieldError> {
        Self::of_wire(bytes).ok_or_else(|| FieldError::new(field, Reason::BadByte { at: 0 }))
    }
}
