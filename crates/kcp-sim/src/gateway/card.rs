//! Charging a registered card directly (`legacy.md §3.2`).

use kcp_codec::{BatchKey, ClientAddress, Fields, GroupId, Instalments, Name, OrderId, SubRecords};

use super::{
    State,
    answer::Answer,
    receipt,
    rules::{Desk, amount, optional, required, test_amount},
};
use crate::{Extras, PayMethod, Refusal, book::Charge};

/// Charges the card of a batch key. The other payment records (`va` and so on) are not played.
pub(crate) fn charge(
    state: &mut State,
    desk: &Desk<'_>,
    payment: &SubRecords,
    order: &Fields,
) -> Result<Answer, Refusal> {
    let card = payment.get(CARD).ok_or(Refusal::UNSUPPORTED_METHOD)?;
    let common = payment.get(COMMON).ok_or(Refusal::NO_COMMON)?;
    charge_key(state, desk, common, card, order)
}

/// Charges a batch key. The PG-API, whose requests are flat, hands the same fields over three times.
pub(crate) fn charge_key(
    state: &mut State,
    desk: &Desk<'_>,
    common: &Fields,
    card: &Fields,
    order: &Fields,
) -> Result<Answer, Refusal> {
    let total = amount(common, AMOUNT, Refusal::BAD_AMOUNT)?.ok_or(Refusal::BAD_AMOUNT)?;
    if common.get(CURRENCY) != Some(WON) {
        return Err(Refusal::BAD_CURRENCY);
    }
    optional::<ClientAddress>(common, CUST_IP, Refusal::BAD_ADDRESS)?;

    if card.get(CARD_TX_TYPE) != Some(BATCH_KEY) {
        return Err(Refusal::BAD_CARD_TYPE);
    }
    let of_card =
        amount(card, CARD_MNY, Refusal::BAD_CARD_AMOUNT)?.ok_or(Refusal::BAD_CARD_AMOUNT)?;
    let instalments = optional(card, QUOTA, Refusal::BAD_INSTALMENTS)?.unwrap_or(Instalments::NONE);
    let group: GroupId = required(card, BT_GROUP_ID, Refusal::BAD_CARD)?;
    let key: BatchKey = required(card, BT_BATCH_KEY, Refusal::BAD_CARD)?;

    let number = order_number(order)?;
    let of_goods = amount(order, GOOD_MNY, Refusal::BAD_AMOUNT)?;
    if of_card != total || of_goods.is_some_and(|goods| goods != total) {
        return Err(Refusal::OTHER_AMOUNT);
    }
    state.cards.check(desk.merchant, group, &key)?;
    test_amount(total, instalments)?;

    let charge = Charge {
        site: desk.merchant.site(),
        order: number,
        method: PayMethod::Card,
        amount: total,
        instalments,
        extras: Extras::default(),
    };
    let payment = desk.charge(state, charge)?;
    Ok(receipt::approved(&payment))
}

/// The shop's order number, which an approval needs.
pub(crate) fn order_number(order: &Fields) -> Result<OrderId, Refusal> {
    optional(order, ORDR_IDXX, Refusal::BAD_ORDER)?.ok_or(Refusal::NO_ORDER)
}

const AMOUNT: Name = Name::from_static("amount");
const BT_BATCH_KEY: Name = Name::from_static("bt_batch_key");
const BT_GROUP_ID: Name = Name::from_static("bt_group_id");
const CARD: Name = Name::from_static("card");
const CARD_MNY: Name = Name::from_static("card_mny");
const CARD_TX_TYPE: Name = Name::from_static("card_tx_type");
const COMMON: Name = Name::from_static("common");
const CURRENCY: Name = Name::from_static("currency");
const CUST_IP: Name = Name::from_static("cust_ip");
const GOOD_MNY: Name = Name::from_static("good_mny");
const ORDR_IDXX: Name = Name::from_static("ordr_idxx");
const QUOTA: Name = Name::from_static("quota");

/// The won, as a number of ISO 4217.
const WON: &[u8] = b"410";

/// Payment with a batch key.
const BATCH_KEY: &[u8] = b"11511000";
