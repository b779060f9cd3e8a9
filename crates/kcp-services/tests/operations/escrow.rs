//! What escrow adds: what each change writes, and what each answer means.

use crate::{
    desk::{TNO, address, payee, read, tno, unknown, won},
    wire::{code, groups},
};
use kcp_codec::{Charset, FieldError, Name, Reason, Text, WonOrZero};
use kcp_services::{
    Outcome, UnknownCause,
    approve::PayType,
    modify::{
        CancelConfirmed, CancelEscrow, Escrow, HoldSettlement, ReleaseAccount, Standing,
        StartDelivery, TaxParts, Undo,
    },
};

const YES: &str = "res_cd=0000\x1ftno=20261121000001\x1fcanc_time=20261121221401";

fn text<const MAX: usize>(value: &str) -> Text<MAX> {
    Text::new(Name::from_static("text"), Charset::Ksx1001, value).unwrap()
}

fn delivery() -> StartDelivery {
    StartDelivery::new(tno(), text("605012345678"), text("우체국택배"))
}

#[test]
fn delivery_and_hold_and_release_are_written_as_the_vendor_s_samples_do() {
    let head = format!("mod_data=tno={TNO}|mod_type=");
    assert_eq!(
        groups(&delivery()),
        format!("{head}STE1|deli_numb=605012345678|deli_corp=우체국택배|")
    );
    let asked = delivery().with_client_address(address()).with_reason(text("배송"));
    assert_eq!(
        groups(&asked),
        format!(
            "{head}STE1|mod_ip=10.0.0.1|mod_desc=배송|deli_numb=605012345678|deli_corp=우체국택배|"
        )
    );
    assert_eq!(groups(&HoldSettlement::new(tno())), format!("{head}STE3|"));
    assert_eq!(groups(&ReleaseAccount::new(tno())), format!("{head}STE5|"));
    assert_eq!(groups(&CancelEscrow::before_delivery(tno())), format!("{head}STE2|"));
    let (bank, account, owner) = payee();
    assert_eq!(
        groups(&CancelEscrow::after_hold(tno()).with_refund(bank, account, owner)),
        format!("{head}STE4|refund_account=123456789012|refund_nm=홍길동|bank_code=BK04|")
    );
    assert_eq!(code(&delivery()), "00200000");
}

