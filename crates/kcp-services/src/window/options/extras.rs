//! Options that stand for themselves: the way back into an app, the first page of a phone's window, escrow, and the
//! shop's own fields.

use std::fmt;

use kcp_codec::{FieldError, Literal, Name, Reason};

use super::{Flag, GrammarError, Offer, grammar::Reader};
use crate::window::{
    CustomField, WindowMethod,
    form::{Price, Sheet},
};

/// The address by which another app calls the shop's app back (`AppUrl`): a scheme, `://` and more if the app wants
/// it, up to 256 bytes of visible ASCII; `myapp://` for example (`seed 003 §8`). The guide sets no limit; this one is
/// that of `Ret_URL`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AppUrl(String);

impl AppUrl {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("AppUrl");

    /// Most bytes.
    pub const MAX: usize = 256;

    /// Reads an address.
    ///
    /// # Errors
    /// [`GrammarError`] at the first byte that does not fit, at byte 256 of a longer text, and at 0 for a scheme under
    /// which a browser runs or shows the rest itself: `javascript`, `vbscript`, `data`. They may have a `//` too.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        reader.limit(Self::MAX, "256 bytes at most")?;
        reader.run(1, |byte| byte.is_ascii_alphabetic(), "the letter that begins a scheme")?;
        let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        while reader.run(1, in_scheme, "").is_ok() {}
        if !reader.take("://") {
            return Err(reader.fault("://"));
        }
        let scheme = text.split(':').next().unwrap_or_default();
        if SCRIPTS.iter().any(|script| scheme.eq_ignore_ascii_case(script)) {
            return Err(
                reader.fault_at(0, "the scheme of an app, which none of a browser's own is")
            );
        }
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>\\|".contains(&byte);
        while !reader.is_done() {
            reader.run(1, plain, "visible ASCII without quotes, <, >, \\ and |")?;
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for AppUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Schemes that call no app.
const SCRIPTS: [&str; 3] = ["data", "javascript", "vbscript"];

/// The page with which a phone's window begins (`ActionResult`, `seed 003 §8`, whose table prints the name glued to
/// the channel). Small letters.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ActionResult {
    /// Book and culture gift certificates: `scbl`.
    BookCulture,
    /// Card: `card`.
    Card,
    /// Gift certificates of `SCCL`: `sccl`.
    Culture,
    /// Gift certificates of `SCHM`: `schm`. The table calls it Cultureland, which `van_code` gives to `SCCL`.
    HappyMoney,
    /// Phone bill: `mobx`.
    Mobile,
    /// OK Cashbag points: `ocb`.
    OkCashbag,
    /// Bank transfer: `acnt`.
    Transfer,
    /// Virtual account: `vcnt`.
    VirtualAccount,
    /// Welfare points: `tpnt`.
    WelfarePoints,
}

impl ActionResult {
    /// The wire name under which errors report it.
    pub const NAME: Name = Name::from_static("ActionResult");

    /// Every page.
    pub const ALL: [Self; 9] = [
        Self::BookCulture,
        Self::Card,
        Self::Culture,
        Self::HappyMoney,
        Self::Mobile,
        Self::OkCashbag,
        Self::Transfer,
        Self::VirtualAccount,
        Self::WelfarePoints,
    ];

    /// The page of an offer; [`Reason::NotHere`] for an operator that has none.
    pub(crate) fn of(offer: &Offer) -> Result<Self, FieldError> {
        match (offer.method(), offer.operator().as_ref().map(|operator| operator.as_str())) {
            (WindowMethod::Card, _) => Ok(Self::Card),
            (WindowMethod::Mobile, _) => Ok(Self::Mobile),
            (WindowMethod::Transfer, _) => Ok(Self::Transfer),
            (WindowMethod::VirtualAccount, _) => Ok(Self::VirtualAccount),
            (WindowMethod::Gift, Some("SCBL")) => Ok(Self::BookCulture),
            (WindowMethod::Gift, Some("SCCL")) => Ok(Self::Culture),
            (WindowMethod::Gift, Some("SCHM")) => Ok(Self::HappyMoney),
            (WindowMethod::Points, Some("SCSK")) => Ok(Self::OkCashbag),
            (WindowMethod::Points, Some("SCWB")) => Ok(Self::WelfarePoints),
            _ => Err(FieldError::new(Self::NAME, Reason::NotHere)),
        }
    }

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BookCulture => "scbl",
            Self::Card => "card",
            Self::Culture => "sccl",
            Self::HappyMoney => "schm",
            Self::Mobile => "mobx",
            Self::OkCashbag => "ocb",
            Self::Transfer => "acnt",
            Self::VirtualAccount => "vcnt",
            Self::WelfarePoints => "tpnt",
        }
    }

    /// Reads a word in small letters.
    ///
    /// # Errors
    /// [`GrammarError`] at 0 for any other word, and after a word if more follows.
    pub fn parse(text: &str) -> Result<Self, GrammarError> {
        let mut reader = Reader::new(Self::NAME, text);
        let page = Self::ALL.into_iter().find(|page| reader.take(page.as_str()));
        let page = page.ok_or_else(|| {
            reader.fault("card, acnt, vcnt, mobx, scbl, sccl, schm, ocb or tpnt, in small letters")
        })?;
        reader.end("nothing after the word").map(|()| page)
    }
}

