//! Refunds of virtual accounts on the socket, deposits of every size, and their reversal.

use super::*;
use crate::{Deposit, PaymentState, Refusal};

const ACCOUNT: &str = "mod_bankcode=BK04|mod_account=123456789012|mod_depositor=홍길동|\
    mod_comp_type=MDCP01|";

fn issued(gateway: &Gateway) -> kcp_codec::TransactionId {
    let agreement = pays("T0000", PayMethod::VirtualAccount, 30_000);
    number(&approve(gateway, agreement, "ordr_data=ordr_mony=30000|buyr_name=이영희|"))
}

fn change(gateway: &Gateway, tno: kcp_codec::TransactionId, rest: &str) -> Answer {
    ask(gateway, "T0000", "00200000", &format!("mod_data=tno={tno}|{rest}"), "")
}

#[track_caller]
fn says(answer: &Answer, want: Refusal) {
    assert_eq!(code(answer), want.code());
}

fn pay_in(
    gateway: &Gateway,
    tno: kcp_codec::TransactionId,
    won: u64,
) -> Result<(u64, u64), Refusal> {
    let now = gateway.clock.now();
    let deposit = Deposit::of(Won::new(won).unwrap());
    gateway.state().deposit(tno, &deposit, now).map(|paid| (paid.paid_in.get(), paid.balance()))
}

#[test]
fn all_of_a_deposit_is_refunded_to_an_account_that_is_its_owner_s() {
    let gateway = gateway();
    let tno = issued(&gateway);
    let all = format!("mod_type=STHD|mod_sub_type=MDSC00|{ACCOUNT}");
    says(&change(&gateway, tno, &all), Refusal::NOT_REFUNDABLE);
    deposit(&gateway, tno);
    for (from, to, want) in [
        ("MDSC00", "MDSC03", Refusal::BAD_REFUND),
        ("MDCP01", "MDCP02", Refusal::BAD_REFUND),
        ("MDCP01", "MDCP03", Refusal::BAD_REFUND),
        ("BK04", "BK99", Refusal::UNKNOWN_BANK),
        ("123456789012", "123456789013", Refusal::NO_ACCOUNT),
        ("홍길동", "김철수", Refusal::OTHER_OWNER),
    ] {
        says(&change(&gateway, tno, &all.replace(from, to)), want);
    }
    assert_eq!(gateway.state().book.view().balance(), 30_000);
    let named = all.replace("MDCP01|", "MDCP02|mod_socno=8001011|mod_socname=홍길동|");
    let answer = change(&gateway, tno, &named);
    assert_eq!((code(&answer).as_str(), get(&answer, "amount").as_str()), ("0000", "30000"));
    says(&change(&gateway, tno, &all), Refusal::ALREADY_REFUNDED);
    let view = gateway.state().book.view();
    assert_eq!((view.charged(), view.cancelled(), view.balance()), (30_000, 30_000, 0));
    let kinds: Vec<_> =
        gateway.state().notices.notices().iter().map(|notice| notice.kind.as_str()).collect();
    assert_eq!(kinds, ["TX00", "TX01"]);
}

#[test]
fn parts_are_refunded_by_what_is_left_and_with_their_tax() {
    let gateway = gateway();
    let tno = issued(&gateway);
    deposit(&gateway, tno);
    let part = |kind: &str, rest: &str| {
        change(&gateway, tno, &format!("mod_type=STPD|mod_sub_type={kind}|{ACCOUNT}{rest}"))
    };
    says(&part("MDSC03", "mod_mny=1|rem_mny=29999|"), Refusal::OTHER_AMOUNT_LEFT);
    says(&part("MDSC04", "mod_mny=1|rem_mny=30000|"), Refusal::OTHER_TAX_SUM);
    let tax = "mod_mny=11000|rem_mny=30000|tax_flag=TG03|mod_tax_mny=9000|mod_vat_mny=900|";
    says(&part("MDSC03", &format!("{tax}mod_free_mny=1100|")), Refusal::OTHER_TAX_SUM);
    says(&part("MDSC04", &format!("{tax}mod_free_mny=1101|")), Refusal::OTHER_TAX_SUM);
    let answer = part("MDSC04", &format!("{tax}mod_free_mny=1100|"));
    for (name, want) in [("res_cd", "0000"), ("panc_mod_mny", "11000"), ("panc_rem_mny", "19000")] {
        assert_eq!(get(&answer, name), want, "{name}");
    }
    let all = format!("mod_type=STHD|mod_sub_type=MDSC00|{ACCOUNT}");
    says(&change(&gateway, tno, &all), Refusal::PARTLY_CANCELLED);
    assert_eq!(get(&part("MDSC03", "mod_mny=19000|rem_mny=19000|"), "panc_rem_mny"), "0");
    assert_eq!(gateway.state().book.view().balance(), 0);
}

