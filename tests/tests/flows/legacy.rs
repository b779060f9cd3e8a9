//! A shop against the simulated gateway over real sockets: what goes right, and every way in which an answer breaks.
//! After each, the gateway's own book says what really happened.

use std::time::Duration;

use kcp_codec::{AccountNumber, BankCode, Charset, OwnerName, TransactionId, WonOrZero};
use kcp_services::{
    Outcome, UnknownCause,
    account::VerifyAccount,
    approve::{Detail, PayType},
    modify::{Cancel, Capture, PartialCancel},
};
use kcp_sim::{Fault, Framing, PayMethod, PaymentState};
use kcp_transport::Cause;

use crate::shop::{self, Shop, order, won};

#[tokio::test]
async fn a_charge_is_cancelled_in_parts_and_then_whole() {
    let shop = Shop::open().await;
    let done =
        shop.client.perform(shop::charge("A1", 5_004)).await.approved().unwrap().into_answer();
    assert!(matches!(done.detail, Detail::Card(_)));
    let tno = done.transaction;
    let part = PartialCancel::new(tno, won(2_000), won(5_004)).unwrap();
    let left = shop.client.perform(part).await.approved().unwrap().into_answer().remaining;
    assert_eq!(left.get(), 3_004);
    assert!(
        matches!(shop.client.perform(Cancel::new(tno)).await, Outcome::Declined(no) if no.code().as_str() == "8040")
    );
    let stale = PartialCancel::new(tno, won(1_000), won(5_004)).unwrap();
    assert!(
        matches!(shop.client.perform(stale).await, Outcome::Declined(no) if no.code().as_str() == "8037")
    );
    let rest = PartialCancel::new(tno, won(3_004), won(3_004)).unwrap();
    assert_eq!(
        shop.client.perform(rest).await.approved().unwrap().answer().remaining,
        WonOrZero::ZERO
    );
    assert!(shop.client.perform(Cancel::new(tno)).await.approved().unwrap().answer().earlier);
    shop.book(1, 5_004, 5_004);
}

#[tokio::test]
async fn a_window_payment_is_approved_for_the_shop_s_own_amount_only() {
    let shop = Shop::open().await;
    let outcome = shop.client.perform(shop.window("W1", 1_004, 5_004, PayMethod::Card)).await;
    assert!(matches!(outcome, Outcome::Declined(no) if no.code().as_str() == "8059"));
    shop.book(0, 0, 0);
    for (id, method, pay_type) in [
        ("W2", PayMethod::Card, PayType::Card),
        ("W3", PayMethod::Transfer, PayType::Transfer),
        ("W4", PayMethod::Mobile, PayType::Mobile),
    ] {
        let done =
            shop.client.perform(shop.window(id, 1_004, 1_004, method)).await.approved().unwrap();
        assert_eq!((done.answer().method, done.answer().order), (pay_type, order(id)));
    }
    shop.book(3, 3_012, 0);
}

#[tokio::test]
async fn a_virtual_account_is_issued_and_not_paid() {
    let shop = Shop::open().await;
    let done = shop
        .client
        .perform(shop.window("V1", 30_000, 30_000, PayMethod::VirtualAccount))
        .await
        .approved()
        .unwrap();
    assert_eq!(done.code().as_str(), "V000");
    let Detail::VirtualAccount(account) = &done.answer().detail else {
        panic!("{:?}", done.answer().detail)
    };
    assert!(account.account.is_some() && account.bank.is_some() && account.pay_until.is_some());
    let book = shop.simulator.book();
    assert_eq!(book.payment(done.answer().transaction).unwrap().state, PaymentState::Issued);
    assert_eq!(book.balance(), 0);
}

