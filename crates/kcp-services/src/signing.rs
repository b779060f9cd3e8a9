//! Where a signature is made: away from the threads that drive other exchanges.

use std::{sync::Arc, time::Duration};

use kcp_crypto::{SignError, Signature, SigningKey, Target};
use tokio::{runtime::Handle, task::JoinHandle, time::timeout};

/// How long a thread that may block is waited for: some three hundred signatures. A program whose blocking threads
/// all wait for clients of this crate would otherwise wait for itself.
const PATIENCE: Duration = Duration::from_millis(250);

/// Signs on one of the runtime's threads that may block; a signature takes most of a millisecond of processor time.
///
/// Without such a thread, outside tokio or when none comes free, it is made here and now. Dropping the future leaves
/// at most one signature being made that nobody gets.
pub(crate) async fn sign(key: &Arc<SigningKey>, target: Target) -> Result<Signature, SignError> {
    let Ok(runtime) = Handle::try_current() else { return key.sign(&target) };
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
