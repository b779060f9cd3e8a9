//! What an operation is, which ones may be asked twice, and on which wires they are written.

use std::net::Ipv4Addr;

use kcp_codec::{KstDateTime, SiteCode};
use kcp_crypto::Target;
use kcp_transport::{Error, api::Call, legacy::Message};

use crate::{Merchant, Outcome, answer::Answer, merchant::Identity, signing::Signed};

/// Something a merchant wants KCP to do. Sealed: an outcome of this crate means what it says only if its operation
/// reads the answer by this crate's rules.
pub trait Operation: sealed::Sealed {
    /// What success brings.
    type Answer;

    /// The span under which it is traced, `kcp approve` for example.
    const NAME: &'static str;

    /// The address of the buyer or operator, for the trace number, if known.
    #[doc(hidden)]
    fn address(&self) -> Option<Ipv4Addr> {
        None
    }

    /// How its answer is read, on whichever wire it came.
    #[doc(hidden)]
    fn read(&self, answer: &Answer) -> Outcome<Self::Answer>;
}

/// Asking changes nothing at KCP: it may be asked again.
pub trait Query: Operation {}

/// Money or an entitlement moves: at most one attempt, never a retry.
pub trait Effect: Operation {}

/// An operation that the wire `W` knows. The caller chooses the wire by the client it asks; the operation is the
/// same value on both.
pub trait On<W: Wire>: Operation {
    /// How it is written.
    ///
    /// # Errors
    /// With nothing sent: a merchant without what this wire needs, a certificate that ran out, a key that does not
    /// sign.
    #[doc(hidden)]
    fn write(&self, who: &W::Who<'_>) -> Result<W::Request, Error>;

    /// What is signed when it is written for the merchant of `site`, so that the client can have it signed beforehand,
    /// away from the threads of an async runtime.
    #[doc(hidden)]
    fn target(&self, site: SiteCode) -> Option<Target> {
        let _ = site;
        None
    }
}

/// A wire format: [`Socket`] or [`PgApi`].
pub trait Wire: sealed::Sealed {
    /// What a request carries about the merchant, beyond what the channel adds by itself.
    #[doc(hidden)]
    type Who<'a>;

    /// A request, ready for the channel.
    #[doc(hidden)]
    type Request: Send + Sync;

    /// The merchant as this wire knows it, with the signature that was made beforehand, if one was.
    ///
    /// # Errors
    /// With nothing sent, if the merchant lacks what the wire needs.
    #[doc(hidden)]
    fn who(
        merchant: &Merchant,
        now: KstDateTime,
        signed: Option<Signed>,
    ) -> Result<Self::Who<'_>, Error>;
}

/// The legacy socket channel.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums)] // a name for a wire, there is no value of it
pub enum Socket {}

/// The HTTPS PG-API.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_enums)] // a name for a wire, there is no value of it
pub enum PgApi {}

impl sealed::Sealed for Socket {}
impl sealed::Sealed for PgApi {}

impl Wire for Socket {
    type Who<'a> = ();
    type Request = Message;

    fn who(_: &Merchant, _: KstDateTime, _: Option<Signed>) -> Result<(), Error> {
        Ok(())
    }
}

impl Wire for PgApi {
    type Who<'a> = Identity<'a>;
    type Request = Call;

    fn who(
        merchant: &Merchant,
        now: KstDateTime,
        signed: Option<Signed>,
    ) -> Result<Identity<'_>, Error> {
        merchant.identity(now, signed)
    }
}

#[allow(unnameable_types)] // nobody outside may name it: that is what seals `Operation`
pub(crate) mod sealed {
    pub trait Sealed {}
}
