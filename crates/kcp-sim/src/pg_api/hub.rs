//! Paying from server to server, without a window (`/gw/hub/v1/payment`).

use kcp_codec::{ClientAddress, Fields, Name, OrderId, Won};

use super::{batch, points, virtual_account};
use crate::{
    Refusal,
    gateway::{
        State,
        answer::Answer,
        card::{charge_key, order_number},
        cash,
        rules::{Desk, amount, optional},
    },
};

/// Which payment it is.
pub(crate) fn pay(state: &mut State, desk: &Desk<'_>, fields: &Fields) -> Result<Answer, Refusal> {
    match fields.get(PAY_METHOD).unwrap_or_default() {
        b"BATCH" => batch::delete(state, desk, fields),
        // The request is flat; on the socket the three are records of their own.
        b"CARD" => charge_key(state, desk, fields, fields, fields),
        b"CASH" => cash::register(state, desk, fields, fields, fields),
        b"POINT" => points::pay(state, desk, fields),
        b"VCNT" => virtual_account::issue(state, desk, fields),
        _ => Err(Refusal::UNSUPPORTED_METHOD),
    }
}

/// What points and accounts have in common.
pub(crate) struct Common {
    pub(crate) amount: Won,
    pub(crate) order: OrderId,
}

impl Common {
    pub(crate) fn read(fields: &Fields) -> Result<Self, Refusal> {
        let total = amount(fields, AMOUNT, Refusal::BAD_AMOUNT)?.ok_or(Refusal::BAD_AMOUNT)?;
        if fields.get(CURRENCY) != Some(WON) {
            return Err(Refusal::BAD_CURRENCY);
        }
        optional::<ClientAddress>(fields, CUST_IP, Refusal::BAD_ADDRESS)?;
        Ok(Self { amount: total, order: order_number(fields)? })
    }
}

const AMOUNT: Name = Name::from_static("amount");
const CURRENCY: Name = Name::from_static("currency");
const CUST_IP: Name = Name::from_static("cust_ip");
const PAY_METHOD: Name = Name::from_static("pay_method");

/// The won, as a number of ISO 4217.
const WON: &[u8] = b"410";
