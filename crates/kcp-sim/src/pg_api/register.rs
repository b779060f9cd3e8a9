//! Registering an order before the mobile window opens (`/std/tradeReg/register`, `seed 003 §3`).

use std::{collections::BTreeMap, net::SocketAddr};

use base64ct::{Base64, Encoding as _};
use getrandom::SysRng;
use kcp_codec::{Fields, Name, OrderId, SiteCode, TraceNo, Won};
use rand_core::TryRng;

use crate::{
    PayMethod, Refusal,
    gateway::{
        State,
        answer::Answer,
        card::order_number,
        rules::{Desk, amount, has},
    },
};

/// Orders that were registered, by their `approvalKey`.
#[derive(Debug, Default)]
pub(crate) struct Registrations(BTreeMap<String, Registration>);

/// What the window must repeat.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Registration {
    pub(crate) site: SiteCode,
    pub(crate) order: OrderId,
    pub(crate) amount: Won,
    pub(crate) method: PayMethod,
}

impl Registrations {
    pub(crate) fn find(&self, key: &[u8]) -> Option<Registration> {
        std::str::from_utf8(key).ok().and_then(|key| self.0.get(key)).copied()
    }
}

/// Writes the order down. The names of this answer are its own: `Code` and `Message`.
pub(crate) fn register(
    state: &mut State,
    desk: &Desk<'_>,
    address: SocketAddr,
    fields: &Fields,
) -> Result<Answer, Refusal> {
    let site = desk.merchant.site();
    let order = order_number(fields)?;
    let amount = amount(fields, GOOD_MNY, Refusal::BAD_AMOUNT)?.ok_or(Refusal::BAD_AMOUNT)?;
    if !has(fields, GOOD_NAME) {
        return Err(Refusal::NO_GOODS);
    }
    let word = fields.get(PAY_METHOD).unwrap_or_default();
    let (word, _, method) = METHODS
        .into_iter()
        .find(|(mobile, ..)| mobile.as_bytes() == word)
        .ok_or(Refusal::UNSUPPORTED_METHOD)?;
    let address_of_shop = fields.get(RET_URL).unwrap_or_default();
    let web = [&b"http://"[..], b"https://"].iter().any(|start| address_of_shop.starts_with(start));
    if !web || address_of_shop.len() > 256 {
        return Err(Refusal::NO_RETURN_URL);
    }
    let mut random = [0; 64];
    SysRng.try_fill_bytes(&mut random).map_err(|_| Refusal::NO_NUMBER_LEFT)?;
    let (key, hash) = random.split_at(32);
    let key = Base64::encode_string(key);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let trace = TraceNo::new(site, desk.now, Some(std::net::Ipv4Addr::LOCALHOST));
    state.registrations.0.insert(key.clone(), Registration { site, order, amount, method });
    Ok(Answer::empty()
        .text("Code", "0000")
        .text("Message", "Success")
        .text("approvalKey", &key)
        .text("hashData", &hash)
        .text("PayUrl", &format!("https://{address}{WINDOW}"))
        .text("traceNo", trace.as_str())
        .text("paymentMethod", word)
        .text("request_URI", PATH))
}

/// A refusal under this answer's names.
pub(crate) fn refused(refusal: Refusal) -> Answer {
    Answer::empty().text("Code", refusal.code()).text("Message", refusal.message())
}

/// The methods: on the phone, on a desk, and what they become (`seed 003 §8`).
const METHODS: [(&str, &str, PayMethod); 6] = [
    ("CARD", "100000000000", PayMethod::Card),
    ("BANK", "010000000000", PayMethod::Transfer),
    ("VCNT", "001000000000", PayMethod::VirtualAccount),
    ("TPNT", "000100000000", PayMethod::Points),
    ("MOBX", "000010000000", PayMethod::Mobile),
    ("GIFT", "000000001000", PayMethod::Gift),
];

/// The method that a word of a form means: four letters, or twelve digits. Of several that the digits offer, the customer
/// takes the first.
pub(crate) fn method(word: &[u8]) -> Option<PayMethod> {
    let offers = |digits: &str| {
        let mut places = digits.bytes().zip(word);
        word.len() == digits.len()
            && word.iter().all(|digit| matches!(digit, b'0' | b'1'))
            && places.any(|(place, digit)| place == b'1' && *digit == b'1')
    };
    let known =
        |(mobile, desk, _): &(&str, &str, PayMethod)| word == mobile.as_bytes() || offers(desk);
    METHODS.into_iter().find(known).map(|(.., method)| method)
}

/// Where the window of a phone opens (`PayUrl`), and the filter in front of it for pages in UTF-8.
pub(crate) const WINDOW: &str = "/pay/mobileGW.kcp";
pub(crate) const WINDOW_UTF8: &str = "/pay/jsp/encodingFilter/encodingFilter.jsp";

pub(crate) const PATH: &str = "/std/tradeReg/register";

const GOOD_MNY: Name = Name::from_static("good_mny");
const GOOD_NAME: Name = Name::from_static("good_name");
const PAY_METHOD: Name = Name::from_static("pay_method");
const RET_URL: Name = Name::from_static("Ret_URL");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_methods_the_first_is_taken_and_a_strange_word_is_none() {
        for (word, want) in [
            ("CARD", Some(PayMethod::Card)),
            ("000010000000", Some(PayMethod::Mobile)),
            ("011000000000", Some(PayMethod::Transfer)),
            ("111111111111", Some(PayMethod::Card)),
            // Tong money, which is not played.
            ("000000100000", None),
            ("000000000000", None),
            ("10000000000", None),
            ("1000000000000", None),
            ("200000000000", None),
            ("card", None),
            ("", None),
        ] {
            assert_eq!(method(word.as_bytes()), want, "{word}");
        }
    }
}
