//! The gate: who sends, in what shape, for whom; and only then what it says.

use std::{fmt, net::IpAddr};

use kcp_codec::SiteCode;
use kcp_transport::{Environment, WrongEnvironment};

use super::{
    AnswerForm, Notice, NoticeAnswer, NoticeCharset, NoticeError, Peers, Proxies, UnreadableHop,
};

/// Takes KCP's posts. Holds settings and no state; cheap to replace while the program runs.
///
/// Limits that need a server are the server's: read no more than [`Notice::MAX_BODY`] bytes and answer 413 beyond, put
/// a deadline on headers and body together, and cap the connections.
#[derive(Clone, Debug)]
pub struct Receiver {
    environment: Environment,
    sites: Vec<SiteCode>,
    peers: Peers,
    proxies: Proxies,
    charset: NoticeCharset,
    answers: AnswerForm,
}

/// A post that is not taken.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rejection {
    /// Why.
    pub refusal: Refusal,
    /// Whom it came from, behind the trusted proxies; the peer itself where they named nobody.
    pub sender: IpAddr,
    /// Whether a refused sender's body names one of our sites. KCP may have moved to new addresses: raise an alarm of
    /// its own. Anybody can write a site code, so it is not proof.
    pub names_our_site: bool,
    /// A whole notice for a site that is not ours: to be put aside for a person, not to be dropped.
    pub notice: Option<Box<Notice>>,
}

/// Why a post is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Refusal {
    /// Not a notice: 400, or 413 for one that is too large.
    BadNotice(NoticeError),
    /// Compressed, or coded in another way: 415. KCP sends bytes as they are, and a bomb is small.
    ContentCoding,
    /// Not a url-encoded form: 415.
    ContentType,
    /// For a site that is not ours: 400.
    ForeignSite,
    /// Not `POST`: 405.
    Method,
    /// From a machine that is on none of the lists: 403. Nothing was parsed.
    Stranger,
    /// Through a proxy that did not say from whom: 403. Nothing was parsed.
    UnreadableHop,
}

impl Receiver {
    /// A receiver for one site, with the environment's senders, no proxy, EUC-KR and the hidden input.
    ///
    /// # Errors
    /// [`WrongEnvironment`] for a test merchant in production or the reverse.
    pub fn new(environment: &Environment, site: SiteCode) -> Result<Self, WrongEnvironment> {
        environment.admit(site)?;
        Ok(Self {
            environment: environment.clone(),
            sites: vec![site],
            peers: Peers::of(environment),
            proxies: Proxies::none(),
            charset: NoticeCharset::default(),
            answers: AnswerForm::default(),
        })
    }

    /// For one site more: several may have the same address for their notices.
    ///
    /// # Errors
    /// As [`Receiver::new`]: it is a site of the same environment.
    pub fn with_site(mut self, site: SiteCode) -> Result<Self, WrongEnvironment> {
        self.environment.admit(site)?;
        if !self.sites.contains(&site) {
            self.sites.push(site);
        }
        Ok(self)
    }

    /// With these senders in the place of the environment's.
    #[must_use]
    pub fn with_peers(self, peers: Peers) -> Self {
        Self { peers, ..self }
    }

    /// Behind these machines.
    #[must_use]
    pub fn with_proxies(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// With notices in this charset.
    #[must_use]
    pub fn with_charset(self, charset: NoticeCharset) -> Self {
        Self { charset, ..self }
    }

    /// With answers in this form.
    #[must_use]
    pub fn with_answers(self, answers: AnswerForm) -> Self {
        Self { answers, ..self }
    }

    /// Reads a post: `peer` is who holds the connection, `headers` are names and values in order, a name as often as
    /// it came.
    ///
    /// # Errors
    /// [`Rejection`]. Only after the sender was found on a list is anything else looked at.
    pub fn receive<'h>(
        &self,
        method: &str,
        peer: IpAddr,
        headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
        body: &[u8],
    ) -> Result<Notice, Rejection> {
        let headers = Headers::of(headers);
        let refuse = |refusal, sender| Rejection {
            refusal,
            sender,
            names_our_site: matches!(refusal, Refusal::Stranger | Refusal::UnreadableHop)
                && self.is_named_in(body),
            notice: None,
        };
        let sender = self
            .proxies
            .sender(peer, headers.forwarded_for.iter().copied())
            .map_err(|UnreadableHop| refuse(Refusal::UnreadableHop, peer))?;
        if self.peers.list_of(sender).is_none() {
            return Err(refuse(Refusal::Stranger, sender));
        }
        if method != "POST" {
            return Err(refuse(Refusal::Method, sender));
        }
        headers.check().map_err(|refusal| refuse(refusal, sender))?;
        let notice = Notice::parse(body, self.charset)
            .map_err(|error| refuse(Refusal::BadNotice(error), sender))?;
        if self.sites.contains(&notice.site) {
            Ok(notice)
        } else {
            let notice = Some(Box::new(notice));
            Err(Rejection { notice, ..refuse(Refusal::ForeignSite, sender) })
        }
    }

