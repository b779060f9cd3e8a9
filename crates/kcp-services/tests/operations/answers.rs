//! What a method's answer means, typed: both spellings, payments with two methods, and values that make no sense.

use crate::desk::{approve, cancel, charge, partial, read};
use kcp_codec::BankCode;
use kcp_services::{
    Operation, Outcome,
    answer::{Agreement, CardHolder, CardKind, InterestPayer, PartKind, Sold, Wallet},
    approve::{Approval, Detail, PayType},
    modify::{Escrow, Undo},
};
use proptest::prelude::*;

fn approved(method: PayType, rest: &str) -> Approval {
    let text = format!(
        "res_cd=0000\x1ftno=20261121000001\x1famount=1004\x1fpay_method={}\x1forder_no=TEST0001\x1f{rest}",
        method.code()
    );
    read(&approve(method), &text).approved().unwrap().into_answer()
}

fn undo(method: PayType, rest: &str) -> &'static str {
    approved(method, rest).undo().kind()
}

#[test]
fn a_card_says_who_pays_the_interest_and_whose_card_it_is() {
    let approval = approved(
        PayType::Card,
        "card_cd=CCKM\x1facqu_cd=CCBC\x1fnoinf=Y\x1fnoinf_type=SHOP\x1fcard_bin_type_01=1\x1fcard_bin_type_02=1\x1f\
         isp_issuer_cd=KM90\x1fisp_issuer_nm=bank\x1fvan_cd=VNKC\x1fbizx_numb=000000000000\x1fjoin_cd=01\x1f\
         card_bin_bank_cd=BK04\x1fescw_yn=N\x1fcard_other_pay_type=OT13\x1fres_tax_flag=TG03\x1fres_tax_mny=913\x1f\
         res_vat_mny=91\x1fres_free_mny=0",
    );
    let card = approval.card().unwrap();
    assert_eq!((card.issuer.unwrap().as_str(), card.acquirer.unwrap().as_str()), ("CCKM", "CCBC"));
    assert_eq!(card.interest_payer, Some(InterestPayer::Shop));
    assert_eq!((card.holder, card.kind), (Some(CardHolder::Corporate), Some(CardKind::Check)));
    assert_eq!(card.isp_issuer.unwrap().as_str(), "KM90");
    assert_eq!(card.isp_issuer_name.as_deref(), Some("bank"));
    assert_eq!(card.van.unwrap().as_str(), "VNKC");
    assert_eq!(card.merchant_no.as_deref(), Some("000000000000"));
    assert_eq!((card.join_code.as_deref(), card.bank), (Some("01"), BankCode::parse("04").ok()));
    assert_eq!((card.escrow, approval.escrow()), (Some(false), Escrow::No));
    assert_eq!(card.easy_pay.wallet.unwrap().known(), Some(Wallet::KakaoPay));
    let tax = card.tax.as_ref().unwrap();
    assert_eq!((tax.kind.as_deref(), tax.supply.unwrap().get()), (Some("TG03"), 913));
    assert_eq!(approved(PayType::Card, "card_cd=CCKM").card().unwrap().tax, None);
}

#[test]
fn the_guide_s_misprints_are_read_as_they_are_meant() {
    let approval =
        approved(PayType::Card, "isp_issuer_cd=K bank card\x1fpayco_poinf_mny=200\x1fcard_mny=804");
    assert_eq!(approval.card().unwrap().isp_issuer, None);
    assert_eq!(approval.card().unwrap().isp_issuer_name.as_deref(), Some("K bank card"));
    assert_eq!(approval.parts().get(PartKind::PaycoPoints).unwrap().get(), 200);
    let issued =
        approved(PayType::VirtualAccount, "va_data=20261231235959\x1fbank_code=04\x1fbank_name=x");
    let Detail::VirtualAccount(account) = &issued.detail else { panic!("{issued:?}") };
    assert_eq!(account.pay_until.unwrap().to_string(), "2026-12-31 23:59:59 KST");
    assert_eq!(
        (account.bank, account.bank_name.as_deref()),
        (BankCode::parse("BK04").ok(), Some("x"))
    );
}

