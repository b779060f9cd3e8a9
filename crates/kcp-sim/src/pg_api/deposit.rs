//! A deposit as a plain address (`/pay/deposit`), as KCP's own test page for deposits (`seed 002 §6`): for whoever has
//! the simulator in another process.

use kcp_codec::{Fields, Name, TransactionId};

use crate::{
    Deposit, Refusal,
    gateway::{
        Gateway,
        answer::Answer,
        receipt::head,
        rules::{Texts, amount, has, required},
    },
};

/// Pays into the account of `tno`: what it asks for, or `ipgm_mnyx`; in the name of `remitter`; from another bank with
/// `op_cd=18`. With `op_cd=13` the bank takes the last deposit back.
pub(crate) fn pay(gateway: &Gateway, fields: &Fields) -> Result<Answer, Refusal> {
    let tno: TransactionId = required(fields, TNO, Refusal::BAD_NUMBER)?;
    let now = gateway.clock.now();
    let payment = match fields.get(OP_CD).unwrap_or_default() {
        b"13" => gateway.state().reverse(tno, now)?,
        operation @ (b"" | b"18" | b"50") => {
            let amount = amount(fields, IPGM_MNYX, Refusal::BAD_AMOUNT)?;
            let mut deposit = amount.map_or_else(Deposit::whole, Deposit::of);
            if operation == b"18" {
                deposit = deposit.from_other_bank();
            }
            if has(fields, REMITTER) {
                let name = Texts::Utf8.read(fields, REMITTER).map_err(|_| Refusal::BAD_TEXT)?;
                deposit = deposit.by(&name).map_err(|_| Refusal::BAD_TEXT)?;
            }
            gateway.state().deposit(tno, &deposit, now)?
        }
        _ => return Err(Refusal::BAD_KIND),
    };
    Ok(head(Answer::done("0000"), &payment).with("totl_mnyx", &payment.paid_in))
}

const IPGM_MNYX: Name = Name::from_static("ipgm_mnyx");
const OP_CD: Name = Name::from_static("op_cd");
const REMITTER: Name = Name::from_static("remitter");
const TNO: Name = Name::from_static("tno");
