//! Cancels, refunds, re-approvals, inquiries.

use super::*;
use crate::Deposit;

const CARD: &str = "pay_method=CARD|amount=1004|card_mny=1004|currency=410|ordr_idxx=ORDER1|\
    card_tx_type=11511000|bt_batch_key=1234567890123456|bt_group_id=BA0011000348";

const ACCOUNT: &str =
    "mod_bankcode=BK04|mod_account=123456789012|mod_depositor=홍길동|mod_comp_type=MDCP01";

fn charge(shop: &Shop, pairs: &str) -> String {
    let answer = shop.ask(Operation::Hub, pairs);
    assert!(["0000", "V000"].contains(&code(&answer).as_str()), "{}", code(&answer));
    get(&answer, "tno")
}

fn inquire(shop: &Shop, tno: &str, pay_type: &str) -> Answer {
    let signature = sign("T0000", &format!("T0000^{tno}^{pay_type}"));
    let pairs = format!("tno={tno}|pay_type={pay_type}|kcp_sign_data={signature}");
    shop.ask(Operation::Inquire, &pairs)
}

#[test]
fn a_payment_is_cancelled_once_and_the_inquiry_knows() {
    let shop = shop();
    let tno = charge(&shop, CARD);
    let answer = inquire(&shop, &tno, "PACA");
    assert_eq!(
        (get(&answer, "stat_ca_cd"), get(&answer, "rem_mny")),
        ("STSR".into(), "1004".into())
    );
    assert_eq!(get(&answer, "order_no"), "ORDER1");
    says(&inquire(&shop, &tno, "PABK"), Refusal::OTHER_METHOD);
    says(&inquire(&shop, "20261121999999", "PACA"), Refusal::NO_PAYMENT);
    let answer = shop.change(&tno, "STSC", "mod_desc=고객변심");
    assert_eq!((code(&answer), get(&answer, "tno")), ("0000".into(), tno.clone()));
    assert_eq!(get(&answer, "canc_time"), NOW);
    says(&shop.change(&tno, "STSC", ""), Refusal::ALREADY_CANCELLED);
    says(&shop.change("20261121999999", "STSC", ""), Refusal::NO_PAYMENT);
    says(&shop.change("1", "STSC", ""), Refusal::BAD_NUMBER);
    says(&shop.change(&tno, "STE2", ""), Refusal::BAD_CHANGE);
    let answer = inquire(&shop, &tno, "PACA");
    assert_eq!((get(&answer, "stat_ca_cd"), get(&answer, "rem_mny")), ("STSC".into(), "0".into()));
}

#[test]
fn parts_are_taken_back_and_tax_parts_add_up() {
    let shop = shop();
    let tno = charge(&shop, CARD);
    let part = |more: &str| shop.change(&tno, "STPC", more);
    says(&part("mod_mny=4"), Refusal::BAD_AMOUNT_LEFT);
    says(&part("rem_mny=1004"), Refusal::BAD_CHANGE_AMOUNT);
    says(&part("mod_mny=0|rem_mny=1004"), Refusal::NOTHING_TO_CANCEL);
    says(&part("mod_mny=4|rem_mny=1000"), Refusal::OTHER_AMOUNT_LEFT);
    says(&part("mod_mny=1005|rem_mny=1004"), Refusal::MORE_THAN_LEFT);
    let tax = "mod_mny=110|rem_mny=1004|tax_flag=TG03|mod_tax_mny=80|mod_vat_mny=8|mod_free_mny=";
    says(&part(&format!("{tax}21")), Refusal::OTHER_TAX_SUM);
    says(&part(tax), Refusal::BAD_TAX_FREE);
    says(&part(&format!("{tax}22").replace("TG03", "TG01")), Refusal::OTHER_TAX_SUM);
    let answer = part(&format!("{tax}22"));
    assert_eq!((code(&answer), get(&answer, "mod_mny")), ("0000".into(), "110".into()));
    assert_eq!(
        (get(&answer, "rem_mny"), get(&answer, "mod_pcan_seq_no")),
        ("894".into(), "1".into())
    );
    assert_eq!(get(&answer, "card_mod_mny"), "110");
    says(&shop.change(&tno, "STSC", ""), Refusal::PARTLY_CANCELLED);
    let answer = inquire(&shop, &tno, "PACA");
    assert_eq!(
        (get(&answer, "stat_ca_cd"), get(&answer, "rem_mny")),
        ("STPC".into(), "894".into())
    );
    assert_eq!(get(&part("mod_mny=894|rem_mny=894"), "rem_mny"), "0");
    assert_eq!(shop.balance(), 0);
}

#[test]
fn points_come_back_with_a_cancel_and_only_whole() {
    let shop = shop();
    let tno = charge(&shop, POINTS);
    says(&shop.change(&tno, "STPC", "mod_mny=4|rem_mny=1004"), Refusal::NO_PARTS);
    assert_eq!(shop.points(), 48_996);
    assert_eq!(code(&shop.change(&tno, "STSC", "")), "0000");
    assert_eq!((shop.balance(), shop.points()), (0, 50_000));
}

