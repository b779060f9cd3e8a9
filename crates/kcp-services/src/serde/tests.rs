//! What is stored comes back, an outcome is written as a record, and no person, card or account is in one.

use std::fmt;

use kcp_codec::{BatchKey, Fields, GroupId, OrderId, Separator, TransactionId, Won};
use serde_core::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    Class, Operation as _, Outcome, ResultCode,
    answer::{Answer, Encoding},
    approve::PayType,
    batch::ChargeBatch,
    cash_receipt::ReceiptId,
    modify::{Cancel, PartialCancel},
    result::{Action, Again, Fault},
};

fn comes_back<T>(value: &T, stored: &str)
where
    T: Serialize + DeserializeOwned + PartialEq + fmt::Debug,
{
    assert_eq!(serde_json::to_value(value).unwrap(), stored);
    assert_eq!(&serde_json::from_value::<T>(stored.into()).unwrap(), value);
}

#[test]
fn codes_and_methods_are_stored_as_their_text_on_the_wire() {
    for code in ResultCode::all() {
        comes_back(&code, code.as_str());
    }
    for method in PayType::ALL {
        comes_back(&method, method.code());
    }
    comes_back(&ReceiptId::parse("20261121000001").unwrap(), "20261121000001");
}

#[test]
fn what_a_code_means_is_stored_by_its_name() {
    Class::ALL.iter().for_each(|class| comes_back(class, class.name()));
    Fault::ALL.iter().for_each(|fault| comes_back(fault, fault.name()));
    Action::ALL.iter().for_each(|action| comes_back(action, action.name()));
    Again::ALL.iter().for_each(|again| comes_back(again, again.name()));
}

#[test]
fn what_is_no_value_is_refused_by_its_name_and_is_not_repeated() {
    fn refusal<T: DeserializeOwned + fmt::Debug>(stored: &str) -> String {
        serde_json::from_str::<T>(stored).unwrap_err().to_string()
    }
    for stored in ["\"4000 \"", "\"40001\"", "4000", "-4000", "4000.5", "true"] {
        for (error, name) in [
            (refusal::<ResultCode>(stored), "res_cd"),
            (refusal::<PayType>(stored), "pay_type"),
            (refusal::<ReceiptId>(&stored.replace("40001", "4000 ")), "cash_no"),
            (refusal::<Class>(stored), "class"),
        ] {
            assert!(error.starts_with(&format!("{name}: not one that is known here")), "{error}");
            assert!(!error.contains("4000"), "{error}");
        }
    }
}

fn charge() -> ChargeBatch {
    let group = GroupId::parse("BA0011000348").unwrap();
    let key = BatchKey::parse("1234567890123456").unwrap();
    ChargeBatch::new(group, key, OrderId::parse("TEST-1").unwrap(), Won::new(1_004).unwrap())
}

fn answer(text: &str) -> Answer {
    let text = text.replace('&', "\x1f") + "\x1f";
    Answer::new(Fields::read(text.as_bytes(), Separator::Unit).unwrap(), Encoding::EucKr)
}

const YES: &str = "res_cd=0000&res_msg=ok&tno=20261121000001&amount=1004&pay_method=PACA&order_no=TEST-1\
    &app_time=20261121120000&card_no=4000-12**-****-1234&buyr_name=Hong&unknown=mark";

#[test]
fn an_approval_is_a_record_without_the_card() {
    let Outcome::Approved(done) = charge().read(&answer(YES)) else { panic!("no approval") };
    assert_eq!(
        serde_json::to_value(&done).unwrap(),
        json!({ "code": "0000", "answer": {
            "transaction": "20261121000001", "order": "TEST-1", "amount": 1004, "method": "PACA",
            "approved_at": "20261121120000",
        }})
    );
}

#[test]
fn a_refusal_and_a_doubt_are_records_too() {
    let no = "res_cd=8061&res_msg=no&res_en_msg=no funds";
    let Outcome::Declined(declined) = charge().read(&answer(no)) else { panic!("no refusal") };
    assert_eq!(
        serde_json::to_value(&declined).unwrap(),
        json!({ "code": "8061", "message": "no", "english_message": "no funds", "transaction": null })
    );
    let other = YES.replace("amount=1004", "amount=1005");
    let Outcome::Unknown(unknown) = charge().read(&answer(&other)) else { panic!("no doubt") };
    assert_eq!(
        serde_json::to_value(&unknown).unwrap(),
        json!({ "cause": "amount_differs", "code": "0000", "transaction": "20261121000001" })
    );
}

#[test]
fn cancels_are_records() {
    let tno = TransactionId::parse("20261121000001").unwrap();
    let whole = answer("res_cd=0000&res_msg=ok&tno=20261121000001&canc_time=20261121130000");
    let Outcome::Approved(done) = Cancel::new(tno).read(&whole) else { panic!("no cancel") };
    assert_eq!(
        serde_json::to_value(done.answer()).unwrap(),
        json!({
            "transaction": "20261121000001", "earlier": false, "cancelled_at": "20261121130000",
            "sequence": null, "receipt_left": null,
        })
    );
    let part = PartialCancel::new(tno, Won::new(4).unwrap(), Won::new(1_004).unwrap()).unwrap();
    let text = "res_cd=0000&res_msg=ok&tno=20261121000001&amount=1004&panc_mod_mny=4&panc_rem_mny=1000\
        &mod_mny=4&rem_mny=1000";
    let Outcome::Approved(done) = part.read(&answer(text)) else { panic!("no cancel") };
    let record = serde_json::to_value(done.answer()).unwrap();
    assert_eq!((&record["amount"], &record["remaining"]), (&json!(4), &json!(1_000)));
}
