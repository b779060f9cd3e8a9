//! Approving what the window sealed, and issuing batch keys (`/gw/enc/v1/payment`, `seed 003 §6`).

use kcp_codec::{Fields, Name, enc2};
use kcp_crypto::{GatewayPrivateKey, open as unseal};

use crate::{
    Refusal,
    gateway::{
        State,
        answer::Answer,
        approve::{approve as charge, register_card},
        open::Content,
        rules::Desk,
    },
    window::{PAY, REGISTER_CARD},
};

/// Opens what the window sealed and acts on it with the socket's own rules.
///
/// `ordr_mony` must be sent; `ordr_no` and `pay_type` need not (`https.md §2`), but what is sent must agree.
pub(crate) fn approve(
    state: &mut State,
    desk: &Desk<'_>,
    key: &GatewayPrivateKey,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let sealed = |name| fields.get(name).and_then(|text| enc2::decode(text).ok());
    let session = sealed(ENC_INFO).and_then(|envelope| key.open_envelope(&envelope).ok());
    let session = session.ok_or(Refusal::DOES_NOT_OPEN)?;
    let message = sealed(ENC_DATA).ok_or(Refusal::DOES_NOT_OPEN)?;
    let message = unseal(&session, &message).map_err(|_| Refusal::DOES_NOT_OPEN)?;
    let Content::Window(window) = Content::read(&message)? else {
        return Err(Refusal::UNKNOWN_AUTHENTICATION);
    };
    let transaction = fields.get(TRAN_CD).unwrap_or_default();
    if transaction == PAY.as_bytes() {
        if fields.get(ORDR_MONY).is_none_or(<[u8]>::is_empty) {
            return Err(Refusal::BAD_AMOUNT);
        }
        charge(state, desk, &window, fields)
    } else if transaction == REGISTER_CARD.as_bytes() {
        register_card(state, desk, &window)
    } else {
        Err(Refusal::UNKNOWN_TRANSACTION)
    }
}

const ENC_DATA: Name = Name::from_static("enc_data");
const ENC_INFO: Name = Name::from_static("enc_info");
const ORDR_MONY: Name = Name::from_static("ordr_mony");
const TRAN_CD: Name = Name::from_static("tran_cd");
