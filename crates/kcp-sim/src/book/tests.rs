//! The book's own rules, without a wire.

use proptest::prelude::*;

use super::*;

fn now() -> KstDateTime {
    KstDateTime::parse("20261121120000").unwrap()
}

fn site(text: &str) -> SiteCode {
    SiteCode::parse(text).unwrap()
}

fn charge(method: PayMethod, amount: u64) -> Charge {
    Charge {
        site: site("T0000"),
        order: OrderId::parse("ORDER1").unwrap(),
        method,
        amount: Won::new(amount).unwrap(),
        instalments: Instalments::NONE,
        extras: Extras::default(),
    }
}

fn part(take: u64, left: u64) -> Part {
    Part {
        take: WonOrZero::new(take).unwrap(),
        left_before: WonOrZero::new(left).unwrap(),
        only: None,
    }
}

fn paid(amount: u64) -> (Book, TransactionId) {
    let mut book = Book::default();
    let tno = book.charge(charge(PayMethod::Card, amount), now()).unwrap().tno;
    (book, tno)
}

#[test]
fn numbers_are_the_day_and_a_counter() {
    let (mut book, first) = paid(1_004);
    let second = book.charge(charge(PayMethod::Card, 1_004), now()).unwrap().tno;
    assert_eq!((first.as_str(), second.as_str()), ("20261121000001", "20261121000002"));
    assert_eq!((book.view().approvals(), book.view().charged()), (2, 2_008));
    assert_eq!(book.view().of_order(OrderId::parse("ORDER1").unwrap()).count(), 2);
}

#[test]
fn a_number_is_not_given_twice_when_the_counter_comes_round() {
    let (mut book, first) = paid(1_004);
    book.last = 0;
    let second = book.charge(charge(PayMethod::Card, 1_004), now()).unwrap().tno;
    assert_ne!(first, second);
}

#[test]
fn a_payment_is_cancelled_once() {
    let (mut book, tno) = paid(1_004);
    assert_eq!(book.cancel(site("T0000"), tno).unwrap().state, PaymentState::Cancelled);
    assert_eq!(book.cancel(site("T0000"), tno), Err(Refusal::ALREADY_CANCELLED));
    let view = book.view();
    assert_eq!((view.cancelled(), view.balance(), view.cancels()), (1_004, 0, 1));
}

#[test]
fn another_merchant_s_payment_is_as_good_as_none() {
    let (mut book, tno) = paid(1_004);
    let other = site("T0007");
    assert_eq!(book.cancel(other, tno), Err(Refusal::NO_PAYMENT));
    assert_eq!(book.cancel_part(other, tno, part(1, 1_004)), Err(Refusal::NO_PAYMENT));
    assert_eq!(book.capture(other, tno), Err(Refusal::NO_PAYMENT));
    let unknown = TransactionId::parse("20261121999999").unwrap();
    assert_eq!(book.cancel(site("T0000"), unknown), Err(Refusal::NO_PAYMENT));
    assert_eq!(book.view().balance(), 1_004);
}

#[test]
fn a_partial_cancel_says_what_is_left_before_it() {
    let (mut book, tno) = paid(1_004);
    let t0000 = site("T0000");
    assert_eq!(book.cancel_part(t0000, tno, part(300, 1_000)), Err(Refusal::OTHER_AMOUNT_LEFT));
    assert_eq!(book.cancel_part(t0000, tno, part(0, 1_004)), Err(Refusal::NOTHING_TO_CANCEL));
    assert_eq!(book.cancel_part(t0000, tno, part(1_005, 1_004)), Err(Refusal::MORE_THAN_LEFT));
    let payment = book.cancel_part(t0000, tno, part(300, 1_004)).unwrap();
    assert_eq!((payment.left(), payment.partial_cancels), (704, 1));
    assert_eq!(payment.state, PaymentState::PartlyCancelled);
    assert_eq!(book.cancel_part(t0000, tno, part(300, 1_004)), Err(Refusal::OTHER_AMOUNT_LEFT));
    assert_eq!(book.cancel(t0000, tno), Err(Refusal::PARTLY_CANCELLED));
    let payment = book.cancel_part(t0000, tno, part(704, 704)).unwrap();
    assert_eq!(payment.state, PaymentState::Cancelled);
    assert_eq!(book.cancel_part(t0000, tno, part(1, 0)), Err(Refusal::ALREADY_CANCELLED));
    assert_eq!((book.view().balance(), book.view().cancels()), (0, 2));
}

