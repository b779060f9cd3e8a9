//! Which rule a request falls under, and what the rules share.

use kcp_codec::{Charset, Decode, Fields, Instalments, KstDateTime, Name, Won, WonOrZero};

use super::{
    State, account,
    answer::Answer,
    approve, card, cash, escrow, modify,
    open::{Content, Opened},
};
use crate::{
    Refusal,
    account::{AccountLayout, Accounts},
    book::{Charge, Payment},
    merchant::Merchant,
    window::{PAY, REGISTER_CARD},
};

/// What the rules need to know besides the request and the book.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) merchant: &'a Merchant,
    pub(crate) now: KstDateTime,
    pub(crate) layout: &'a AccountLayout,
    pub(crate) accounts: &'a Accounts,
    /// How the texts of requests are encoded on this channel.
    pub(crate) texts: Texts,
    /// Won to charge more or less than asked: a fault.
    pub(crate) change: i64,
}

/// How texts are encoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Texts {
    /// On the socket.
    Cp949,
    /// On the PG-API.
    Utf8,
}

impl Texts {
    /// A text of a request; empty where it is absent.
    pub(crate) fn read(self, fields: &Fields, name: Name) -> Result<String, Refusal> {
        let bytes = fields.get(name).unwrap_or_default();
        match self {
            Self::Cp949 => Charset::Cp949.decode(name, bytes).map_err(|_| Refusal::BAD_FRAME),
            Self::Utf8 => String::from_utf8(bytes.to_vec()).map_err(|_| Refusal::BAD_FRAME),
        }
    }
}

/// Acts on a request.
pub(crate) fn act(
    state: &mut State,
    desk: &Desk<'_>,
    request: &Opened<'_>,
) -> Result<Answer, Refusal> {
    let transaction = request.transaction.as_str();
    match &request.content {
        Content::Window(window) if transaction == PAY => {
            approve::approve(state, desk, window, &request.order)
        }
        Content::Window(window) if transaction == REGISTER_CARD => {
            approve::register_card(state, desk, window)
        }
        Content::Merchant { payment: Some(payment), .. }
            if transaction == desk.layout.transaction
                && payment.get(desk.layout.record).is_some() =>
        {
            account::verify(state, desk, payment, &request.order)
        }
        Content::Merchant { payment, .. } if transaction == PAY => {
            let payment = payment.as_ref().filter(|records| !records.as_slice().is_empty());
            let payment = payment.ok_or(Refusal::NOTHING_TO_PAY)?;
            card::charge(state, desk, payment, &request.order)
        }
        Content::Merchant { modify, .. } if transaction == MODIFY => {
            let fields = modify.as_ref().ok_or(Refusal::NOTHING_TO_CHANGE)?;
            modify::modify(state, desk, fields)
        }
        Content::Merchant { modify, .. } if transaction == AFTER_CONFIRMATION => {
            let fields = modify.as_ref().ok_or(Refusal::NOTHING_TO_CHANGE)?;
            escrow::after_confirmation(state, desk, fields)
        }
        Content::Merchant { payment, .. } if transaction == REGISTER_RECEIPT => {
            // The payment group comes along, empty (`legacy.md §3.6`).
            if payment.as_ref().is_some_and(|records| !records.as_slice().is_empty()) {
                return Err(Refusal::BAD_FRAME);
            }
            cash::register_nested(state, desk, &request.plan)
        }
        Content::Merchant { modify, .. } if transaction == CANCEL_RECEIPT => {
            let fields = modify.as_ref().ok_or(Refusal::NOTHING_TO_CHANGE)?;
            cash::cancel(state, desk, fields)
        }
        Content::Merchant { modify, .. } if transaction == QUERY_RECEIPT => {
            let fields = modify.as_ref().ok_or(Refusal::NOTHING_TO_CHANGE)?;
            cash::query(state, desk, fields)
        }
        _ => Err(Refusal::UNKNOWN_TRANSACTION),
    }
}

/// The transaction code of a change (`legacy.md §3.1`).
const MODIFY: &str = "00200000";

/// The transaction code of an escrow cancel after the customer confirmed the purchase (`legacy.md §3.1`).
const AFTER_CONFIRMATION: &str = "70200200";

/// The transaction codes of cash receipts (`legacy.md §3.1`).
const REGISTER_RECEIPT: &str = "07010000";
const CANCEL_RECEIPT: &str = "07020000";
const QUERY_RECEIPT: &str = "07030000";

impl Desk<'_> {
    /// Puts a charge into the book, with what a fault changes about it.
    pub(crate) fn charge(&self, state: &mut State, charge: Charge) -> Result<Payment, Refusal> {
        let amount = charge.amount.get().saturating_add_signed(self.change).max(1);
        let amount = Won::new(amount).unwrap_or(charge.amount);
        state.book.charge(Charge { amount, ..charge }, self.now)
    }
}

/// What a test card takes: 1,000 to 5,004 won at once, 50,004 won in instalments (refusal 8129).
pub(crate) fn test_amount(amount: Won, instalments: Instalments) -> Result<(), Refusal> {
    let fits = match instalments.months() {
        0 => (1_000..=5_004).contains(&amount.get()),
        _ => amount.get() == 50_004,
    };
    if fits { Ok(()) } else { Err(Refusal::TEST_AMOUNT) }
}

/// A field that must be there.
pub(crate) fn required<T: Decode>(
    fields: &Fields,
    name: Name,
    refusal: Refusal,
) -> Result<T, Refusal> {
    fields.required(name).map_err(|_| refusal)
}

/// A field that may be there.
pub(crate) fn optional<T: Decode>(
    fields: &Fields,
    name: Name,
    refusal: Refusal,
) -> Result<Option<T>, Refusal> {
    fields.optional(name).map_err(|_| refusal)
}

/// An amount that may be there, as a client must write it: digits without a zero in front.
pub(crate) fn amount(
    fields: &Fields,
    name: Name,
    refusal: Refusal,
) -> Result<Option<Won>, Refusal> {
    let Some(bytes) = fields.get(name).filter(|bytes| !bytes.is_empty()) else { return Ok(None) };
    let text = std::str::from_utf8(bytes).map_err(|_| refusal)?;
    Won::parse(text).map(Some).map_err(|_| refusal)
}

/// An amount that must be there and may be zero, without a zero in front.
pub(crate) fn amount_or_zero(
    fields: &Fields,
    name: Name,
    refusal: Refusal,
) -> Result<WonOrZero, Refusal> {
    let text = std::str::from_utf8(fields.get(name).unwrap_or_default()).map_err(|_| refusal)?;
    WonOrZero::parse(text).map_err(|_| refusal)
}

/// Whether a field is there and not empty.
pub(crate) fn has(fields: &Fields, name: Name) -> bool {
    fields.get(name).is_some_and(|bytes| !bytes.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_card_takes_the_amounts_of_8129_only() {
        let three = Instalments::new(3).unwrap();
        for (won, parts, fits) in [
            (999, Instalments::NONE, false),
            (1_000, Instalments::NONE, true),
            (5_004, Instalments::NONE, true),
            (5_005, Instalments::NONE, false),
            (50_004, Instalments::NONE, false),
            (50_003, three, false),
            (50_004, three, true),
            (50_005, three, false),
        ] {
            assert_eq!(test_amount(Won::new(won).unwrap(), parts).is_ok(), fits, "{won}");
        }
    }
}
