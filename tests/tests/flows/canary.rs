//! Every kind of secret, through every kind of request, with every fault: what `cargo xtask canary` searches afterwards.

use std::{fmt::Debug, io::Write as _, panic};

use kcp_codec::{
    AccountNumber, BankCode, BatchKey, CorporationCode, Fields, GroupId, KstDateTime, MemberId,
    MemberPassword, OwnerNumber, Separator, SiteCode, SiteKey,
};
use kcp_crypto::PrivateKey;
use kcp_services::{
    Merchant, Outcome,
    account::VerifyAccount,
    batch::ChargeBatch,
    cash_receipt::{Purpose, RegisterReceipt},
    modify::RefundAccount,
    notice::Receiver,
    points::{Member, PayPoints, QueryPoints},
    virtual_account::IssueAccount,
    window::{PcForm, options::Offer},
};
use kcp_sim::{Accounts, Fault, Members, Merchants, PayMethod, Simulator};
use kcp_tests::canary::{self, mark};
use kcp_transport::Environment;

use crate::{
    mailbox::receiver_of,
    receipt::word,
    shop::{ApiShop, Shop, order, owner, text, won},
};

/// What goes wrong with an answer, and an answer with which nothing is wrong.
fn faults() -> [Fault; 14] {
    [
        Fault::Pass,
        Fault::ActAndRefuse("8041"),
        Fault::AnswerPlain,
        Fault::ApproveOtherAmount(1),
        Fault::BrokenText,
        Fault::CloseAfterRequestBytes(120),
        Fault::CutAnswerAfter(200),
        Fault::FlipAnswerBit(77),
        Fault::Html,
        Fault::LieLength(9),
        Fault::RefuseWith("8129"),
        Fault::RepeatKey,
        Fault::Status(500),
        Fault::WrongKey,
    ]
}

fn merchants() -> Merchants {
    let key = SiteKey::parse(mark("site key")).unwrap();
    canary::show("site key", &key);
    let card = BatchKey::parse(mark("card key")).unwrap();
    canary::show("card key", &card);
    let group = GroupId::parse("BA0011000348").unwrap();
    let merchant = kcp_sim::Merchant::new(SiteCode::parse("T0000").unwrap(), key);
    Merchants::none().with(merchant.with_cards(group, [card]))
}

fn accounts() -> Accounts {
    let (bank, number) = account();
    Accounts::none().with(bank, number, mark("name"))
}

fn account() -> (BankCode, AccountNumber) {
    (BankCode::parse("04").unwrap(), AccountNumber::parse(mark("account")).unwrap())
}

fn member(password: &str) -> Member {
    let corporation = CorporationCode::parse("5555").unwrap();
    let id = MemberId::parse(mark("member")).unwrap();
    Member::new(id, MemberPassword::parse(password).unwrap(), corporation)
}

fn charge(id: &str) -> ChargeBatch {
    let (group, key) =
        (GroupId::parse("BA0011000348").unwrap(), BatchKey::parse(mark("card key")).unwrap());
    ChargeBatch::new(group, key, order(id), won(1_004))
}

fn receipt(id: &str) -> RegisterReceipt {
    let (goods, buyer) = (text("good_name", "운동화"), text("buyr_name", mark("name")));
    let (number, tax) = (word("id_info", mark("telephone")), kcp_codec::WonOrZero::ZERO);
    let at = KstDateTime::parse("20261120100000").unwrap();
    let receipt = RegisterReceipt::new(
        order(id),
        goods,
        buyer,
        at,
        Purpose::Personal,
        number,
        won(11_000),
        tax,
    );
    let receipt = receipt.unwrap().with_mail(text("buyr_mail", mark("mail")));
    receipt.with_phone(text("buyr_tel1", mark("telephone")))
}

fn issue(id: &str) -> IssueAccount {
    let until = KstDateTime::parse("20261231235959").unwrap();
    let (name, goods) = (text("va_name", mark("name")), text("good_name", "운동화"));
    IssueAccount::new(order(id), won(30_000), account().0, name, until, goods)
}

