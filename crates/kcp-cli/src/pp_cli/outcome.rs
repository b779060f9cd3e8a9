//! The module's own errors: code, message and exit status of each.

use kcp_codec::{Charset, Name};

use super::text::Encoding;

/// An error that the module reports in place of an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ModuleError {
    /// S102: not called as it must be.
    Call,
    /// S202: no connection. Nothing was sent.
    Connect,
    /// 6004: no usable key of the gateway's. Nothing was sent.
    Key,
    /// 6003: the answer is not the gateway's word. What became of the request is unknown.
    Open,
    /// S204: no whole answer. What became of the request is unknown.
    Receive,
    /// 6001: no request can be made of these values. Nothing was sent.
    Request,
    /// 6002: the request could not be encrypted. Nothing was sent.
    Seal,
    /// S203: the connection broke while the request was sent. What became of it is unknown.
    Send,
    /// 9601: one half of the payment window's data is missing. Nothing was sent.
    Window,
}

impl ModuleError {
    /// The code (`res_cd`).
    pub(super) const fn code(self) -> &'static str {
        self.row().0
    }

    /// The exit status. Those of S102, S202, S204, 6003 and 9601 are the vendor's (`legacy.md §2.3`), the others were
    /// chosen here, apart from each other.
    pub(super) const fn exit(self) -> u8 {
        self.row().2
    }

    const fn row(self) -> (&'static str, &'static str, u8) {
        match self {
            Self::Call => ("S102", "연동 모듈 호출 오류", 105),
            Self::Connect => ("S202", "PG 서버 접속 오류", 116),
            Self::Key => ("6004", "전문 암복호화 정보 생성 오류", 120),
            Self::Open => ("6003", "요청 전문 복호화 오류", 117),
            Self::Receive => ("S204", "PG 서버 지불 DATA 수신 오류", 72),
            Self::Request => ("6001", "요청 전문 생성 오류", 118),
            Self::Seal => ("6002", "요청 전문 암호화 오류", 119),
            Self::Send => ("S203", "PG 서버 지불 DATA 전송 오류", 121),
            Self::Window => ("9601", "결제 정보 오류", 123),
        }
    }

    /// What goes to standard output: code, US, message, in round brackets what a shop's developer should know, newline.
    pub(super) fn output(self, detail: Option<&str>, encoding: Encoding) -> Vec<u8> {
        let (code, message, _) = self.row();
        let detail = detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
        let message = format!("{message}{detail}");
        let message = match encoding {
            Encoding::Utf8 => message.into_bytes(),
            // The messages of this file are in the charset; one that were not would go out as its code alone.
            Encoding::EucKr => Charset::Ksx1001.encode(RES_MSG, &message).unwrap_or_default(),
        };
        [b"res_cd=", code.as_bytes(), b"\x1fres_msg=", &message, b"\n"].concat()
    }
}

/// Exit status when called without any argument, as the vendor's (`legacy.md §2.3`).
pub(super) const EXIT_NOTHING: u8 = 160;

/// Exit status when standard output takes no bytes: the number of `EX_IOERR` in `sysexits.h`.
pub(super) const EXIT_OUTPUT: u8 = 74;

const RES_MSG: Name = Name::from_static("res_msg");

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [ModuleError; 9] = [
        ModuleError::Call,
        ModuleError::Connect,
        ModuleError::Key,
        ModuleError::Open,
        ModuleError::Receive,
        ModuleError::Request,
        ModuleError::Seal,
        ModuleError::Send,
        ModuleError::Window,
    ];

    #[test]
    fn codes_and_exit_statuses_are_apart() {
        for (at, error) in ALL.iter().enumerate() {
            for other in ALL.iter().skip(at + 1) {
                assert_ne!(error.code(), other.code());
                assert_ne!(error.exit(), other.exit());
            }
            assert!(![0, EXIT_NOTHING, EXIT_OUTPUT].contains(&error.exit()));
        }
    }

    #[test]
    fn every_message_is_in_the_charset() {
        for error in ALL {
            let (line, utf8) =
                (error.output(None, Encoding::EucKr), error.output(None, Encoding::Utf8));
            let text = Charset::Ksx1001.decode(RES_MSG, &line).unwrap();
            assert_eq!(text.as_bytes(), utf8);
        }
    }

    #[test]
    fn the_usage_error_has_the_recorded_bytes() {
        assert_eq!(
            ModuleError::Call.output(None, Encoding::EucKr),
            b"res_cd=S102\x1fres_msg=\xbf\xac\xb5\xbf \xb8\xf0\xb5\xe2 \xc8\xa3\xc3\xe2 \xbf\xc0\xb7\xf9\n"
        );
        assert_eq!(
            ModuleError::Call.output(Some("ordr_data"), Encoding::Utf8),
            "res_cd=S102\u{1f}res_msg=연동 모듈 호출 오류 (ordr_data)\n".as_bytes()
        );
    }
}
