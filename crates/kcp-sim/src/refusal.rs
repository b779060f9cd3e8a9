//! Every refusal that the gateway gives: the code, our own short text, and when it is given.

use std::fmt;

/// A refusal: a code of KCP's and a text of ours.
///
/// Codes are KCP's (`rescodes.tsv`, `refusal-codes.tsv`). Where the guides tie a code to a fault, that is followed;
/// the other choices are this simulator's, and are marked *chosen*. The texts are not KCP's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Refusal {
    code: &'static str,
    message: &'static str,
}

impl Refusal {
    /// The code (`res_cd`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The text (`res_msg`), in Korean.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.message
    }

    /// The refusal with this code; another code gets a general text.
    #[must_use]
    pub fn of_code(code: &'static str) -> Self {
        Self::ALL
            .into_iter()
            .find(|known| known.code == code)
            .unwrap_or(Self { code, message: "시뮬레이터가 정한 거절" })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $message:literal;)*) => {
        impl Refusal {
            $($(#[$doc])* pub const $name: Self = Self { code: $code, message: $message };)*

            /// All of them.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$name),*];
        }
    };
}

refusals! {
    /// 3001: the customer closed the window (`https.md §9`).
    USER_CANCELLED = "3001", "사용자 취소";
    /// 3014: `site_cd` unknown or not as issued, or `site_key` whole but not this merchant's (`seed 002`, questions).
    UNKNOWN_MERCHANT = "3014", "가맹점 확인 불가";
    /// 3096, *chosen*: `kcp_cert_info` is missing, or no PEM text of a certificate with its markers.
    BAD_CERTIFICATE = "3096", "서비스 인증서 형식 오류";
    /// 3101, *chosen*: `pay_type` is not the method that the customer used in the window.
    OTHER_METHOD = "3101", "인증한 수단과 다름";
    /// 3102, *chosen*: the window was opened with an order that differs from the registered one, or with an unknown
    /// `approval_key`.
    OTHER_REGISTRATION = "3102", "등록한 주문과 다름";
    /// 3103, *chosen*: the window gave out no such `enc_data`, or not to this merchant.
    UNKNOWN_AUTHENTICATION = "3103", "인증 내역 없음";
    /// 6003: `enc_key`, `enc_info` or `enc_data` does not open, or `site_key` is absent or cut short (`seed 002`,
    /// questions).
    DOES_NOT_OPEN = "6003", "요청을 열 수 없음";
    /// 7504: no request of ours at all, as from `telnet` (`seed 002`, questions).
    NOT_A_REQUEST = "7504", "기타 오류";
    /// 7506, *chosen*: an HTTP head that cannot be read.
    BAD_HEAD = "7506", "머리글 오류";
    /// 8001: a merchant of the real environment at this test gateway (`seed 002`, questions).
    OTHER_ENVIRONMENT = "8001", "환경이 다른 사이트";
    /// 8002, *chosen*: `kcp_cert_info` is not the certificate that was issued to this `site_cd`.
    OTHER_CERTIFICATE = "8002", "이 사이트의 인증서가 아님";
    /// 8004, *chosen*: eight digits in the path, but no transaction of this gateway; on the PG-API a `tran_cd` that
    /// is not the window's.
    UNKNOWN_TRANSACTION = "8004", "모르는 거래 구분";
    /// 8005, *chosen*: an approval without anything to pay with.
    NOTHING_TO_PAY = "8005", "결제 수단 누락";
    /// 8009, *chosen*: a change without `mod_data`.
    NOTHING_TO_CHANGE = "8009", "변경 내용 누락";
    /// 8011, *chosen*: the tax parts of a partial cancel do not add up, or `tax_flag` is not TG03.
    OTHER_TAX_SUM = "8011", "복합과세 금액 오류";
    /// 8015, *chosen*: no order number.
    NO_ORDER = "8015", "주문번호 누락";
    /// 8016, *chosen*: no name of the goods.
    NO_GOODS = "8016", "상품명 누락";
    /// 8021, *chosen*: a path that is not eight digits.
    BAD_TRANSACTION = "8021", "거래 구분 형식 오류";
    /// 8022, *chosen*: a card record without the common one.
    NO_COMMON = "8022", "공통 결제 정보 누락";
    /// 8024, *chosen*: a payment record or method that this simulator does not play.
    UNSUPPORTED_METHOD = "8024", "다루지 않는 수단";
    /// 8023, *chosen*: a change of a cash receipt that is cancelled.
    RECEIPT_CANCELLED = "8023", "이미 취소된 현금영수증";
    /// 8027: a re-approval (`STRA`) of anything but points.
    NOT_TO_REAPPROVE = "8027", "재승인할 수 없는 수단";
    /// 8029, *chosen*: a partial cancel of one method (`RN07`, `STPA`) on a payment of another.
    OTHER_METHOD_TO_CANCEL = "8029", "취소 유형과 수단이 다름";
    /// 8035: a partial cancel of nothing.
    NOTHING_TO_CANCEL = "8035", "부분취소 금액 부족";
    /// 8036: a partial cancel of more than is left.
    MORE_THAN_LEFT = "8036", "남은 금액보다 큼";
    /// 8037: `rem_mny` is not what is left before the partial cancel.
    OTHER_AMOUNT_LEFT = "8037", "남은 금액이 다름";
    /// 8040: a full cancel after a partial one.
    PARTLY_CANCELLED = "8040", "부분취소된 거래의 전체취소";
    /// 8051, *chosen*: `amount`, `good_mny` or `ordr_mony` is no amount.
    BAD_AMOUNT = "8051", "금액 형식 오류";
    /// 8052, *chosen*: `currency` is not 410.
    BAD_CURRENCY = "8052", "통화 오류";
    /// 8055, *chosen*: `cust_ip` is no address.
    BAD_ADDRESS = "8055", "주소 형식 오류";
    /// 8058, *chosen*: points are asked for with another amount than 1004 (`seed 004 §2.2`).
    NOT_1004 = "8058", "포인트 조회 금액 오류";
    /// 8059: the amounts of a request differ, or `ordr_mony` is not what the customer agreed to (`seed 002`).
    OTHER_AMOUNT = "8059", "금액 불일치";
    /// 8072, *chosen*: `tno` is missing or not 14 digits.
    BAD_NUMBER = "8072", "거래번호 형식 오류";
    /// 8073, *chosen*: a `mod_type` that this simulator does not play, or none.
    BAD_CHANGE = "8073", "변경 유형 오류";
    /// 8078: `mod_tax_mny` is missing or no amount.
    BAD_TAX = "8078", "과세 금액 형식 오류";
    /// 8079: `mod_free_mny` is missing or no amount.
    BAD_TAX_FREE = "8079", "비과세 금액 형식 오류";
    /// 8080: `mod_vat_mny` is missing or no amount.
    BAD_VAT = "8080", "부가세 금액 형식 오류";
    /// 8081, *chosen*: `mod_ip` is no address.
    BAD_CHANGE_ADDRESS = "8081", "요청자 주소 오류";
    /// 8076, *chosen*: an escrow change without what it needs (`deli_numb`, `deli_corp`, `sub_mod_type`, `part_canc_yn`).
    BAD_ESCROW = "8076", "에스크로 변경 정보 오류";
    /// 8082, *chosen*: `mod_mny` is missing or no amount.
    BAD_CHANGE_AMOUNT = "8082", "변경 금액 형식 오류";
    /// 8084, *chosen*: `rem_mny` is missing or no amount.
    BAD_AMOUNT_LEFT = "8084", "변경 전 금액 형식 오류";
    /// 8087, *chosen*: `mod_ordr_idxx` is no order number.
    BAD_NEW_ORDER = "8087", "재승인 주문번호 형식 오류";
    /// 8090, *chosen*: the account is not in this owner's name.
    OTHER_OWNER = "8090", "예금주가 다름";
    /// 8092, *chosen*: `trad_time` of a cash receipt is no time, or later than now.
    BAD_TRADE_TIME = "8092", "거래 시각 오류";
    /// 8094, *chosen*: `enc_data` that was approved before.
    USED_AUTHENTICATION = "8094", "이미 쓴 인증";
    /// 8095, *chosen*: `trad_time` is not the cash receipt's.
    OTHER_TRADE_TIME = "8095", "원거래 시각 불일치";
    /// 8101, *chosen*: `bt_group_id` or `bt_batch_key` is missing or malformed.
    BAD_CARD = "8101", "카드 정보 형식 오류";
    /// 8103, *chosen*: a `card_tx_type` other than 11511000.
    BAD_CARD_TYPE = "8103", "카드 거래 유형 오류";
    /// 8105, *chosen*: `card_mny` is missing or no amount.
    BAD_CARD_AMOUNT = "8105", "카드 금액 형식 오류";
    /// 8106, *chosen*: `quota` is no number of instalments.
    BAD_INSTALMENTS = "8106", "할부 형식 오류";
    /// 8108, *chosen*: the group has no such key.
    UNKNOWN_CARD = "8108", "등록되지 않은 카드 키";
    /// 8129: a test card takes 1,000 to 5,004 won at once, or 50,004 won in instalments.
    TEST_AMOUNT = "8129", "테스트 금액 범위 밖";
    /// 8132: no payment of this merchant has this number.
    NO_PAYMENT = "8132", "해당 결제 없음";
    /// 8133: a cancel of a cancelled payment.
    ALREADY_CANCELLED = "8133", "이미 취소됨";
    /// 8134, *chosen*: a cancel that the payment's state does not allow. A virtual account that was paid into is refunded
    /// instead (`STHD`, `STPD`); goods on their way are held first (`STE3`).
    NOT_TO_CANCEL = "8134", "취소할 수 없는 상태";
    /// 8137: a capture of a captured payment.
    ALREADY_CAPTURED = "8137", "이미 매입 요청됨";
    /// 8138: a capture that the merchant or the payment does not allow.
    NOT_TO_CAPTURE = "8138", "매입 요청 불가";
    /// 8148: a re-approval of a payment that was re-approved before.
    ALREADY_REAPPROVED = "8148", "이미 재승인된 거래";
    /// 8193, *chosen*: no member has this `pt_idno`.
    UNKNOWN_MEMBER = "8193", "포인트 회원 없음";
    /// 8195, *chosen*: `pt_memcorp_cd` is not the member's.
    OTHER_CORPORATION = "8195", "회원 소속사 불일치";
    /// 8197, *chosen*: `pt_pwd` is not the member's.
    OTHER_PASSWORD = "8197", "포인트 비밀번호 불일치";
    /// 8283, *chosen*: a text with a forbidden character, a character that EUC-KR (CP949) does not have, or too many
    /// bytes in it.
    BAD_TEXT = "8283", "문자열 형식 오류";
    /// 8287, *chosen*: `pt_issue` is not SCWB, or `pt_paycode` not 04.
    OTHER_INSTITUTION = "8287", "다루지 않는 포인트 기관";
    /// 8300, *chosen*: a body or a record that does not frame: repeated names, unknown groups, too many fields,
    /// broken escapes, undecodable text.
    BAD_FRAME = "8300", "전문 형식 오류";
    /// 8308: `va_receipt_gubn` or `va_taxno` without the other (`https.md §2`), or a `va_receipt_gubn` that is not 0 or 1.
    HALF_RECEIPT = "8308", "현금영수증 정보 누락";
    /// 8312, *chosen*: `va_mny` is missing or no amount.
    BAD_ACCOUNT_AMOUNT = "8312", "가상계좌 금액 형식 오류";
    /// 8329, *chosen*: a refund of anything but a virtual account that was paid into.
    NOT_REFUNDABLE = "8329", "환불할 수 없는 거래";
    /// 8336, *chosen*: a deposit into an account that does not wait for one.
    ALREADY_PAID = "8336", "입금 대기 중이 아님";
    /// 8337: a refund of a refunded payment, or the reversal of a deposit that was refunded.
    ALREADY_REFUNDED = "8337", "이미 환불됨";
    /// 8384, *chosen*: a partial cancel, an escrow change other than `STE5`, or a reversal of an account that nobody has
    /// paid into.
    NOTHING_PAID = "8384", "입금 전 부분취소 불가";
    /// 8385, *chosen*: a partial cancel of points or gift cards, which are cancelled whole.
    NO_PARTS = "8385", "부분취소 없는 수단";
    /// 8501, *chosen*: an order number that is malformed, or not the authenticated one.
    BAD_ORDER = "8501", "주문번호 오류";
    /// 8545, *chosen*: the account of a refund is described in another way than `legacy.md §3.4` says.
    BAD_REFUND = "8545", "환불 정보 형식 오류";
    /// 8549: `mod_mny` of a whole refund is not what is left.
    OTHER_REFUND = "8549", "환불 금액 불일치";
    /// 8564, *chosen*: the parts of a cash receipt do not add up.
    OTHER_RECEIPT_SUM = "8564", "현금영수증 금액 불일치";
    /// 8585, *chosen*: no cash receipt of this merchant has this number.
    NO_RECEIPT = "8585", "해당 현금영수증 없음";
    /// 8663, *chosen*: a deposit into an account that was given up, or after its deadline.
    CLOSED_ACCOUNT = "8663", "입금할 수 없는 계좌";
    /// 8713, *chosen*: a bank code that is malformed or that no account here has.
    UNKNOWN_BANK = "8713", "은행 코드 오류";
    /// 8714, *chosen*: a `va_txtype`, `pt_txtype`, `tx_type` or `op_cd` that this simulator does not play.
    BAD_KIND = "8714", "요청 유형 오류";
    /// 8719, *chosen*: `id_info` of a cash receipt is not 10 to 18 digits.
    BAD_RECEIPT_ID = "8719", "현금영수증 식별번호 오류";
    /// 8789, *chosen*: an escrow change (`STE1` to `STE5`, `STE9`) of a payment without escrow, or any other cancel of
    /// one with it.
    OTHER_KIND_OF_PAYMENT = "8789", "에스크로 여부가 맞지 않는 변경";
    /// 8790: a re-approval of more than was paid.
    MORE_THAN_REAPPROVED = "8790", "재승인 금액 초과";
    /// 8842, *chosen*: the merchant has no such group.
    UNKNOWN_GROUP = "8842", "등록되지 않은 그룹";
    /// 8846, *chosen*: `kcp_sign_data` is missing where it is needed.
    NO_SIGNATURE = "8846", "서명 누락";
    /// 8852, *chosen*: `user_type`, `tr_code` or `corp_type` of a cash receipt is none that is played.
    BAD_RECEIPT = "8852", "현금영수증 구분 오류";
    /// 8853, *chosen*: `mod_value` or `mod_gubn` does not say which cash receipt.
    BAD_RECEIPT_NUMBER = "8853", "현금영수증 거래번호 오류";
    /// 8863, *chosen*: `va_date` is no time, or not later than now.
    BAD_DEADLINE = "8863", "입금 기한 오류";
    /// 8896, *chosen*: a million transactions in one day.
    NO_NUMBER_LEFT = "8896", "거래번호 소진";
    /// 8999, *chosen*: no such account at this bank (the code of `seed 000 §5.1.1`'s example).
    NO_ACCOUNT = "8999", "계좌 확인 불가";
    /// 8A14, *chosen*: a delivery (`STE1`) or a hold (`STE3`) that the stage of the goods does not allow.
    NOT_AT_THIS_STAGE = "8A14", "상태를 바꿀 수 없음";
    /// 8E02: a cancel after the customer confirmed the purchase; `STE9` takes it back.
    PURCHASE_CONFIRMED = "8E02", "구매확정된 거래";
    /// 9028: no `Ret_URL`, or one that is no address of the web.
    NO_RETURN_URL = "9028", "결과 주소 오류";
    /// CC88, *chosen*: the member has too few points.
    TOO_FEW_POINTS = "CC88", "포인트 부족";
    /// CCP2, *chosen*: the certificate is not valid at the simulator's time.
    EXPIRED_CERTIFICATE = "CCP2", "인증서 유효기간 아님";
    /// CCPJ, *chosen*: `kcp_sign_data` is not the certificate key's signature of what it must cover.
    BAD_SIGNATURE = "CCPJ", "서명 불일치";
}

#[cfg(test)]
mod tests {
    use kcp_codec::{Charset, Name};

    use super::*;

    #[test]
    fn every_text_is_korean_that_goes_over_the_wire() {
        for refusal in Refusal::ALL {
            assert!(
                Charset::Ksx1001.encode(Name::from_static("res_msg"), refusal.message()).is_ok(),
                "{refusal}"
            );
            assert_eq!(refusal.code().len(), 4, "{refusal}");
            assert_eq!(Refusal::of_code(refusal.code()), refusal, "a code stands twice");
        }
    }

    #[test]
    fn an_unknown_code_is_kept() {
        assert_eq!(Refusal::of_code("CC99").code(), "CC99");
    }
}
