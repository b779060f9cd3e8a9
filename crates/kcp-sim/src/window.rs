//! The payment window: a customer agrees to pay, and the shop gets sealed text for its approval.

use std::{collections::BTreeMap, fmt};

use getrandom::SysRng;
use kcp_codec::{
    Fields, Instalments, Name, OrderId, Separator, SiteCode, Text, TraceNo, Won,
    enc2::{self, Table},
};
use kcp_crypto::{GatewayPublicKey, SessionKey, seal};
use rand_core::TryRng;

use crate::{
    Agreement, CardRegistration, Refusal, agreement::Deed, clock::Clock, merchant::Merchants,
};

/// How a customer pays (`pay_type`, `pay_method`; `legacy.md §3.3`, `seed 003 §8`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PayMethod {
    /// `PACA`: a card.
    Card,
    /// `PATK`: gift cards.
    Gift,
    /// `PAKM`: money in Kakao's wallet.
    KakaoMoney,
    /// `PAMC`: a mobile phone bill.
    Mobile,
    /// `PANP`: points of Naver's.
    NaverPoints,
    /// `PACP`: points of Payco's.
    PaycoPoints,
    /// `PAPT`: points.
    Points,
    /// `PASG`: money in SSG's wallet.
    SsgMoney,
    /// `PATO`: money in Toss's wallet.
    TossMoney,
    /// `PABK`: a bank transfer.
    Transfer,
    /// `PAVC`: a virtual account. It is issued, not paid.
    VirtualAccount,
}

impl PayMethod {
    /// KCP's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "PACA",
            Self::Gift => "PATK",
            Self::KakaoMoney => "PAKM",
            Self::Mobile => "PAMC",
            Self::NaverPoints => "PANP",
            Self::PaycoPoints => "PACP",
            Self::Points => "PAPT",
            Self::SsgMoney => "PASG",
            Self::TossMoney => "PATO",
            Self::Transfer => "PABK",
            Self::VirtualAccount => "PAVC",
        }
    }

    /// Whether a shop means this method by `pay_type`. A wallet's money is asked for as a card (`https.md §2`).
    pub(crate) fn is_asked_for_by(self, pay_type: &[u8]) -> bool {
        pay_type == self.as_str().as_bytes()
            || (self.is_wallet() && pay_type == Self::Card.as_str().as_bytes())
    }

    /// Whether the money comes out of a wallet.
    pub(crate) const fn is_wallet(self) -> bool {
        matches!(
            self,
            Self::KakaoMoney
                | Self::NaverPoints
                | Self::PaycoPoints
                | Self::SsgMoney
                | Self::TossMoney
        )
    }

    /// Whether it is taken back whole only.
    pub(crate) const fn is_whole(self) -> bool {
        matches!(self, Self::Gift | Self::Points)
    }

    /// Whether KCP holds it in escrow where the merchant wants that.
    pub(crate) const fn has_escrow(self) -> bool {
        matches!(self, Self::Card | Self::Transfer | Self::VirtualAccount)
    }

    /// Whether the law gives cash receipts for it.
    pub(crate) const fn has_receipt(self) -> bool {
        matches!(self, Self::Points | Self::Transfer | Self::VirtualAccount)
    }
}

/// What a customer agrees to in the window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_structs)] // written out by tests; a new part must stop them from building
pub struct Authentication {
    /// The shop.
    pub site: SiteCode,
    /// The shop's order number.
    pub order: OrderId,
    /// What the customer is shown.
    pub amount: Won,
    /// How the customer pays.
    pub method: PayMethod,
    /// In how many parts. Anything but a card pays at once.
    pub instalments: Instalments,
}

/// What the window posts to the shop (`legacy.md §3.3`).
///
/// KCP's own content of `enc_data` is unknown (`legacy.md §4.8`). Here `enc_info` is ENC2 text of the envelope of a
/// fresh key, and `enc_data` is ENC2 text of these fields sealed with it: `sim_window` (a number that only this
/// window gives out), `site_cd`, `ordr_no`, and either `ordr_mony`, `pay_type`, `quota` or `kcp_group_id`. It pays
/// once, on the socket or on the PG-API.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct WindowReturn {
    /// The transaction code to send the approval under: `00100000`, or `00300001` for a [`CardRegistration`].
    ///
    /// [`CardRegistration`]: crate::CardRegistration
    pub tran_cd: String,
    /// Sealed text, to be passed on as it is.
    pub enc_data: String,
    /// The envelope of its key, to be passed on as it is.
    pub enc_info: String,
    /// The trace number, to be passed on as it is.
    pub trace_no: String,
}

impl fmt::Debug for WindowReturn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WindowReturn")
            .field("tran_cd", &self.tran_cd)
            .field("enc_data", &format_args!("<{} bytes>", self.enc_data.len()))
            .field("enc_info", &format_args!("<{} bytes>", self.enc_info.len()))
            .field("trace_no", &self.trace_no)
            .finish()
    }
}

