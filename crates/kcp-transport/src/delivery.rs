//! The one question a payer asks after a failure.

/// What is known about a request that brought no answer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[allow(clippy::exhaustive_enums)] // complete by definition
pub enum Delivery {
    /// Not a byte of the request left this machine; sending again is safe.
    NotSent,
    /// It may have been acted on: ask or cancel, never send again.
    Unknown,
}

impl Delivery {
    /// The verdict after `sent` bytes of the request were handed to the operating system.
    #[must_use]
    pub const fn after(sent: usize) -> Self {
        if sent == 0 { Self::NotSent } else { Self::Unknown }
    }

    /// `not_sent` or `unknown`, for spans and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
        }
    }
}
