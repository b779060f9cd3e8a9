//! The inputs of a form that are given as `name=value`: each is read by the type of its own grammar.

use std::cell::Cell;

use anyhow::anyhow;
use kcp_codec::{Charset, FieldError, Name, Reason, Text, Won, WonOrZero};
use kcp_services::window::options::{
    BankList, CardChoice, CardOptions, Carrier, CompoundTax, DepositDate, DepositDeadline,
    EscrowMode, EscrowOptions, ExpiryTerm, FixedInstalments, Flag, GrammarError, InterestFree,
    LogoUrl, Look, MaxInstalments, MobileOptions, Skin, VirtualAccountOptions,
};

use crate::commands::Failure;

/// The names that are taken, for `--help`.
pub(super) const HELP: &str = "\
Names of --option:
  buyer      buyr_name, buyr_mail, buyr_tel1 (ax-hub), buyr_tel2, shop_user_id
  shop       site_name (ax-hub, pc), shop_name (mobile), good_cd (ax-hub, pc), good_expr (ax-hub, pc)
  card       quotaopt, fix_inst, kcp_noint with kcp_noint_quota, used_card_YN with used_card,
             not_used_card, save_ocb, used_card_CCXX (ax-hub)
  account    wish_vbank_list, vcnt_expire_term, vcnt_expire_term_time (ax-hub, pc);
             used_bank, ipgm_date (mobile)
  phone bill hp_apply_yn with hp_commid
  tax        comm_tax_mny, comm_vat_mny and comm_free_mny together; disp_tax_yn
  escrow     escw_used=Y with pay_mod and deli_term
  look       eng_flag; skin_indx, site_logo (ax-hub, pc); kcp_pay_title (pc)
  app        AppUrl, ActionResult, param_opt_1 to param_opt_3 (mobile)";

/// Inputs by name, each once.
pub(super) struct Options {
    given: Vec<Given>,
    charset: Charset,
}

struct Given {
    name: String,
    value: String,
    used: Cell<bool>,
}

impl Options {
    /// Takes `name=value` apart.
    pub(super) fn read(texts: &[String], charset: Charset) -> Result<Self, Failure> {
        let mut given: Vec<Given> = Vec::new();
        for text in texts {
            let (name, value) = text
                .split_once('=')
                .ok_or_else(|| anyhow!("--option is NAME=VALUE, and one has no ="))?;
            if given.iter().any(|one| one.name == name) {
                return Err(anyhow!("--option {name:?} stands twice").into());
            }
            let (name, value) = (name.to_owned(), value.to_owned());
            given.push(Given { name, value, used: Cell::new(false) });
        }
        Ok(Self { given, charset })
    }

    /// The value of a name, which is then used.
    fn get(&self, name: &str) -> Option<&str> {
        let one = self.given.iter().find(|one| one.name == name)?;
        one.used.set(true);
        Some(&one.value)
    }

    /// The value of a name, or nothing.
    fn or_empty(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The error with the line that it is about.
    fn pointed<T>(&self, result: Result<T, GrammarError>) -> Result<T, Failure> {
        result.map_err(|error| {
            let text = self.or_empty(error.field().as_str());
            Failure::Grammar(error, error.pointer(text))
        })
    }

    /// A value that its own type reads.
    pub(super) fn parsed<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, GrammarError>,
    ) -> Result<Option<T>, Failure> {
        self.get(name).map(|text| self.pointed(parse(text))).transpose()
    }

    pub(super) fn flag(&self, name: &'static str) -> Result<Option<Flag>, Failure> {
        self.parsed(name, |text| Flag::parse(Name::from_static(name), text))
    }

    pub(super) fn text<const MAX: usize>(
        &self,
        name: &'static str,
    ) -> Result<Option<Text<MAX>>, FieldError> {
        let text = |value| Text::new(Name::from_static(name), self.charset, value);
        self.get(name).map(text).transpose()
    }

    pub(super) fn card(&self) -> Result<CardOptions, Failure> {
        let mut options = CardOptions::new();
        if let Some(most) = self.parsed("quotaopt", MaxInstalments::parse)? {
            options = options.with_max_instalments(most);
        }
        if let Some(fixed) = self.parsed("fix_inst", FixedInstalments::parse)? {
            options = options.with_fixed_instalments(fixed);
        }
        let (switch, plans) = (self.get("kcp_noint"), self.get("kcp_noint_quota"));
        if switch.is_some() || plans.is_some() {
            let (switch, plans) = (switch.unwrap_or_default(), plans.unwrap_or_default());
            let free = self.pointed(InterestFree::parse(switch, plans))?;
            options = options.with_interest_free(free);
        }
        let choice = CardChoice::parse(
            self.or_empty("used_card_YN"),
            self.or_empty("used_card"),
            self.or_empty("not_used_card"),
        );
        options = options.with_cards(self.pointed(choice)?);
        if let Some(save) = self.flag("save_ocb")? {
            options = options.with_cashbag_saving(save);
        }
        if let Some(apart) = self.flag("used_card_CCXX")? {
            options = options.with_foreign_cards_apart(apart);
        }
        Ok(options)
    }

