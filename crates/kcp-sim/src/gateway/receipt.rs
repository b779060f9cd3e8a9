//! What an approval answers, per method (`legacy.md §2.3`, `seed 002 §5`, `seed 003 §8`). The values around the money are
//! made up.

use kcp_codec::WonOrZero;

use super::answer::Answer;
use crate::{CardKind, CashReceipt, PayMethod, book::Payment};

/// The answer to an approval, or to the issue of an account.
pub(crate) fn approved(payment: &Payment) -> Answer {
    let code = if payment.method == PayMethod::VirtualAccount { "V000" } else { "0000" };
    let answer = head(Answer::done(code), payment);
    match payment.method {
        PayMethod::Card => card(answer, payment),
        PayMethod::Gift => gift(answer, payment),
        PayMethod::KakaoMoney
        | PayMethod::NaverPoints
        | PayMethod::PaycoPoints
        | PayMethod::SsgMoney
        | PayMethod::TossMoney => wallet(answer, payment),
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

/// Adds the cash receipt that the customer asked for. An account's is registered with its deposit, so there is no number
/// yet.
pub(crate) fn with_receipt(
    answer: Answer,
    payment: &Payment,
    receipt: Option<&CashReceipt>,
) -> Answer {
    let Some(usage) = payment.extras.receipt else { return answer };
    let answer = answer.text("cash_yn", "Y").text("cash_tr_code", usage.as_str());
    match receipt {
        Some(receipt) => {
            answer.text("cash_authno", receipt.approval()).with("cash_no", &receipt.number)
        }
        None => answer,
    }
}

fn card(answer: Answer, payment: &Payment) -> Answer {
    let extras = payment.extras;
    let (company, check, (issuer, name), isp) = match extras.card {
        CardKind::Check => ("0", "1", KB, None),
        CardKind::Company => ("1", "0", KB, None),
        CardKind::KakaoBank => ("0", "1", KB, Some(("KM90", "카카오뱅크"))),
        CardKind::KBank => ("0", "1", BC, Some(("BC96", "K뱅크카드"))),
        CardKind::Personal => ("0", "0", KB, None),
    };
    // A coupon or points may pay all of it, and never more.
    let of_card = payment.amount.get().saturating_sub(extras.coupon.get());
    let of_card = of_card.saturating_sub(extras.points.get());
    let answer = match extras.easy_pay {
        Some(wallet) => answer.text("card_other_pay_type", wallet.as_str()),
        None => answer,
    };
    let answer = answer
        .with("card_mny", &WonOrZero::new(of_card).unwrap_or_default())
        .with("coupon_mny", &extras.coupon)
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
        .text("noinf", yes(extras.interest_free.is_some()))
        .text("escw_yn", yes(extras.escrow))
        .text("partcanc_yn", "Y")
        .text("card_bin_type_01", company)
        .text("card_bin_type_02", check);
    let answer = match extras.interest_free {
        Some(paid_by) => answer.text("noinf_type", paid_by.as_str()),
        None => answer,
    };
    let answer = match isp {
        Some((code, name)) => answer.text("isp_issuer_cd", code).text("isp_issuer_nm", name),
        None => answer,
    };
    match extras.points {
        WonOrZero::ZERO => answer,
        points => answer
            .with("pnt_amount", &points)
            .text("pnt_issue", "SCWB")
            .text("pnt_app_no", point_number(payment))
            .with("pnt_app_time", &payment.approved_at),
    }
}

fn transfer(answer: Answer, payment: &Payment) -> Answer {
    answer
        .with("bk_mny", &payment.amount)
        .with("coupon_mny", &WonOrZero::ZERO)
        .text("van_cd", "VNKF")
        .text("bank_code", "BK04")
        .text("bank_name", "국민은행")
        .with("app_time", &payment.approved_at)
        // One digit by the table of `seed 002 §5`, a letter by its text; the letter is what it explains.
        .text("bk_receipt_gubn", yes(payment.extras.receipt.is_some()))
        .text("escw_yn", yes(payment.extras.escrow))
}

fn virtual_account(answer: Answer, payment: &Payment) -> Answer {
    let (bank, name) = payment.bank();
    answer
        .text("van_cd", "SCWR")
        .with("bankcode", &bank.prefixed())
        .text("bankname", name)
        .text("depositor", "시뮬레이터")
        .text("account", &payment.account().unwrap_or_default())
        .with("app_time", &payment.approved_at)
        .with("va_date", &payment.deadline())
        .text("escw_yn", yes(payment.extras.escrow))
}

fn mobile(answer: Answer, payment: &Payment) -> Answer {
    // Public code reads hp_app_time, the guide says app_time: both are there.
    answer
        .text("van_cd", "VNDN")
        .text("van_id", "ES02")
        .text("commid", "SKT")
        .text("mobile_no", "01000000000")
        .text("bizx_numb", "000000000000")
        .with("app_time", &payment.approved_at)
        .with("hp_app_time", &payment.approved_at)
}

fn points(answer: Answer, payment: &Payment) -> Answer {
    answer
        .with("pnt_amount", &payment.amount)
        .text("pnt_issue", "SCWB")
        .text("pnt_app_no", point_number(payment))
        .with("pnt_app_time", &payment.approved_at)
        .text("pnt_receipt_gubn", yes(payment.extras.receipt.is_some()))
        .text("add_pnt", "0")
        .with("use_pnt", &payment.amount)
        .with("rsv_pnt", &payment.amount)
        .with("app_time", &payment.approved_at)
}

fn gift(answer: Answer, payment: &Payment) -> Answer {
    answer
        .with("tk_mny", &payment.amount)
        .text("tk_van_code", "SCCL")
        .text("tk_app_no", payment.tno.as_str())
        .with("tk_app_time", &payment.approved_at)
        .with("tk_order_id", &payment.order)
        .with("app_time", &payment.approved_at)
}

/// Money and points in wallets answer with an amount of their own beside `amount` (`https.md §2`).
fn wallet(answer: Answer, payment: &Payment) -> Answer {
    answer.with("easypoint_mny", &payment.amount).with("app_time", &payment.approved_at)
}

/// KCP's letter for yes or no.
const fn yes(is: bool) -> &'static str {
    if is { "Y" } else { "N" }
}

/// An approval number of points has ten digits in the guide's example (`seed 004 §2.3`).
pub(crate) fn point_number(payment: &Payment) -> &str {
    payment.tno.as_str().get(4..).unwrap_or_default()
}

/// KB, whose codes the guides use in their examples; the card's number is nobody's, its third group is masked.
pub(crate) const KB: (&str, &str) = ("CCKM", "KB국민카드");

/// BC, who acquires what K bank issues.
const BC: (&str, &str) = ("CCBC", "BC카드");

/// A card's approval number has eight digits.
fn last_eight(payment: &Payment) -> &str {
    payment.tno.as_str().get(6..).unwrap_or_default()
}
