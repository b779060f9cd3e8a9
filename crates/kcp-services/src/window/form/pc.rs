//! The form that the standard PC window's script reads.

use kcp_codec::{FieldError, OrderId, Won};

use super::{
    Channel, Price, Sheet,
    common::{common_options, desktop_options},
    fits,
};
use crate::{
    Merchant,
    texts::{BuyerMail, BuyerName, BuyerPhone, GoodsName},
    window::{
        GoodsCode, ShopName, ShopUser,
        options::{
            CardOptions, CompoundTax, EscrowOptions, Flag, HubMethod, Look, MethodMask,
            MobileOptions, Offer, ServicePeriod, VirtualAccountOptions,
        },
    },
};

/// The form that the standard PC window's script reads (`seed 003 §4.2`, `§8`). Never holds the site key.
///
/// `M` is the unit of its amount: [`Won`], or [`Cents`](kcp_codec::Cents) of a dollar.
#[derive(Clone, Debug)]
pub struct PcForm<M = Won> {
    script: String,
    methods: MethodMask,
    sheet: Sheet<M>,
}

common_options!(PcForm);
desktop_options!(PcForm);

impl<M: Price> PcForm<M> {
    /// The form of an order; a PC needs no registration. Keep order, amount and method: the approval is made from
    /// them.
    #[must_use]
    pub fn new(
        merchant: &Merchant,
        order: OrderId,
        amount: M,
        goods: &GoodsName,
        offer: &Offer,
    ) -> Self {
        let methods = MethodMask::of(offer.method().into());
        let mut sheet = Sheet::new(Channel::Pc, amount);
        sheet.field("site_cd", &merchant.site());
        sheet.text("pay_method", &methods);
        sheet.field("ordr_idxx", &order);
        sheet.field("good_name", goods);
        sheet.field("good_mny", &amount);
        sheet.field("currency", &M::CURRENCY.pc());
        offer.put(&mut sheet);
        // Filled in by the script when the buyer is done (`https.md §7`).
        sheet.leave_empty(&[
            "res_cd",
            "res_msg",
            "tran_cd",
            "enc_info",
            "enc_data",
            "ret_pay_method",
            "ordr_chk",
        ]);
        Self { script: merchant.environment().hosts().window_script, methods, sheet }
    }

    /// With another method to choose from. The approval then needs the method that the buyer chose.
    ///
    /// # Errors
    /// [`Reason::Repeated`](kcp_codec::Reason::Repeated) at `pay_method` for a method that is there already, at
    /// `shop_user_id` for another buyer.
    pub fn and(mut self, offer: &Offer) -> Result<Self, FieldError> {
        let method = HubMethod::from(offer.method());
        fits(&self.sheet, self.methods, method.into(), Some(offer))?;
        self.methods = self.methods.and(method);
        self.sheet.text("pay_method", &self.methods);
        offer.put(&mut self.sheet);
        Ok(self)
    }

    /// With the shop's own name of the buyer (`shop_user_id`), up to 20 bytes. The guide wants it on every form; phone
    /// bills and gift certificates do not go without it, and their [`Offer`] holds it.
    #[must_use]
    pub fn with_shop_user(mut self, user: &ShopUser) -> Self {
        self.sheet.field("shop_user_id", user);
        self
    }

    /// The address of the window's script.
    #[must_use]
    pub fn script(&self) -> &str {
        &self.script
    }
}
