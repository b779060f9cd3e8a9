//! The simulator's notices, posted over HTTP to a server behind the library's receiver.

use std::{collections::BTreeSet, time::Duration};

use kcp_codec::TransactionId;
use kcp_services::{
    modify::{CancelEscrow, HoldSettlement, RefundAccount, ReleaseAccount, StartDelivery},
    notice::{
        AnswerForm, Delivery, Deposit as Paid, Event, Leg, Notice, NoticeCharset, NoticeError,
        NoticeText, Peers, Proxies, Purchase, Receiver, Refusal,
    },
};
use kcp_sim::{
    Agreement, Deposit, NoticeAnswer, NoticeFault, NoticeState, NoticeUrl, OrderSpelling,
    PayMethod, Simulator,
};
use kcp_transport::SenderList;

use crate::mailbox::{Mailbox, receiver_of};
use crate::shop::{self, Shop, account, text, won};

/// The escrow shop's.
fn receiver() -> Receiver {
    receiver_of("T0007")
}

/// The escrow shop of a simulator that repeats at once.
async fn shop_at(url: NoticeUrl) -> Shop {
    let simulator = Simulator::builder()
        .notice_url(url)
        .notice_interval(Duration::from_millis(1))
        .notice_patience(Duration::from_secs(5))
        .start()
        .await
        .unwrap();
    Shop::at(simulator, "T0007", shop::KEY)
}

async fn open() -> (Shop, Mailbox) {
    let mailbox = Mailbox::open(receiver()).await;
    (shop_at(mailbox.url()).await, mailbox)
}

async fn approved(shop: &Shop, id: &str, method: PayMethod, escrow: bool) -> TransactionId {
    let agreement = Agreement::from(shop.agrees(id, 5_000, method));
    let agreement = if escrow { agreement } else { agreement.without_escrow() };
    let window = shop.approval(agreement, (id, 5_000), method);
    shop.client.perform(window).await.approved().unwrap().answer().transaction
}

/// Waits until every notice was accepted or given up, and says how the last one went.
async fn settled(shop: &Shop) -> (NoticeState, Vec<NoticeAnswer>) {
    let wait = tokio::time::timeout(Duration::from_secs(30), shop.simulator.notices());
    let last = wait.await.unwrap().pop().unwrap();
    (last.state, last.attempts)
}

fn says(text: Option<&NoticeText>) -> &str {
    text.unwrap().as_str().unwrap()
}

#[track_caller]
fn deposit(notice: &Notice) -> &Paid {
    match &notice.event {
        Event::Deposit(deposit) => deposit,
        other => panic!("{other:?}"),
    }
}

fn keys(notices: &[Notice]) -> BTreeSet<String> {
    notices.iter().map(|notice| notice.key().to_string()).collect()
}

#[tokio::test]
async fn every_kind_is_read_in_either_charset_and_spelling() {
    for (utf8, charset) in [(false, NoticeCharset::EucKr), (true, NoticeCharset::Utf8)] {
        let mailbox = Mailbox::open(receiver().with_charset(charset)).await;
        let url = mailbox.url();
        let url = if utf8 { url.in_utf8().with_spelling(OrderSpelling::OrdrNo) } else { url };
        let shop = shop_at(url).await;
        let (simulator, client) = (&shop.simulator, &shop.client);
        let delivery = |tno| {
            StartDelivery::new(tno, text("deli_numb", "123"), text("deli_corp", "우체국택배"))
        };

        let tno = approved(&shop, "V1", PayMethod::VirtualAccount, false).await;
        simulator.deposit_as(tno, &Deposit::whole().by("김철수").unwrap()).unwrap();
        let (bank, number, owner) = account();
        let refund = RefundAccount::new(tno, bank, number, owner);
        assert!(client.perform(refund).await.approved().is_some());
        let tno = approved(&shop, "V2", PayMethod::VirtualAccount, true).await;
        assert!(client.perform(ReleaseAccount::new(tno)).await.approved().is_some());
        for (id, accepts) in [("C1", true), ("C2", false)] {
            let tno = approved(&shop, id, PayMethod::Card, true).await;
            assert!(client.perform(delivery(tno)).await.approved().is_some());
            if accepts {
                simulator.confirm_purchase(tno).unwrap();
            } else {
                simulator.refuse_purchase(tno, "단순 변심").unwrap();
                assert!(client.perform(HoldSettlement::new(tno)).await.approved().is_some());
                assert!(client.perform(CancelEscrow::after_hold(tno)).await.approved().is_some());
            }
        }
        let tno = approved(&shop, "C3", PayMethod::Card, true).await;
        assert!(client.perform(CancelEscrow::before_delivery(tno)).await.approved().is_some());
        let tno = approved(&shop, "H1", PayMethod::Mobile, false).await;
        simulator.safe_payment(tno).unwrap();

        assert_eq!(settled(&shop).await, (NoticeState::Accepted, vec![NoticeAnswer::Accepted]));
        assert!(mailbox.refused().is_empty());
        let taken = mailbox.taken();
        let codes: Vec<_> = taken.iter().map(|notice| notice.code.to_string()).collect();
        assert_eq!(
            codes,
            [
                "TX00", "TX01", "TX07", "TX03", "TX02", "TX03", "TX02", "TX04", "TX06", "TX05",
                "TX08"
            ]
        );
        assert_eq!(keys(&taken).len(), taken.len());
        for (notice, sent) in taken.iter().zip(simulator.book().notices()) {
            assert_eq!((notice.site, notice.transaction), (sent.site, sent.tno));
            assert_eq!((notice.order, notice.code.as_str()), (sent.order, sent.kind.as_str()));
            assert!(notice.at.is_some());
        }
        let paid = deposit(&taken[0]);
        assert_eq!((paid.amount, says(paid.remitter.as_ref())), (won(5_000), "김철수"));
        assert_eq!(says(paid.buyer.as_ref()), "홍길동");
        assert_eq!(paid.bank, Some(account().0));
        assert!(paid.paid_at.is_some() && !paid.account.as_ref().unwrap().is_test());
        let Event::Refund(refund) = &taken[1].event else { panic!("{:?}", taken[1]) };
        assert_eq!((refund.amount, says(refund.owner.as_ref())), (Some(won(5_000)), "홍길동"));
        assert_eq!(taken[2].event, Event::AccountReleased);
        let Event::DeliveryStarted(Delivery { waybill, courier, .. }) = &taken[3].event else {
            panic!("{:?}", taken[3])
        };
        assert_eq!((says(waybill.as_ref()), says(courier.as_ref())), ("123", "우체국택배"));
        assert_eq!(taken[4].event, Event::Purchase(Purchase::Confirmed));
        let Event::Purchase(Purchase::Cancelled { reason }) = &taken[6].event else {
            panic!("{:?}", taken[6])
        };
        assert_eq!(says(reason.as_ref()), "단순 변심");
        assert_eq!(taken[7].event, Event::SettlementHeld);
        assert_eq!(
            [&taken[8].event, &taken[9].event],
            [&Event::Cancelled, &Event::CancelledAtOnce]
        );
        let Event::MobilePayment(mobile) = &taken[10].event else { panic!("{:?}", taken[10]) };
        assert_eq!(mobile.amount, won(5_000));
    }
}

