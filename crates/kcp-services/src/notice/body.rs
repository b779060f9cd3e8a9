//! The form that a notice is: fields out of a body, and a body out of fields.

use kcp_codec::{FieldError, Fields, Name, Reason, form};

use super::{Notice, NoticeError};

/// Reads the fields of a body, each name once.
///
/// Names are unescaped before they are compared, and capitals count as small letters, so that a name in two spellings
/// is one name. What is no field name of KCP's counts as a field and is left out. A value whose escapes are broken
/// stays as it came: as a number or a code it is refused by its field, as a name of a person it is kept.
pub(super) fn read(body: &[u8]) -> Result<Fields, NoticeError> {
    if body.len() > Notice::MAX_BODY {
        return Err(NoticeError::TooLarge);
    }
    let mut fields = Fields::new();
    let pieces = body.split(|&byte| byte == b'&').filter(|piece| !piece.is_empty());
    for (at, piece) in pieces.enumerate() {
        if at == Fields::MAX {
            return Err(FieldError::new(NOTICE, Reason::TooMany { max: Fields::MAX }).into());
        }
        let mut halves = piece.splitn(2, |&byte| byte == b'=');
        let name = halves.next().and_then(form::decode);
        let value = halves.next().unwrap_or_default();
        if let Some(name) = name.as_deref().and_then(Name::from_bytes) {
            let same = |known: Name| known.as_bytes().eq_ignore_ascii_case(name.as_bytes());
            if fields.iter().any(|(known, _)| same(known)) {
                return Err(FieldError::new(name, Reason::Repeated).into());
            }
            match form::decode(value) {
                Some(value) => fields.push(name, &value)?,
                None => fields.push(name, value)?,
            }
        }
    }
    Ok(fields)
}

/// Writes fields as a body.
pub(crate) fn write(fields: &Fields) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, value) in fields.iter() {
        if !out.is_empty() {
            out.push(b'&');
        }
        out.extend_from_slice(name.as_bytes());
        out.push(b'=');
        form::encode_into(value, &mut out);
    }
    out
}

/// What errors name that lie in the form and not in a field.
const NOTICE: Name = Name::from_static("notice");

#[cfg(test)]
mod tests {
    use super::*;

    const fn name(text: &'static str) -> Name {
        Name::from_static(text)
    }

    #[test]
    fn a_name_in_two_spellings_is_one_name() {
        let error = read(b"noti_id=1&noti%5Fid=2").unwrap_err();
        assert_eq!(error, FieldError::new(name("noti_id"), Reason::Repeated).into());
    }

    #[test]
    fn a_value_with_broken_escapes_stays_as_it_came() {
        let fields = read(b"remitter=%C8%AB%B1%E&tno=1%2").unwrap();
        assert_eq!(fields.get(name("remitter")), Some(&b"%C8%AB%B1%E"[..]));
        assert_eq!(fields.get(name("tno")), Some(&b"1%2"[..]));
    }

    #[test]
    fn what_is_no_name_is_left_out_and_counts() {
        let fields = read(b"&a.b=1&%=2&=3&tno&&%zz=4").unwrap();
        assert_eq!((fields.len(), fields.get(name("tno"))), (1, Some(&b""[..])));
        let two_hundred = b"a.b=1&".repeat(200);
        assert!(read(&two_hundred).is_ok());
        let error = read(&[&two_hundred[..], b"tno=1"].concat()).unwrap_err();
        assert_eq!(error, FieldError::new(NOTICE, Reason::TooMany { max: 200 }).into());
    }

    #[test]
    fn a_body_ends_at_64_kib() {
        let mut body = b"a=".to_vec();
        body.resize(Notice::MAX_BODY, b'x');
        assert!(read(&body).is_ok());
        body.push(b'x');
        assert_eq!(read(&body).unwrap_err(), NoticeError::TooLarge);
    }
}
