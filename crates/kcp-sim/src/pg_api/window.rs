//! The window as a plain address (`/pay/window`): what a customer's click would bring, without a browser.

use kcp_codec::{Fields, GroupId, Instalments, Name, SiteCode};

use super::{read::has, register::METHODS};
use crate::{
    Agreement, Authentication, CardRegistration, Refusal,
    gateway::{
        Gateway,
        answer::Answer,
        card::order_number,
        rules::{amount, optional, required},
    },
};

/// Agrees to what was registered under `approval_key`, or to `site_cd`, `ordr_idxx`, `good_mny` and `pay_method`.
///
/// What is sent besides an `approval_key` must agree with the registration. `pay_method=AUTH:CARD` with
/// `kcp_group_id` registers a card; `sim_cancel=Y` is a customer who closes the window.
pub(crate) fn open(gateway: &Gateway, fields: &Fields) -> Result<Answer, Refusal> {
    if fields.get(SIM_CANCEL) == Some(b"Y") {
        return Err(Refusal::USER_CANCELLED);
    }
    let state = &mut *gateway.state();
    let site: Option<SiteCode> = optional(fields, SITE_CD, Refusal::UNKNOWN_MERCHANT)?;
    let won = amount(fields, GOOD_MNY, Refusal::BAD_AMOUNT)?;
    let word = fields.get(PAY_METHOD).unwrap_or_default();
    let method = METHODS
        .into_iter()
        .find(|(mobile, desk, _)| word == mobile.as_bytes() || word == desk.as_bytes())
        .map(|(.., method)| method);
    let instalments =
        optional(fields, QUOTA, Refusal::BAD_INSTALMENTS)?.unwrap_or(Instalments::NONE);
    let (agreement, order): (Agreement, _) = if has(fields, APPROVAL_KEY) {
        let key = fields.get(APPROVAL_KEY).unwrap_or_default();
        let known = state.registrations.find(key).ok_or(Refusal::OTHER_REGISTRATION)?;
        let order = if has(fields, ORDR_IDXX) { order_number(fields)? } else { known.order };
        let agrees = order == known.order
            && site.is_none_or(|site| site == known.site)
            && won.is_none_or(|won| won == known.amount)
            && (word.is_empty() || method == Some(known.method));
        if !agrees {
            return Err(Refusal::OTHER_REGISTRATION);
        }
        let (site, amount, method) = (known.site, known.amount, known.method);
        (Authentication { site, order, amount, method, instalments }.into(), order)
    } else {
        let site = site.ok_or(Refusal::UNKNOWN_MERCHANT)?;
        let order = order_number(fields)?;
        if word == b"AUTH:CARD" {
            let group: GroupId = required(fields, KCP_GROUP_ID, Refusal::BAD_CARD)?;
            (CardRegistration { site, order, group }.into(), order)
        } else {
            let method = method.ok_or(Refusal::UNSUPPORTED_METHOD)?;
            let amount = won.ok_or(Refusal::BAD_AMOUNT)?;
            (Authentication { site, order, amount, method, instalments }.into(), order)
        }
    };
    let given = state
        .windows
        .open(agreement, &gateway.merchants, &gateway.key.public_key(), &*gateway.clock)
        .map_err(|_| Refusal::UNKNOWN_MERCHANT)?;
    Ok(Answer::done("0000")
        .with("site_cd", &agreement.site())
        .with("ordr_idxx", &order)
        .text("tran_cd", &given.tran_cd)
        .text("enc_data", &given.enc_data)
        .text("enc_info", &given.enc_info)
        .text("trace_no", &given.trace_no))
}

const APPROVAL_KEY: Name = Name::from_static("approval_key");
const GOOD_MNY: Name = Name::from_static("good_mny");
const KCP_GROUP_ID: Name = Name::from_static("kcp_group_id");
const ORDR_IDXX: Name = Name::from_static("ordr_idxx");
const PAY_METHOD: Name = Name::from_static("pay_method");
const QUOTA: Name = Name::from_static("quota");
const SIM_CANCEL: Name = Name::from_static("sim_cancel");
const SITE_CD: Name = Name::from_static("site_cd");
