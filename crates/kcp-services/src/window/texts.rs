//! The texts of the window's forms, each as long as its rows of the field table say.

use kcp_codec::Text;

use crate::fields::{max_bytes, shared_max_bytes};

/// A field of the shop's own (`param_opt_1` and the two behind it), up to 1,000 bytes (`seed 003 §8`).
pub type CustomField = Text<
    {
        shared_max_bytes(&[
            ("window_mobile_order", "param_opt_1"),
            ("window_mobile_order", "param_opt_2"),
            ("window_mobile_order", "param_opt_3"),
        ])
    },
>;

/// The shop's own code of the goods (`good_cd`), up to 20 bytes (`seed 002 §2`, `seed 003 §8`).
#[doc(alias = "good_cd")]
pub type GoodsCode =
    Text<{ shared_max_bytes(&[("ax_hub_order", "good_cd"), ("window_pc_order", "good_cd")]) }>;

/// The goods' name in the AX-HUB window (`good_name`), up to 30 bytes (`seed 002 §2`).
#[doc(alias = "good_name")]
pub type HubGoodsName = Text<{ max_bytes("ax_hub_order", "good_name") }>;

/// The shop's name (`site_name`, on a phone `shop_name`), up to 20 bytes (`seed 002 §2`, `seed 003 §8`).
#[doc(alias = "site_name")]
#[doc(alias = "shop_name")]
pub type ShopName = Text<
    {
        shared_max_bytes(&[
            ("ax_hub_order", "site_name"),
            ("window_pc_order", "site_name"),
            ("window_mobile_order", "shop_name"),
        ])
    },
>;

/// The shop's own name of the buyer (`shop_user_id`, `tk_shop_id`), up to 20 bytes (`seed 002 §2`, `seed 003 §8`).
#[doc(alias = "shop_user_id")]
#[doc(alias = "tk_shop_id")]
pub type ShopUser = Text<
    {
        shared_max_bytes(&[
            ("ax_hub_order", "tk_shop_id"),
            ("window_pc_order", "shop_user_id"),
            ("window_mobile_order", "shop_user_id"),
        ])
    },
>;

/// The window's title (`kcp_pay_title`), up to 30 bytes (`seed 003 §8`).
#[doc(alias = "kcp_pay_title")]
pub type WindowTitle = Text<{ max_bytes("window_pc_order", "kcp_pay_title") }>;