#[test]
fn every_method_has_its_own_time_and_it_is_the_approval_s() {
    for (method, name) in [
        (PayType::Card, "app_time"),
        (PayType::Mobile, "hp_app_time"),
        (PayType::Gift, "tk_app_time"),
        (PayType::Points, "pnt_app_time"),
    ] {
        let approval = approved(method, &format!("{name}=20261121221401"));
        let at = match &approval.detail {
            Detail::Card(card) => card.approved_at,
            Detail::Mobile(mobile) => mobile.approved_at,
            Detail::Gift(gift) => gift.approved_at,
            Detail::Points(points) => points.approved_at,
            other => panic!("{other:?}"),
        };
        assert_eq!(at.unwrap().to_string(), "2026-11-21 22:14:01 KST", "{method:?}");
        assert_eq!(approval.approved_at, at, "{method:?}");
    }
}

#[test]
fn a_phone_s_number_and_an_account_s_owner_are_never_printed() {
    let approval = approved(
        PayType::Mobile,
        "commid=LGT\x1fmobile_no=01012345678\x1fvan_id=ES01\x1fbizx_numb=99",
    );
    let Detail::Mobile(mobile) = &approval.detail else { panic!("{approval:?}") };
    assert_eq!(mobile.number.as_ref().unwrap().expose(), "01012345678");
    assert_eq!((mobile.sold, mobile.carrier.unwrap().as_str()), (Some(Sold::Goods), "LGT"));
    let issued = approved(PayType::VirtualAccount, "account=12345678901234\x1fdepositor=HONG");
    let card = approved(PayType::Card, "card_no=9410123412341234");
    let printed = format!("{approval:?} {issued:?} {card:?}");
    for secret in ["01012345678", "12345678901234", "HONG", "12341234"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn points_and_card_stand_side_by_side() {
    let points = "pnt_issue=SCWB\x1fpnt_amount=404\x1fpnt_app_no=7\x1fpnt_app_time=20261121221401";
    let card = "card_cd=CCKM\x1fcard_no=9410123412341234\x1fcard_mny=600";
    for method in [PayType::Card, PayType::Points] {
        let approval = approved(method, &format!("{points}\x1f{card}"));
        assert_eq!(approval.points().unwrap().amount.unwrap().get(), 404);
        assert_eq!(approval.card().unwrap().issuer.unwrap().as_str(), "CCKM");
        assert_eq!(
            (approval.amount.get(), approval.parts().agreement()),
            (1_004, Agreement::AddUp)
        );
        assert_eq!(approval.parts().as_slice().len(), 2);
    }
    assert!(approved(PayType::Card, card).beside.is_none());
    assert!(approved(PayType::Points, points).beside.is_none());
}

#[test]
fn parts_that_do_not_add_up_are_no_refusal_and_a_wrong_total_is() {
    let approval = approved(PayType::Card, "card_mny=600\x1fcoupon_mny=1");
    assert_eq!((approval.amount.get(), approval.parts().agreement()), (1_004, Agreement::Differ));
    assert_eq!(approved(PayType::Mobile, "x=1").parts().agreement(), Agreement::NotStated);
    let all = approved(PayType::Card, "card_mny=0\x1fcoupon_mny=1004");
    assert_eq!(all.parts().agreement(), Agreement::AddUp);
    // The parts are right and the total is not: that is another amount than was asked.
    let text = "res_cd=0000\x1ftno=20261121000001\x1famount=600\x1fpay_method=PACA\x1forder_no=TEST0001\x1f\
        card_mny=600\x1fpnt_amount=404\x1fpnt_issue=SCWB";
    assert!(matches!(read(&charge(), text), Outcome::Unknown(_)));
}

#[test]
fn an_approval_knows_what_takes_it_back() {
    for method in
        [PayType::Card, PayType::Transfer, PayType::Mobile, PayType::Points, PayType::Gift]
    {
        assert_eq!(undo(method, "x=1"), "STSC", "{method:?}");
    }
    assert_eq!(undo(PayType::Card, "escw_yn=Y"), "STE2");
    assert_eq!(undo(PayType::Transfer, "escw_yn=Y"), "STE2");
    assert_eq!(undo(PayType::VirtualAccount, "escw_yn=Y"), "STE5");
    assert_eq!(undo(PayType::VirtualAccount, "escw_yn=N"), "STSC");
    let Undo::Cancel(cancel) = approved(PayType::Card, "x=1").undo() else { panic!() };
    assert!(cancel.read(&answer("res_cd=0000\x1ftno=20261121000001")).approved().is_some());
}

fn answer(text: &str) -> kcp_services::answer::Answer {
    let fields = kcp_codec::Fields::read(text.as_bytes(), kcp_codec::Separator::Unit).unwrap();
    kcp_services::answer::Answer::new(fields, kcp_services::answer::Encoding::EucKr)
}

#[test]
fn a_cancel_tells_what_went_back_and_which_receipt_is_left() {
    let text = "res_cd=0000\x1ftno=20261121000001\x1fpanc_mod_mny=400\x1fpanc_rem_mny=604\x1fpanc_card_mod_mny=300\x1f\
        panc_coupon_mod_mny=100\x1fmod_pcan_seq_no=1\x1fapp_cash_receipt_mny=604";
    let part = read(&partial(400, 1_004), text).approved().unwrap().into_answer();
    assert_eq!((part.card_part.unwrap().get(), part.coupon_part.unwrap().get()), (300, 100));
    assert_eq!(part.receipt_left.unwrap().get(), 604);
    let api = text.replace("panc_", "");
    let part = read(&partial(400, 1_004), &api).approved().unwrap().into_answer();
    assert_eq!((part.card_part.unwrap().get(), part.sequence.as_deref()), (300, Some("1")));
    let text = "res_cd=0000\x1ftno=20261121000001\x1fmod_time=20261121221401\x1fmod_seq_no=9";
    let whole = read(&cancel(), text).approved().unwrap().into_answer();
    assert_eq!(whole.sequence.as_deref(), Some("9"));
    assert!(whole.cancelled_at.is_some() && whole.receipt_left.is_none());
}

#[test]
fn a_refusal_has_its_text_in_english_too() {
    let text = "res_cd=8999\x1fres_msg=no\x1fres_en_msg=refer to kcp";
    let Outcome::Declined(no) = read(&charge(), text) else { panic!() };
    assert_eq!((no.message(), no.english_message()), (Some("no"), Some("refer to kcp")));
}

proptest! {
    #[test]
    fn a_strange_informing_field_never_spoils_a_payment(
        name in prop::sample::select(vec![
            "card_cd", "acqu_cd", "van_cd", "app_time", "quota", "noinf", "noinf_type", "card_bin_type_01",
            "isp_issuer_cd", "escw_yn", "card_no", "card_mny", "coupon_mny", "payco_point_mny", "res_tax_mny",
            "card_other_pay_type", "pnt_issue", "pnt_amount", "card_bin_bank_cd", "cash_no", "cash_yn",
        ]),
        value in "[ -~]{0,20}",
    ) {
        let text = format!(
            "res_cd=0000\x1ftno=20261121000001\x1famount=1004\x1fpay_method=PACA\x1forder_no=TEST0001\x1f{name}={value}"
        );
        let approval = read(&charge(), &text).approved();
        prop_assert!(approval.is_some(), "{}", text);
        let approval = approval.unwrap().into_answer();
        prop_assert_eq!(approval.amount.get(), 1_004);
        let _ = (approval.parts().agreement(), approval.undo());
    }
}
