//! The form that the AX-HUB window's script reads, for shops on the socket channel.

use kcp_codec::{FieldError, OrderId, Won};

use super::{
    Channel, PageCharset, Price, Sheet,
    common::{common_options, desktop_options},
    fits,
};
use crate::{
    Merchant,
    texts::{BuyerMail, BuyerName, BuyerPhone},
    window::{
        GoodsCode, HubGoodsName, ShopName,
        options::{
            CardOptions, CompoundTax, EscrowOptions, Flag, HubMethod, HubOffer, Look, MethodMask,
            MobileOptions, ServicePeriod, VirtualAccountOptions,
        },
    },
};

/// The form that the AX-HUB window's script reads (`seed 002 §2`), for shops on the socket channel.
///
/// Never holds the site key, though seed 002's table has it among the inputs: seed 000 §2.4.1, which is newer, forbids
/// it in a page. The approval sends it from the server (`legacy.md §4.1`).
///
/// `M` is the unit of its amount: [`Won`], or [`Cents`](kcp_codec::Cents) of a dollar.
#[derive(Clone, Debug)]
pub struct AxHubForm<M = Won> {
    script: String,
    methods: MethodMask,
    sheet: Sheet<M>,
}

common_options!(AxHubForm);
desktop_options!(AxHubForm);

impl<M: Price> AxHubForm<M> {
    /// The form of an order, in a page of `charset`. Goods have up to 30 bytes here. Keep order, amount and method: the
    /// approval is made from them.
    ///
    /// `good_expr` is `0` until [`AxHubForm::with_period`] says something else, and `quotaopt` is `0`: the guide
    /// requires both.
    #[must_use]
    pub fn new(
        merchant: &Merchant,
        order: OrderId,
        amount: M,
        goods: &HubGoodsName,
        offer: &HubOffer,
        charset: PageCharset,
    ) -> Self {
        let hosts = merchant.environment().hosts();
        let script = match charset {
            PageCharset::EucKr => hosts.hub_script,
            PageCharset::Utf8 => hosts.hub_script_utf8,
        };
        let methods = MethodMask::of(offer.method());
        let mut sheet = Sheet::new(Channel::AxHub, amount);
        sheet.text("req_tx", "pay");
        sheet.field("site_cd", &merchant.site());
        sheet.field("ordr_idxx", &order);
        sheet.text("pay_method", &methods);
        sheet.field("good_name", goods);
        sheet.field("good_mny", &amount);
        sheet.field("currency", &M::CURRENCY.pc());
        sheet.text("module_type", "01");
        sheet.text("good_expr", &ServicePeriod::once());
        sheet.text("quotaopt", "0");
        put(offer, &mut sheet);
        // Filled in by the script when the buyer is done: the guide wants every answer variable of the page there and
        // empty (`seed 002`, notes before §1); which ones, public integrations agree on.
        sheet.leave_empty(&[
            "res_cd",
            "res_msg",
            "tno",
            "trace_no",
            "enc_info",
            "enc_data",
            "ret_pay_method",
            "tran_cd",
            "bank_name",
            "bank_issu",
            "use_pay_method",
            "epnt_issu",
            "cash_tsdtime",
            "cash_yn",
            "cash_authno",
            "cash_tr_code",
            "cash_id_info",
        ]);
        Self { script, methods, sheet }
    }

    /// With another method to choose from. The approval then needs the method that the buyer chose.
    ///
    /// # Errors
    /// [`Reason::Repeated`](kcp_codec::Reason::Repeated) at `pay_method` for a method that is there already.
    pub fn and(mut self, offer: &HubOffer) -> Result<Self, FieldError> {
        let method: HubMethod = offer.method();
        fits(&self.sheet, self.methods, method.into(), None)?;
        self.methods = self.methods.and(method);
        self.sheet.text("pay_method", &self.methods);
        put(offer, &mut self.sheet);
        Ok(self)
    }

    /// With the buyer's telephone (`buyr_tel1`), up to 20 bytes, with hyphens or without.
    #[must_use]
    pub fn with_buyer_telephone(mut self, number: &BuyerPhone) -> Self {
        self.sheet.field("buyr_tel1", number);
        self
    }

    /// The address of the window's script, over TLS (`seed 002 §1`). A simulator has none. The guide lists plain HTTP
    /// too; a script that leads to money is not loaded over that.
    #[must_use]
    pub fn script(&self) -> &str {
        &self.script
    }
}

fn put<M: Price>(offer: &HubOffer, sheet: &mut Sheet<M>) {
    if let HubOffer::Standard(offer) = offer {
        offer.put(sheet);
    }
}
