//! `kcp points`: Benepia.

use std::{env, fs, path::PathBuf};

use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use kcp_codec::{CorporationCode, MemberId, MemberPassword, OrderId, TransactionId, Won};
use kcp_services::{
    modify,
    points::{Member, PayPoints, QueryPoints, Reapprove},
};
use zeroize::Zeroizing;

use super::{Failure, cancel::whole, finish, text};
use crate::{
    config::{Flags, Settings},
    exit::Exit,
    render::Report,
};

#[derive(Subcommand)]
pub(super) enum Points {
    /// Ask how many points a member has
    Query(Ask),
    /// Pay an order with points
    Pay(Pay),
    /// Cancel a payment with points
    Cancel(Whole),
    /// Pay anew, with another amount, what was paid before
    Reapprove(Anew),
}

/// Who pays. The password comes from a file or from KCP_PT_PWD, never from a flag.
#[derive(Args)]
pub(super) struct Who {
    /// Member (pt_idno)
    #[arg(long, env = "KCP_PT_IDNO", value_name = "ID")]
    member: String,
    /// File with the member's password (pt_pwd) on its first line; or put it into KCP_PT_PWD
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Corporation (pt_memcorp_cd), four letters or digits
    #[arg(long, env = "KCP_PT_MEMCORP_CD", value_name = "CODE")]
    corporation: String,
}

#[derive(Args)]
pub(super) struct Ask {
    #[command(flatten)]
    who: Who,
    /// Order number for the question
    #[arg(long, value_name = "ID")]
    order: String,
}

#[derive(Args)]
pub(super) struct Pay {
    #[command(flatten)]
    who: Who,
    /// Points to pay
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    amount: String,
    /// Order number of the shop's
    #[arg(long, value_name = "ID")]
    order: String,
    /// Name of the goods, at most 100 bytes
    #[arg(long, value_name = "NAME")]
    goods: Option<String>,
}

#[derive(Args)]
pub(super) struct Whole {
    /// Transaction number (tno), 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
    /// Why, at most 256 bytes
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

#[derive(Args)]
pub(super) struct Anew {
    /// Transaction number (tno), 14 digits
    #[arg(value_name = "TNO")]
    tno: String,
    /// Points to pay
    #[arg(long, value_name = "WON", allow_hyphen_values = true)]
    amount: String,
    /// Order number of the new payment
    #[arg(long, value_name = "ID")]
    order: String,
    /// Name of the goods, at most 50 bytes
    #[arg(long, value_name = "NAME")]
    goods: Option<String>,
}

impl Who {
    fn member(&self) -> Result<Member, Failure> {
        let password = match (&self.password_file, env::var("KCP_PT_PWD")) {
            (Some(path), _) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("cannot read {}", path.display()));
                let text = Zeroizing::new(text?);
                Zeroizing::new(text.lines().next().unwrap_or_default().to_owned())
            }
            (None, Ok(password)) => Zeroizing::new(password),
            (None, Err(_)) => {
                return Err(anyhow!("no password: set KCP_PT_PWD or --password-file").into());
            }
        };
        let (id, password) = (MemberId::parse(&self.member)?, MemberPassword::parse(&password)?);
        Ok(Member::new(id, password, CorporationCode::parse(&self.corporation)?))
    }
}

impl Points {
    pub(super) async fn run(self, flags: &Flags) -> Result<Exit, Failure> {
        let settings = Settings::load(flags)?;
        match self {
            Self::Query(ask) => {
                let query = QueryPoints::new(ask.who.member()?, OrderId::parse(&ask.order)?);
                let outcome = settings.api_client()?.ask(&query).await;
                let report =
                    Report::of("points query", &outcome, settings.language, |points, report| {
                        report.add("rsv_pnt", points.left.get());
                    });
                finish(&report, &settings)
            }
            Self::Pay(given) => {
                let (order, amount) = (OrderId::parse(&given.order)?, Won::parse(&given.amount)?);
                let mut pay = PayPoints::new(given.who.member()?, order, amount);
                if let Some(goods) = text("good_name", settings.charset, given.goods.as_ref())? {
                    pay = pay.with_goods(goods);
                }
                let outcome = settings.api_client()?.perform(pay).await;
                let report =
                    Report::of("points pay", &outcome, settings.language, |paid, report| {
                        report.add("tno", paid.transaction.as_str());
                        report.add("order_no", paid.order.as_str());
                        report.add("pnt_amount", paid.amount.get());
                        report.add_some("rsv_pnt", paid.left.map(|left| left.get()));
                        report.add_some("pnt_app_no", paid.approval_no.clone());
                        report.add_some(
                            "pnt_app_time",
                            paid.approved_at.map(|time| time.to_string()),
                        );
                    });
                finish(&report, &settings)
            }
            Self::Cancel(given) => {
                let mut cancel = modify::Cancel::new(TransactionId::parse(&given.tno)?);
                if let Some(reason) = text("mod_desc", settings.charset, given.reason.as_ref())? {
                    cancel = cancel.with_reason(reason);
                }
                whole(&settings, &settings.api_client()?, cancel, "points cancel").await
            }
            Self::Reapprove(given) => {
                let (order, amount) = (OrderId::parse(&given.order)?, Won::parse(&given.amount)?);
                let mut anew = Reapprove::new(TransactionId::parse(&given.tno)?, amount, order);
                if let Some(goods) = text("mod_ordr_goods", settings.charset, given.goods.as_ref())?
                {
                    anew = anew.with_goods(goods);
                }
                let outcome = settings.api_client()?.perform(anew).await;
                let report =
                    Report::of("points reapprove", &outcome, settings.language, |done, report| {
                        report.add("tno", done.transaction.as_str());
                        report.add("pnt_amount", done.amount.get());
                        report.add_some("pnt_app_no", done.approval_no.clone());
                    });
                finish(&report, &settings)
            }
        }
    }
}
