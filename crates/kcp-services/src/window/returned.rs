//! What the window posts back: lenient about text, strict about meaning (`seed 003 §5`, `https.md §7`).

use std::fmt;

use kcp_codec::{Charset, FieldError, Fields, Name, OrderId, WindowText, form};
use kcp_transport::legacy::TranCode;

use crate::ResultCode;

/// A return post of the window. **It proves nothing**: nobody has paid until KCP approves.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Returned {
    /// The buyer went through with it. Approve it with the shop's own amount, order and method.
    Authenticated {
        /// The order that the post names. Look your own record up by it; do not trust anything else in the post.
        order: Option<OrderId>,
        /// The code to approve under.
        tran_cd: TranCode,
        /// To be passed on untouched.
        enc_data: WindowText,
        /// To be passed on untouched.
        enc_info: WindowText,
    },
    /// The buyer closed the window (3001).
    Cancelled {
        /// The order that the post names.
        order: Option<OrderId>,
    },
    /// The window refused.
    Failed {
        /// Its code.
        code: ResultCode,
        /// Its text, if it could be read. Not trusted: escape it before showing it.
        message: Option<String>,
        /// The order that the post names.
        order: Option<OrderId>,
    },
}

/// A body that is no return post.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum NotAReturn {
    /// A field is missing, repeated or makes no sense.
    Field(FieldError),
    /// Not url-encoded.
    Form,
    /// More than 64 KiB.
    TooLarge,
}

impl fmt::Display for NotAReturn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(error) => write!(f, "the return post: {error}"),
            Self::Form => f.write_str("the return post is not url-encoded"),
            Self::TooLarge => f.write_str("the return post is larger than 64 KiB"),
        }
    }
}

impl std::error::Error for NotAReturn {}

impl From<FieldError> for NotAReturn {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

impl Returned {
    /// Reads the body of a return post, `application/x-www-form-urlencoded` in EUC-KR or UTF-8.
    ///
    /// Names in it are read in either charset, or in neither; only codes, order and encrypted text count, and those
    /// are ASCII.
    ///
    /// # Errors
    /// [`NotAReturn`].
    pub fn parse(body: &[u8]) -> Result<Self, NotAReturn> {
        if body.len() > 64 * 1_024 {
            return Err(NotAReturn::TooLarge);
        }
        let mut fields = Fields::new();
        for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let name = halves.next().unwrap_or_default();
            let value = form::decode(halves.next().unwrap_or_default()).ok_or(NotAReturn::Form)?;
            // What is no field name of KCP's is the shop's own and none of our business.
            if let Some(name) = Name::from_bytes(name) {
                fields.push(name, &value)?;
            }
        }
        Self::of(&fields)
    }

    fn of(fields: &Fields) -> Result<Self, NotAReturn> {
        let code: ResultCode = fields.required(Name::from_static("res_cd"))?;
        let order = fields.optional(Name::from_static("ordr_idxx"))?;
        match code.as_bytes() {
            b"0000" => {
                let tran_cd = Name::from_static("tran_cd");
                let bad = FieldError::new(tran_cd, kcp_codec::Reason::BadByte { at: 0 });
                let given = ascii(fields, tran_cd)?;
                let tran_cd = TranCode::parse(&given).ok_or(bad)?;
                let text = |name| WindowText::parse(name, &ascii(fields, name)?);
                let (enc_data, enc_info) =
                    (text(Name::from_static("enc_data"))?, text(Name::from_static("enc_info"))?);
                Ok(Self::Authenticated { order, tran_cd, enc_data, enc_info })
            }
            b"3001" => Ok(Self::Cancelled { order }),
            _ => Ok(Self::Failed { code, message: message(fields), order }),
        }
    }
}

/// A field that has to be there, as ASCII.
fn ascii(fields: &Fields, name: Name) -> Result<String, FieldError> {
    let missing = FieldError::new(name, kcp_codec::Reason::Missing);
    let bytes = fields.get(name).filter(|bytes| !bytes.is_empty()).ok_or(missing)?;
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        Some(at) => Err(FieldError::new(name, kcp_codec::Reason::BadByte { at })),
        None => Ok(String::from_utf8_lossy(bytes).into_owned()),
    }
}

/// Text for people: UTF-8 if it is, EUC-KR if it is that, nothing otherwise.
fn message(fields: &Fields) -> Option<String> {
    let name = Name::from_static("res_msg");
    let bytes = fields.get(name).filter(|bytes| !bytes.is_empty())?;
    str::from_utf8(bytes)
        .map(str::to_owned)
        .ok()
        .or_else(|| Charset::Cp949.decode(name, bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authentication_is_read_with_whatever_text_around_it() {
        let body = b"res_cd=0000&res_msg=%C1%A4%BB%F3&tran_cd=00100000&enc_data=1AA%2B%2F%3D__&enc_info=2BB__&\
            ordr_idxx=TEST1&good_name=%25BF%25EE&param_opt_1=&buyr.name=x";
        match Returned::parse(body).unwrap() {
            Returned::Authenticated { order, tran_cd, enc_data, .. } => {
                assert_eq!(order.unwrap().as_str(), "TEST1");
                assert_eq!(tran_cd, TranCode::PAY);
                assert_eq!(enc_data.as_bytes(), b"1AA+/=__");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn closing_the_window_is_no_failure_and_a_refusal_is_one() {
        assert!(matches!(
            Returned::parse(b"res_cd=3001&ordr_idxx=A"),
            Ok(Returned::Cancelled { order: Some(_) })
        ));
        for body in
            [&b"res_cd=9079&res_msg=%B1%DD%BE%D7"[..], b"res_cd=9079&res_msg=%EA%B8%88%EC%95%A1"]
        {
            match Returned::parse(body).unwrap() {
                Returned::Failed { code, message, .. } => {
                    assert_eq!((code.as_str(), message.as_deref()), ("9079", Some("금액")));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn what_is_missing_or_doubled_is_no_return() {
        let error = |body: &[u8]| Returned::parse(body).unwrap_err().to_string();
        assert!(error(b"").contains("res_cd: missing"));
        assert!(error(b"res_cd=0000&tran_cd=00100000&enc_info=2B__").contains("enc_data: missing"));
        assert!(error(b"res_cd=0000&tran_cd=x&enc_data=1A&enc_info=2B").contains("tran_cd"));
        assert!(error(b"res_cd=0000&res_cd=3001").contains("stands twice"));
        assert!(
            error(b"res_cd=0000&tran_cd=00100000&enc_data=1A%0D%0Ax&enc_info=2B")
                .contains("enc_data")
        );
        assert!(error(b"res_cd=%4").contains("url-encoded"));
        assert_eq!(Returned::parse(&vec![b'a'; 70_000]).unwrap_err(), NotAReturn::TooLarge);
    }
}