    pub(super) fn account(&self) -> Result<VirtualAccountOptions, Failure> {
        let mut options = VirtualAccountOptions::new();
        if let Some(banks) = self.parsed("wish_vbank_list", BankList::parse_pc)? {
            options = options.with_banks(banks);
        }
        if let Some(banks) = self.parsed("used_bank", BankList::parse_mobile)? {
            options = options.with_banks(banks);
        }
        let (days, time) = (self.get("vcnt_expire_term"), self.get("vcnt_expire_term_time"));
        if days.is_some() || time.is_some() {
            let term = ExpiryTerm::parse(days.unwrap_or_default(), time.unwrap_or_default());
            options = options.with_deadline(DepositDeadline::After(self.pointed(term)?));
        }
        if let Some(date) = self.parsed("ipgm_date", DepositDate::parse)? {
            options = options.with_deadline(DepositDeadline::By(date));
        }
        Ok(options)
    }

    /// Which carrier, if the form is to say.
    pub(super) fn carrier(&self) -> Result<Option<MobileOptions>, Failure> {
        let carrier = self.parsed("hp_commid", Carrier::parse)?;
        match (self.flag("hp_apply_yn")?, carrier) {
            (None, None) => Ok(None),
            (Some(Flag::Yes), Some(carrier)) => Ok(Some(MobileOptions::only(carrier))),
            (Some(Flag::No), None) => Ok(Some(MobileOptions::new())),
            (Some(Flag::Yes), None) => Err(FieldError::new(Carrier::NAME, Reason::Missing).into()),
            (_, Some(_)) => Err(anyhow!("hp_commid has an effect with hp_apply_yn=Y only").into()),
        }
    }

    pub(super) fn look(&self) -> Result<Look, Failure> {
        let mut look = Look::new();
        if let Some(skin) = self.parsed("skin_indx", Skin::parse)? {
            look = look.with_skin(skin);
        }
        if let Some(logo) = self.parsed("site_logo", LogoUrl::parse)? {
            look = look.with_logo(logo);
        }
        if self.flag("eng_flag")? == Some(Flag::Yes) {
            look = look.in_english();
        }
        match self.text("kcp_pay_title")? {
            Some(title) => Ok(look.with_title(title)),
            None => Ok(look),
        }
    }

    pub(super) fn tax(&self, total: Won) -> Result<Option<CompoundTax>, FieldError> {
        let names = ["comm_tax_mny", "comm_vat_mny", "comm_free_mny"];
        if names.iter().all(|name| self.get(name).is_none()) {
            return Ok(None);
        }
        let part = |name: &'static str| {
            let named = |reason| FieldError::new(Name::from_static(name), reason);
            let text = self.get(name).ok_or_else(|| named(Reason::Missing))?;
            WonOrZero::parse(text).map_err(|error| named(error.reason()))
        };
        let [supply, vat, free] = names.map(part);
        CompoundTax::from_parts(total, supply?, vat?, free?).map(Some)
    }

    pub(super) fn escrow(&self) -> Result<Option<EscrowOptions>, Failure> {
        let names = ["escw_used", "pay_mod", "deli_term"];
        let [used, mode, days] = names.map(|name| self.get(name));
        if used.is_none() && mode.is_none() && days.is_none() {
            return Ok(None);
        }
        let mode = match (used, mode) {
            (Some("Y"), Some("O")) => EscrowMode::AsAgreed,
            (Some("Y"), Some("Y")) => EscrowMode::Always,
            (Some("Y"), Some("N")) => EscrowMode::Never,
            _ => {
                return Err(anyhow!(
                    "escrow is escw_used=Y with pay_mod=O, Y or N and deli_term=DAYS"
                )
                .into());
            }
        };
        let days = days.and_then(|days| days.parse().ok()).unwrap_or_default();
        Ok(Some(EscrowOptions::new(mode, days)?))
    }

    /// Everything has to have been used: an input that does nothing would be a surprise in the window.
    pub(super) fn all_used(&self) -> Result<(), Failure> {
        match self.given.iter().find(|one| !one.used.get()) {
            Some(one) => {
                let name = &one.name;
                Err(anyhow!("--option {name:?} is none that this form takes; see --help").into())
            }
            None => Ok(()),
        }
    }
}
