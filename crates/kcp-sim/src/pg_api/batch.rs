//! Deleting a batch key (`https.md §2`, batch payment). The names differ from those of the charge.

use kcp_codec::{BatchKey, Fields, GroupId, Name};

use crate::{
    Refusal,
    gateway::{
        State,
        answer::Answer,
        rules::{Desk, required},
    },
};

/// Deletes a key of the merchant's; charging it afterwards is refused as unknown.
pub(crate) fn delete(
    state: &mut State,
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    if fields.get(TX_TYPE) != Some(DELETE) {
        return Err(Refusal::BAD_KIND);
    }
    let group: GroupId = required(fields, GROUP_ID, Refusal::BAD_CARD)?;
    let key: BatchKey = required(fields, BATCH_KEY, Refusal::BAD_CARD)?;
    state.cards.delete(desk.merchant, group, key)?;
    Ok(Answer::done("0000"))
}

const BATCH_KEY: Name = Name::from_static("batch_key");
const GROUP_ID: Name = Name::from_static("group_id");
const TX_TYPE: Name = Name::from_static("tx_type");

/// Deleting.
const DELETE: &[u8] = b"10005010";
