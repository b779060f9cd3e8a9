//! The texts of requests, each as long as its rows of the field table say, in bytes of EUC-KR.
//!
//! One type stands for one text wherever it goes. If the rows that it goes to come to differ, it does not build.
//! Texts of one operation alone stand with that operation.

use kcp_codec::Text;

use crate::fields::shared_max_bytes;

/// The goods' name (`good_name`), up to 100 bytes (`seed 003 §8`, `seed 004 §2.3`). The AX-HUB window takes
/// [less](crate::window::HubGoodsName).
#[doc(alias = "good_name")]
pub type GoodsName = Text<
    {
        shared_max_bytes(&[
            ("register", "good_name"),
            ("window_pc_order", "good_name"),
            ("window_mobile_order", "good_name"),
            ("points_pay", "good_name"),
            ("batch_charge", "good_name"),
            ("api_batch_charge", "good_name"),
            ("virtual_account_issue", "good_name"),
            ("cash_receipt_register", "good_name"),
            ("cash_receipt_socket", "good_name"),
        ])
    },
>;

/// The buyer's name (`buyr_name`), up to 30 bytes (`seed 002 §2`, `seed 003 §8`, `seed 004 §2.3`).
#[doc(alias = "buyr_name")]
pub type BuyerName = Text<
    {
        shared_max_bytes(&[
            ("ax_hub_order", "buyr_name"),
            ("window_pc_order", "buyr_name"),
            ("window_mobile_order", "buyr_name"),
            ("points_pay", "buyr_name"),
            ("batch_charge", "buyr_name"),
            ("api_batch_charge", "buyr_name"),
            ("virtual_account_issue", "buyr_name"),
            ("cash_receipt_register", "buyr_name"),
            ("cash_receipt_socket", "buyr_name"),
        ])
    },
>;

/// A telephone number of the buyer's (`buyr_tel1`, `buyr_tel2`), up to 20 bytes, with hyphens or without
/// (`seed 002 §2`, `seed 003 §8`, `seed 004 §2.3`).
#[doc(alias = "buyr_tel1")]
#[doc(alias = "buyr_tel2")]
pub type BuyerPhone = Text<
    {
        shared_max_bytes(&[
            ("ax_hub_order", "buyr_tel1"),
            ("ax_hub_order", "buyr_tel2"),
            ("window_pc_order", "buyr_tel2"),
            ("window_mobile_order", "buyr_tel2"),
            ("points_pay", "buyr_tel2"),
            ("batch_charge", "buyr_tel1"),
            ("batch_charge", "buyr_tel2"),
            ("api_batch_charge", "buyr_tel2"),
            ("virtual_account_issue", "buyr_tel2"),
            ("cash_receipt_socket", "buyr_tel1"),
        ])
    },
>;

/// The buyer's mail address (`buyr_mail`), up to 50 bytes (`seed 002 §2`, `seed 003 §8`, `seed 004 §2.3`).
#[doc(alias = "buyr_mail")]
pub type BuyerMail = Text<
    {
        shared_max_bytes(&[
            ("ax_hub_order", "buyr_mail"),
            ("window_pc_order", "buyr_mail"),
            ("window_mobile_order", "buyr_mail"),
            ("points_pay", "buyr_mail"),
            ("batch_charge", "buyr_mail"),
            ("api_batch_charge", "buyr_mail"),
            ("virtual_account_issue", "buyr_mail"),
            ("cash_receipt_register", "buyr_mail"),
            ("cash_receipt_socket", "buyr_mail"),
        ])
    },
>;

/// Why a payment is changed (`mod_desc`), up to 256 bytes (`seed 004 §2.4`).
#[doc(alias = "mod_desc")]
pub type ChangeReason = Text<
    {
        shared_max_bytes(&[
            ("api_cancel", "mod_desc"),
            ("points_reapprove", "mod_desc"),
            ("cancel", "mod_desc"),
            ("capture", "mod_desc"),
            ("partial_cancel", "mod_desc"),
            ("refund", "mod_desc"),
            ("escrow_change", "mod_desc"),
            ("confirmed_change", "mod_desc"),
            ("api_partial_cancel", "mod_desc"),
            ("api_refund", "mod_desc"),
        ])
    },
>;