#[tokio::test]
async fn the_socket_tells_nobody() {
    let simulator = Simulator::builder().merchants(merchants()).accounts(accounts());
    let shop = Shop::at(simulator.start().await.unwrap(), "T0000", mark("site key"));
    canary::show("simulator", &shop.simulator);
    for (at, fault) in faults().into_iter().enumerate() {
        let push = || shop.simulator.faults().push(fault.clone());
        push();
        drop(shop.client.perform(charge(&format!("A{at}"))).await);
        push();
        let (bank, number) = account();
        let id = format!("Q{at}");
        drop(
            shop.client
                .ask(&VerifyAccount::new(bank, number, owner(mark("name"))).with_order(order(&id)))
                .await,
        );
        push();
        drop(shop.client.perform(receipt(&format!("R{at}"))).await);
        // A request that was refused before it was sent leaves its fault behind.
        shop.simulator.faults().clear();
        let window = shop.window(&format!("V{at}"), 30_000, 30_000, PayMethod::VirtualAccount);
        let outcome = shop.client.perform(window).await;
        let Outcome::Approved(issued) = outcome else { panic!("{outcome:?}") };
        let issued = issued.into_answer().transaction;
        shop.simulator.deposit(issued).unwrap();
        push();
        let (bank, number) = account();
        let real = OwnerNumber::parse(mark("owner number")).unwrap();
        canary::show("owner number", &real);
        let refund = RefundAccount::new(issued, bank, number, owner(mark("name")));
        drop(shop.client.perform(refund.with_real_name(real, owner(mark("name")))).await);
    }
    canary::show("book", &shop.simulator.book().payments());
}

#[tokio::test]
async fn the_pg_api_tells_nobody() {
    let members = Members::none().with(mark("member"), mark("password"), "5555", 50_000);
    let builder = Simulator::builder().members(members).merchants(merchants()).accounts(accounts());
    let shop = ApiShop::with(builder, "20261121221401").await;
    for (at, fault) in faults().into_iter().enumerate() {
        let push = || shop.simulator.faults().push(fault.clone());
        push();
        drop(shop.client.perform(charge(&format!("A{at}"))).await);
        push();
        drop(
            shop.client
                .ask(&QueryPoints::new(member(mark("password")), order(&format!("P{at}"))))
                .await,
        );
        push();
        let paid = PayPoints::new(member(mark("password")), order(&format!("M{at}")), won(1_000));
        drop(shop.client.perform(paid).await);
        drop(shop.client.ask(&QueryPoints::new(member("other-pass"), order("P"))).await);
        push();
        drop(shop.client.perform(receipt(&format!("R{at}"))).await);
        push();
        drop(shop.client.perform(issue(&format!("I{at}"))).await);
    }
}

#[test]
fn keys_and_pass_phrases_are_not_told() {
    canary::watch();
    let simulator = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let address = ([127, 0, 0, 1], 0).into();
        Simulator::builder().pg_api(address).start().await.unwrap()
    });
    let identity = simulator.service_certificate(SiteCode::parse("T0000").unwrap()).unwrap();
    for line in identity.private_key_pem.lines().skip(2).take(12) {
        canary::name("private key", line);
    }
    let key = PrivateKey::from_pem(&identity.private_key_pem).unwrap();
    canary::show("identity", &identity);
    canary::show("private key", &key);
    let sealed =
        key.to_encrypted_pem(&mut getrandom::SysRng, mark("passphrase").as_bytes()).unwrap();
    let opened = PrivateKey::from_encrypted_pem(&sealed, mark("passphrase").as_bytes());
    canary::show("opened", &opened);
    let wrong = PrivateKey::from_encrypted_pem(&sealed, b"another phrase").unwrap_err();
    canary::fault("wrong phrase", &wrong);
    for broken in [&sealed[..200], &identity.private_key_pem[..400]] {
        canary::fault("broken key", &PrivateKey::from_pem(broken).unwrap_err());
    }
}