#[tokio::test]
async fn a_reversal_has_its_deposit_s_number_and_a_leg_of_its_own_and_may_come_first() {
    let (shop, mailbox) = open().await;
    let mut seen = Vec::new();
    for (id, overtakes) in [("R1", false), ("R2", true)] {
        let tno = approved(&shop, id, PayMethod::VirtualAccount, false).await;
        if overtakes {
            shop.simulator.notice_faults().push(NoticeFault::Behind(1));
        }
        shop.simulator.deposit(tno).unwrap();
        shop.simulator.reverse(tno).unwrap();
        assert_eq!(settled(&shop).await.0, NoticeState::Accepted);
        let taken = mailbox.taken();
        let legs: Vec<_> = taken.iter().map(|notice| deposit(notice).leg()).collect();
        let first = if overtakes { Leg::Reversal } else { Leg::Deposit };
        assert!(legs[0] == first && legs[1] != first, "{legs:?}");
        assert_eq!(deposit(&taken[0]).notice, deposit(&taken[1]).notice);
        assert_eq!(keys(&taken).len(), 2);
        seen.extend(taken);
    }
    assert_eq!((keys(&seen).len(), shop.balance()), (4, 0));
}

#[tokio::test]
async fn what_was_paid_in_is_told_as_it_was_paid() {
    let (shop, mailbox) = open().await;
    let tno = approved(&shop, "S1", PayMethod::VirtualAccount, false).await;
    for amount in [900, 200, 6_000] {
        shop.simulator.deposit_as(tno, &Deposit::of(won(amount)).from_other_bank()).unwrap();
    }
    assert_eq!(settled(&shop).await.0, NoticeState::Accepted);
    let taken = mailbox.taken();
    let told: Vec<_> = taken
        .iter()
        .map(|notice| (deposit(notice).amount.get(), deposit(notice).total.unwrap().get()))
        .collect();
    assert_eq!(told, [(900, 900), (200, 1_100), (6_000, 7_100)]);
    assert!(taken.iter().all(|notice| deposit(notice).operation.as_str() == "18"));
    assert_eq!((keys(&taken).len(), shop.balance()), (3, 7_100));
}

