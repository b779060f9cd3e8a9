//! Which backend works: by what the processor has, and what the build permits.

#[cfg(target_arch = "aarch64")]
use super::neon::Neon;
use super::scalar::Scalar;
#[cfg(target_arch = "x86_64")]
use super::{avx2::Avx2, avx512::Avx512};

/// One way to compute SEED.
///
/// All but [`Backend::Scalar`] look up by byte shuffles, so neither key nor data shows in their
/// time, and work on many blocks at once. The best that the processor has is chosen at run time.
///
/// A build can narrow the choice: by the features `seed-avx2`, `seed-avx512`, `seed-neon` and
/// `seed-scalar`, or by `--cfg kcp_seed_backend="avx2"` and alike in `RUSTFLAGS`. What is named is
/// permitted and the rest is not; where nothing is named, all are permitted. Features of several
/// crates add up. A `--cfg` wins over every feature, so use that where it matters.
///
/// Where [`Backend::Scalar`] is not permitted, single messages and blocks are constant-time as
/// well, and take several times as long.
///
/// ```
/// use kcp_crypto::seed::Backend;
///
/// assert!(Backend::available().any(|backend| backend == Backend::best()));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Backend {
    /// Eight blocks to a vector of 256 bits, two vectors interleaved.
    Avx2,
    /// Sixteen blocks to a vector of 512 bits, three vectors interleaved. Needs AVX-512BW.
    Avx512,
    /// Four blocks to a vector of 128 bits, two vectors interleaved. On 64-bit ARM.
    Neon,
    /// Tables of words, four blocks interleaved. On every processor, and **not** constant-time.
    Scalar,
}

impl Backend {
    /// The backend for many blocks, many messages and the key schedule.
    ///
    /// # Panics
    /// Where the processor has nothing that the build permits: SEED does not fall back in silence.
    #[must_use]
    pub fn best() -> Self {
        Kernels::best().backend()
    }

    /// The backends that this processor can run, best first, whatever the build permits.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::all().filter(|backend| Kernels::of(*backend).is_some())
    }

    /// Every backend that there is, on this processor or another, best first.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::Avx512, Self::Avx2, Self::Neon, Self::Scalar].into_iter()
    }

    /// The name that `--cfg kcp_seed_backend` takes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
            Self::Neon => "neon",
            Self::Scalar => "scalar",
        }
    }

    /// Whether the time shows neither key nor data.
    #[must_use]
    pub const fn is_constant_time(self) -> bool {
        !matches!(self, Self::Scalar)
    }

    fn is_permitted(self) -> bool {
        if Self::all().any(Self::is_in_cfg) {
            self.is_in_cfg()
        } else if Self::all().any(Self::is_in_features) {
            self.is_in_features()
        } else {
            true
        }
    }

    const fn is_in_cfg(self) -> bool {
        match self {
            Self::Avx2 => cfg!(kcp_seed_backend = "avx2"),
            Self::Avx512 => cfg!(kcp_seed_backend = "avx512"),
            Self::Neon => cfg!(kcp_seed_backend = "neon"),
            Self::Scalar => cfg!(kcp_seed_backend = "scalar"),
        }
    }

    const fn is_in_features(self) -> bool {
        match self {
            Self::Avx2 => cfg!(feature = "seed-avx2"),
            Self::Avx512 => cfg!(feature = "seed-avx512"),
            Self::Neon => cfg!(feature = "seed-neon"),
            Self::Scalar => cfg!(feature = "seed-scalar"),
        }
    }
}

/// A backend with the proof that the processor has it.
#[derive(Clone, Copy)]
pub(super) enum Kernels {
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
    #[cfg(target_arch = "aarch64")]
    Neon(Neon),
    Scalar(Scalar),
}

impl Kernels {
    /// The best that is permitted.
    #[allow(clippy::panic)] // never by input: the build asks for what the processor has not
    pub(super) fn best() -> Self {
        let Some(best) = Backend::all().filter(|it| it.is_permitted()).find_map(Self::of) else {
            panic!("this processor has no backend of SEED that the build permits");
        };
        best
    }

    /// What works on one block alone: tables, unless they are not permitted.
    pub(super) fn for_one() -> Self {
        if Backend::Scalar.is_permitted() { Self::Scalar(Scalar) } else { Self::best() }
    }

    /// A backend, if the processor has it.
    pub(super) fn of(backend: Backend) -> Option<Self> {
        match backend {
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => Avx2::detect().map(Self::Avx2),
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => Avx512::detect().map(Self::Avx512),
            #[cfg(target_arch = "aarch64")]
            Backend::Neon => Neon::detect().map(Self::Neon),
            Backend::Scalar => Some(Self::Scalar(Scalar)),
            #[allow(unreachable_patterns)] // what other processors have
            _ => None,
        }
    }

    pub(super) const fn backend(self) -> Backend {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => Backend::Avx2,
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(_) => Backend::Avx512,
            #[cfg(target_arch = "aarch64")]
            Self::Neon(_) => Backend::Neon,
            Self::Scalar(_) => Backend::Scalar,
        }
    }
}

/// Calls a function that is generic over [`super::kernel::Kernel`] with a backend's own.
macro_rules! on {
    ($kernels:expr, $kernel:ident => $call:expr) => {
        match $kernels {
            #[cfg(target_arch = "x86_64")]
            $crate::seed::backend::Kernels::Avx2($kernel) => $call,
            #[cfg(target_arch = "x86_64")]
            $crate::seed::backend::Kernels::Avx512($kernel) => $call,
            #[cfg(target_arch = "aarch64")]
            $crate::seed::backend::Kernels::Neon($kernel) => $call,
            $crate::seed::backend::Kernels::Scalar($kernel) => $call,
        }
    };
}
pub(super) use on;