    /// The answer to a notice that is **stored durably**; see [`AnswerForm::accepted`].
    #[must_use]
    pub const fn accepted(&self) -> NoticeAnswer {
        self.answers.accepted()
    }

    /// The answer to a notice that could not be stored; see [`AnswerForm::resend`].
    #[must_use]
    pub const fn resend(&self) -> NoticeAnswer {
        self.answers.resend()
    }

    /// The answer to a post that is not taken: its status, and the words that make KCP send it again. With 405 goes
    /// the header `Allow: POST`.
    #[must_use]
    pub fn refused(&self, rejection: &Rejection) -> NoticeAnswer {
        NoticeAnswer { status: rejection.status(), ..self.answers.resend() }
    }

    /// Whether a body names one of our sites. A look at the bytes, so that a stranger's body is not parsed.
    fn is_named_in(&self, body: &[u8]) -> bool {
        let looked_at = body.get(..Notice::MAX_BODY).unwrap_or(body);
        looked_at.split(|&byte| byte == b'&').any(|piece| {
            let value = piece.strip_prefix(b"site_cd=");
            self.sites.iter().any(|site| value == Some(site.as_str().as_bytes()))
        })
    }
}

/// The rule in force, for a start-up message: which sites, from whom, behind which proxies.
impl fmt::Display for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("notices for")?;
        self.sites.iter().try_for_each(|site| write!(f, " {site}"))?;
        write!(f, " from {}", self.peers)?;
        if self.proxies == Proxies::none() {
            f.write_str(", X-Forwarded-For is not read")
        } else {
            write!(f, ", X-Forwarded-For is read from {}", self.proxies)
        }
    }
}

impl Rejection {
    /// The HTTP status to answer with.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self.refusal {
            Refusal::BadNotice(NoticeError::TooLarge) => 413,
            Refusal::BadNotice(_) | Refusal::ForeignSite => 400,
            Refusal::ContentCoding | Refusal::ContentType => 415,
            Refusal::Method => 405,
            Refusal::Stranger | Refusal::UnreadableHop => 403,
        }
    }
}

/// The headers that are read.
#[derive(Default)]
struct Headers<'h> {
    content_types: Vec<&'h [u8]>,
    content_codings: Vec<&'h [u8]>,
    forwarded_for: Vec<&'h [u8]>,
}

impl<'h> Headers<'h> {
    fn of(headers: impl IntoIterator<Item = (&'h str, &'h [u8])>) -> Self {
        let mut seen = Self::default();
        for (name, value) in headers {
            for (known, place) in [
                ("content-type", &mut seen.content_types),
                ("content-encoding", &mut seen.content_codings),
                ("x-forwarded-for", &mut seen.forwarded_for),
            ] {
                if name.eq_ignore_ascii_case(known) {
                    place.push(value);
                }
            }
        }
        seen
    }

    /// One content type, that of a form, and no coding. What the type says about the charset counts for nothing: it is
    /// a setting.
    fn check(&self) -> Result<(), Refusal> {
        if self.content_codings.iter().any(|value| !value.eq_ignore_ascii_case(b"identity")) {
            return Err(Refusal::ContentCoding);
        }
        let [value] = self.content_types.as_slice() else { return Err(Refusal::ContentType) };
        let essence = value.split(|&byte| byte == b';').next().unwrap_or_default();
        if essence.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded") {
            Ok(())
        } else {
            Err(Refusal::ContentType)
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a notice from {} is refused: {}", self.sender, self.refusal)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadNotice(error) => error.fmt(f),
            Self::ContentCoding => f.write_str("its body is compressed or coded"),
            Self::ContentType => f.write_str("its body is not a url-encoded form"),
            Self::ForeignSite => f.write_str("it is for another site"),
            Self::Method => f.write_str("it is not a POST"),
            Self::Stranger => f.write_str("its sender is on no list"),
            Self::UnreadableHop => UnreadableHop.fmt(f),
        }
    }
}

impl std::error::Error for Rejection {}

#[cfg(test)]
mod tests;
