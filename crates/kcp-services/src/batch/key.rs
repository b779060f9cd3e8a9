//! Batch keys: making one out of a window's authentication, and giving one up.

use kcp_codec::{BatchKey, Fields, GroupId, Literal, Name, WindowText};
use kcp_transport::{
    Error,
    api::{Call, Path},
    legacy::TranCode,
};

use crate::{
    Operation, Outcome, UnknownCause,
    answer::{Answer, CardAnswer, DONE, classify},
    approve::Authenticated,
    merchant::Identity,
    operation::{Effect, On, PgApi, sealed::Sealed},
};

/// Registers the card that a buyer authenticated in the automatic-payment window (`https.md §2`). No money moves; the
/// key that comes back can charge the card, so keep it as you would keep the card.
#[derive(Clone, Debug)]
pub struct IssueBatchKey {
    window: Authenticated,
}

impl IssueBatchKey {
    /// With the window's `enc_data` and `enc_info`.
    #[must_use]
    pub const fn new(enc_data: WindowText, enc_info: WindowText) -> Self {
        Self { window: Authenticated::new(enc_data, enc_info) }
    }

    /// With the transaction code (`tran_cd`) that the window handed over; by default `00100000`.
    #[must_use]
    pub fn with_tran_code(self, tran_cd: TranCode) -> Self {
        Self { window: Authenticated { tran_cd, ..self.window } }
    }
}

/// A registered card.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchKeyIssued {
    /// The key (`batch_key`).
    pub key: BatchKey,
    /// The card.
    pub card: CardAnswer,
    /// Every field of the answer. There is no transaction number among them.
    pub fields: Fields,
}

impl Sealed for IssueBatchKey {}

impl Operation for IssueBatchKey {
    type Answer = BatchKeyIssued;

    const NAME: &'static str = "kcp batch issue";

    fn read(&self, answer: &Answer) -> Outcome<BatchKeyIssued> {
        let yes = |answer: &Answer| -> Result<BatchKeyIssued, UnknownCause> {
            let key = answer.required(BATCH_KEY)?;
            Ok(BatchKeyIssued {
                key,
                card: CardAnswer::read(answer),
                fields: answer.fields().clone(),
            })
        };
        classify(answer, &DONE, yes, None)
    }
}

impl Effect for IssueBatchKey {}

impl On<PgApi> for IssueBatchKey {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        Ok(self.window.call(who))
    }
}

/// Gives a batch key up (`tx_type` `10005010`). It charges nothing after that.
#[doc(alias = "10005010")]
#[derive(Clone, Debug)]
pub struct DeleteBatchKey {
    group: GroupId,
    key: BatchKey,
}

impl DeleteBatchKey {
    /// The key of a group.
    #[must_use]
    pub const fn new(group: GroupId, key: BatchKey) -> Self {
        Self { group, key }
    }
}

/// A key that was given up.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchKeyDeleted {
    /// Every field of the answer.
    pub fields: Fields,
}

impl Sealed for DeleteBatchKey {}

impl Operation for DeleteBatchKey {
    type Answer = BatchKeyDeleted;

    const NAME: &'static str = "kcp batch delete";

    fn read(&self, answer: &Answer) -> Outcome<BatchKeyDeleted> {
        classify(
            answer,
            &DONE,
            |answer| Ok(BatchKeyDeleted { fields: answer.fields().clone() }),
            None,
        )
    }
}

impl Effect for DeleteBatchKey {}

impl On<PgApi> for DeleteBatchKey {
    fn write(&self, who: &Identity<'_>) -> Result<Call, Error> {
        // The names differ from those of a charge (`https.md §2`).
        Ok(who
            .start(Path::Hub)
            .with(Name::from_static("pay_method"), &Literal::new("BATCH"))
            .with(Name::from_static("tx_type"), &Literal::new("10005010"))
            .with(BATCH_KEY, &self.key)
            .with(Name::from_static("group_id"), &self.group))
    }
}

const BATCH_KEY: Name = Name::from_static("batch_key");
