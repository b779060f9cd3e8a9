//! From a request's bytes to what it asks for: who sends it, with which keys, and which groups it holds.

use kcp_codec::{
    Charset, Decode, Fields, Groups, Separator, SiteCode, SiteKey, SubRecords, enc2, form,
};
use kcp_crypto::{GatewayPrivateKey, SessionKey, open as unseal};

use super::read::{Head, Request, split};
use crate::{
    Environment, Refusal,
    merchant::{Merchant, Merchants},
    window::MARK,
};

/// A request that opened.
pub(crate) struct Opened<'a> {
    pub(crate) merchant: &'a Merchant,
    /// Eight digits (`legacy.md §3.1`).
    pub(crate) transaction: String,
    pub(crate) content: Content,
    /// The order group, which travels in the clear; empty where there is none.
    pub(crate) order: Fields,
    /// All groups that travel in the clear, as they came: nested sets keep their ends only there.
    pub(crate) plan: Vec<u8>,
}

/// What was sealed.
pub(crate) enum Content {
    /// What the payment window sealed.
    Window(Fields),
    /// What the merchant sealed: `payx_data` and `mod_data`.
    Merchant { payment: Option<SubRecords>, modify: Option<Fields> },
}

/// The key that the answer is to be sealed with (`enc_key`), if it opens.
pub(crate) fn reply_key(head: &Head, key: &GatewayPrivateKey) -> Option<SessionKey> {
    envelope(head, b"enc_key", key)
}

/// Checks who asks, and opens what is asked.
pub(crate) fn open<'a>(
    request: &Request,
    merchants: &'a Merchants,
    key: &GatewayPrivateKey,
) -> Result<Opened<'a>, Refusal> {
    let head = &request.head;
    let transaction = transaction(head.path())?;
    let merchant = merchant(head, merchants)?;
    let session = envelope(head, b"enc_info", key).ok_or(Refusal::DOES_NOT_OPEN)?;
    let body = request.body.as_deref().ok_or(Refusal::BAD_FRAME)?;
    let Parts { plan, sealed } = Parts::read(body)?;
    let sealed = enc2::decode(sealed).map_err(|_| Refusal::DOES_NOT_OPEN)?;
    let message = unseal(&session, &sealed).map_err(|_| Refusal::DOES_NOT_OPEN)?;
    let content = Content::read(&message)?;
    let order = order(&plan)?;
    Ok(Opened { merchant, transaction, content, order, plan })
}

fn transaction(path: &[u8]) -> Result<String, Refusal> {
    if path.len() == 8 && path.iter().all(u8::is_ascii_digit) {
        Ok(path.iter().copied().map(char::from).collect())
    } else {
        Err(Refusal::BAD_TRANSACTION)
    }
}

/// The checks of `seed 002`, questions: a code in small letters is unknown, a key without its end does not open.
fn merchant<'a>(head: &Head, merchants: &'a Merchants) -> Result<&'a Merchant, Refusal> {
    let site = head.header(b"site_cd").unwrap_or_default();
    let site = SiteCode::decode(SiteCode::NAME, site).map_err(|_| Refusal::UNKNOWN_MERCHANT)?;
    let merchant = merchants.find(site).ok_or(Refusal::UNKNOWN_MERCHANT)?;
    let key = head.header(b"site_key").unwrap_or_default();
    let key = SiteKey::decode(SiteKey::NAME, key)
        .ok()
        .filter(SiteKey::is_whole)
        .ok_or(Refusal::DOES_NOT_OPEN)?;
    if merchant.environment() == Environment::Real {
        return Err(Refusal::OTHER_ENVIRONMENT);
    }
    if merchant.has_key(&key) { Ok(merchant) } else { Err(Refusal::UNKNOWN_MERCHANT) }
}

fn envelope(head: &Head, name: &[u8], key: &GatewayPrivateKey) -> Option<SessionKey> {
    let text = head.header(name)?;
    key.open_envelope(&enc2::decode(text).ok()?).ok()
}

/// The two fields of a body (`legacy.md §4.1`).
struct Parts<'a> {
    plan: Vec<u8>,
    /// Copied as it is, not url-encoded.
    sealed: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(body: &'a [u8]) -> Result<Self, Refusal> {
        let (mut plan, mut sealed) = (None, None);
        for piece in body.split(|byte| *byte == b'&') {
            let (name, value) = split(piece, b'=').ok_or(Refusal::BAD_FRAME)?;
            let before = match name {
                b"plan_data" => plan.replace(value),
                b"enc_data" => sealed.replace(value),
                _ => return Err(Refusal::BAD_FRAME),
            };
            if before.is_some() {
                return Err(Refusal::BAD_FRAME);
            }
        }
        let plan = form::decode(plan.unwrap_or_default()).ok_or(Refusal::BAD_FRAME)?;
        Ok(Self { plan, sealed: sealed.ok_or(Refusal::BAD_FRAME)? })
    }
}

impl Content {
    /// Reads what was opened.
    pub(crate) fn read(message: &[u8]) -> Result<Self, Refusal> {
        if message.starts_with(MARK) {
            let fields = Fields::read(message, Separator::Unit).map_err(|_| Refusal::BAD_FRAME)?;
            return readable(&fields).map(|()| Self::Window(fields));
        }
        let groups = Groups::read(message).map_err(|_| Refusal::BAD_FRAME)?;
        // These three travel in plan_data (`legacy.md §4.1`).
        if groups.order.is_some() || groups.receiver.is_some() || groups.escrow.is_some() {
            return Err(Refusal::BAD_FRAME);
        }
        let records = groups.payment.iter().flat_map(|records| records.as_slice());
        for (_, fields) in records {
            readable(fields)?;
        }
        groups.modify.iter().try_for_each(readable)?;
        Ok(Self::Merchant { payment: groups.payment, modify: groups.modify })
    }
}

/// The order group of `plan_data`. A sealed group must not stand there.
pub(crate) fn order(plan: &[u8]) -> Result<Fields, Refusal> {
    let groups = Groups::read(plan).map_err(|_| Refusal::BAD_FRAME)?;
    if groups.payment.is_some() || groups.modify.is_some() {
        return Err(Refusal::BAD_FRAME);
    }
    [&groups.order, &groups.receiver, &groups.escrow]
        .into_iter()
        .flatten()
        .try_for_each(readable)?;
    Ok(groups.order.unwrap_or_default())
}

/// All values must be text. CP949, because nobody knows how much KCP's own reader takes.
fn readable(fields: &Fields) -> Result<(), Refusal> {
    fields
        .iter()
        .try_for_each(|(name, value)| Charset::Cp949.decode(name, value).map(drop))
        .map_err(|_| Refusal::BAD_FRAME)
}
