//! The forms that open the window, as names and values in order (`seed 003 §4`).

use kcp_codec::{Charset, Field, Name, OrderId, SiteCode, Text, Won};

use super::{Registered, WindowMethod};
use crate::Merchant;

/// The charset of the shop's page. The mobile window is EUC-KR unless it is told otherwise (`https.md §7`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum PageCharset {
    /// The page is EUC-KR.
    EucKr,
    /// The page is UTF-8.
    #[default]
    Utf8,
}

/// The form that a phone's browser posts to the window. Never holds the site key.
#[derive(Clone, Debug)]
pub struct MobileForm {
    action: String,
    inputs: Inputs,
}

impl MobileForm {
    /// The form of a registered trade. Amount, goods, order, method and return address are those of the registration:
    /// the window refuses anything else.
    #[must_use]
    pub fn new(merchant: &Merchant, registered: &Registered, charset: PageCharset) -> Self {
        let mut form =
            Self { action: registered.pay_url.as_str().to_owned(), inputs: Inputs::default() };
        form.inputs.set("site_cd", &merchant.site());
        form.inputs.set("pay_method", &registered.method.mobile());
        form.inputs.set_text("currency", "410");
        form.inputs.set("Ret_URL", &registered.return_url);
        form.inputs.set_text("approval_key", &registered.approval_key);
        form.inputs.set_text("PayUrl", registered.pay_url.as_str());
        form.inputs.set("ordr_idxx", &registered.order);
        form.inputs.set("good_name", &registered.goods);
        form.inputs.set("good_mny", &registered.amount);
        if charset == PageCharset::Utf8 {
            // The guide never names this field, and without it Korean text arrives broken (`https.md §12`).
            form.inputs.set_text("encoding_trans", "UTF-8");
            form.action = registered.pay_url.encoding_filter();
        }
        form
    }

    /// With the operator of points or gift certificates (`van_code`), which those methods require.
    #[must_use]
    pub fn with_operator(mut self, code: &Text<4>) -> Self {
        self.inputs.set("van_code", code);
        self
    }

    /// With the buyer's name (`buyr_name`), up to 30 bytes.
    #[must_use]
    pub fn with_buyer_name(mut self, name: &Text<30>) -> Self {
        self.inputs.set("buyr_name", name);
        self
    }

    /// With the shop's own name of the buyer (`shop_user_id`), up to 20 bytes; required for phone and gift payments.
    #[must_use]
    pub fn with_shop_user(mut self, user: &Text<20>) -> Self {
        self.inputs.set("shop_user_id", user);
        self
    }

    /// With the shop's name (`shop_name`), up to 20 bytes.
    #[must_use]
    pub fn with_shop_name(mut self, name: &Text<20>) -> Self {
        self.inputs.set("shop_name", name);
        self
    }

    /// Where the form goes.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Names and values, in order. Escape them as the page asks.
    #[must_use]
    pub fn fields(&self) -> &[(&'static str, String)] {
        &self.inputs.0
    }
}

/// The form that the PC window's script reads. Never holds the site key.
#[derive(Clone, Debug)]
pub struct PcForm {
    script: String,
    inputs: Inputs,
}

impl PcForm {
    /// The form of an order; a PC needs no registration. Keep order, amount and method: the approval is made from
    /// them.
    #[must_use]
    pub fn new(
        merchant: &Merchant,
        order: OrderId,
        amount: Won,
        goods: &Text<100>,
        method: WindowMethod,
    ) -> Self {
        let site: SiteCode = merchant.site();
        let mut form = Self {
            script: merchant.environment().hosts().window_script,
            inputs: Inputs::default(),
        };
        form.inputs.set("site_cd", &site);
        form.inputs.set("pay_method", &method.pc());
        form.inputs.set("ordr_idxx", &order);
        form.inputs.set("good_name", goods);
        form.inputs.set("good_mny", &amount);
        form.inputs.set_text("currency", "WON");
        // Filled in by the script when the buyer is done (`https.md §7`).
        for name in
            ["res_cd", "res_msg", "tran_cd", "enc_info", "enc_data", "ret_pay_method", "ordr_chk"]
        {
            form.inputs.set_text(name, "");
        }
        form
    }

    /// With the shop's name (`site_name`), up to 20 bytes; English is advised.
    #[must_use]
    pub fn with_site_name(mut self, name: &Text<20>) -> Self {
        self.inputs.set("site_name", name);
        self
    }

    /// With the buyer's name (`buyr_name`), up to 30 bytes.
    #[must_use]
    pub fn with_buyer_name(mut self, name: &Text<30>) -> Self {
        self.inputs.set("buyr_name", name);
        self
    }

    /// The address of the window's script.
    #[must_use]
    pub fn script(&self) -> &str {
        &self.script
    }

    /// Names and values, in order. Escape them as the page asks.
    #[must_use]
    pub fn fields(&self) -> &[(&'static str, String)] {
        &self.inputs.0
    }
}

/// The inputs of a form, in the order in which they were first set. A name stands once: the last value counts.
#[derive(Clone, Debug, Default)]
struct Inputs(Vec<(&'static str, String)>);

impl Inputs {
    /// Sets `name` to a field's wire bytes as text. What exists as a field decodes.
    fn set(&mut self, name: &'static str, value: &impl Field) {
        let mut bytes = Vec::new();
        value.write(&mut bytes);
        let text = Charset::Cp949.decode(Name::from_static(name), &bytes).unwrap_or_default();
        self.set_text(name, &text);
    }

    fn set_text(&mut self, name: &'static str, text: &str) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, value)) => text.clone_into(value),
            None => self.0.push((name, text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_that_is_set_again_stands_once_with_its_last_value() {
        let mut inputs = Inputs::default();
        inputs.set_text("buyr_name", "first");
        inputs.set_text("currency", "410");
        inputs.set("buyr_name", &OrderId::parse("LAST").unwrap());
        let expected = [("buyr_name", "LAST".to_owned()), ("currency", "410".to_owned())];
        assert_eq!(inputs.0, expected);
    }
}