/// Why the window did not open.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WindowError {
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    Random,
    /// The gateway has no such merchant.
    #[error("no merchant {0}")]
    UnknownSite(SiteCode),
}

/// Every authentication that was given out, and which ones were paid.
#[derive(Debug, Default)]
pub(crate) struct Windows(BTreeMap<String, Given>);

#[derive(Debug)]
struct Given {
    agreement: Agreement,
    used: bool,
}

impl Windows {
    /// Writes an authentication down and seals it for the shop.
    pub(crate) fn open(
        &mut self,
        agreement: Agreement,
        merchants: &Merchants,
        key: &GatewayPublicKey,
        clock: &dyn Clock,
    ) -> Result<WindowReturn, WindowError> {
        let site = agreement.site();
        if merchants.find(site).is_none() {
            return Err(WindowError::UnknownSite(site));
        }
        let mut number = [0; 16];
        SysRng.try_fill_bytes(&mut number).map_err(|_| WindowError::Random)?;
        let number: String = number.iter().map(|byte| format!("{byte:02x}")).collect();

        let mut fields = Fields::new();
        // Hexadecimal digits and four capitals always fit.
        fields.set(NUMBER, &text(NUMBER, &number)?);
        fields.set(Name::from_static("site_cd"), &site);
        let tran_cd = match agreement.deed {
            Deed::Pay(Authentication { order, amount, method, instalments, .. }) => {
                fields.set(Name::from_static("ordr_no"), &order);
                fields.set(Name::from_static("ordr_mony"), &amount);
                let pay_type = Name::from_static("pay_type");
                fields.set(pay_type, &text(pay_type, method.as_str())?);
                fields.set(Name::from_static("quota"), &instalments);
                PAY
            }
            Deed::Register(CardRegistration { order, group, .. }) => {
                fields.set(Name::from_static("ordr_no"), &order);
                fields.set(Name::from_static("kcp_group_id"), &group);
                REGISTER_CARD
            }
        };
        let mut message = Vec::new();
        fields.write(Separator::Unit, &mut message);

        let session = SessionKey::draw(&mut SysRng).map_err(|_| WindowError::Random)?;
        let envelope = key.envelope(&mut SysRng, &session).map_err(|_| WindowError::Random)?;
        let [pick, ..] = *session.expose();
        let enc2 = |data: &[u8]| ascii(&enc2::encode(Table::pick(pick), data));
        let loopback = Some(std::net::Ipv4Addr::LOCALHOST);
        let given = WindowReturn {
            tran_cd: tran_cd.to_owned(),
            enc_data: enc2(&seal(&session, &message)),
            enc_info: enc2(&envelope),
            trace_no: TraceNo::new(site, clock.now(), loopback).as_str().to_owned(),
        };
        self.0.insert(number, Given { agreement, used: false });
        Ok(given)
    }

    /// What the customer agreed to, unless it was paid already or belongs to another shop.
    pub(crate) fn find(&self, fields: &Fields, site: SiteCode) -> Result<Agreement, Refusal> {
        let given = number(fields).and_then(|number| self.0.get(number));
        match given {
            Some(given) if given.agreement.site() != site => Err(Refusal::UNKNOWN_AUTHENTICATION),
            Some(given) if given.used => Err(Refusal::USED_AUTHENTICATION),
            Some(given) => Ok(given.agreement),
            None => Err(Refusal::UNKNOWN_AUTHENTICATION),
        }
    }

    /// Notes that it was paid.
    pub(crate) fn use_up(&mut self, fields: &Fields) {
        if let Some(given) = number(fields).and_then(|number| self.0.get_mut(number)) {
            given.used = true;
        }
    }
}

/// How an opened message begins that came from this window.
pub(crate) const MARK: &[u8] = b"sim_window=";

/// The transaction code of an approval (`legacy.md §3.1`).
pub(crate) const PAY: &str = "00100000";

/// The transaction code under which a batch key is issued (`legacy.md §3.1`).
pub(crate) const REGISTER_CARD: &str = "00300001";

const NUMBER: Name = Name::from_static("sim_window");

fn number(fields: &Fields) -> Option<&str> {
    fields.get(NUMBER).and_then(|bytes| std::str::from_utf8(bytes).ok())
}

fn text(name: Name, value: &str) -> Result<Text<40>, WindowError> {
    Text::new(name, kcp_codec::Charset::Ksx1001, value).map_err(|_| WindowError::Random)
}

/// ENC2 text is ASCII.
fn ascii(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_out_prints_its_length_only() {
        let given = WindowReturn {
            tran_cd: PAY.to_owned(),
            enc_data: "0abcd".to_owned(),
            enc_info: "1abcd".to_owned(),
            trace_no: String::new(),
        };
        assert!(!format!("{given:?}").contains("abcd"));
    }
}
