//! What a card payment's answer adds.

use kcp_codec::{BankCode, CardCode, Instalments, KstDateTime, Name, VanCode};

use super::{Answer, EasyPayAnswer, MaskedCardNumber, TaxAnswer};

/// The card part of an approval (`seed 002 §5`, `seed 003 §8`, `legacy.md §2.3`). Institutions leave fields out, so
/// every one may be absent; one that makes no sense is left out too and stays among the answer's fields.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CardAnswer {
    /// The issuer (`card_cd`).
    pub issuer: Option<CardCode>,
    /// The issuer's name (`card_name`), up to 20 bytes on the socket and 32 on the PG-API.
    pub issuer_name: Option<String>,
    /// The issuer's code in the ISP network (`isp_issuer_cd`), where it is another: `BC96` K bank, `KM90` Kakao bank.
    pub isp_issuer: Option<CardCode>,
    /// The issuer's name in the ISP network (`isp_issuer_nm`), up to 32 bytes. The guide's example prints it under
    /// the code's name; text there that is no code is taken for it.
    pub isp_issuer_name: Option<String>,
    /// The acquirer (`acqu_cd`).
    pub acquirer: Option<CardCode>,
    /// The acquirer's name (`acqu_name`), up to 20 bytes.
    pub acquirer_name: Option<String>,
    /// The bank behind the card (`card_bank_cd`, `card_bin_bank_cd`).
    pub bank: Option<BankCode>,
    /// Who carried the payment to the issuer (`van_cd`).
    pub van: Option<VanCode>,
    /// The merchant's number at the card company (`bizx_numb`), up to 20 digits.
    pub merchant_no: Option<String>,
    /// What the merchant agreed with the card company (`join_cd`), as it came; no source says more.
    pub join_code: Option<String>,
    /// When the card company approved (`app_time`), Korean time.
    pub approved_at: Option<KstDateTime>,
    /// The approval number (`app_no`), up to eight digits.
    pub approval_no: Option<String>,
    /// Months of payment (`quota`).
    pub instalments: Option<Instalments>,
    /// Whether the instalments are free of interest (`noinf`).
    pub interest_free: Option<bool>,
    /// Who bears the interest of instalments that are free of it (`noinf_type`).
    pub interest_payer: Option<InterestPayer>,
    /// Whether parts may be cancelled (`partcanc_yn`).
    pub partly_cancellable: Option<bool>,
    /// Whether the payment is under escrow (`escw_yn`).
    pub escrow: Option<bool>,
    /// Whose card it is (`card_bin_type_01`).
    pub holder: Option<CardHolder>,
    /// Credit or debit (`card_bin_type_02`).
    pub kind: Option<CardKind>,
    /// The card number (`card_no`), masked.
    pub number: Option<MaskedCardNumber>,
    /// What a wallet or a coupon adds.
    pub easy_pay: EasyPayAnswer,
    /// The amount's parts under compound taxation (`res_tax_mny` and its kin), if the answer has any.
    pub tax: Option<TaxAnswer>,
}

/// Who bears the interest (`noinf_type`, `seed 003 §8`).
#[doc(alias = "noinf_type")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum InterestPayer {
    /// `CARD`: the card company, by an offer of its own.
    CardCompany,
    /// `SHOP`: the merchant.
    Shop,
}

/// Whose card it is (`card_bin_type_01`, `seed 003 §8`).
#[doc(alias = "card_bin_type_01")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CardHolder {
    /// `1`: a company's.
    Corporate,
    /// `0`: a person's.
    Personal,
}

/// How a card pays (`card_bin_type_02`, `seed 003 §8`).
#[doc(alias = "card_bin_type_02")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CardKind {
    /// `1`: from an account, at once; a check card in Korean terms.
    Check,
    /// `0`: on credit.
    Credit,
}

impl CardAnswer {
    pub(crate) fn read(answer: &Answer) -> Self {
        let isp_issuer = answer.info(ISP_ISSUER);
        Self {
            issuer: answer.info(CardCode::NAME),
            issuer_name: answer.text(Name::from_static("card_name")),
            isp_issuer,
            isp_issuer_name: answer
                .text(Name::from_static("isp_issuer_nm"))
                .or_else(|| answer.text(ISP_ISSUER).filter(|_| isp_issuer.is_none())),
            acquirer: answer.info(Name::from_static("acqu_cd")),
            acquirer_name: answer.text(Name::from_static("acqu_name")),
            bank: answer.first(&["card_bank_cd", "card_bin_bank_cd"]),
            van: answer.info(VanCode::NAME),
            merchant_no: answer.text(Name::from_static("bizx_numb")),
            join_code: answer.text(Name::from_static("join_cd")),
            approved_at: answer.info(KstDateTime::NAME),
            approval_no: answer.text(Name::from_static("app_no")),
            instalments: answer.info(Instalments::NAME),
            interest_free: answer.yes_no("noinf"),
            interest_payer: match answer.fields().get(Name::from_static("noinf_type")) {
                Some(b"CARD") => Some(InterestPayer::CardCompany),
                Some(b"SHOP") => Some(InterestPayer::Shop),
                _ => None,
            },
            partly_cancellable: answer.yes_no("partcanc_yn"),
            escrow: answer.yes_no("escw_yn"),
            holder: match answer.fields().get(Name::from_static("card_bin_type_01")) {
                Some(b"0") => Some(CardHolder::Personal),
                Some(b"1") => Some(CardHolder::Corporate),
                _ => None,
            },
            kind: match answer.fields().get(Name::from_static("card_bin_type_02")) {
                Some(b"0") => Some(CardKind::Credit),
                Some(b"1") => Some(CardKind::Check),
                _ => None,
            },
            number: answer.info(Name::from_static("card_no")),
            easy_pay: EasyPayAnswer::read(answer),
            tax: TaxAnswer::read(answer),
        }
    }

    /// Whether the answer says anything of a card: in a payment by points and card, whether there was one.
    pub(crate) fn is_told(answer: &Answer) -> bool {
        ["card_cd", "card_no"].into_iter().any(|name| answer.states(Name::from_static(name)))
    }
}

const ISP_ISSUER: Name = Name::from_static("isp_issuer_cd");
