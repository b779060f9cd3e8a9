//! What KCP wants to hear.

/// How a notice is answered. KCP reads one form; which one is a matter of the product (`https.md §10`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum AnswerForm {
    /// A page with a hidden input called `result` (`seed 002 §6`): virtual accounts and everything in the guides.
    #[default]
    HiddenInput,
    /// JSON with `res_cd`: reported for accounts that were issued without the window.
    ResCdJson,
    /// JSON with `result`: reported for payment links.
    ResultJson,
}

/// An answer to send, byte for byte.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct NoticeAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// The body. ASCII, without an end of line.
    pub body: &'static str,
}

impl AnswerForm {
    /// The answer to a notice that is **stored durably**, a repeat among them. After it KCP never sends the notice
    /// again, whatever becomes of it here.
    #[must_use]
    pub const fn accepted(self) -> NoticeAnswer {
        self.answer(match self {
            Self::HiddenInput => {
                r#"<html><body><form><input type="hidden" name="result" value="0000"></form></body></html>"#
            }
            Self::ResCdJson => r#"{"res_cd":"0000"}"#,
            Self::ResultJson => r#"{"result":"0000"}"#,
        })
    }

    /// The answer to a notice that could not be stored: KCP sends it again, up to ten times in 24 hours. Any value
    /// but `0000` says so (`seed 002 §6`).
    #[must_use]
    pub const fn resend(self) -> NoticeAnswer {
        self.answer(match self {
            Self::HiddenInput => {
                r#"<html><body><form><input type="hidden" name="result" value="9999"></form></body></html>"#
            }
            Self::ResCdJson => r#"{"res_cd":"9999"}"#,
            Self::ResultJson => r#"{"result":"9999"}"#,
        })
    }

    const fn answer(self, body: &'static str) -> NoticeAnswer {
        let content_type = match self {
            Self::HiddenInput => "text/html",
            Self::ResCdJson | Self::ResultJson => "application/json",
        };
        NoticeAnswer { status: 200, content_type, body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_what_it_is_to_the_byte() {
        for (form, content_type, accepted, resend) in [
            (
                AnswerForm::HiddenInput,
                "text/html",
                "<html><body><form><input type=\"hidden\" name=\"result\" value=\"0000\"></form></body></html>",
                "<html><body><form><input type=\"hidden\" name=\"result\" value=\"9999\"></form></body></html>",
            ),
            (
                AnswerForm::ResCdJson,
                "application/json",
                "{\"res_cd\":\"0000\"}",
                "{\"res_cd\":\"9999\"}",
            ),
            (
                AnswerForm::ResultJson,
                "application/json",
                "{\"result\":\"0000\"}",
                "{\"result\":\"9999\"}",
            ),
        ] {
            assert_eq!(form.accepted(), NoticeAnswer { status: 200, content_type, body: accepted });
            assert_eq!(form.resend(), NoticeAnswer { status: 200, content_type, body: resend });
        }
        assert_eq!(AnswerForm::default(), AnswerForm::HiddenInput);
    }
}
