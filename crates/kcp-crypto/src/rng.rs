//! Fits a fallible random source to what `rsa` asks for, losing no error and never hanging.

use core::fmt;

use rand_core::{TryCryptoRng, TryRng};

/// Why a draw ended early.
#[derive(Debug)]
pub(crate) enum Draw<E> {
    /// The source failed.
    Failed(E),
    /// The source answered, but so much was asked for that it cannot be random.
    Stuck,
}

/// A source with a limit, which keeps the first error for the caller to take.
///
/// `rsa` draws padding bytes again until none is zero, without end, and maps every failure to one
/// word. Here the failure is kept, and the drawing ends after `budget` bytes.
pub(crate) struct Metered<'a, R: TryRng + ?Sized> {
    source: &'a mut R,
    budget: usize,
    failure: Option<Draw<R::Error>>,
}

impl<'a, R: TryRng + ?Sized> Metered<'a, R> {
    pub(crate) const fn new(source: &'a mut R, budget: usize) -> Self {
        Self { source, budget, failure: None }
    }

    /// What went wrong first, if anything did.
    pub(crate) fn into_failure(self) -> Option<Draw<R::Error>> {
        self.failure
    }
}

impl<R: TryRng + ?Sized> TryRng for Metered<'_, R> {
    type Error = Stopped;

    fn try_next_u32(&mut self) -> Result<u32, Stopped> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Stopped> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Stopped> {
        if self.failure.is_some() {
            return Err(Stopped);
        }
        let Some(rest) = self.budget.checked_sub(dst.len()) else {
            self.failure = Some(Draw::Stuck);
            return Err(Stopped);
        };
        self.budget = rest;
        self.source.try_fill_bytes(dst).map_err(|error| {
            self.failure = Some(Draw::Failed(error));
            Stopped
        })
    }
}

impl<R: TryCryptoRng + ?Sized> TryCryptoRng for Metered<'_, R> {}

/// The word `rsa` gets to hear; the real error stays in [`Metered`].
#[derive(Debug)]
pub(crate) struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the random source stopped")
    }
}

impl core::error::Error for Stopped {}

/// A [`Metered`] source for callers that cannot hear of a failure, as `rsa`'s key generation.
///
/// After a failure it counts instead, only to let the caller finish. The caller of this crate must
/// ask [`Metered::into_failure`] and throw the result away.
pub(crate) struct Muted<'a, R: TryRng + ?Sized> {
    pub(crate) metered: Metered<'a, R>,
    pub(crate) count: u64,
}

impl<R: TryRng + ?Sized> TryRng for Muted<'_, R> {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        if self.metered.try_fill_bytes(dst).is_err() {
            for byte in dst {
                // SplitMix64: spread enough for the search of a prime to end.
                self.count = self.count.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (self.count ^ (self.count >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                let [.., top] = (mixed ^ (mixed >> 27)).to_le_bytes();
                *byte = top;
            }
        }
        Ok(())
    }
}

impl<R: TryCryptoRng + ?Sized> TryCryptoRng for Muted<'_, R> {}