#[test]
fn a_partial_cancel_with_tax_parts_must_add_up() {
    let gateway = gateway();
    let tno = number(&approve(&gateway, pays("T0000", PayMethod::Card, 5_000), ""));
    let tax = "mod_type=STPC|mod_mny=1100|rem_mny=5000|tax_flag=TG03|mod_tax_mny=900|\
        mod_vat_mny=90|mod_free_mny=";
    says(&change(&gateway, tno, &format!("{tax}111|")), Refusal::OTHER_TAX_SUM);
    let answer = change(&gateway, tno, &format!("{tax}110|"));
    assert_eq!(get(&answer, "panc_rem_mny"), "3900");
    assert_eq!(get(&answer, "panc_card_mod_mny"), "1100");
}

#[test]
fn what_is_paid_in_counts_and_not_what_was_asked_for() {
    for (deposits, sums) in [
        (&[29_999][..], &[29_999][..]),
        (&[30_001], &[30_001]),
        (&[30_000, 30_000], &[30_000, 60_000]),
        (&[10_000, 20_000], &[10_000, 30_000]),
    ] {
        let gateway = gateway();
        let tno = issued(&gateway);
        for (won, sum) in deposits.iter().zip(sums) {
            assert_eq!(pay_in(&gateway, tno, *won), Ok((*sum, *sum)));
        }
        let view = gateway.state().book.view();
        let entries: Vec<_> = view.deposits().iter().map(|entry| entry.total.get()).collect();
        assert_eq!(entries, sums);
        let all = format!("mod_type=STHD|mod_sub_type=MDSC00|{ACCOUNT}");
        assert_eq!(code(&change(&gateway, tno, &all)), "0000");
        let view = gateway.state().book.view();
        assert_eq!((view.cancelled(), view.balance()), (*sums.last().unwrap(), 0));
        assert_eq!(pay_in(&gateway, tno, 1), Err(Refusal::CLOSED_ACCOUNT));
    }
}

#[test]
fn a_reversal_takes_the_last_deposit_back() {
    let gateway = gateway();
    let tno = issued(&gateway);
    let now = gateway.clock.now();
    let reverse = || gateway.state().reverse(tno, now).map(|payment| payment.balance());
    assert_eq!(reverse(), Err(Refusal::NOTHING_PAID));
    pay_in(&gateway, tno, 10_000).unwrap();
    pay_in(&gateway, tno, 20_000).unwrap();
    assert_eq!(reverse(), Ok(10_000));
    assert_eq!(reverse(), Ok(0));
    assert_eq!(reverse(), Err(Refusal::NOTHING_PAID));
    let view = gateway.state().book.view();
    assert_eq!(view.payment(tno).unwrap().state, PaymentState::Issued);
    assert_eq!((view.charged(), view.reversals().count()), (0, 2));
    let ids: Vec<_> =
        gateway.state().notices.notices().into_iter().map(|it| (it.id, it.operation)).collect();
    let id = |last: u8| format!("2611210000000000000{last}");
    assert_eq!(ids, [(id(1), "50"), (id(2), "50"), (id(2), "13"), (id(1), "13")]);

    // The account waits again, and takes its whole amount once more.
    deposit(&gateway, tno);
    assert_eq!(gateway.state().book.view().balance(), 30_000);
    let part = format!("mod_type=STPD|mod_sub_type=MDSC03|mod_mny=1|rem_mny=30000|{ACCOUNT}");
    assert_eq!(code(&change(&gateway, tno, &part)), "0000");
    assert_eq!(reverse(), Err(Refusal::ALREADY_REFUNDED));
}

#[test]
fn nobody_pays_in_after_the_deadline_or_into_a_card() {
    let gateway = gateway();
    let until = KstDateTime::parse("20261121120000").unwrap();
    let agreement = pays("T0000", PayMethod::VirtualAccount, 30_000).until(until);
    let answer = approve(&gateway, agreement, "");
    assert_eq!(get(&answer, "va_date"), "20261121120000");
    let late = KstDateTime::parse("20261121120001").unwrap();
    let pay = |now| gateway.state().deposit(number(&answer), &Deposit::whole(), now).map(drop);
    assert_eq!(pay(late), Err(Refusal::CLOSED_ACCOUNT));
    assert_eq!(pay(until), Ok(()));
    let card = number(&approve(&gateway, pays("T0000", PayMethod::Card, 5_000), ""));
    assert_eq!(pay_in(&gateway, card, 5_000), Err(Refusal::ALREADY_PAID));
}
