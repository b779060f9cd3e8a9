//! How long the texts of a request may be, by the table that the request falls under.

use kcp_codec::{Fields, Name};

use super::Operation;
use crate::generated::fields::LIMITS;

/// The longest text of a field, in bytes of EUC-KR (`seed 003 §8`, `seed 004 §2`; what no guide says is *chosen*).
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) operation: &'static str,
    pub(crate) field: Name,
    pub(crate) bytes: usize,
}

/// The limits of a request's texts; none of a request that is refused for what it asks.
pub(crate) fn of(operation: Operation, fields: &Fields) -> impl Iterator<Item = &'static Limit> {
    let table = table(operation, fields).unwrap_or_default();
    LIMITS.iter().filter(move |limit| limit.operation == table)
}

/// The table, by the path and by what the request says it is.
fn table(operation: Operation, fields: &Fields) -> Option<&'static str> {
    let told = |name| fields.get(Name::from_static(name)).unwrap_or_default();
    Some(match operation {
        Operation::Change => match told("mod_type") {
            b"STHD" | b"STPD" => "api_refund",
            b"STPC" => "api_partial_cancel",
            b"STRA" => "points_reapprove",
            b"STSC" => "api_cancel",
            _ => return None,
        },
        Operation::Hub => match told("pay_method") {
            b"CARD" => "api_batch_charge",
            b"CASH" => "cash_receipt_register",
            b"POINT" => "points_pay",
            b"VCNT" => "virtual_account_issue",
            _ => return None,
        },
        Operation::Register => "register",
        // These have no text that anybody chooses.
        Operation::Approve | Operation::Deposit | Operation::Inquire | Operation::Window => {
            return None;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(operation: Operation, name: &'static str, value: &str) -> Vec<(String, usize)> {
        let mut fields = Fields::new();
        fields.push(Name::from_static(name), value.as_bytes()).unwrap();
        of(operation, &fields).map(|limit| (limit.field.to_string(), limit.bytes)).collect()
    }

    #[test]
    fn a_request_s_texts_have_the_limits_of_its_own_table() {
        let all = [
            (Operation::Change, "mod_type", "STSC", "mod_desc", 256),
            (Operation::Change, "mod_type", "STPC", "mod_desc", 256),
            (Operation::Change, "mod_type", "STRA", "mod_ordr_goods", 50),
            (Operation::Change, "mod_type", "STHD", "mod_depositor", 20),
            (Operation::Hub, "pay_method", "CARD", "good_name", 100),
            (Operation::Hub, "pay_method", "POINT", "buyr_mail", 50),
            (Operation::Hub, "pay_method", "VCNT", "va_name", 20),
            (Operation::Hub, "pay_method", "CASH", "buyr_name", 30),
            (Operation::Register, "pay_method", "CARD", "good_name", 100),
        ];
        for (operation, name, value, field, bytes) in all {
            let found = limits(operation, name, value);
            assert!(found.contains(&(field.to_owned(), bytes)), "{operation:?} {value}: {found:?}");
        }
        assert_eq!(limits(Operation::Hub, "pay_method", "NONE"), []);
        assert_eq!(limits(Operation::Approve, "pay_method", "CARD"), []);
    }
}
