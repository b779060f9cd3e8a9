//! Benepia points (`seed 004`): balance, payment, re-approval. A payment is cancelled by [`Cancel`](crate::modify::Cancel).

mod pay;
mod reapprove;

pub use pay::{PaidPoints, PayPoints};
pub use reapprove::{Reapprove, Reapproved, ReapprovedGoods};

use kcp_codec::{
    ClientAddress, CorporationCode, Fields, Literal, MemberId, MemberPassword, Name, OrderId, Won,
    WonOrZero,
};
use kcp_transport::{
    Error,
    api::{Call, Path},
};

use crate::{
    Operation, Outcome,
    answer::{AMOUNT, Answer, DONE, classify},
    approve::{CURRENCY, KRW},
    merchant::Identity,
    operation::{On, PgApi, Query, sealed::Sealed},
};

/// A member of Benepia with the password. Wiped when the request it goes into is dropped; never printed.
#[derive(Clone, Debug)]
pub struct Member {
    id: MemberId,
    password: MemberPassword,
    corporation: CorporationCode,
}

impl Member {
    /// A member of a corporation. The code is required, though the guide's examples leave it out (`https.md §12`).
    #[must_use]
    pub const fn new(id: MemberId, password: MemberPassword, corporation: CorporationCode) -> Self {
        Self { id, password, corporation }
    }

    /// What point requests have in common.
    fn call(
        &self,
        who: &Identity<'_>,
        kind: Literal,
        amount: Won,
        order: OrderId,
        address: Option<ClientAddress>,
    ) -> Call {
        who.start(Path::Hub)
            .with(Name::from_static("pay_method"), &Literal::new("POINT"))
            .with(AMOUNT, &amount)
            .with(CURRENCY, &KRW)
            .with_some(ClientAddress::NAME, address.as_ref())
            .with(Name::from_static("pt_issue"), &Literal::new("SCWB"))
            .with(Name::from_static("pt_txtype"), &kind)
            .with(MemberId::NAME, &self.id)
            .with(MemberPassword::NAME, &self.password)
            .with(CorporationCode::NAME, &self.corporation)
            .with(OrderId::NAME, &order)
    }
}

/// Asks how many points a member has (`pt_txtype` `97000000`).
#[doc(alias = "97000000")]
#[derive(Debug)]
pub struct QueryPoints {
    member: Member,
    order: OrderId,
    address: Option<ClientAddress>,
}

impl QueryPoints {
    /// A question for one member, under an order number of its own.
    #[must_use]
    pub const fn new(member: Member, order: OrderId) -> Self {
        Self { member, order, address: None }
    }

    /// With the asker's address (`cust_ip`).
    #[must_use]
    pub fn with_client_address(self, address: ClientAddress) -> Self {
        Self { address: Some(address), ..self }
    }
}

/// A member's points.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Points {
    /// Points left (`rsv_pnt`).
    pub left: WonOrZero,
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for QueryPoints {}

impl Operation for QueryPoints {
    type Answer = Points;

    const NAME: &'static str = "kcp points query";

    fn read(&self, answer: &Answer) -> Outcome<Points> {
        let yes = |answer: &Answer| {
            Ok(Points { left: answer.required(LEFT)?, fields: answer.fields().clone() })
        };
        classify(answer, &DONE, yes, None)
    }
}

impl Query for QueryPoints {}

impl On<PgApi> for QueryPoints {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        // The guide fixes the amount of a question.
        let amount =
            Won::parse("1004").map_err(|_| Error::refused(kcp_transport::Cause::ForbiddenValue))?;
        Ok(self.member.call(who, Literal::new("97000000"), amount, self.order, self.address))
    }
}

const LEFT: Name = Name::from_static("rsv_pnt");
