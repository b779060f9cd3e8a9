//! Where a signature is made: away from the threads that drive other exchanges.

use std::{sync::Arc, time::Duration};

use kcp_crypto::{SignError, Signature, SigningKey, Target};
use tokio::{runtime::Handle, task::JoinHandle, time::timeout};

/// A signature made beforehand, and what it is of.
#[doc(hidden)]
#[derive(Debug)]
#[allow(unnameable_types)] // as `Identity`, which holds it
pub struct Signed {
    target: Target,
    signature: Signature,
}

impl Signed {
    pub(crate) const fn new(target: Target, signature: Signature) -> Self {
        Self { target, signature }
    }

    /// The signature, if it is of this target.
    pub(crate) fn of(&self, target: &Target) -> Option<&Signature> {
        (self.target == *target).then_some(&self.signature)
    }
}

/// On whose thread a client has its signatures made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// On one of the runtime's that may block.
    Aside,
    /// On the caller's own, which may block.
    #[cfg(feature = "blocking")]
    Here,
}

/// How long a thread that may block is waited for: some three hundred signatures. A program whose blocking threads
/// all wait for clients of this crate would otherwise wait for itself.
const PATIENCE: Duration = Duration::from_millis(250);

/// Signs on one of the runtime's threads that may block; a signature takes most of a millisecond of processor time.
///
/// A caller that may block itself signs on the spot and is spared two changes of threads. So does one outside tokio, and
/// one for whom no such thread comes free. Dropping the future leaves at most one signature being made that nobody gets.
pub(crate) async fn sign(
    key: &Arc<SigningKey>,
    target: Target,
    place: Place,
) -> Result<Signature, SignError> {
    let runtime = match place {
        Place::Aside => Handle::try_current().ok(),
        #[cfg(feature = "blocking")]
        Place::Here => None,
    };
    let Some(runtime) = runtime else { return key.sign(&target) };
    let signer = Arc::clone(key);
    let mut ahead = Ahead(runtime.spawn_blocking(move || signer.sign(&target)));
    match timeout(PATIENCE, &mut ahead.0).await {
        Ok(Ok(signature)) => signature,
        Ok(Err(_)) | Err(_) => key.sign(&target),
    }
}

/// A signature that is waited for, and taken off the queue when nobody waits any more.
struct Ahead(JoinHandle<Result<Signature, SignError>>);

impl Drop for Ahead {
    fn drop(&mut self) {
        self.0.abort();
    }
}