/// The seven, by the letters behind `STE9_`.
fn confirmed() -> [(&'static str, CancelConfirmed); 7] {
    let (bank, account, owner) = payee();
    let (more, other) =
        ((bank, account.clone(), owner.clone()), (bank, account.clone(), owner.clone()));
    [
        ("C", CancelConfirmed::card(tno())),
        ("CP", CancelConfirmed::card_part(tno(), won(400), won(1_004)).unwrap()),
        ("A", CancelConfirmed::transfer(tno())),
        ("AP", CancelConfirmed::transfer_part(tno(), won(400), won(1_004)).unwrap()),
        ("AR", CancelConfirmed::transfer_refund(tno(), won(1_004), bank, account, owner)),
        ("V", CancelConfirmed::account_refund(tno(), won(1_004), more.0, more.1, more.2)),
        (
            "VP",
            CancelConfirmed::account_part_refund(
                tno(),
                won(400),
                won(1_004),
                other.0,
                other.1,
                other.2,
            )
            .unwrap(),
        ),
    ]
}

#[test]
fn each_of_the_seven_after_confirmation_has_its_own_fields() {
    let account = "mod_bankcode=BK04|mod_account=123456789012|mod_depositor=홍길동|";
    let part = "part_canc_yn=Y|rem_mny=1004|amount=400|mod_mny=400|";
    let want = [
        "sub_mod_type=STSC|mod_sub_type=MDSC03|".to_owned(),
        format!("sub_mod_type=STPC|{part}mod_sub_type=MDSC03|"),
        "sub_mod_type=STSC|mod_sub_type=MDSC03|".to_owned(),
        format!("sub_mod_type=STPC|{part}mod_sub_type=MDSC04|"),
        format!("sub_mod_type=STHD|mod_mny=1004|mod_sub_type=MDSC04|{account}"),
        format!("sub_mod_type=STHD|mod_mny=1004|mod_sub_type=MDSC00|{account}"),
        format!(
            "sub_mod_type=STPD|mod_mny=400|rem_mny=1004|mod_sub_type=MDSC04|{account}part_canc_yn=Y|"
        ),
    ];
    for ((letters, cancel), want) in confirmed().into_iter().zip(want) {
        let want = format!("mod_data=tno={TNO}|mod_type=STE9|mod_desc_cd=CA06|{want}");
        assert_eq!(groups(&cancel), want, "{letters}");
        assert_eq!(code(&cancel), "70200200", "{letters}");
    }
}

#[test]
fn a_confirmed_part_may_have_taxes_and_a_whole_may_not() {
    let won_or_zero = |amount| WonOrZero::new(amount).unwrap();
    let tax = TaxParts::new(won_or_zero(300), won_or_zero(30), won_or_zero(70));
    for (letters, cancel) in confirmed() {
        let taxed = cancel.with_tax(tax);
        match letters {
            "CP" | "AP" | "VP" => assert!(
                groups(&taxed.unwrap())
                    .ends_with("tax_flag=TG03|mod_tax_mny=300|mod_vat_mny=30|mod_free_mny=70|"),
                "{letters}"
            ),
            _ => assert_eq!(taxed.unwrap_err().reason(), Reason::OutOfRange, "{letters}"),
        }
    }
    let more = CancelConfirmed::card_part(tno(), won(1_005), won(1_004));
    let wrong = |error: FieldError| (error.field().as_str().to_owned(), error.reason());
    assert_eq!(wrong(more.unwrap_err()), ("mod_mny".to_owned(), Reason::OutOfRange));
}

#[test]
fn the_rest_of_a_partly_cancelled_escrow_payment_goes_the_way_of_its_parts() {
    let undo = |method| {
        let standing = Standing::PartlyCancelled { left: won(604) };
        Undo::of(tno(), method, Escrow::Yes, standing)
    };
    let head = format!("mod_data=tno={TNO}|mod_type=STE9|mod_desc_cd=CA06|sub_mod_type=");
    let part = "STPC|part_canc_yn=Y|rem_mny=604|amount=604|mod_mny=604|mod_sub_type=";
    let Undo::CancelConfirmed(card) = undo(PayType::Card) else { panic!() };
    assert_eq!((groups(&card), code(&card)), (format!("{head}{part}MDSC03|"), "70200200".into()));
    let Undo::CancelConfirmed(transfer) = undo(PayType::Transfer) else { panic!() };
    assert_eq!(groups(&transfer), format!("{head}{part}MDSC04|"));
    let Undo::ConfirmedRefund(due) = undo(PayType::VirtualAccount) else { panic!() };
    let (bank, account, owner) = payee();
    let refund = due.to(bank, account, owner);
    assert_eq!(
        groups(&refund),
        format!(
            "{head}STPD|mod_mny=604|rem_mny=604|mod_sub_type=MDSC04|mod_bankcode=BK04|mod_account=123456789012|\
             mod_depositor=홍길동|part_canc_yn=Y|"
        )
    );
    let done = read(&refund, YES).approved().unwrap().into_answer();
    assert_eq!(done.remaining, Some(WonOrZero::ZERO));
}

#[test]
fn an_escrow_change_is_done_when_it_names_the_transaction() {
    let other = YES.replace("000001", "000002");
    assert!(read(&delivery(), YES).approved().is_some());
    assert!(read(&HoldSettlement::new(tno()), YES).approved().is_some());
    assert_eq!(unknown(read(&delivery(), &other)), UnknownCause::TransactionDiffers);
    assert_eq!(
        unknown(read(&HoldSettlement::new(tno()), &other)),
        UnknownCause::TransactionDiffers
    );
    assert!(matches!(unknown(read(&delivery(), "res_cd=0000")), UnknownCause::Unreadable(_)));
    // Nothing is delivered because something is cancelled.
    assert!(matches!(read(&delivery(), "res_cd=8133"), Outcome::Declined(_)));
    assert!(matches!(read(&HoldSettlement::new(tno()), "res_cd=8133"), Outcome::Declined(_)));
    assert!(matches!(unknown(read(&delivery(), "res_cd=V000")), UnknownCause::ForeignSuccess));
}

#[test]
fn an_escrow_cancel_that_came_second_is_done() {
    for cancel in [CancelEscrow::before_delivery(tno()), CancelEscrow::after_hold(tno())] {
        let done = read(&cancel, YES).approved().unwrap().into_answer();
        assert!(!done.earlier && done.cancelled_at.is_some());
        assert!(read(&cancel, "res_cd=8133").approved().unwrap().answer().earlier);
        assert!(matches!(read(&cancel, "res_cd=8012"), Outcome::Declined(_)));
        assert!(matches!(unknown(read(&cancel, "res_cd=8041")), UnknownCause::GatewaySide));
    }
    let release = ReleaseAccount::new(tno());
    assert!(read(&release, YES).approved().is_some());
    assert!(read(&release, "res_cd=8133").approved().unwrap().answer().earlier);
    let other = YES.replace("000001", "000002");
    assert_eq!(unknown(read(&release, &other)), UnknownCause::TransactionDiffers);
}

#[test]
fn only_a_whole_cancel_after_confirmation_can_have_been_done_before() {
    for (letters, cancel) in confirmed() {
        let earlier = read(&cancel, "res_cd=8133\x1fres_msg=x");
        match letters {
            "C" | "A" | "V" => assert!(earlier.approved().unwrap().answer().earlier, "{letters}"),
            _ => assert!(matches!(earlier, Outcome::Declined(_)), "{letters}"),
        }
        let done = read(&cancel, YES).approved().unwrap().into_answer();
        let left = done.remaining.map(WonOrZero::get);
        assert_eq!(left, letters.ends_with('P').then_some(604), "{letters}");
        let other = YES.replace("000001", "000002");
        assert_eq!(unknown(read(&cancel, &other)), UnknownCause::TransactionDiffers, "{letters}");
    }
}

#[test]
fn an_amount_that_a_confirmed_cancel_names_has_to_be_the_one_that_was_asked() {
    for (letters, cancel) in confirmed() {
        let asked = match letters {
            "C" | "A" => continue,
            "AR" | "V" => 1_004,
            _ => 400,
        };
        let told = |amount| format!("{YES}\x1fpanc_mod_mny={amount}");
        assert!(read(&cancel, &told(asked)).approved().is_some(), "{letters}");
        let cause = unknown(read(&cancel, &told(asked + 1)));
        assert!(matches!(cause, UnknownCause::AmountDiffers { .. }), "{letters}: {cause:?}");
        if letters.ends_with('P') {
            let text = format!("{YES}\x1fpanc_rem_mny=604");
            assert!(
                matches!(unknown(read(&cancel, &text)), UnknownCause::Unreadable(_)),
                "{letters}"
            );
        }
    }
}

#[test]
fn no_escrow_change_prints_an_account() {
    let (bank, account, owner) = payee();
    let printed = format!(
        "{:?} {:?}",
        CancelEscrow::before_delivery(tno()).with_refund(bank, account, owner),
        confirmed()
    );
    for secret in ["123456789012", "홍길동"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}
