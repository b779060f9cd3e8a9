//! Approving what a customer agreed to in the payment window (`legacy.md §3.3`, `seed 002`).

use kcp_codec::{Fields, Name, OrderId};

use super::{
    State,
    answer::Answer,
    receipt::{self, KB},
    rules::{Desk, amount, optional, test_amount},
};
use crate::{
    Extras, PayMethod, Refusal,
    agreement::{Deed, Escrow},
    book::{Charge, NewReceipt},
};

/// Charges what was agreed, once. An authentication that is refused here is not used up.
///
/// `ordr_mony`, `ordr_no`, `ordr_idxx` and `pay_type` need not be sent; what is sent must agree.
pub(crate) fn approve(
    state: &mut State,
    desk: &Desk<'_>,
    window: &Fields,
    order: &Fields,
) -> Result<Answer, Refusal> {
    let agreement = state.windows.find(window, desk.merchant.site())?;
    let Deed::Pay(agreed) = agreement.deed else { return Err(Refusal::UNKNOWN_TRANSACTION) };
    for name in [ORDR_NO, ORDR_IDXX] {
        let sent: Option<OrderId> = optional(order, name, Refusal::BAD_ORDER)?;
        if sent.is_some_and(|sent| sent != agreed.order) {
            return Err(Refusal::BAD_ORDER);
        }
    }
    let pay_type = order.get(PAY_TYPE).filter(|bytes| !bytes.is_empty());
    if pay_type.is_some_and(|sent| !agreed.method.is_asked_for_by(sent)) {
        return Err(Refusal::OTHER_METHOD);
    }
    for name in [ORDR_MONY, GOOD_MNY] {
        let sent = amount(order, name, Refusal::BAD_AMOUNT)?;
        if sent.is_some_and(|sent| sent != agreed.amount) {
            return Err(Refusal::OTHER_AMOUNT);
        }
    }
    if agreed.method == PayMethod::Card {
        test_amount(agreed.amount, agreed.instalments)?;
    }
    let method = agreed.method;
    let extras = Extras {
        escrow: agreement.escrow == Escrow::WherePossible
            && desk.merchant.has_escrow()
            && method.has_escrow(),
        receipt: agreement.extras.receipt.filter(|_| method.has_receipt()),
        ..agreement.extras
    };
    let charge = Charge {
        site: agreed.site,
        order: agreed.order,
        method,
        amount: agreed.amount,
        instalments: agreed.instalments,
        extras,
    };
    let buyer = desk.texts.read(order, BUYR_NAME)?;
    let payment = desk.charge(state, charge)?;
    state.book.note_buyer(payment.tno, &buyer);
    state.windows.use_up(window);
    // An account's receipt waits for the deposit.
    if payment.extras.receipt.is_some() && method != PayMethod::VirtualAccount {
        state.book.register_receipt(NewReceipt::of(&payment), desk.now)?;
    }
    let receipt = state.book.receipt_of(payment.tno);
    Ok(receipt::with_receipt(receipt::approved(&payment), &payment, receipt.as_ref()))
}

/// Issues a batch key for the card that was registered, once. No money moves, so there is no number and no amount.
pub(crate) fn register_card(
    state: &mut State,
    desk: &Desk<'_>,
    window: &Fields,
) -> Result<Answer, Refusal> {
    let agreement = state.windows.find(window, desk.merchant.site())?;
    let Deed::Register(registration) = agreement.deed else {
        return Err(Refusal::UNKNOWN_TRANSACTION);
    };
    let key = state.cards.issue(desk.merchant, registration.group, desk.now)?;
    state.windows.use_up(window);
    let (code, name) = KB;
    Ok(Answer::done("0000")
        .text("batch_key", key.expose())
        .text("card_cd", code)
        .text("card_name", name)
        .text("card_bank_cd", "0004")
        .text("card_bin_type_01", "0")
        .text("card_bin_type_02", "0")
        .text("van_tx_id", key.expose().get(8..).unwrap_or_default())
        .text("join_cd", "0000"))
}

const BUYR_NAME: Name = Name::from_static("buyr_name");
const GOOD_MNY: Name = Name::from_static("good_mny");
const ORDR_IDXX: Name = Name::from_static("ordr_idxx");
const ORDR_MONY: Name = Name::from_static("ordr_mony");
const ORDR_NO: Name = Name::from_static("ordr_no");
const PAY_TYPE: Name = Name::from_static("pay_type");
