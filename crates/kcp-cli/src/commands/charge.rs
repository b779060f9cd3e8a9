//! `kcp charge`.

use anyhow::anyhow;
use clap::Args;
use kcp_codec::{BatchKey, GroupId, Instalments, OrderId, Won};
use kcp_services::{
    approve::{Approval, Detail},
    batch::{Buyer, ChargeBatch},
};

use super::{Failure, address, both, finish, text};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Args)]
pub(super) struct Charge {
    /// Amount in won: digits only
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    amount: String,
    /// Order number of the shop's
    #[arg(long, value_name = "ID")]
    order: String,
    /// Group of the batch key (bt_group_id)
    #[arg(long, env = "KCP_BT_GROUP_ID", value_name = "ID")]
    group: Option<String>,
    /// Batch key (bt_batch_key); a flag is visible to other users of the machine
    #[arg(long, env = "KCP_BT_BATCH_KEY", value_name = "KEY", hide_env_values = true)]
    batch_key: Option<String>,
    /// Months, 2 to 60, from 50,000 won on
    #[arg(long, value_name = "MONTHS")]
    instalments: Option<u8>,
    /// Name of the goods, at most 100 bytes
    #[arg(long, value_name = "NAME")]
    goods: Option<String>,
    /// Name of the buyer, at most 30 bytes
    #[arg(long, value_name = "NAME")]
    buyer: Option<String>,
    /// Address of the buyer
    #[arg(long, value_name = "IPV4")]
    client_ip: Option<String>,
}

impl Charge {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        let group = group(&settings, self.group.as_deref())?;
        let key = batch_key(&settings, self.batch_key.as_deref())?;
        let mut charge =
            ChargeBatch::new(group, key, OrderId::parse(&self.order)?, Won::parse(&self.amount)?);
        if let Some(months) = self.instalments {
            charge = charge.with_instalments(Instalments::new(months)?)?;
        }
        if let Some(goods) = text("good_name", settings.charset, self.goods.as_ref())? {
            charge = charge.with_goods(goods);
        }
        if let Some(name) = text("buyr_name", settings.charset, self.buyer.as_ref())? {
            charge = charge.with_buyer(Buyer::new().with_name(name));
        }
        if let Some(address) = address(self.client_ip.as_ref())? {
            charge = charge.with_client_address(address);
        }
        let outcome = both!(settings, client => client.perform(charge).await);
        let report = Report::of("charge", &outcome, settings.language, approval);
        finish(&report, &settings)
    }
}

/// The group of batch keys, of a flag or of the settings.
pub(super) fn group(settings: &Settings, flag: Option<&str>) -> Result<GroupId, Failure> {
    let group = flag.or_else(|| settings.group());
    Ok(GroupId::parse(group.ok_or_else(|| missing("bt_group_id", "group"))?)?)
}

/// The batch key, of a flag or of the settings.
pub(super) fn batch_key(settings: &Settings, flag: Option<&str>) -> Result<BatchKey, Failure> {
    let key = flag.or_else(|| settings.batch_key());
    Ok(BatchKey::parse(key.ok_or_else(|| missing("bt_batch_key", "batch-key"))?)?)
}

fn missing(key: &str, flag: &str) -> anyhow::Error {
    let variable = key.to_ascii_uppercase();
    anyhow!("no {key}: set `{key}` in kcp.toml, KCP_{variable}, or --{flag}")
}

/// The rows of an approval.
pub(super) fn approval(approval: &Approval, report: &mut Report) {
    report.add("tno", approval.transaction.as_str());
    report.add("order_no", approval.order.as_str());
    report.add("amount", approval.amount.get());
    report.add("pay_method", approval.method.code());
    report.add_some("app_time", approval.approved_at.map(|time| time.to_string()));
    if let Detail::Card(card) = &approval.detail {
        report.add_some("card_name", card.issuer_name.clone());
        report.add_some("card_no", card.number.as_ref().map(|number| number.to_string()));
        report.add_some("app_no", card.approval_no.clone());
        report.add_some("quota", card.instalments.map(|instalments| instalments.to_string()));
    }
}