#[test]
fn points_are_approved_anew_once_before_or_after_a_cancel() {
    for cancelled in [false, true] {
        let shop = shop();
        let tno = charge(&shop, POINTS);
        if cancelled {
            shop.change(&tno, "STSC", "");
        }
        says(&shop.change(&tno, "STRA", "mod_mny=1005"), Refusal::MORE_THAN_REAPPROVED);
        says(&shop.change(&tno, "STRA", ""), Refusal::BAD_CHANGE_AMOUNT);
        says(&shop.change(&tno, "STRA", "mod_mny=500|mod_ordr_idxx=a b"), Refusal::BAD_NEW_ORDER);
        let answer = shop.change(&tno, "STRA", "mod_mny=500|mod_ordr_idxx=P2|mod_ordr_goods=신발");
        assert_eq!((code(&answer), get(&answer, "pnt_amount")), ("0000".into(), "500".into()));
        assert_ne!(get(&answer, "tno"), tno);
        assert_eq!(get(&answer, "order_no"), "P2");
        assert_eq!((shop.balance(), shop.points()), (500, 49_500));
        says(&shop.change(&tno, "STRA", "mod_mny=500"), Refusal::ALREADY_REAPPROVED);
        assert_eq!(code(&shop.change(&get(&answer, "tno"), "STSC", "")), "0000");
        assert_eq!((shop.balance(), shop.points()), (0, 50_000));
    }
    let shop = shop();
    let tno = charge(&shop, CARD);
    says(&shop.change(&tno, "STRA", "mod_mny=500"), Refusal::NOT_TO_REAPPROVE);
}

#[test]
fn points_spent_elsewhere_meanwhile_cannot_be_approved_anew() {
    let shop = shop();
    let tno = charge(&shop, &POINTS.replace("=1004", "=40000"));
    shop.change(&tno, "STSC", "");
    charge(&shop, &POINTS.replace("=1004", "=20000"));
    says(&shop.change(&tno, "STRA", "mod_mny=30001"), Refusal::TOO_FEW_POINTS);
    assert_eq!(code(&shop.change(&tno, "STRA", "mod_mny=30000")), "0000");
    assert_eq!(shop.points(), 0);
}

const VCNT: &str = "pay_method=VCNT|amount=30000|currency=410|ordr_idxx=V1|va_txtype=41100000|\
    va_mny=30000|va_bankcode=BK04|va_name=홍길동|va_date=20261128235959";

#[test]
fn an_account_that_was_paid_into_is_refunded_and_not_cancelled() {
    let shop = shop();
    let tno = charge(&shop, VCNT);
    let all = format!("{ACCOUNT}|mod_sub_type=MDSC00");
    says(&shop.change(&tno, "STHD", &all), Refusal::NOT_REFUNDABLE);
    assert_eq!(get(&inquire(&shop, &tno, "PAVC"), "shop_status"), "STIR");
    let number = kcp_codec::TransactionId::parse(&tno).unwrap();
    let deposit = || {
        let now = shop.api.gateway.clock.now();
        shop.api.gateway.state().deposit(number, &Deposit::whole(), now)
    };
    assert_eq!(deposit().map(|paid| paid.balance()), Ok(30_000));
    assert_eq!(deposit(), Err(Refusal::ALREADY_PAID));
    assert_eq!(get(&inquire(&shop, &tno, "PAVC"), "shop_status"), "STSR");

    says(&shop.change(&tno, "STSC", ""), Refusal::NOT_TO_CANCEL);
    says(&shop.change(&tno, "STPC", "mod_mny=1|rem_mny=30000"), Refusal::NOT_TO_CANCEL);
    for (from, to, want) in [
        ("MDSC00", "MDSC03", Refusal::BAD_REFUND),
        ("MDCP01", "MDCP02", Refusal::BAD_REFUND),
        ("BK04", "BK99", Refusal::UNKNOWN_BANK),
        ("123456789012", "123456789013", Refusal::NO_ACCOUNT),
        ("홍길동", "김철수", Refusal::OTHER_OWNER),
    ] {
        says(&shop.change(&tno, "STHD", &all.replace(from, to)), want);
    }
    let part = |take: u64, left: u64| {
        let more = format!("{ACCOUNT}|mod_sub_type=MDSC03|mod_mny={take}|rem_mny={left}");
        shop.change(&tno, "STPD", &more)
    };
    says(&part(1, 29_999), Refusal::OTHER_AMOUNT_LEFT);
    assert_eq!(get(&part(10_000, 30_000), "rem_mny"), "20000");
    says(&shop.change(&tno, "STHD", &all), Refusal::PARTLY_CANCELLED);
    assert_eq!(get(&part(20_000, 20_000), "rem_mny"), "0");
    says(&part(1, 0), Refusal::ALREADY_REFUNDED);
    assert_eq!(shop.balance(), 0);

    let tno = charge(&shop, VCNT);
    let number = kcp_codec::TransactionId::parse(&tno).unwrap();
    let now = shop.api.gateway.clock.now();
    shop.api.gateway.state().deposit(number, &Deposit::whole(), now).unwrap();
    assert_eq!(code(&shop.change(&tno, "STHD", &all)), "0000");
    says(&shop.change(&tno, "STHD", &all), Refusal::ALREADY_REFUNDED);
}
