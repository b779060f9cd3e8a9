//! Registering a trade before the mobile window opens (`seed 003 §3`).

use kcp_codec::{FieldError, Fields, Name, OrderId, Reason, WebUrl, Won, Word, is_forbidden};
use kcp_transport::{
    Environment, Error, PayUrl,
    api::{Call, Path},
};

use super::{WindowMethod, options::Price};
use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, Rules, classify},
    fields::max_bytes,
    merchant::Identity,
    operation::{On, PgApi, Query, sealed::Sealed},
    texts::GoodsName,
};

/// The system of a buyer's phone (`user_agent`), up to 40 bytes: `Android` (`seed 003 §8`).
#[doc(alias = "user_agent")]
pub type DeviceSystem = Word<{ max_bytes("register", "user_agent") }>;

/// Registers an order for the mobile window. Nothing moves, so it may be asked again.
///
/// `M` is the unit of its amount: [`Won`], or [`Cents`](kcp_codec::Cents) of a dollar. The registration itself does not
/// say which; the form does.
#[derive(Clone, Debug)]
pub struct RegisterTrade<M = Won> {
    environment: Environment,
    order: OrderId,
    amount: M,
    goods: GoodsName,
    method: WindowMethod,
    return_url: WebUrl,
    device: Option<DeviceSystem>,
}

impl<M: Price> RegisterTrade<M> {
    /// An order for the window of `environment`, which answers to `return_url` (`Ret_URL`). Keep order, amount and
    /// method: the approval is made from them, not from what comes back.
    #[must_use]
    pub const fn new(
        environment: Environment,
        order: OrderId,
        amount: M,
        goods: GoodsName,
        method: WindowMethod,
        return_url: WebUrl,
    ) -> Self {
        Self { environment, order, amount, goods, method, return_url, device: None }
    }

    /// With the system of the buyer's phone (`user_agent`), up to 40 bytes; `Android` for example (`seed 003 §8`).
    #[doc(alias = "user_agent")]
    #[must_use]
    pub fn with_device(self, system: DeviceSystem) -> Self {
        Self { device: Some(system), ..self }
    }
}

/// A registered trade, with what the mobile form needs of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Registered<M = Won> {
    /// The key that the form carries (`approvalKey` here, `approval_key` there): visible ASCII without a character that
    /// means something in a page.
    pub approval_key: String,
    /// Where the form goes (`PayUrl`); one of the hosts of the environment.
    pub pay_url: PayUrl,
    /// KCP's trace number (`traceNo`).
    pub trace_no: Option<String>,
    pub(super) order: OrderId,
    pub(super) amount: M,
    pub(super) goods: GoodsName,
    pub(super) method: WindowMethod,
    pub(super) return_url: WebUrl,
    /// Every field of the answer.
    pub fields: Fields,
}

impl<M: Price> Sealed for RegisterTrade<M> {}

impl<M: Price> Operation for RegisterTrade<M> {
    type Answer = Registered<M>;

    const NAME: &'static str = "kcp register";

    fn read(&self, answer: &Answer) -> Outcome<Registered<M>> {
        classify(answer, &RULES, |answer| self.registered(answer), None)
    }
}

impl<M: Price> Query for RegisterTrade<M> {}

impl<M: Price> On<PgApi> for RegisterTrade<M> {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        Ok(who
            .start(Path::Register)
            .with(OrderId::NAME, &self.order)
            .with(Name::from_static("good_mny"), &self.amount)
            .with(Name::from_static("good_name"), &self.goods)
            .with(Name::from_static("pay_method"), &self.method.mobile())
            .with(WebUrl::NAME, &self.return_url)
            .with_some(Name::from_static("user_agent"), self.device.as_ref()))
    }
}

impl<M: Price> RegisterTrade<M> {
    fn registered(&self, answer: &Answer) -> Result<Registered<M>, UnknownCause> {
        let approval_key = answer.needed_text(APPROVAL_KEY)?;
        // It goes into a page as it came, so what could end an attribute or a line is not taken.
        let bad = |&byte: &u8| !byte.is_ascii_graphic() || byte == b'>' || is_forbidden(byte);
        if let Some(at) = approval_key.as_bytes().iter().position(bad) {
            let error = FieldError::new(APPROVAL_KEY, Reason::BadByte { at });
            return Err(UnknownCause::Unreadable(error));
        }
        let pay_url = answer.needed_text(Name::from_static("PayUrl"))?;
        let pay_url =
            PayUrl::parse(&self.environment, &pay_url).map_err(|_| UnknownCause::UntrustedUrl)?;
        Ok(Registered {
            approval_key,
            pay_url,
            trace_no: answer.text(Name::from_static("traceNo")),
            order: self.order,
            amount: self.amount,
            goods: self.goods.clone(),
            method: self.method,
            return_url: self.return_url.clone(),
            fields: answer.fields().clone(),
        })
    }
}

const APPROVAL_KEY: Name = Name::from_static("approvalKey");

/// This answer has names of its own (`https.md §2`).
const RULES: Rules =
    Rules { success: &[b"0000"], names: (Name::from_static("Code"), Name::from_static("Message")) };

#[cfg(test)]
mod tests {
    use kcp_codec::Charset;

    use super::*;
    use crate::answer::Encoding;

    fn read(key: &str) -> Outcome<Registered> {
        let goods =
            GoodsName::new(Name::from_static("good_name"), Charset::Ksx1001, "goods").unwrap();
        let trade = RegisterTrade::new(
            Environment::Test,
            OrderId::parse("A1").unwrap(),
            Won::new(1_004).unwrap(),
            goods,
            WindowMethod::Card,
            WebUrl::parse("https://shop.example/return").unwrap(),
        );
        let mut fields = Fields::new();
        for (name, value) in [
            ("Code", "0000"),
            ("approvalKey", key),
            ("PayUrl", "https://testsmpay.kcp.co.kr/pay/mobileGW.kcp"),
        ] {
            fields.push(Name::from_static(name), value.as_bytes()).unwrap();
        }
        trade.read(&Answer::new(fields, Encoding::Utf8))
    }

    #[test]
    fn a_key_that_would_break_out_of_a_page_is_no_key() {
        assert!(matches!(read("J9z6rqeRrR/iE35+VBPEo1sQ="), Outcome::Approved(_)));
        for (key, at) in [
            ("a\"b", 1),
            ("a'", 1),
            ("<a", 0),
            ("ab>", 2),
            ("a b", 1),
            ("a\r\n", 1),
            ("a&b", 1),
            ("가", 0),
        ] {
            let field = Name::from_static("approvalKey");
            let error = FieldError::new(field, Reason::BadByte { at });
            match read(key) {
                Outcome::Unknown(unknown) => {
                    assert_eq!(unknown.cause(), UnknownCause::Unreadable(error), "{key:?}");
                }
                other => panic!("{key:?}: {other:?}"),
            }
        }
    }
}
