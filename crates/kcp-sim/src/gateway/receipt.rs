//! What an approval answers, per method (`legacy.md §2.3`, `seed 002 §5`). The values around the money are made up.

use kcp_codec::WonOrZero;

use super::answer::Answer;
use crate::{PayMethod, book::Payment, clock::end_of_day_after};

/// The answer to an approval, or to the issue of an account.
pub(crate) fn approved(payment: &Payment) -> Answer {
    let code = if payment.method == PayMethod::VirtualAccount { "V000" } else { "0000" };
    let answer = head(Answer::done(code), payment);
    match payment.method {
        PayMethod::Card => card(answer, payment),
        PayMethod::Gift => gift(answer, payment),
        PayMethod::Points => points(answer, payment),
        PayMethod::Mobile => mobile(answer, payment),
        PayMethod::Transfer => transfer(answer, payment),
        PayMethod::VirtualAccount => virtual_account(answer, payment),
    }
}

/// What answers about a payment begin with.
pub(crate) fn head(answer: Answer, payment: &Payment) -> Answer {
    answer
        .text("pay_method", payment.method.as_str())
        .with("order_no", &payment.order)
        .with("tno", &payment.tno)
        .with("amount", &payment.amount)
}

fn card(answer: Answer, payment: &Payment) -> Answer {
    let (issuer, name) = ISSUER;
    let coupon = payment.extras.coupon;
    // A coupon may pay all of it, and never more.
    let of_card = payment.amount.get().saturating_sub(coupon.get());
    let answer = match payment.extras.easy_pay {
        Some(wallet) => answer.text("card_other_pay_type", wallet.as_str()),
        None => answer,
    };
    answer
        .with("card_mny", &WonOrZero::new(of_card).unwrap_or_default())
        .with("coupon_mny", &coupon)
        .text("card_cd", issuer)
        .text("card_name", name)
        .text("acqu_cd", issuer)
        .text("acqu_name", name)
        .text("card_no", "4673090000000032")
        .text("bizx_numb", "000000000000")
        .text("van_cd", "VNKC")
        .with("app_time", &payment.approved_at)
        .with("van_apptime", &payment.approved_at)
        .text("app_no", last_eight(payment))
        .with("quota", &payment.instalments)
        .text("noinf", "N")
        .text("escw_yn", "N")
        .text("partcanc_yn", "Y")
        .text("card_bin_type_01", "0")
        .text("card_bin_type_02", "0")
}

fn transfer(answer: Answer, payment: &Payment) -> Answer {
    answer
        .with("bk_mny", &payment.amount)
        .with("coupon_mny", &WonOrZero::ZERO)
        .text("van_cd", "VNKF")
        .text("bank_code", "BK04")
        .text("bank_name", "국민은행")
        .with("app_time", &payment.approved_at)
        .text("escw_yn", "N")
}

fn virtual_account(answer: Answer, payment: &Payment) -> Answer {
    let mut account = String::from("9900");
    account.push_str(payment.tno.as_str().get(4..).unwrap_or_default());
    answer
        .text("van_cd", "SCWR")
        .text("bankcode", "BK04")
        .text("bankname", "국민은행")
        .text("depositor", "시뮬레이터")
        .text("account", &account)
        .with("app_time", &payment.approved_at)
        .with("va_date", &end_of_day_after(payment.approved_at, VA_DAYS))
        .text("escw_yn", "N")
}

fn mobile(answer: Answer, payment: &Payment) -> Answer {
    // Public code reads hp_app_time, the guide says app_time: both are there.
    answer
        .text("van_cd", "VNDN")
        .text("van_id", "ES02")
        .text("commid", "SKT")
        .text("mobile_no", "01000000000")
        .with("app_time", &payment.approved_at)
        .with("hp_app_time", &payment.approved_at)
}

fn points(answer: Answer, payment: &Payment) -> Answer {
    answer
        .with("pnt_amount", &payment.amount)
        .text("pnt_issue", "SCWB")
        .text("pnt_app_no", point_number(payment))
        .with("pnt_app_time", &payment.approved_at)
        .text("pnt_receipt_gubn", "N")
        .text("add_pnt", "0")
        .with("use_pnt", &payment.amount)
        .with("app_time", &payment.approved_at)
}

fn gift(answer: Answer, payment: &Payment) -> Answer {
    answer
        .with("tk_mny", &payment.amount)
        .text("tk_van_code", "SCCL")
        .text("tk_app_no", payment.tno.as_str())
        .with("tk_app_time", &payment.approved_at)
        .with("app_time", &payment.approved_at)
}

/// An approval number of points has ten digits in the guide's example (`seed 004 §2.3`).
pub(crate) fn point_number(payment: &Payment) -> &str {
    payment.tno.as_str().get(4..).unwrap_or_default()
}

/// KB, whose codes the guides use in their examples; the card's number is nobody's, its third group is masked.
pub(crate) const ISSUER: (&str, &str) = ("CCKM", "KB국민카드");

/// A card's approval number has eight digits.
fn last_eight(payment: &Payment) -> &str {
    payment.tno.as_str().get(6..).unwrap_or_default()
}

/// Days that a virtual account waits for its deposit. The window may ask for others at KCP; here it is always a week.
const VA_DAYS: u16 = 7;
