//! The merchants that the gateway knows: codes, keys, environment, registered cards.

use std::fmt;

use kcp_codec::{BatchKey, FieldError, GroupId, SiteCode, SiteKey};
use serde::Deserialize;

/// Where a merchant may trade.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::exhaustive_enums)] // complete by definition: KCP has these two
pub enum Environment {
    /// The real environment: this gateway answers 8001 (`seed 002`, questions).
    Real,
    /// The test environment, which this gateway plays.
    #[default]
    Test,
}

/// One merchant.
#[derive(Clone, Debug)]
pub struct Merchant {
    site: SiteCode,
    key: SiteKey,
    environment: Environment,
    manual_capture: bool,
    escrow: bool,
    cards: Vec<(GroupId, Vec<BatchKey>)>,
}

impl Merchant {
    /// A merchant of the test environment whose card payments are captured without asking.
    #[must_use]
    pub const fn new(site: SiteCode, key: SiteKey) -> Self {
        Self {
            site,
            key,
            environment: Environment::Test,
            manual_capture: false,
            escrow: false,
            cards: Vec::new(),
        }
    }

    /// Puts the merchant into another environment.
    #[must_use]
    pub const fn in_environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Puts what the merchant's customers pay by card, transfer or virtual account into escrow (`escw_yn=Y`), unless an
    /// order says otherwise.
    #[must_use]
    pub const fn with_escrow(mut self) -> Self {
        self.escrow = true;
        self
    }

    /// Lets the merchant ask for capture itself (`STMR`).
    #[must_use]
    pub const fn with_manual_capture(mut self) -> Self {
        self.manual_capture = true;
        self
    }

    /// Registers cards in a group (`bt_group_id`, `bt_batch_key`; `legacy.md §3.2`).
    #[must_use]
    pub fn with_cards(mut self, group: GroupId, keys: impl IntoIterator<Item = BatchKey>) -> Self {
        match self.cards.iter_mut().find(|(known, _)| *known == group) {
            Some((_, known)) => known.extend(keys),
            None => self.cards.push((group, keys.into_iter().collect())),
        }
        self
    }

    /// The merchant's code.
    #[must_use]
    pub const fn site(&self) -> SiteCode {
        self.site
    }

    pub(crate) fn has_key(&self, key: &SiteKey) -> bool {
        self.key == *key
    }

    pub(crate) const fn environment(&self) -> Environment {
        self.environment
    }

    pub(crate) const fn has_escrow(&self) -> bool {
        self.escrow
    }

    pub(crate) const fn captures_itself(&self) -> bool {
        self.manual_capture
    }

    /// The keys of a group, if the merchant has it.
    pub(crate) fn group(&self, group: GroupId) -> Option<&[BatchKey]> {
        self.cards.iter().find(|(known, _)| *known == group).map(|(_, keys)| keys.as_slice())
    }
}

/// All merchants, each code once.
///
/// From a file:
///
/// ```
/// let merchants = kcp_sim::Merchants::from_toml(
///     r#"
///     [[merchant]]
///     site_cd = "A52Q7"
///     site_key = "3grptw1.zW0GSo4PQdaGvsF__"
///     environment = "test"            # or "real"; "test" if left out
///     manual_capture = true           # false if left out
///     escrow = true                   # false if left out
///
///     [[merchant.group]]              # any number of groups of registered cards
///     id = "A52Q71000489"
///     keys = ["1234567890123456"]
///     "#,
/// )?;
/// assert_eq!(merchants.len(), 1);
/// # Ok::<(), kcp_sim::MerchantsError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Merchants(Vec<Merchant>);

impl Merchants {
    /// No merchant.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// KCP's public test merchants: `T0000` with its public key and one registered card, and `T0007` with escrow
    /// (`https.md §11`).
    ///
    /// The card is in group `BA0011000348` under the key `1234567890123456` (`legacy.md §3.2`; the key is made up).
    /// `T0007` has the key of `T0000` here; at KCP it has its own.
    ///
    /// # Panics
    /// Never: the values are checked by a test.
    #[must_use]
    #[allow(clippy::expect_used)] // literals of this file
    pub fn builtin() -> Self {
        let merchants = || -> Result<Vec<Merchant>, FieldError> {
            let key = SiteKey::parse("3grptw1.zW0GSo4PQdaGvsF__")?;
            let card = BatchKey::parse("1234567890123456")?;
            Ok(vec![
                Merchant::new(SiteCode::parse("T0000")?, key.clone())
                    .with_cards(GroupId::parse("BA0011000348")?, [card]),
                Merchant::new(SiteCode::parse("T0007")?, key).with_escrow(),
            ])
        };
        Self(merchants().expect("literals that fit their fields"))
    }

    /// Reads a file of merchants; the format stands at the type.
    ///
    /// # Errors
    /// [`MerchantsError`] with the line or the merchant at fault, never with a key.
    pub fn from_toml(text: &str) -> Result<Self, MerchantsError> {
        let file: File = toml::from_str(text).map_err(|error| MerchantsError::Toml {
            line: error.span().map_or(0, |span| {
                text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1
            }),
        })?;
        let mut all = Self::none();
        for (at, entry) in file.merchant.into_iter().enumerate() {
            let field = |error| MerchantsError::Field { merchant: at + 1, error };
            let site = SiteCode::parse(&entry.site_cd).map_err(field)?;
            let key = SiteKey::parse(&entry.site_key).map_err(field)?;
            let mut merchant = Merchant::new(site, key).in_environment(entry.environment);
            merchant.manual_capture = entry.manual_capture;
            merchant.escrow = entry.escrow;
            for group in entry.group {
                let id = GroupId::parse(&group.id).map_err(field)?;
                let keys: Result<Vec<_>, _> =
                    group.keys.iter().map(|key| BatchKey::parse(key)).collect();
                merchant = merchant.with_cards(id, keys.map_err(field)?);
            }
            if all.find(site).is_some() {
                return Err(MerchantsError::Twice { site });
            }
            all = all.with(merchant);
        }
        Ok(all)
    }

    /// Adds a merchant, or replaces the one of the same code.
    #[must_use]
    pub fn with(mut self, merchant: Merchant) -> Self {
        self.0.retain(|known| known.site != merchant.site);
        self.0.push(merchant);
        self
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn sites(&self) -> impl Iterator<Item = SiteCode> {
        self.0.iter().map(Merchant::site)
    }

    pub(crate) fn find(&self, site: SiteCode) -> Option<&Merchant> {
        self.0.iter().find(|merchant| merchant.site == site)
    }
}

/// Why a file of merchants was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MerchantsError {
    /// A value that does not fit its field.
    #[error("merchant {merchant}")]
    Field {
        /// Which merchant of the file, from one.
        merchant: usize,
        /// What is wrong.
        #[source]
        error: FieldError,
    },
    /// Not TOML, or not these tables. The parser's own words are left out: they quote the line, keys included.
    #[error("not a file of merchants, line {line}")]
    Toml {
        /// The line, from one; zero if it is not known.
        line: usize,
    },
    /// A code that stands twice.
    #[error("{site} stands twice")]
    Twice {
        /// The code.
        site: SiteCode,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    merchant: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    site_cd: String,
    site_key: String,
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    manual_capture: bool,
    #[serde(default)]
    escrow: bool,
    #[serde(default)]
    group: Vec<EntryGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryGroup {
    id: String,
    keys: Vec<String>,
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Real => "real",
            Self::Test => "test",
        })
    }
}

#[cfg(test)]
mod tests;