#[tokio::test]
async fn an_account_is_verified_by_its_owner_s_name_and_may_be_asked_again() {
    let shop = Shop::open().await;
    let query = |owner| {
        let owner = OwnerName::new(Charset::Ksx1001, owner).unwrap();
        VerifyAccount::new(
            BankCode::parse("BK88").unwrap(),
            AccountNumber::parse("110123456789").unwrap(),
            owner,
        )
        .with_order(order("ACCT1"))
    };
    for _ in 0..2 {
        assert!(matches!(shop.client.ask(&query("김철수")).await, Outcome::Approved(_)));
    }
    assert!(matches!(shop.client.ask(&query("홍길동")).await, Outcome::Declined(_)));
    shop.simulator.faults().push(Fault::CutAnswerAfter(30));
    assert!(matches!(shop.client.ask(&query("김철수")).await, Outcome::Unknown(_)));
    shop.book(0, 0, 0);
}

#[tokio::test]
async fn only_a_merchant_with_manual_capture_captures() {
    let shop = Shop::open().await;
    let tno = shop
        .client
        .perform(shop::charge("C1", 1_004))
        .await
        .approved()
        .unwrap()
        .answer()
        .transaction;
    assert!(matches!(shop.client.perform(Capture::new(tno)).await, Outcome::Declined(_)));
    let manual = Shop::with_manual_capture().await;
    let tno = manual
        .client
        .perform(shop::charge("C2", 1_004))
        .await
        .approved()
        .unwrap()
        .answer()
        .transaction;
    assert!(matches!(manual.client.perform(Capture::new(tno)).await, Outcome::Approved(_)));
    assert!(
        matches!(manual.client.perform(Capture::new(tno)).await, Outcome::Declined(no) if no.code().as_str() == "8137")
    );
}

