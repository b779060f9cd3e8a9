//! The demo's steps around the payment window: register, let the buyer agree, approve.

use anyhow::{Context as _, anyhow};
use kcp_codec::{Instalments, Name, OrderId, TransactionId, WebUrl, WindowText};
use kcp_services::{
    approve::ApproveWindow,
    window::{RegisterTrade, Returned, WindowMethod},
};
use kcp_sim::{Agreement, Authentication, PayMethod, WindowReturn};

use super::{ApiShop, text, won};
use crate::commands::{
    Failure,
    demo::steps::{Expect, Seen, see, site},
};

impl ApiShop<'_> {
    pub(super) async fn register(&mut self) -> Result<Seen, Failure> {
        let environment = self.client.merchant().environment().clone();
        let url = WebUrl::parse("https://shop.example/kcp/return")?;
        let goods = text("good_name", "운동화")?;
        let order = OrderId::parse("API-CARD")?;
        let register =
            RegisterTrade::new(environment, order, won(1_004)?, goods, WindowMethod::Card, url);
        let outcome = self.client.ask(&register).await;
        let seen = see(Expect::Approved, &outcome, |done| done.pay_url.as_str().to_owned());
        self.registered = outcome.approved().map(|done| done.answer().approval_key.clone());
        Ok(seen)
    }

    /// The buyer agrees to what was registered, over TLS, and the shop reads the return post.
    pub(super) async fn window(&mut self) -> Result<Seen, Failure> {
        let key = self.registered.take().ok_or_else(|| anyhow!("no order was registered"))?;
        let posted = self.buyer.agree(&key).await?;
        let seen = |ok, outcome, code: &str, detail: &str| Seen {
            ok,
            outcome,
            code: Some(code.to_owned()),
            detail: detail.to_owned(),
        };
        Ok(match Returned::parse(&posted).context("the window")? {
            Returned::Authenticated { order, enc_data, enc_info, .. } => {
                self.returned = Some((enc_data, enc_info));
                let ours = order == Some(OrderId::parse("API-CARD")?);
                seen(ours, "authenticated", "0000", "nothing is paid yet")
            }
            Returned::Failed { code, .. } => {
                seen(false, "failed", code.as_str(), "the window refused")
            }
            _ => seen(false, "cancelled", "3001", "the window was closed"),
        })
    }

    /// The buyer agrees in the window, and the shop approves.
    pub(super) async fn approve(
        &self,
        order: &str,
        agreed: PayMethod,
        method: WindowMethod,
    ) -> Result<(Seen, Option<TransactionId>), Failure> {
        let posted = self.agree(Authentication {
            site: site()?,
            order: OrderId::parse(order)?,
            amount: won(1_004)?,
            method: agreed,
            instalments: Instalments::NONE,
        })?;
        self.approve_returned(texts(&posted)?, order, method).await
    }

    /// The shop approves what the window returned, with its own amount, order and method.
    pub(super) async fn approve_returned(
        &self,
        (data, info): (WindowText, WindowText),
        order: &str,
        method: WindowMethod,
    ) -> Result<(Seen, Option<TransactionId>), Failure> {
        let (order, amount) = (OrderId::parse(order)?, won(1_004)?);
        let outcome = self
            .client
            .perform(ApproveWindow::new(data, info, order, amount, method.pay_type()))
            .await;
        let seen = see(Expect::Approved, &outcome, |done| {
            format!("tno {}, {} won", done.transaction, done.amount)
        });
        Ok((seen, outcome.approved().map(|done| done.answer().transaction)))
    }

    pub(super) fn agree(&self, agreement: impl Into<Agreement>) -> Result<WindowReturn, Failure> {
        Ok(self.simulator.window(agreement).context("the window")?)
    }
}

pub(super) fn texts(posted: &WindowReturn) -> Result<(WindowText, WindowText), Failure> {
    let text = |name, text| WindowText::parse(Name::from_static(name), text);
    Ok((text("enc_data", &posted.enc_data)?, text("enc_info", &posted.enc_info)?))
}
