//! Where a merchant takes its notices: an address on this machine, and how it wants them written.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::http::Uri;

/// Where a merchant takes its notices, and how they are written.
///
/// EUC-KR and `order_no` unless it says otherwise (`legacy.md §5`). An address of this machine only: a simulator that
/// posts to other machines could be taken for KCP.
#[derive(Clone, Eq, PartialEq)]
pub struct NoticeUrl {
    pub(super) address: SocketAddr,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) text: NoticeText,
    pub(super) spelling: OrderSpelling,
}

/// In which encoding the texts of a notice are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NoticeText {
    EucKr,
    Utf8,
}

/// How the order number of a notice is called: the guide and the code of shops differ (`legacy.md §5`).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum OrderSpelling {
    /// `order_no`, as in `seed 003 §8` and in what shops read.
    #[default]
    OrderNo,
    /// `ordr_no`, as in the table of `seed 002 §6`.
    OrdrNo,
}

impl OrderSpelling {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::OrderNo => "order_no",
            Self::OrdrNo => "ordr_no",
        }
    }
}

impl NoticeUrl {
    /// Reads `http://127.0.0.1:8080/notice`: a loopback address or `localhost`, port 80 if left out.
    ///
    /// # Errors
    /// [`NoticeUrlError`].
    pub fn parse(text: &str) -> Result<Self, NoticeUrlError> {
        let uri: Uri = text.parse().map_err(|_| NoticeUrlError::NotAnAddress)?;
        if uri.scheme_str() != Some("http") {
            return Err(NoticeUrlError::NotHttp);
        }
        let authority = uri.authority().ok_or(NoticeUrlError::NotAnAddress)?;
        if authority.as_str().contains('@') {
            return Err(NoticeUrlError::NotAnAddress);
        }
        let name = authority.host();
        let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
        let ip = match bare {
            "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
            bare => bare.parse().map_err(|_| NoticeUrlError::NotLoopback)?,
        };
        if !ip.is_loopback() {
            return Err(NoticeUrlError::NotLoopback);
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self {
            address: SocketAddr::new(ip, authority.port_u16().unwrap_or(80)),
            host: authority.as_str().to_owned(),
            path: path.to_owned(),
            text: NoticeText::EucKr,
            spelling: OrderSpelling::OrderNo,
        })
    }

    /// Texts in UTF-8, as a merchant can set it for its address (`legacy.md §5`).
    #[must_use]
    pub const fn in_utf8(mut self) -> Self {
        self.text = NoticeText::Utf8;
        self
    }

    /// Another name of the order number.
    #[must_use]
    pub const fn with_spelling(mut self, spelling: OrderSpelling) -> Self {
        self.spelling = spelling;
        self
    }
}

impl fmt::Debug for NoticeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A query may hold what only the shop and KCP should know.
        write!(f, "NoticeUrl({})", self.address)
    }
}

/// Why an address of notices was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoticeUrlError {
    /// No address at all, or one with a user in it.
    #[error("no address of the web")]
    NotAnAddress,
    /// Another scheme than `http`. KCP takes `https` too; what this simulator sends stays on this machine.
    #[error("the address does not begin with http://")]
    NotHttp,
    /// A host that is not this machine.
    #[error("the host is not this machine: 127.0.0.1, ::1 or localhost")]
    NotLoopback,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_machine_is_taken() {
        for (text, address, path) in [
            ("http://127.0.0.1:8080/notice?a=b", "127.0.0.1:8080", "/notice?a=b"),
            ("http://localhost", "127.0.0.1:80", "/"),
            ("http://[::1]:81/", "[::1]:81", "/"),
            ("http://127.9.9.9/x", "127.9.9.9:80", "/x"),
        ] {
            let url = NoticeUrl::parse(text).unwrap();
            assert_eq!((url.address.to_string().as_str(), url.path.as_str()), (address, path));
        }
    }

    #[test]
    fn any_other_address_is_refused() {
        for (text, want) in [
            ("https://127.0.0.1/", NoticeUrlError::NotHttp),
            ("127.0.0.1:80", NoticeUrlError::NotHttp),
            ("/notice", NoticeUrlError::NotHttp),
            ("", NoticeUrlError::NotAnAddress),
            ("http://a b/", NoticeUrlError::NotAnAddress),
            ("http://127.0.0.1@example.com/", NoticeUrlError::NotAnAddress),
            ("http://user@127.0.0.1/", NoticeUrlError::NotAnAddress),
            ("http://example.com/", NoticeUrlError::NotLoopback),
            ("http://127.0.0.1.example.com/", NoticeUrlError::NotLoopback),
            ("http://localhost.example.com/", NoticeUrlError::NotLoopback),
            ("http://10.0.0.1/", NoticeUrlError::NotLoopback),
            ("http://0.0.0.0/", NoticeUrlError::NotLoopback),
            ("http://2130706433/", NoticeUrlError::NotLoopback),
            ("http://[::ffff:127.0.0.1]/", NoticeUrlError::NotLoopback),
            ("http://[::]/", NoticeUrlError::NotLoopback),
        ] {
            assert_eq!(NoticeUrl::parse(text), Err(want), "{text}");
        }
    }

    #[test]
    fn neither_path_nor_query_is_printed() {
        let url = NoticeUrl::parse("http://127.0.0.1:8080/notice?token=secret").unwrap();
        assert_eq!(format!("{url:?}"), "NoticeUrl(127.0.0.1:8080)");
    }
}
