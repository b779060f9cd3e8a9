//! What a notice says: fields per kind, in the merchant's spelling and encoding (`legacy.md §5`, `seed 003 §8`).

use kcp_codec::{BankCode, Charset, Field as _, KstDateTime, Name, WonOrZero, form};

use super::{NoticeFault, NoticeKind, NoticeUrl, url::NoticeText};
use crate::book::{CashReceipt, DepositEntry, Payment};

/// What happened.
#[derive(Clone, Debug)]
pub(crate) enum Event<'a> {
    Cancelled,
    CancelledAtOnce,
    DeliveryStarted { number: &'a str, company: &'a str },
    Deposited(&'a DepositEntry, Option<CashReceipt>),
    PurchaseConfirmed,
    PurchaseRefused { reason: &'a str },
    Refunded { name: &'a str, amount: WonOrZero, bank: BankCode },
    Released,
    Reversed(&'a DepositEntry, Option<CashReceipt>),
    SafePayment,
    SettlementHeld,
}

impl Event<'_> {
    pub(super) const fn kind(&self) -> NoticeKind {
        match self {
            Self::Cancelled => NoticeKind::Cancelled,
            Self::CancelledAtOnce => NoticeKind::CancelledAtOnce,
            Self::DeliveryStarted { .. } => NoticeKind::DeliveryStarted,
            Self::Deposited(..) | Self::Reversed(..) => NoticeKind::Deposit,
            Self::PurchaseConfirmed | Self::PurchaseRefused { .. } => NoticeKind::Purchase,
            Self::Refunded { .. } => NoticeKind::Refund,
            Self::Released => NoticeKind::Released,
            Self::SafePayment => NoticeKind::SafePayment,
            Self::SettlementHeld => NoticeKind::SettlementHeld,
        }
    }

    /// `noti_id` and `op_cd` of a deposit or its reversal.
    pub(super) fn deposit(&self) -> Option<(&str, &'static str)> {
        match self {
            Self::Deposited(entry, _) => Some((&entry.notice_id, entry.operation)),
            Self::Reversed(entry, _) => Some((&entry.notice_id, REVERSAL)),
            _ => None,
        }
    }
}

/// Names and texts of a notice, in order.
pub(super) struct NoticeFields(Vec<(&'static str, String)>);

impl NoticeFields {
    pub(super) fn new(payment: &Payment, buyer: &str, event: &Event<'_>, now: KstDateTime) -> Self {
        let fields = Self(Vec::new())
            .with("site_cd", payment.site)
            .with("tno", payment.tno)
            .with(ORDER, payment.order)
            .with("tx_cd", event.kind().as_str())
            .at("tx_tm", now);
        let (bank, _) = payment.bank();
        match event {
            Event::Cancelled | Event::CancelledAtOnce | Event::Released | Event::SettlementHeld => {
                fields
            }
            Event::DeliveryStarted { number, company } => {
                fields.with("waybill_no", number).with("waybill_corp", company)
            }
            Event::Deposited(entry, receipt) => {
                fields.deposit(payment, buyer, entry, receipt.as_ref(), entry.operation)
            }
            // Whether KCP repeats the amounts is unknown. What the account still holds is told nowhere.
            Event::Reversed(entry, receipt) => {
                fields.deposit(payment, buyer, entry, receipt.as_ref(), REVERSAL)
            }
            // Shops look for N only; what a confirmation says is a guess.
            Event::PurchaseConfirmed => fields.with("st_cd", "Y"),
            Event::PurchaseRefused { reason } => fields.with("st_cd", "N").with("can_msg", reason),
            Event::Refunded { name, amount, bank } => fields
                .with("refund_nm", name)
                .with("refund_mny", amount.get())
                .with("bank_code", bank.digits()),
            Event::SafePayment => {
                fields.with("ipgm_mnyx", payment.amount.get()).with("bank_code", bank.digits())
            }
        }
    }

    fn deposit(
        self,
        payment: &Payment,
        buyer: &str,
        entry: &DepositEntry,
        receipt: Option<&CashReceipt>,
        operation: &str,
    ) -> Self {
        let (bank, _) = payment.bank();
        let fields = self
            .with("ipgm_name", buyer)
            .with("remitter", entry.remitter())
            .with("ipgm_mnyx", entry.amount.get())
            .with("totl_mnyx", entry.total.get())
            .at("ipgm_time", entry.paid_at)
            .with("bank_code", bank.digits())
            .with("account", payment.account().unwrap_or_default())
            .with("noti_id", &entry.notice_id)
            .with("op_cd", operation);
        match receipt {
            Some(receipt) => fields
                .with("cash_a_no", receipt.approval())
                .at("cash_a_dt", receipt.registered_at)
                .with("cash_no", receipt.number),
            None => fields,
        }
    }

    /// What a fault says instead.
    pub(super) fn spoil(mut self, fault: &NoticeFault) -> Self {
        let (name, text) = match fault {
            NoticeFault::SayAmount(amount) => ("ipgm_mnyx", amount.to_string()),
            NoticeFault::SayKind(kind) => ("tx_cd", (*kind).to_owned()),
            NoticeFault::SayOperation(operation) => ("op_cd", (*operation).to_owned()),
            _ => return self,
        };
        if let Some((_, value)) = self.0.iter_mut().find(|(known, _)| *known == name) {
            *value = text;
        }
        self
    }

    /// The body of the form.
    pub(super) fn body(&self, url: &NoticeUrl) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        for (name, value) in &self.0 {
            if !out.is_empty() {
                out.push(b'&');
            }
            let name = if *name == ORDER { url.spelling.as_str() } else { name };
            out.extend_from_slice(name.as_bytes());
            out.push(b'=');
            let value = match url.text {
                // Every text was read from EUC-KR or held against it before it came here.
                NoticeText::EucKr => {
                    Charset::Cp949.encode(Name::from_static("notice"), value).unwrap_or_default()
                }
                NoticeText::Utf8 => value.as_bytes().to_vec(),
            };
            form::encode_into(&value, &mut out);
        }
        out
    }

    fn at(self, name: &'static str, time: KstDateTime) -> Self {
        let mut digits = Vec::new();
        time.write(&mut digits);
        self.with(name, digits.escape_ascii())
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.push((name, value.to_string()));
        self
    }
}

/// The order number, under the name that the body replaces.
const ORDER: &str = "order_no";

/// The bank took a deposit back (`seed 002 §6`).
const REVERSAL: &str = "13";
