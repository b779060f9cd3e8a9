//! A row of the table: one field of one operation.

use kcp_codec::Name;

/// What one field of one operation may hold. The table has a row for each; see [`Rules`](super::Rules).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The guide that names the field; none for a field that is known from elsewhere.
    pub guide: Option<Guide>,
    /// The guide's section, or where else the field was read.
    pub section: &'static str,
    /// The operation, `approve` for example.
    pub operation: &'static str,
    /// Which way the field goes.
    pub direction: Direction,
    /// On which channel it goes.
    pub channel: Channel,
    /// KCP's name, as text.
    pub wire: &'static str,
    /// KCP's name.
    pub field: Name,
    /// The English term.
    pub name: &'static str,
    /// The guide's letters. What is checked is the [`Shape`].
    pub kind: Kind,
    /// What is checked.
    pub shape: Shape,
    /// Most bytes, counted in EUC-KR whatever the wire carries (`https.md §12`); none where no limit is known.
    pub max: Option<usize>,
    /// What the wire carries.
    pub encoding: Encoding,
    /// Whether it must be there.
    pub presence: Presence,
    /// The only values that are taken; empty where there is a choice.
    pub fixed: &'static [&'static str],
    /// Which characters are refused.
    pub forbid: Forbid,
    /// A condition, a reason, or where the guide contradicts itself.
    pub note: &'static str,
}

/// One of KCP's guides that have tables of fields.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Guide {
    /// Account verification, `seed 000`.
    AccountVerification,
    /// AX-HUB on the socket channel, `seed 002`.
    AxHub,
    /// Benepia points on the PG-API, `seed 004`.
    Benepia,
    /// Standard payment, `seed 003`.
    StandardPayment,
}

/// Which way a field goes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Direction {
    /// From KCP, in answer to a request.
    Answer,
    /// From KCP, unasked.
    Notice,
    /// To KCP, in answer to a notice.
    Reply,
    /// To KCP.
    Request,
    /// Nowhere: a setting of KCP's module or sample pages.
    Setting,
}

/// On which channel a field goes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Channel {
    /// The PG-API.
    Api,
    /// A file of settings.
    Config,
    /// A notice to the shop.
    Notice,
    /// The address of a receipt.
    Receipt,
    /// The legacy socket channel.
    Socket,
    /// The payment window, on whichever device.
    Window,
    /// The payment window on a phone.
    WindowMobile,
    /// The payment window on a PC.
    WindowPc,
}

/// How a guide types a field. Guides write `AN` for Korean names and for order numbers alike.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// `A`, letters.
    A,
    /// `AN`, letters and digits.
    An,
    /// `ANS`, letters, digits and special characters.
    Ans,
    /// `N`, digits.
    N,
    /// `number`.
    Number,
    /// `string`.
    String,
}

/// What a value is made of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// Digits, in a request without a zero in front; `0` is one.
    Amount,
    /// 8 digits that are a date, or 14 that are a date and time.
    Date,
    /// Digits.
    Digits,
    /// ASCII letters.
    Letters,
    /// Printable ASCII that is passed on as it came.
    Opaque,
    /// Any character of EUC-KR.
    Text,
    /// An address with its scheme, in visible ASCII.
    Url,
    /// Visible ASCII.
    Word,
}

/// What the wire carries. Limits are counted in EUC-KR in any case.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Encoding {
    /// ASCII.
    Ascii,
    /// EUC-KR.
    EucKr,
    /// UTF-8.
    Utf8,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Presence {
    /// In every answer.
    Always,
    /// The note says when.
    Conditional,
    /// In every answer that says yes.
    OnSuccess,
    /// At will.
    Optional,
    /// At will, and better there.
    Recommended,
    /// In every request.
    Required,
}

/// Which characters a value must not hold, beyond what its shape says.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Forbid {
    /// Control bytes alone.
    None,
    /// Control bytes alone: the value is somebody else's, and not looked into.
    Opaque,
    /// Control bytes and `, & ; \ | ' " <` (`seed 000 §2.3.2`).
    Text,
    /// Control bytes and `\ | ' " < >`.
    Url,
}

impl Forbid {
    /// Whether a byte of the encoded value is refused.
    #[must_use]
    pub const fn refuses(self, byte: u8) -> bool {
        match self {
            Self::None | Self::Opaque => byte.is_ascii_control(),
            Self::Text => kcp_codec::is_forbidden(byte),
            Self::Url => {
                byte.is_ascii_control() || matches!(byte, b'\\' | b'|' | b'\'' | b'"' | b'<' | b'>')
            }
        }
    }
}

impl Presence {
    /// Whether a message without the field is refused.
    #[must_use]
    pub const fn is_demanded(self) -> bool {
        matches!(self, Self::Always | Self::Required)
    }
}
