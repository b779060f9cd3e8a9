//! Members with points (Benepia): who they are, what they have, and what each payment took from them.

use std::{collections::BTreeMap, fmt};

use kcp_codec::TransactionId;
use zeroize::Zeroizing;

use crate::Refusal;

/// Members and their points.
///
/// | id | password | corporation | points |
/// |---|---|---|---|
/// | test1111 | test1234 | 5555 | 50,000 |
/// | test2222 | test1234 | 5555 | 500 |
///
/// All made up. Another id is 8193, another password 8197, another corporation 8195, too few points CC88.
#[derive(Clone)]
pub struct Members {
    all: Vec<Member>,
    paid: BTreeMap<TransactionId, usize>,
}

#[derive(Clone)]
struct Member {
    id: String,
    password: Zeroizing<String>,
    corporation: String,
    points: u64,
}

/// A member who gave the right password.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Known(usize);

impl Members {
    /// No member.
    #[must_use]
    pub const fn none() -> Self {
        Self { all: Vec::new(), paid: BTreeMap::new() }
    }

    /// The two of the table.
    #[must_use]
    pub fn builtin() -> Self {
        Self::none()
            .with("test1111", "test1234", "5555", 50_000)
            .with("test2222", "test1234", "5555", 500)
    }

    /// Adds a member: id (`pt_idno`), password (`pt_pwd`), corporation (`pt_memcorp_cd`), points.
    #[must_use]
    pub fn with(mut self, id: &str, password: &str, corporation: &str, points: u64) -> Self {
        self.all.retain(|member| member.id != id);
        self.all.push(Member {
            id: id.to_owned(),
            password: Zeroizing::new(password.to_owned()),
            corporation: corporation.to_owned(),
            points,
        });
        self
    }

    /// What a member has left.
    #[must_use]
    pub fn points(&self, id: &str) -> Option<u64> {
        self.all.iter().find(|member| member.id == id).map(|member| member.points)
    }

    /// Checks who it is.
    pub(crate) fn enter(
        &self,
        id: &[u8],
        password: &[u8],
        corporation: &[u8],
    ) -> Result<Known, Refusal> {
        let known = |member: &Member| member.id.as_bytes() == id;
        let at = self.all.iter().position(known).ok_or(Refusal::UNKNOWN_MEMBER)?;
        let member = self.all.get(at).ok_or(Refusal::UNKNOWN_MEMBER)?;
        if member.corporation.as_bytes() != corporation {
            return Err(Refusal::OTHER_CORPORATION);
        }
        if member.password.as_bytes() != password {
            return Err(Refusal::OTHER_PASSWORD);
        }
        Ok(Known(at))
    }

    pub(crate) fn left(&self, Known(at): Known) -> u64 {
        self.all.get(at).map_or(0, |member| member.points)
    }

    /// Whose points a payment took.
    pub(crate) fn payer(&self, tno: TransactionId) -> Option<Known> {
        self.paid.get(&tno).copied().map(Known)
    }

    /// Takes points for a payment.
    pub(crate) fn take(&mut self, Known(at): Known, tno: TransactionId, points: u64) {
        if let Some(member) = self.all.get_mut(at) {
            member.points = member.points.saturating_sub(points);
            self.paid.insert(tno, at);
        }
    }

    /// Gives points of a payment back, if a member paid it.
    pub(crate) fn give_back(&mut self, tno: TransactionId, points: u64) {
        let at = self.paid.get(&tno).copied();
        if let Some(member) = at.and_then(|at| self.all.get_mut(at)) {
            member.points = member.points.saturating_add(points);
        }
    }
}

impl Default for Members {
    fn default() -> Self {
        Self::builtin()
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Members(<{} members>)", self.all.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_needs_id_corporation_and_password() {
        let members = Members::builtin();
        let enter = |id: &str, password: &str, corporation: &str| {
            members
                .enter(id.as_bytes(), password.as_bytes(), corporation.as_bytes())
                .map(|at| members.left(at))
        };
        assert_eq!(enter("test1111", "test1234", "5555"), Ok(50_000));
        assert_eq!(enter("test3333", "test1234", "5555"), Err(Refusal::UNKNOWN_MEMBER));
        assert_eq!(enter("test1111", "test1235", "5555"), Err(Refusal::OTHER_PASSWORD));
        assert_eq!(enter("test1111", "", "5555"), Err(Refusal::OTHER_PASSWORD));
        assert_eq!(enter("test1111", "test1234", "5556"), Err(Refusal::OTHER_CORPORATION));
    }

    #[test]
    fn points_are_given_back_to_who_paid() {
        let mut members = Members::builtin();
        let who = members.enter(b"test1111", b"test1234", b"5555").unwrap();
        let tno = TransactionId::parse("20261121000001").unwrap();
        members.take(who, tno, 1_004);
        assert_eq!((members.points("test1111"), members.payer(tno)), (Some(48_996), Some(who)));
        members.give_back(tno, 1_004);
        members.give_back(TransactionId::parse("20261121000002").unwrap(), 1_004);
        assert_eq!(members.points("test1111"), Some(50_000));
    }

    #[test]
    fn neither_ids_nor_passwords_are_printed() {
        assert_eq!(format!("{:?}", Members::builtin()), "Members(<2 members>)");
    }
}