#[test]
fn refused_values_are_not_told() {
    canary::watch();
    fn refused<T: Debug>(what: &str, result: Result<T, kcp_codec::FieldError>) {
        canary::fault(what, &result.unwrap_err());
    }
    let bad = |kind: &str| format!("{}|", mark(kind));
    refused("site key", SiteKey::parse(&bad("site key")));
    refused("card key", BatchKey::parse(&bad("card key")));
    refused("account", AccountNumber::parse(&bad("account")));
    refused("owner number", OwnerNumber::parse(&bad("owner number")));
    refused("member", MemberId::parse(&bad("member")));
    refused("password", MemberPassword::parse(&bad("password")));
    refused("name", kcp_codec::OwnerName::new(kcp_codec::Charset::Ksx1001, &bad("name")));
    refused(
        "name",
        kcp_codec::OwnerName::new(kcp_codec::Charset::Ksx1001, &format!("{}힣힣똠", mark("name"))),
    );
    let wire = format!("account={}\x1faccount={}\x1f", mark("account"), mark("telephone"));
    refused("fields", Fields::read(wire.as_bytes(), Separator::Unit));
    canary::show("fields", &Fields::read(&wire.as_bytes()[..20], Separator::Unit));
    let site = SiteCode::parse("T0000").unwrap();
    let merchant = Merchant::without_secrets(Environment::Test, site).unwrap();
    let form =
        PcForm::new(&merchant, order("F1"), won(5_004), &text("good_name", "운동화"), &Offer::Card);
    canary::show("form", &form.with_buyer_name(&text("buyr_name", mark("name"))));
}

#[test]
fn a_notice_s_buyer_is_not_told() {
    canary::watch();
    let receiver: Receiver = receiver_of("T0000");
    canary::show("receiver", &receiver);
    let body = |name: &str| {
        format!(
            "site_cd=T0000&tno=20261121000001&order_no=A1&tx_cd=TX00&tx_tm=20261121221401&ipgm_name={name}&remitter={name}\
             &ipgm_mnyx=5000&bank_code=04&account={}&op_cd=&noti_id=1&cash_a_no=&buyr_name={name}",
            mark("account")
        )
    };
    let peer = [127, 0, 0, 1];
    for body in [body(mark("name")), body("%C7%D4"), body(mark("name")).replace("tno=", "tno=x")] {
        canary::show("notice", &receiver.receive("POST", peer.into(), [], body.as_bytes()));
    }
}

/// Leaks on purpose, for the search to show that it finds what leaks, wherever it leaks to.
#[test]
#[allow(clippy::print_stdout, clippy::print_stderr)] // the test is about what is printed
fn planted() {
    if std::env::var_os("KCP_CANARY_PLANT").is_none() {
        return;
    }
    canary::watch();
    tracing::info_span!("kcp", site_key = mark("site key")).in_scope(|| {
        tracing::info!(account = %mark("account"), "an event");
        tracing::warn!("a name: {}", mark("name"));
    });
    canary::show("a value", &(mark("card key"), mark("member")));
    canary::fault("an error", &std::io::Error::other(mark("password")));
    drop(panic::catch_unwind(|| panic!("{}", mark("owner number"))));
    println!("{}", mark("telephone"));
    eprintln!("{}", mark("mail"));
    // A file that is gone before the run ends.
    let folder = tempfile::tempdir().unwrap();
    let mut file = std::fs::File::create(folder.path().join("payment.log")).unwrap();
    let encoded =
        kcp_codec::Charset::Ksx1001.encode(kcp_codec::Name::from_static("addr"), mark("address"));
    file.write_all(&encoded.unwrap()).unwrap();
    file.sync_all().unwrap();
    std::thread::park_timeout(std::time::Duration::from_millis(500));
}