#[tokio::test]
async fn a_notice_comes_again_until_it_is_stored_and_has_one_key() {
    let (shop, mailbox) = open().await;
    for form in [AnswerForm::HiddenInput, AnswerForm::ResCdJson, AnswerForm::ResultJson] {
        mailbox.set(receiver().with_answers(form));
        mailbox.fill(3);
        let tno = approved(&shop, "A1", PayMethod::VirtualAccount, false).await;
        shop.simulator.deposit(tno).unwrap();
        let again = NoticeAnswer::Refused { status: 200, result: "9999".to_owned() };
        let answers = vec![again.clone(), again.clone(), again, NoticeAnswer::Accepted];
        assert_eq!(settled(&shop).await, (NoticeState::Accepted, answers));
        let taken = mailbox.taken();
        assert_eq!((taken.len(), keys(&taken).len()), (4, 1));
        assert!(taken.iter().all(|notice| *notice == taken[0]));
    }
    shop.simulator.notice_faults().push(NoticeFault::Duplicate(2));
    let tno = approved(&shop, "A2", PayMethod::VirtualAccount, false).await;
    shop.simulator.deposit(tno).unwrap();
    assert_eq!(settled(&shop).await.1.len(), 3);
    assert_eq!(keys(&mailbox.taken()).len(), 1);
    mailbox.fill(usize::MAX);
    shop.simulator.deposit_as(tno, &Deposit::of(won(1))).unwrap();
    let (state, answers) = settled(&shop).await;
    assert_eq!((state, answers.len()), (NoticeState::GivenUp, 10));
    assert_eq!((mailbox.taken().len(), mailbox.refused().len()), (10, 0));
}

#[tokio::test]
async fn what_is_not_taken_is_answered_so_that_it_comes_again() {
    let (shop, mailbox) = open().await;
    let tno = approved(&shop, "N1", PayMethod::VirtualAccount, false).await;
    let pay = || shop.simulator.deposit_as(tno, &Deposit::of(won(1_000))).unwrap();
    let refused = |status| NoticeAnswer::Refused { status, result: "9999".to_owned() };

    shop.simulator.notice_faults().push(NoticeFault::SayAmount(0));
    pay();
    assert_eq!(settled(&shop).await, (NoticeState::GivenUp, vec![refused(400); 10]));
    assert!(matches!(mailbox.refused()[0].refusal, Refusal::BadNotice(NoticeError::Field(_))));

    mailbox.set(receiver_of("T0000"));
    pay();
    assert_eq!(settled(&shop).await, (NoticeState::GivenUp, vec![refused(400); 10]));
    let first = mailbox.refused().remove(0);
    assert_eq!(first.refusal, Refusal::ForeignSite);
    assert_eq!(deposit(first.notice.as_ref().unwrap()).amount, won(1_000));

    mailbox.set(receiver());
    shop.simulator.notice_faults().push(NoticeFault::SayKind("TX99"));
    shop.simulator.notice_faults().push(NoticeFault::SayOperation("13"));
    pay();
    pay();
    assert_eq!(settled(&shop).await.0, NoticeState::Accepted);
    let taken = mailbox.taken();
    assert_eq!((&taken[0].event, taken[0].code.as_str()), (&Event::Other, "TX99"));
    assert_eq!(deposit(&taken[1]).leg(), Leg::Reversal);

    // Names in the other charset stay bytes.
    mailbox.set(receiver().with_charset(NoticeCharset::Utf8));
    pay();
    assert_eq!(settled(&shop).await.0, NoticeState::Accepted);
    let name = deposit(&mailbox.taken()[0]).buyer.clone().unwrap();
    assert_eq!((name.as_str(), name.as_bytes().len()), (None, 6));
}

#[tokio::test]
async fn a_forged_sender_is_turned_away_before_anything_is_read() {
    let (shop, mailbox) = open().await;
    let kcp = SenderList::new("desk", "now", "this test", ["127.0.0.1/32".parse().unwrap()]);
    let gate = receiver().with_peers(Peers::new([kcp]));
    let forged = "site_cd=T0007&tno=20261121000001&order_no=F1&tx_cd=TX00&tx_tm=20261121120000&\
        ipgm_mnyx=5000&op_cd=50&noti_id=26112100000000000001";
    let stranger = "127.0.0.9";
    mailbox.set(gate.clone());
    assert_eq!(mailbox.post(stranger, "", forged).await, 403);
    assert_eq!(mailbox.post(stranger, "X-Forwarded-For: 127.0.0.1\r\n", forged).await, 403);
    let proxy = "127.0.0.7";
    mailbox.set(gate.with_proxies(Proxies::new(["127.0.0.7/32".parse().unwrap()])));
    for (from, hops, status) in [
        (stranger, "127.0.0.1", 403),
        // The proxy adds whom it saw on the right; what stands left of it was written by the sender.
        (proxy, "127.0.0.1, 127.0.0.9", 403),
        (proxy, "127.0.0.1\r\nX-Forwarded-For: 127.0.0.9", 403),
        (proxy, "127.0.0.1, unknown", 403),
        (proxy, "127.0.0.9, 127.0.0.1", 200),
    ] {
        let head = format!("X-Forwarded-For: {hops}\r\n");
        assert_eq!(mailbox.post(from, &head, forged).await, status, "{from} {hops}");
    }
    let refused = mailbox.refused();
    assert_eq!((refused.len(), mailbox.taken().len()), (6, 1));
    for rejection in refused {
        assert!(matches!(rejection.refusal, Refusal::Stranger | Refusal::UnreadableHop));
        assert!(rejection.names_our_site && rejection.notice.is_none());
    }
    // The simulator itself stands on the list.
    let tno = approved(&shop, "F1", PayMethod::VirtualAccount, false).await;
    shop.simulator.deposit(tno).unwrap();
    assert_eq!(settled(&shop).await.0, NoticeState::Accepted);
    assert_eq!(mailbox.taken().len(), 1);
}
