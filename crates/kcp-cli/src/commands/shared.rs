//! Options that several commands share: the account that money goes back to, the parts of an amount, a part of it.

use std::{env, fs, path::Path};

use anyhow::{Context as _, anyhow};
use clap::Args;
use kcp_codec::{AccountNumber, BankCode, Charset, FieldError, OwnerName, Won, WonOrZero};
use kcp_services::modify::TaxParts;
use zeroize::Zeroizing;

use super::Failure;

/// Which part of an amount, out of what.
#[derive(Args)]
pub(super) struct Part {
    /// This amount only, in won
    #[arg(long, value_name = "WON", requires = "remaining", allow_hyphen_values = true)]
    amount: Option<String>,
    /// What was left before this, in won (rem_mny)
    #[arg(long, value_name = "WON", requires = "amount", allow_hyphen_values = true)]
    remaining: Option<String>,
}

impl Part {
    /// The part and what was left before it.
    pub(super) fn read(&self) -> Result<Option<(Won, Won)>, FieldError> {
        match (&self.amount, &self.remaining) {
            (Some(amount), Some(remaining)) => {
                Ok(Some((Won::parse(amount)?, Won::parse(remaining)?)))
            }
            _ => Ok(None),
        }
    }
}

/// What a part of an amount is made of, under compound taxation.
#[derive(Args)]
pub(super) struct Tax {
    /// Taxed supply in the amount, in won (mod_tax_mny); of an order under compound taxation
    #[arg(long, value_name = "WON", requires_all = ["vat", "free", "amount"], allow_hyphen_values = true)]
    supply: Option<String>,
    /// Value-added tax in the amount, in won (mod_vat_mny)
    #[arg(long, value_name = "WON", requires = "supply", allow_hyphen_values = true)]
    vat: Option<String>,
    /// What is free of tax in the amount, in won (mod_free_mny)
    #[arg(long, value_name = "WON", requires = "supply", allow_hyphen_values = true)]
    free: Option<String>,
}

impl Tax {
    /// The parts, if they were given.
    pub(super) fn read(&self) -> Result<Option<TaxParts>, FieldError> {
        match (&self.supply, &self.vat, &self.free) {
            (Some(supply), Some(vat), Some(free)) => {
                let parts = [supply, vat, free].map(|won| WonOrZero::parse(won));
                let [supply, vat, free] = parts;
                Ok(Some(TaxParts::new(supply?, vat?, free?)))
            }
            _ => Ok(None),
        }
    }
}

/// The account that money goes back to.
#[derive(Args)]
pub(super) struct Payee {
    /// Bank of the account that the money goes to: 04, BK04
    #[arg(long, value_name = "CODE")]
    bank: Option<String>,
    /// Number of that account, digits only; a flag is visible to other users of the machine, the variable is not
    #[arg(long, env = "KCP_ACCOUNT", value_name = "DIGITS", hide_env_values = true)]
    account: Option<String>,
    /// Owner of that account, at most 20 bytes
    #[arg(long, env = "KCP_ACCOUNT_OWNER", value_name = "NAME", hide_env_values = true)]
    owner: Option<String>,
}

/// An account with its owner.
pub(super) type Account = (BankCode, AccountNumber, OwnerName);

impl Payee {
    /// The account, if one was given. A part of one is an error: money must not go elsewhere than it was meant to.
    pub(super) fn read(&self, charset: Charset) -> Result<Option<Account>, Failure> {
        match (&self.bank, &self.account, &self.owner) {
            (None, None, None) => Ok(None),
            (Some(bank), Some(account), Some(owner)) => Ok(Some((
                BankCode::parse(bank)?,
                AccountNumber::parse(account)?,
                OwnerName::new(charset, owner)?,
            ))),
            _ => Err(anyhow!(
                "an account is --bank, --account or KCP_ACCOUNT, and --owner or KCP_ACCOUNT_OWNER"
            )
            .into()),
        }
    }

    /// The account, which has to be given.
    pub(super) fn needed(&self, charset: Charset) -> Result<Account, Failure> {
        let missing = "name the account with --bank, --account or KCP_ACCOUNT, and --owner";
        self.read(charset)?.ok_or_else(|| anyhow!(missing).into())
    }
}

/// A secret out of a file's first line, or out of a variable; never out of a flag, which other users would see.
pub(super) fn secret(
    variable: &str,
    file: Option<&Path>,
) -> Result<Option<Zeroizing<String>>, anyhow::Error> {
    let Some(path) = file else { return Ok(env::var(variable).ok().map(Zeroizing::new)) };
    let text = Zeroizing::new(
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?,
    );
    Ok(Some(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())))
}

/// Puts the reason and the address of whoever asks on a change.
macro_rules! explained {
    ($change:expr, $given:expr, $settings:expr) => {{
        let mut change = $change;
        let reason = $given.reason.as_ref();
        if let Some(reason) = crate::commands::text("mod_desc", $settings.charset, reason)? {
            change = change.with_reason(reason);
        }
        if let Some(address) = crate::commands::address($given.client_ip.as_ref())? {
            change = change.with_client_address(address);
        }
        change
    }};
}

pub(super) use explained;
