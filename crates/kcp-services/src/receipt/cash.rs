//! Addresses of cash receipts.

use kcp_codec::{
    FieldError, Name, OrderId, Reason, SiteCode, Won,
    field::{ReceiptApprovalNo, ReceiptNo},
};
use kcp_transport::{Endpoint, Environment};

use super::{BILL_NEW, Url, WindowSize};
use crate::fields::max_bytes;

/// A cash receipt.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CashReceipt {
    host: Endpoint,
    form: Form,
}

/// Whether the tax office has approved a cash receipt (`bill_yn`).
#[doc(alias = "bill_yn")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TaxOffice {
    /// It has, `Y`.
    Approved,
    /// Not yet, `N`.
    Pending,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Approval { site: SiteCode, order: OrderId, tax_office: TaxOffice, number: ReceiptApprovalNo },
    Number { number: ReceiptNo, order: OrderId, amount: Won },
}

impl CashReceipt {
    /// The receipt with this approval number (`authno`), of an order of the site's (`term_id` is `PGNW` and the site
    /// code).
    ///
    /// # Errors
    /// [`Reason::TooLong`] of `orderid` over 30 bytes: a receipt's order is ten bytes shorter than a payment's
    /// (`seed 002 §7`). [`CashReceipt::by_number`] takes all forty.
    pub fn new(
        environment: &Environment,
        site: SiteCode,
        order: OrderId,
        tax_office: TaxOffice,
        number: ReceiptApprovalNo,
    ) -> Result<Self, FieldError> {
        let len = order.as_str().len();
        if len > ORDER_MAX {
            let reason = Reason::TooLong { len, max: ORDER_MAX };
            return Err(FieldError::new(Name::from_static("orderid"), reason));
        }
        let host = environment.hosts().cash_receipts;
        Ok(Self { host, form: Form::Approval { site, order, tax_office, number } })
    }

    /// The receipt with KCP's number (`cash_no`), at the newer address. The guides do not have it; merchants' pages do
    /// (`https.md §1`).
    #[must_use]
    pub fn by_number(
        environment: &Environment,
        number: ReceiptNo,
        order: OrderId,
        amount: Won,
    ) -> Self {
        let host = environment.hosts().receipts;
        Self { host, form: Form::Number { number, order, amount } }
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> String {
        match self.form {
            Form::Approval { site, order, tax_office, number } => {
                let mut url = Url::new(&self.host, CASH);
                url.add_text("term_id", &format!("PGNW{site}"));
                url.add("orderid", &order);
                url.add_text("bill_yn", tax_office.letter());
                url.add("authno", &number);
                url.text
            }
            Form::Number { number, order, amount } => {
                let mut url = Url::new(&self.host, BILL_NEW);
                url.add_text("cmd", "cash_bill");
                url.add("cash_no", &number);
                url.add_order(order, amount);
                url.text
            }
        }
    }

    /// The window that the guide recommends.
    #[must_use]
    pub const fn window(&self) -> WindowSize {
        WindowSize { width: 420, height: 670 }
    }
}

impl TaxOffice {
    const fn letter(self) -> &'static str {
        match self {
            Self::Approved => "Y",
            Self::Pending => "N",
        }
    }
}

const CASH: &str = "/Modules/Service/Cash/Cash_Bill_Common_View.jsp";

/// Bytes of a receipt's order.
const ORDER_MAX: usize = max_bytes("cash_receipt_url", "orderid");
