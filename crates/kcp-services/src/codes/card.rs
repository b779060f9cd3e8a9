//! Card companies, as issuers and as acquirers.

use kcp_codec::CardCode;

use super::{Words, entry::table};

/// A card company (`card_cd`, `acqu_cd`). Public lists have more of them than the guides do. [seed 002 §3.1]
#[doc(alias = "card_cd")]
#[doc(alias = "acqu_cd")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Card {
    /// The code.
    pub code: CardCode,
    /// The name today, as far as the sources know it.
    pub name: Words,
    /// Other names, older ones among them.
    pub aliases: &'static [&'static str],
    /// Who acquires what this company issues, as of the guide; nothing for what only newer lists have.
    pub acquirer: Option<CardCode>,
    /// How the buyer proves to be the holder, as of the guide; nothing for what only newer lists have.
    pub authentication: Option<Authentication>,
    /// What else is to be known.
    pub note: Option<Words>,
    /// Where the row comes from.
    pub source: &'static str,
}

/// How a buyer proves to be the card's holder. [seed 002 §3.1]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Authentication {
    /// 안심클릭: 3-D Secure of a card issued in Korea.
    Click3d,
    /// ISP: the certificate of BC's and KB's cards.
    Isp,
    /// 해외3D인증: 3-D Secure of a card issued overseas.
    Overseas3d,
    /// No proof beside the card's data, over an encrypted connection.
    Ssl,
}

impl Authentication {
    /// What the guide calls it, and what it is.
    #[must_use]
    pub const fn name(self) -> Words {
        match self {
            Self::Click3d => Words::new("3-D Secure", "안심클릭"),
            Self::Isp => Words::new("ISP", "ISP"),
            Self::Overseas3d => Words::new("overseas 3-D Secure", "해외3D인증"),
            Self::Ssl => Words::new("SSL", "SSL"),
        }
    }
}

table!(Card(CardCode) in CARDS by as_str: cards, card, card_named; "card company");
