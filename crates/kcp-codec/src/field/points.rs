//! A member of a point service.

use crate::{
    Reason,
    field::{
        ascii::{Ascii, ascii_field},
        secret::{Hidden, hidden_field},
    },
    scan::is_forbidden,
};

/// A member's name at Benepia (`pt_idno`): up to 16 bytes of visible ASCII (`seed 004 §2.2`). Personal, so it is not
/// printed.
#[doc(alias = "pt_idno")]
#[derive(Clone, Eq, PartialEq)]
pub struct MemberId(Hidden);

hidden_field!(
    MemberId,
    "pt_idno",
    visible,
    "An empty name, more than 16 bytes, or a byte that is a blank, forbidden, or not ASCII."
);

/// A member's password at Benepia (`pt_pwd`): up to 16 bytes of visible ASCII (`seed 004 §2.2`). A secret; do not
/// keep it longer than the request.
#[doc(alias = "pt_pwd")]
#[derive(Clone, Eq, PartialEq)]
pub struct MemberPassword(Hidden);

hidden_field!(
    MemberPassword,
    "pt_pwd",
    visible,
    "An empty password, more than 16 bytes, or a byte that is a blank, forbidden, or not ASCII."
);

/// The member's corporation at Benepia (`pt_memcorp_cd`): four letters or digits (`seed 004 §2.2`). Required, though
/// the guide's examples leave it out.
#[doc(alias = "pt_memcorp_cd")]
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct CorporationCode(Ascii<4>);

ascii_field!(
    CorporationCode,
    "pt_memcorp_cd",
    |bytes| Ascii::exact(bytes, |byte| byte.is_ascii_alphanumeric()),
    "Anything but four letters or digits."
);

fn visible(bytes: &[u8]) -> Result<(), Reason> {
    Ascii::<16>::new(bytes, |byte| byte.is_ascii_graphic() && !is_forbidden(byte)).map(drop)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_member_and_a_password_are_bounded_and_never_printed() {
        let (member, password) =
            (MemberId::parse("test1111").unwrap(), MemberPassword::parse("test1234").unwrap());
        assert_eq!(
            format!("{member:?} {password:?}"),
            "MemberId(<8 bytes>) MemberPassword(<8 bytes>)"
        );
        assert_eq!(
            MemberPassword::parse("12345678901234567").unwrap_err().reason(),
            Reason::TooLong { len: 17, max: 16 }
        );
        assert_eq!(MemberPassword::parse("a b").unwrap_err().reason(), Reason::BadByte { at: 1 });
        assert_eq!(MemberId::parse("a&b").unwrap_err().reason(), Reason::BadByte { at: 1 });
        assert_eq!(
            CorporationCode::parse("555").unwrap_err().reason(),
            Reason::WrongLength { len: 3, want: 4 }
        );
    }
}