impl fmt::Display for ActionResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who decides whether a payment goes through escrow (`pay_mod`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum EscrowMode {
    /// The merchant's settings at KCP: `O`.
    AsAgreed,
    /// Always: `Y`.
    Always,
    /// Never: `N`.
    Never,
}

/// Payment through escrow (`escw_used` = `Y`), for merchants with a contract for it. No guide lists these inputs:
/// `escw_used` is in `https.md §2`, and all three are in public integrations. Baskets (`bask_cntx`, `good_info`) and
/// receivers (`rcvr_name` and so on) are not built.
#[doc(alias = "escw_used")]
#[doc(alias = "pay_mod")]
#[doc(alias = "deli_term")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EscrowOptions {
    mode: EscrowMode,
    days: u8,
}

impl EscrowOptions {
    /// Escrow by `mode`, with a delivery in so many days (`deli_term`, two digits), 1 to 99.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] at `deli_term`.
    pub fn new(mode: EscrowMode, days: u8) -> Result<Self, FieldError> {
        if (1..=99).contains(&days) {
            Ok(Self { mode, days })
        } else {
            Err(FieldError::new(Name::from_static("deli_term"), Reason::OutOfRange))
        }
    }

    /// Puts the options on a form.
    pub(crate) fn put<M: Price>(self, sheet: &mut Sheet<M>) {
        sheet.text("escw_used", &Flag::Yes);
        let mode = match self.mode {
            EscrowMode::AsAgreed => "O",
            EscrowMode::Always => "Y",
            EscrowMode::Never => "N",
        };
        sheet.field("pay_mod", &Literal::new(mode));
        sheet.text("deli_term", &format_args!("{:02}", self.days));
    }
}

/// The shop's own fields of a phone's form (`param_opt_1`, `param_opt_2`, `param_opt_3`), up to 1,000 bytes each. The
/// window posts them back (`seed 003 §8`); they pass through the buyer's browser, so do not trust what returns.
#[doc(alias = "param_opt_1")]
#[doc(alias = "param_opt_2")]
#[doc(alias = "param_opt_3")]
#[derive(Clone, Debug, Default)]
pub struct CustomFields([Option<CustomField>; 3]);

impl CustomFields {
    /// No field.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With `param_opt_1`.
    #[must_use]
    pub fn with_first(self, text: CustomField) -> Self {
        let Self([_, second, third]) = self;
        Self([Some(text), second, third])
    }

    /// With `param_opt_2`.
    #[must_use]
    pub fn with_second(self, text: CustomField) -> Self {
        let Self([first, _, third]) = self;
        Self([first, Some(text), third])
    }

    /// With `param_opt_3`.
    #[must_use]
    pub fn with_third(self, text: CustomField) -> Self {
        let Self([first, second, _]) = self;
        Self([first, second, Some(text)])
    }

    /// Puts the fields on a form in the place of those that it has.
    pub(crate) fn put<M: Price>(&self, sheet: &mut Sheet<M>) {
        let names = ["param_opt_1", "param_opt_2", "param_opt_3"];
        sheet.forget(&names);
        for (name, text) in names.into_iter().zip(&self.0) {
            if let Some(text) = text {
                sheet.field(name, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_is_a_word_in_small_letters() {
        for page in ActionResult::ALL {
            assert_eq!(ActionResult::parse(page.as_str()), Ok(page));
        }
        for (text, at) in [("", 0), ("CARD", 0), ("cards", 4), ("bank", 0)] {
            assert_eq!(ActionResult::parse(text).unwrap_err().at(), at, "{text}");
        }
    }

    #[test]
    fn an_app_is_called_by_its_scheme_and_a_script_is_not() {
        for (text, at) in [
            ("", 0),
            ("myapp", 5),
            ("1app://", 0),
            ("javascript:alert(1)", 10),
            ("javascript://%0aalert(1)", 0),
            ("JavaScript://x%0Aalert(1)", 0),
            ("vbscript://x", 0),
            ("data://text/html,x", 0),
            ("my app://", 2),
            ("myapp://a\"b", 9),
            ("myapp://가", 8),
        ] {
            assert_eq!(AppUrl::parse(text).unwrap_err().at(), at, "{text}");
        }
        let long = format!("myapp://{}", "a".repeat(249));
        assert_eq!(AppUrl::parse(&long).unwrap_err().at(), 256);
    }

    proptest! {
        #[test]
        fn an_app_url_is_written_as_it_stood(text in "[a-z][a-z0-9.+-]{0,5}(://)?[ -~]{0,9}|\\PC{0,9}") {
            match AppUrl::parse(&text) {
                Ok(url) => prop_assert_eq!(url.to_string(), text),
                Err(error) => prop_assert!(error.at() <= text.len()),
            }
        }
    }
}
