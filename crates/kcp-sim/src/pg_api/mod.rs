//! The PG-API: HTTPS, JSON in and out, on the same book as the socket gateway (`https.md`).

mod approve;
mod batch;
mod change;
mod deposit;
mod hub;
mod inquire;
pub(crate) mod limits;
mod points;
mod read;
mod register;
mod respond;
mod serve;
mod spoil;
mod virtual_account;
mod window;

use std::{net::SocketAddr, sync::Arc};

use kcp_codec::{Decode as _, Fields, Name, SiteCode};

use crate::{
    Environment, Fault, Refusal,
    certificates::{Certificates, Service},
    gateway::{
        Gateway,
        answer::Answer,
        rules::{Desk, Texts},
    },
    merchant::Merchant,
};

pub(crate) use self::{
    register::Registrations,
    serve::{acceptor, serve},
};

/// Everything that the PG-API knows besides what the gateway knows.
pub(crate) struct PgApi {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) certificates: Arc<Certificates>,
    pub(crate) address: SocketAddr,
}

/// What a path is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Operation {
    Approve,
    Change,
    Deposit,
    Hub,
    Inquire,
    Register,
    Window,
}

impl Operation {
    /// Paths and what they are for (`https.md §1`). Those under `/pay` are this simulator's own, but for
    /// the two of the window.
    pub(crate) const ALL: [(&'static str, Self); 9] = [
        ("/gw/enc/v1/payment", Self::Approve),
        ("/gw/hub/v1/payment", Self::Hub),
        ("/gw/mod/v1/cancel", Self::Change),
        ("/pay/deposit", Self::Deposit),
        // Where the form of a registered order goes, from a page in EUC-KR and from one in UTF-8 (`https.md §7`).
        (register::WINDOW, Self::Window),
        (register::WINDOW_UTF8, Self::Window),
        ("/pay/window", Self::Window),
        ("/std/inquery", Self::Inquire),
        (register::PATH, Self::Register),
    ];
}

impl PgApi {
    /// Acts on a request, and says what came of it.
    fn answer(
        &self,
        operation: Operation,
        fields: Result<&Fields, Refusal>,
        fault: &Fault,
    ) -> Answer {
        self.gateway.state().book.note_request();
        let refused = match fault {
            Fault::RefuseWith(code) => Err(Refusal::of_code(code)),
            _ => fields,
        };
        let done = match (refused.and_then(|fields| self.act(operation, fields, fault)), fault) {
            (Ok(_), Fault::ActAndRefuse(code)) => Err(Refusal::of_code(code)),
            (done, _) => done,
        };
        let answer = done.unwrap_or_else(|refusal| match operation {
            Operation::Register => register::refused(refusal),
            _ => Answer::refused(refusal),
        });
        tracing::info!(?operation, res_cd = %answer.code().escape_ascii(), "answered");
        answer
    }

    fn act(&self, operation: Operation, fields: &Fields, fault: &Fault) -> Result<Answer, Refusal> {
        match operation {
            Operation::Deposit => return deposit::pay(&self.gateway, fields),
            // A browser's form may be in EUC-KR, and none of its texts is used.
            Operation::Window => return window::open(&self.gateway, fields),
            _ => {}
        }
        read::check_texts(operation, fields)?;
        let (merchant, service) = self.who(fields)?;
        let desk = Desk {
            merchant,
            now: self.gateway.clock.now(),
            layout: &self.gateway.layout,
            accounts: &self.gateway.accounts,
            texts: Texts::Utf8,
            change: match *fault {
                Fault::ApproveOtherAmount(change) => change,
                _ => 0,
            },
        };
        let state = &mut *self.gateway.state();
        match operation {
            Operation::Approve => approve::approve(state, &desk, &self.gateway.key, fields),
            Operation::Change => change::change(state, &desk, service, fields),
            Operation::Hub => hub::pay(state, &desk, fields),
            Operation::Inquire => inquire::inquire(state, &desk, service, fields),
            Operation::Register => register::register(state, &desk, self.address, fields),
            // Handled above, before anybody had to say who asks.
            Operation::Deposit | Operation::Window => Err(Refusal::UNKNOWN_TRANSACTION),
        }
    }

    /// Who asks: a known site of this environment, with the certificate that was issued to it.
    fn who(&self, fields: &Fields) -> Result<(&Merchant, &Service), Refusal> {
        let site = fields.get(SITE_CD).unwrap_or_default();
        let site = SiteCode::decode(SITE_CD, site).map_err(|_| Refusal::UNKNOWN_MERCHANT)?;
        let merchant = self.gateway.merchants.find(site).ok_or(Refusal::UNKNOWN_MERCHANT)?;
        let text = fields.get(KCP_CERT_INFO).unwrap_or_default();
        let service = self.certificates.check(site, text, self.gateway.clock.now())?;
        if merchant.environment() == Environment::Real {
            return Err(Refusal::OTHER_ENVIRONMENT);
        }
        Ok((merchant, service))
    }
}

/// Checks `kcp_sign_data`, which covers the site, the payment and `last` (`https.md §3`).
fn signed(
    service: &Service,
    desk: &Desk<'_>,
    fields: &Fields,
    tno: &str,
    last: Name,
) -> Result<(), Refusal> {
    let last = std::str::from_utf8(fields.get(last).unwrap_or_default()).unwrap_or_default();
    let target = format!("{}^{tno}^{last}", desk.merchant.site());
    service.verify(&target, fields.get(KCP_SIGN_DATA).unwrap_or_default())
}

const KCP_CERT_INFO: Name = Name::from_static("kcp_cert_info");
const KCP_SIGN_DATA: Name = Name::from_static("kcp_sign_data");
const SITE_CD: Name = Name::from_static("site_cd");

#[cfg(test)]
mod tests;