#[test]
fn everything_may_be_taken_back_in_one_part() {
    let (mut book, tno) = paid(1_004);
    let payment = book.cancel_part(site("T0000"), tno, part(1_004, 1_004)).unwrap();
    assert_eq!(payment.state, PaymentState::Cancelled);
    assert_eq!(book.cancel(site("T0000"), tno), Err(Refusal::ALREADY_CANCELLED));
}

#[test]
fn a_partial_cancel_of_another_method_is_refused() {
    let mut book = Book::default();
    let tno = book.charge(charge(PayMethod::Transfer, 1_004), now()).unwrap().tno;
    let only = Part { only: Some(PayMethod::Card), ..part(4, 1_004) };
    let site = site("T0000");
    assert_eq!(book.cancel_part(site, tno, only), Err(Refusal::OTHER_METHOD_TO_CANCEL));
    let only = Part { only: Some(PayMethod::Transfer), ..part(4, 1_004) };
    assert!(book.cancel_part(site, tno, only).is_ok());
}

#[test]
fn an_issued_account_moves_no_money_and_can_be_given_up() {
    let mut book = Book::default();
    let payment = book.charge(charge(PayMethod::VirtualAccount, 1_004), now()).unwrap();
    assert_eq!((payment.state, payment.balance()), (PaymentState::Issued, 0));
    assert_eq!((book.view().charged(), book.view().approvals()), (0, 1));
    let site = site("T0000");
    assert_eq!(book.cancel_part(site, payment.tno, part(4, 1_004)), Err(Refusal::NOTHING_PAID));
    assert!(book.cancel(site, payment.tno).is_ok());
    assert_eq!((book.view().cancelled(), book.view().balance()), (0, 0));
}

#[test]
fn a_capture_counts_once_and_never_on_a_cancelled_payment() {
    let (mut book, tno) = paid(1_004);
    let t0000 = site("T0000");
    assert!(book.capture(t0000, tno).unwrap().captured);
    assert_eq!(book.capture(t0000, tno), Err(Refusal::ALREADY_CAPTURED));
    let (mut book, tno) = paid(1_004);
    book.cancel(t0000, tno).unwrap();
    assert_eq!(book.capture(t0000, tno), Err(Refusal::NOT_TO_CAPTURE));
    let tno = book.charge(charge(PayMethod::Transfer, 1_004), now()).unwrap().tno;
    assert_eq!(book.capture(t0000, tno), Err(Refusal::NOT_TO_CAPTURE));
}

proptest! {
    #[test]
    fn no_order_of_cancels_takes_back_more_than_was_charged(
        amount in 1_u64..5_000,
        steps in proptest::collection::vec((0_u64..6_000, 0_u64..6_000, any::<bool>()), 0..12),
    ) {
        let (mut book, tno) = paid(amount);
        let t0000 = site("T0000");
        for (take, left, honest) in steps {
            let before = book.view().balance();
            let part = part(take, if honest { before } else { left });
            if let Ok(payment) = book.cancel_part(t0000, tno, part) {
                prop_assert_eq!(payment.left(), before - take);
            } else {
                prop_assert_eq!(book.view().balance(), before);
            }
        }
        prop_assert_eq!(book.view().charged() - book.view().cancelled(), book.view().balance());
    }
}
