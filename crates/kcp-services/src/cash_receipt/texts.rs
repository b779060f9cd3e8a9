//! The texts of cash receipts, each as long as its rows of the field table say.

use kcp_codec::{Text, Word};

use crate::fields::{max_bytes, shared_max_bytes};

/// A comment on a receipt (`comment`), up to 100 bytes by this library's limit; no source gives KCP's.
#[doc(alias = "comment")]
pub type Comment = Text<{ max_bytes("cash_receipt_socket", "comment") }>;

/// What a deposit's notice calls itself (`pay_tx_id`), up to 20 bytes.
#[doc(alias = "pay_tx_id")]
pub type DepositNotice = Word<
    {
        shared_max_bytes(&[
            ("cash_receipt_register", "pay_tx_id"),
            ("cash_receipt_socket", "pay_tx_id"),
        ])
    },
>;

/// The number that a receipt is made out to (`id_info`), up to 20 bytes by this library's limit; no source gives
/// KCP's.
#[doc(alias = "id_info")]
pub type HolderNumber = Word<
    {
        shared_max_bytes(&[
            ("cash_receipt_register", "id_info"),
            ("cash_receipt_socket", "id_info"),
        ])
    },
>;

/// A seller's business name (`corp_nm`), up to 100 bytes.
#[doc(alias = "corp_nm")]
pub type SellerName = Text<
    {
        shared_max_bytes(&[
            ("cash_receipt_register", "corp_nm"),
            ("cash_receipt_socket", "corp_nm"),
        ])
    },
>;

/// The name of a business's owner (`corp_owner_nm`), up to 40 bytes.
#[doc(alias = "corp_owner_nm")]
pub type SellerOwner = Text<
    {
        shared_max_bytes(&[
            ("cash_receipt_register", "corp_owner_nm"),
            ("cash_receipt_socket", "corp_owner_nm"),
        ])
    },
>;

/// A seller's address (`corp_addr`), up to 200 bytes.
#[doc(alias = "corp_addr")]
pub type SellerAddress = Text<
    {
        shared_max_bytes(&[
            ("cash_receipt_register", "corp_addr"),
            ("cash_receipt_socket", "corp_addr"),
        ])
    },
>;

/// A seller's telephone number (`corp_telno`), up to 20 bytes.
#[doc(alias = "corp_telno")]
pub type SellerPhone = Text<
    {
        shared_max_bytes(&[
            ("cash_receipt_register", "corp_telno"),
            ("cash_receipt_socket", "corp_telno"),
        ])
    },
>;