#[tokio::test]
async fn every_honest_framing_brings_the_answer() {
    let shop = Shop::open().await;
    let faults = [
        Fault::Framing(Framing::ContentLength),
        Fault::Framing(Framing::Chunked),
        Fault::Framing(Framing::UntilClose),
        Fault::Status(500),
        Fault::DripAnswer { bytes: 7, pause: Duration::from_millis(1) },
    ];
    for (at, fault) in faults.into_iter().enumerate() {
        let id = format!("F{at}");
        let outcome = shop.broken(&id, fault.clone()).await;
        assert!(matches!(outcome, Outcome::Approved(_)), "{fault:?}: {outcome:?}");
    }
    shop.book(5, 5_020, 0);
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_is_a_doubt_and_never_an_approval() {
    let shop = Shop::open().await;
    // Longer than any answer: from some byte on the answer is whole again.
    let mut cut = 0;
    let whole = loop {
        let outcome = shop.broken(&format!("X{cut}"), Fault::CutAnswerAfter(cut)).await;
        match outcome {
            Outcome::Unknown(unknown) => assert!(
                matches!(
                    unknown.cause(),
                    UnknownCause::Transport(Cause::TruncatedAnswer | Cause::EmptyAnswer)
                ),
                "{cut}: {unknown}"
            ),
            Outcome::Approved(_) => break cut,
            other => panic!("{cut}: {other:?}"),
        }
        cut += 1;
    };
    assert!(whole > 300, "the answer had only {whole} bytes");
    // One charge for each order, answered or not, and not one more.
    shop.book(whole as u64 + 1, (whole as u64 + 1) * 1_004, 0);
}

#[tokio::test]
async fn a_damaged_or_forged_answer_is_a_doubt_and_never_an_approval() {
    let shop = Shop::open().await;
    let transport = UnknownCause::Transport;
    let mut faults: Vec<(Fault, Option<UnknownCause>)> = vec![
        (Fault::AnswerPlain, Some(transport(Cause::Unsealed(Some(*b"0000"))))),
        (Fault::WrongKey, Some(transport(Cause::Unreadable))),
        (Fault::RepeatKey, Some(transport(Cause::Unreadable))),
        (Fault::EndlessBody, Some(transport(Cause::AnswerTooLarge))),
        (Fault::LieLength(7), Some(transport(Cause::TruncatedAnswer))),
        (Fault::LieLength(-7), None),
        (Fault::DropField("tno"), None),
        (Fault::DropField("amount"), None),
        (Fault::DropField("pay_method"), None),
        (Fault::DropField("order_no"), None),
        (Fault::DropField("res_cd"), None),
        (Fault::ActAndRefuse("8041"), Some(UnknownCause::GatewaySide)),
    ];
    faults.extend(
        (0..4_000)
            .step_by(37)
            .map(|bit| (Fault::FlipAnswerBit(bit), Some(transport(Cause::Unreadable)))),
    );
    let count = faults.len() as u64;
    for (at, (fault, want)) in faults.into_iter().enumerate() {
        shop::is_doubt(shop.broken(&format!("D{at}"), fault.clone()).await, &fault, want);
    }
    shop.book(count, count * 1_004, 0);
}

#[tokio::test]
async fn another_amount_than_was_asked_is_named_and_can_be_cancelled() {
    let shop = Shop::open().await;
    for (at, by) in [1, -1, 1_004].into_iter().enumerate() {
        let outcome = shop.broken(&format!("M{at}"), Fault::ApproveOtherAmount(by)).await;
        let Outcome::Unknown(unknown) = outcome else { panic!("{outcome:?}") };
        assert!(matches!(unknown.cause(), UnknownCause::AmountDiffers { .. }), "{unknown}");
        let tno = unknown.transaction().unwrap();
        assert!(matches!(shop.client.perform(Cancel::new(tno)).await, Outcome::Approved(_)));
    }
    assert_eq!(shop.simulator.book().balance(), 0);
}

#[tokio::test]
async fn a_broken_message_text_does_not_cost_the_approval() {
    let shop = Shop::open().await;
    assert!(matches!(shop.broken("T1", Fault::BrokenText).await, Outcome::Approved(_)));
}

#[tokio::test]
async fn a_request_cut_off_anywhere_is_a_doubt_and_charges_nothing() {
    let shop = Shop::open().await;
    for (at, bytes) in [1, 50, 300, 700, 900].into_iter().enumerate() {
        let outcome = shop.broken(&format!("R{at}"), Fault::CloseAfterRequestBytes(bytes)).await;
        assert!(matches!(outcome, Outcome::Unknown(_)), "{bytes}: {outcome:?}");
    }
    shop.book(0, 0, 0);
}

#[tokio::test]
async fn settings_that_kcp_would_refuse_are_refused_alike() {
    for (site, key, code) in [
        ("T0000", "3grptw1.zW0GSo4PQdaGvsF", "6003"),
        ("T0000", "3xrptw1.zW0GSo4PQdaGvsF__", "3014"),
        ("Z9999", "3grptw1.zW0GSo4PQdaGvsF__", "3014"),
    ] {
        let shop = Shop::of(site, key).await;
        let outcome = shop.client.perform(shop::charge("S1", 1_004)).await;
        assert!(
            matches!(&outcome, Outcome::Declined(no) if no.code().as_str() == code),
            "{site}: {outcome:?}"
        );
        shop.book(0, 0, 0);
    }
    let shop = Shop::open().await;
    for amount in [999, 5_005, 50_004] {
        let outcome = shop.client.perform(shop::charge("S2", amount)).await;
        assert!(
            matches!(&outcome, Outcome::Declined(no) if no.code().as_str() == "8129"),
            "{amount}: {outcome:?}"
        );
    }
    let nobody = TransactionId::parse("20200101000000").unwrap();
    assert!(matches!(shop.client.perform(Cancel::new(nobody)).await, Outcome::Declined(_)));
}

#[tokio::test]
async fn a_gateway_with_another_key_learns_nothing_and_proves_nothing() {
    let shop = Shop::with_foreign_key().await;
    let outcome = shop.client.perform(shop::charge("K1", 1_004)).await;
    assert!(matches!(outcome, Outcome::Unknown(_)), "{outcome:?}");
    shop.book(0, 0, 0);
}
