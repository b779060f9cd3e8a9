//! Putting the given inputs on each of the three forms.

use anyhow::anyhow;
use kcp_codec::{Cents, FieldError, Text, Won};
use kcp_services::window::{
    AxHubForm, MobileForm, PcForm,
    options::{ActionResult, AppUrl, CustomFields, Price, ServicePeriod},
};

use super::options::Options;
use crate::commands::Failure;

/// A form that takes inputs by their names.
pub(super) trait Finish: Sized {
    /// The form with all of them, or an error if there is one that it does not take.
    fn finish(self, options: &Options) -> Result<Self, Failure>;
}

/// A form finishes with what all forms have, then with `$own`, in won with taxes too.
macro_rules! finish {
    ($form:ident, $common:ident, $own:ident) => {
        fn $common<M: Price>(mut form: $form<M>, options: &Options) -> Result<$form<M>, Failure> {
            if let Some(name) = options.text("buyr_name")? {
                form = form.with_buyer_name(&name);
            }
            if let Some(number) = options.text("buyr_tel2")? {
                form = form.with_buyer_mobile(&number);
            }
            if let Some(mail) = options.text("buyr_mail")? {
                form = form.with_buyer_mail(&mail);
            }
            form = form.with_card_options(&options.card()?)?;
            form = form.with_virtual_account_options(&options.account()?)?;
            if let Some(carrier) = options.carrier()? {
                form = form.with_mobile_options(carrier);
            }
            form = form.with_look(&options.look()?)?;
            if let Some(ask) = options.flag("disp_tax_yn")? {
                form = form.with_receipt(ask);
            }
            if let Some(escrow) = options.escrow()? {
                form = form.with_escrow(escrow);
            }
            $own(form, options)
        }

        impl Finish for $form<Won> {
            fn finish(self, options: &Options) -> Result<Self, Failure> {
                let mut form = $common(self, options)?;
                let total = form.fields().iter().find(|(name, _)| *name == "good_mny");
                let total = total.map_or("", |(_, value)| value.as_str());
                if let Some(tax) = options.tax(Won::parse(total)?)? {
                    form = form.with_compound_tax(&tax)?;
                }
                options.all_used()?;
                Ok(form)
            }
        }

        impl Finish for $form<Cents> {
            fn finish(self, options: &Options) -> Result<Self, Failure> {
                let form = $common(self, options)?;
                options.all_used()?;
                Ok(form)
            }
        }
    };
}

finish!(AxHubForm, ax_hub_and_more, ax_hub);
finish!(MobileForm, mobile_and_more, mobile);
finish!(PcForm, pc_and_more, pc);

fn ax_hub<M: Price>(mut form: AxHubForm<M>, options: &Options) -> Result<AxHubForm<M>, Failure> {
    if let Some(name) = options.text("site_name")? {
        form = form.with_site_name(&name);
    }
    if let Some(number) = options.text("buyr_tel1")? {
        form = form.with_buyer_telephone(&number);
    }
    if let Some(period) = options.parsed("good_expr", ServicePeriod::parse)? {
        form = form.with_period(period);
    }
    if let Some(code) = options.text("good_cd")? {
        form = form.with_goods_code(&code);
    }
    Ok(form)
}

fn pc<M: Price>(mut form: PcForm<M>, options: &Options) -> Result<PcForm<M>, Failure> {
    if let Some(name) = options.text("site_name")? {
        form = form.with_site_name(&name);
    }
    if let Some(user) = options.text("shop_user_id")? {
        form = form.with_shop_user(&user);
    }
    if let Some(period) = options.parsed("good_expr", ServicePeriod::parse)? {
        form = form.with_period(period);
    }
    if let Some(code) = options.text("good_cd")? {
        form = form.with_goods_code(&code);
    }
    Ok(form)
}

fn mobile<M: Price>(mut form: MobileForm<M>, options: &Options) -> Result<MobileForm<M>, Failure> {
    if let Some(name) = options.text("shop_name")? {
        form = form.with_shop_name(&name);
    }
    if let Some(user) = options.text("shop_user_id")? {
        form = form.with_shop_user(&user);
    }
    if let Some(url) = options.parsed("AppUrl", AppUrl::parse)? {
        form = form.with_app(&url);
    }
    if let Some(page) = options.parsed("ActionResult", ActionResult::parse)? {
        form = form.with_action_result()?;
        let follows = form.fields().iter().find(|(name, _)| *name == "ActionResult");
        if follows.is_some_and(|(_, value)| value != page.as_str()) {
            return Err(anyhow!("ActionResult={page} is another method's page").into());
        }
    }
    let mut fields = CustomFields::new();
    let custom = |name| -> Result<Option<Text<1_000>>, FieldError> { options.text(name) };
    if let Some(text) = custom("param_opt_1")? {
        fields = fields.with_first(text);
    }
    if let Some(text) = custom("param_opt_2")? {
        fields = fields.with_second(text);
    }
    if let Some(text) = custom("param_opt_3")? {
        fields = fields.with_third(text);
    }
    Ok(form.with_custom_fields(&fields))
}
