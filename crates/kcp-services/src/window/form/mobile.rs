//! The form that a phone's browser posts to the window.

use kcp_codec::{FieldError, Reason, Won};

use super::{Channel, PageCharset, Price, Sheet, common::common_options};
use crate::{
    Merchant,
    texts::{BuyerMail, BuyerName, BuyerPhone},
    window::{
        Registered, ShopName, ShopUser,
        options::{
            ActionResult, AppUrl, CardOptions, CompoundTax, CustomFields, EscrowOptions, Flag,
            Look, MethodMask, MobileOptions, Offer, VirtualAccountOptions,
        },
    },
};

/// The form that a phone's browser posts to the window (`seed 003 §4.1`, `§8`). Never holds the site key.
///
/// `M` is the unit of its amount: [`Won`], or [`Cents`](kcp_codec::Cents) of a dollar.
#[derive(Clone, Debug)]
pub struct MobileForm<M = Won> {
    action: String,
    offer: Offer,
    sheet: Sheet<M>,
}

common_options!(MobileForm);

impl<M: Price> MobileForm<M> {
    /// The form of a registered trade by card, bank transfer or virtual account. Amount, goods, order, method and
    /// return address are those of the registration: the window refuses anything else.
    ///
    /// # Errors
    /// [`Reason::Missing`] at `van_code` or `shop_user_id` for another method; [`MobileForm::offering`] takes them.
    pub fn new(
        merchant: &Merchant,
        registered: &Registered<M>,
        charset: PageCharset,
    ) -> Result<Self, FieldError> {
        Self::offering(merchant, registered, &Offer::try_from(registered.method)?, charset)
    }

    /// The form of a registered trade, with what its method requires.
    ///
    /// # Errors
    /// [`Reason::OutOfRange`] at `pay_method` if the trade was registered for another method.
    pub fn offering(
        merchant: &Merchant,
        registered: &Registered<M>,
        offer: &Offer,
        charset: PageCharset,
    ) -> Result<Self, FieldError> {
        if offer.method() != registered.method {
            return Err(FieldError::new(MethodMask::NAME, Reason::OutOfRange));
        }
        let mut sheet = Sheet::new(Channel::Mobile, registered.amount);
        sheet.field("site_cd", &merchant.site());
        sheet.field("pay_method", &registered.method.mobile());
        sheet.field("currency", &M::CURRENCY.mobile());
        sheet.field("Ret_URL", &registered.return_url);
        sheet.text("approval_key", &registered.approval_key);
        sheet.text("PayUrl", registered.pay_url.as_str());
        sheet.field("ordr_idxx", &registered.order);
        sheet.field("good_name", &registered.goods);
        sheet.field("good_mny", &registered.amount);
        offer.put(&mut sheet);
        let mut action = registered.pay_url.as_str().to_owned();
        if charset == PageCharset::Utf8 {
            // The guide never names this field, and without it Korean text arrives broken (`https.md §12`).
            sheet.text("encoding_trans", "UTF-8");
            action = registered.pay_url.encoding_filter();
        }
        Ok(Self { action, offer: offer.clone(), sheet })
    }

    /// With the shop's own name of the buyer (`shop_user_id`), up to 20 bytes. The guide wants it on every form; phone
    /// bills and gift certificates do not go without it, and their [`Offer`] holds it.
    #[must_use]
    pub fn with_shop_user(mut self, user: &ShopUser) -> Self {
        self.sheet.field("shop_user_id", user);
        self
    }

    /// With the shop's name (`shop_name`), up to 20 bytes.
    #[must_use]
    pub fn with_shop_name(mut self, name: &ShopName) -> Self {
        self.sheet.field("shop_name", name);
        self
    }

    /// With the way back into the shop's app (`AppUrl`), which an app requires.
    #[must_use]
    pub fn with_app(mut self, url: &AppUrl) -> Self {
        self.sheet.text("AppUrl", url);
        self
    }

    /// With the page that the method begins with (`ActionResult`); it follows from the method and its operator.
    ///
    /// # Errors
    /// [`Reason::NotHere`] at `ActionResult` for an operator that has no page.
    pub fn with_action_result(mut self) -> Result<Self, FieldError> {
        let page = ActionResult::of(&self.offer)?;
        self.sheet.text("ActionResult", &page);
        Ok(self)
    }

    /// With fields of the shop's own, in the place of those that the form has.
    #[must_use]
    pub fn with_custom_fields(mut self, fields: &CustomFields) -> Self {
        fields.put(&mut self.sheet);
        self
    }

    /// Where the form goes.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }
}
