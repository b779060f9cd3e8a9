//! Registered cards: the merchants' own list, the keys issued while the simulator runs, and the deleted ones.

use kcp_codec::{BatchKey, GroupId, KstDateTime, SiteCode};

use crate::{Refusal, merchant::Merchant};

/// What was issued and deleted since the start.
#[derive(Debug, Default)]
pub(crate) struct Cards {
    issued: Vec<Card>,
    deleted: Vec<Card>,
    last: u32,
}

#[derive(Debug, Eq, PartialEq)]
struct Card {
    site: SiteCode,
    group: GroupId,
    key: BatchKey,
}

impl Cards {
    /// Gives a new key to a group of the merchant's.
    pub(crate) fn issue(
        &mut self,
        merchant: &Merchant,
        group: GroupId,
        now: KstDateTime,
    ) -> Result<BatchKey, Refusal> {
        if merchant.group(group).is_none() {
            return Err(Refusal::UNKNOWN_GROUP);
        }
        self.last += 1;
        let text = format!(
            "{:04}{:02}{:02}{:08}",
            now.year(),
            now.month(),
            now.day(),
            self.last % 100_000_000
        );
        let key = BatchKey::parse(&text).map_err(|_| Refusal::NO_NUMBER_LEFT)?;
        self.issued.push(Card { site: merchant.site(), group, key: key.clone() });
        Ok(key)
    }

    /// Whether the merchant may charge this key.
    pub(crate) fn check(
        &self,
        merchant: &Merchant,
        group: GroupId,
        key: &BatchKey,
    ) -> Result<(), Refusal> {
        let of_merchant = merchant.group(group).ok_or(Refusal::UNKNOWN_GROUP)?;
        let card = Card { site: merchant.site(), group, key: key.clone() };
        let known = of_merchant.contains(key) || self.issued.contains(&card);
        if known && !self.deleted.contains(&card) { Ok(()) } else { Err(Refusal::UNKNOWN_CARD) }
    }

    /// Deletes a key; it is unknown from then on.
    pub(crate) fn delete(
        &mut self,
        merchant: &Merchant,
        group: GroupId,
        key: BatchKey,
    ) -> Result<(), Refusal> {
        self.check(merchant, group, &key)?;
        self.deleted.push(Card { site: merchant.site(), group, key });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Merchants;

    #[test]
    fn a_key_is_known_from_its_issue_to_its_deletion() {
        let merchants = Merchants::builtin();
        let merchant = merchants.find(SiteCode::parse("T0000").unwrap()).unwrap();
        let group = GroupId::parse("BA0011000348").unwrap();
        let now = KstDateTime::parse("20261121120000").unwrap();
        let mut cards = Cards::default();
        let key = cards.issue(merchant, group, now).unwrap();
        assert_eq!(key.expose(), "2026112100000001");
        assert_ne!(cards.issue(merchant, group, now).unwrap(), key);
        assert_eq!(cards.check(merchant, group, &key), Ok(()));
        assert_eq!(cards.delete(merchant, group, key.clone()), Ok(()));
        assert_eq!(cards.check(merchant, group, &key), Err(Refusal::UNKNOWN_CARD));
        assert_eq!(cards.delete(merchant, group, key), Err(Refusal::UNKNOWN_CARD));
        let other = GroupId::parse("BA0011000349").unwrap();
        assert_eq!(cards.issue(merchant, other, now), Err(Refusal::UNKNOWN_GROUP));
        let builtin = BatchKey::parse("1234567890123456").unwrap();
        assert_eq!(cards.check(merchant, group, &builtin), Ok(()));
        assert_eq!(cards.delete(merchant, group, builtin.clone()), Ok(()));
        assert_eq!(cards.check(merchant, group, &builtin), Err(Refusal::UNKNOWN_CARD));
    }
}
