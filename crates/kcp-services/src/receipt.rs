//! Addresses of the receipts that KCP shows, and the windows to show them in (`seed 002 §7`).
//!
//! An address is made of checked values alone, so nothing can be smuggled into one. Whoever has it sees the receipt: it
//! is for the buyer, not for a log.
//!
//! ```
//! use kcp_codec::TransactionId;
//! use kcp_services::receipt::{Receipt, ReceiptKind};
//! use kcp_transport::Environment;
//!
//! let payment = TransactionId::parse("20080101000000")?;
//! let receipt = Receipt::new(&Environment::Production, ReceiptKind::Card, payment);
//! assert_eq!(
//!     receipt.url(),
//!     "https://admin8.kcp.co.kr/assist/bill.BillAction.do?cmd=card_bill&tno=20080101000000"
//! );
//! assert_eq!((receipt.window().width, receipt.window().height), (470, 815));
//! # Ok::<(), kcp_codec::FieldError>(())
//! ```

mod cash;

pub use cash::{CashReceipt, TaxOffice};
#[doc(inline)]
pub use kcp_codec::field::{ReceiptApprovalNo, ReceiptNo};

use kcp_codec::{Field, OrderId, TransactionId, Won, form};
use kcp_transport::{Endpoint, Environment};

use crate::approve::{Approval, PayType};

/// The receipt of a payment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    host: Endpoint,
    kind: ReceiptKind,
    language: ReceiptLanguage,
    transaction: TransactionId,
    form: Form,
}

/// Whose receipt. KCP shows none for points and gift certificates.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ReceiptKind {
    /// A card's slip, `card_bill`.
    #[doc(alias = "card_bill")]
    Card,
    /// A mobile phone payment's statement, `mcash_bill`.
    #[doc(alias = "mcash_bill")]
    Mobile,
    /// A Tong-money payment's statement, `tong_bill`. The method is gone from the newer guides.
    #[doc(alias = "tong_bill")]
    TongMoney,
    /// A bank transfer's statement, `acnt_bill`.
    #[doc(alias = "acnt_bill")]
    Transfer,
    /// A virtual account's statement, `vcnt_bill`.
    #[doc(alias = "vcnt_bill")]
    VirtualAccount,
}

/// The language of a receipt.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ReceiptLanguage {
    /// English, `_eng`.
    English,
    /// Korean.
    #[default]
    Korean,
}

/// The size of a window that a receipt fits into, in pixels.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct WindowSize {
    /// From side to side.
    pub width: u16,
    /// From top to bottom.
    pub height: u16,
}

/// How the address names the payment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    /// By order and amount as well.
    Order(OrderId, Won),
    /// By a name of the method's own.
    Method,
    /// By `tno`.
    Transaction,
}

impl Receipt {
    /// The receipt of a payment, in Korean, named by `tno`.
    #[must_use]
    pub fn new(environment: &Environment, kind: ReceiptKind, transaction: TransactionId) -> Self {
        let host = environment.hosts().receipts;
        let language = ReceiptLanguage::default();
        Self { host, kind, language, transaction, form: Form::Transaction }
    }

    /// The receipt of an approval, if KCP shows one for its method. For a virtual account, once it is paid.
    #[must_use]
    pub fn of(environment: &Environment, approval: &Approval) -> Option<Self> {
        let kind = ReceiptKind::of(approval.method)?;
        Some(Self::new(environment, kind, approval.transaction))
    }

    /// In this language.
    #[must_use]
    pub fn with_language(self, language: ReceiptLanguage) -> Self {
        Self { language, ..self }
    }

    /// With the newer address, `BillActionNew.do`, which names order and amount besides. The guides do not have it;
    /// merchants' pages do (`https.md §1`).
    #[must_use]
    pub fn with_order(self, order: OrderId, amount: Won) -> Self {
        Self { form: Form::Order(order, amount), ..self }
    }

    /// With the older parameter, which has another name for each method: `c_trade_no`, `a_trade_no`, `v_trade_no`,
    /// `h_trade_no`, `m_trade_no`. The guide prints both.
    #[must_use]
    pub fn with_method_parameter(self) -> Self {
        Self { form: Form::Method, ..self }
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> String {
        let page = if matches!(self.form, Form::Order(..)) { BILL_NEW } else { BILL };
        let english = if self.language == ReceiptLanguage::English { "_eng" } else { "" };
        let (command, parameter) = self.kind.names();
        let mut url = Url::new(&self.host, page);
        url.add_text("cmd", &format!("{command}{english}"));
        match self.form {
            Form::Method => url.add(parameter, &self.transaction),
            Form::Transaction => url.add("tno", &self.transaction),
            Form::Order(order, amount) => {
                url.add("tno", &self.transaction);
                url.add_order(order, amount);
            }
        }
        url.text
    }

    /// The window that the guide recommends: taller for a card's slip than for the others.
    #[must_use]
    pub const fn window(&self) -> WindowSize {
        let height = if matches!(self.kind, ReceiptKind::Card) { 815 } else { 695 };
        WindowSize { width: 470, height }
    }
}

impl ReceiptKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Card, Self::Transfer, Self::VirtualAccount, Self::Mobile, Self::TongMoney];

    /// The kind for a method; `None` for points, gift certificates and wallets' own money, for which the guides name
    /// no receipt.
    #[must_use]
    pub const fn of(method: PayType) -> Option<Self> {
        match method {
            PayType::Card => Some(Self::Card),
            PayType::Mobile => Some(Self::Mobile),
            PayType::Transfer => Some(Self::Transfer),
            PayType::VirtualAccount => Some(Self::VirtualAccount),
            _ => None,
        }
    }

    /// The command, and the older parameter's name.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Card => ("card_bill", "c_trade_no"),
            Self::Mobile => ("mcash_bill", "h_trade_no"),
            Self::TongMoney => ("tong_bill", "m_trade_no"),
            Self::Transfer => ("acnt_bill", "a_trade_no"),
            Self::VirtualAccount => ("vcnt_bill", "v_trade_no"),
        }
    }
}

/// An address in the making.
struct Url {
    text: String,
    mark: char,
}

impl Url {
    fn new(host: &Endpoint, page: &str) -> Self {
        // A browser leaves the port of https away, and so do KCP's pages.
        let port = if host.port == 443 { "" } else { &format!(":{}", host.port) };
        let host = host.to_string();
        let host = host.rsplit_once(':').map_or(&*host, |(host, _)| host);
        Self { text: format!("https://{host}{port}{page}"), mark: '?' }
    }

    fn add(&mut self, name: &str, value: &impl Field) {
        let mut bytes = Vec::new();
        value.write(&mut bytes);
        self.push(name, &bytes);
    }

    fn add_text(&mut self, name: &str, value: &str) {
        self.push(name, value.as_bytes());
    }

    fn add_order(&mut self, order: OrderId, amount: Won) {
        self.add("order_no", &order);
        self.add("trade_mony", &amount);
    }

    fn push(&mut self, name: &str, value: &[u8]) {
        let value = form::encode(value);
        self.text.push(self.mark);
        self.text.push_str(name);
        self.text.push('=');
        self.text.push_str(&String::from_utf8_lossy(&value));
        self.mark = '&';
    }
}

const BILL: &str = "/assist/bill.BillAction.do";
const BILL_NEW: &str = "/assist/bill.BillActionNew.do";

#[cfg(test)]
mod tests;
