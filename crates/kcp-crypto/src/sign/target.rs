//! What a signature is made over: `site_cd^tno^TYPE`.

use core::fmt;

/// The text that `kcp_sign_data` signs: site code, transaction number and one four-letter type,
/// with `^` between them. (https.md §3)
///
/// Every part has one length and no part may hold `^`, so no two triples give one text. The amount
/// of a partial cancel is **not** part of it, nor is a time: whoever captures a signature can send
/// it again.
///
/// ```
/// use kcp_crypto::Target;
///
/// let cancel = Target::modify("T0000", "20210719000000", "STSC")?;
/// assert_eq!(cancel.as_str(), "T0000^20210719000000^STSC");
/// # Ok::<(), kcp_crypto::TargetError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
#[doc(alias = "kcp_sign_data")]
pub struct Target([u8; Self::LEN]);

impl Target {
    /// Bytes of every target: 5, `^`, 14, `^`, 4.
    pub const LEN: usize = 25;

    /// What a cancel, a partial cancel or a re-approval signs; `mod_type` is `STSC`, `STPC` or
    /// `STRA`. (https.md §3)
    ///
    /// # Errors
    /// [`TargetError`], which names the part and the offset, never the value.
    pub fn modify(site_cd: &str, tno: &str, mod_type: &str) -> Result<Self, TargetError> {
        Self::join(site_cd, tno, (TargetPart::ModType, mod_type))
    }

    /// What an inquiry signs; `pay_type` is `PACA` for cards, `PAVC` for virtual accounts and so
    /// on.
    ///
    /// KCP's own pages disagree: the guide says `pay_type`, the parameter table says `mod_type`.
    /// Every working client found signs `pay_type`. (https.md §3)
    ///
    /// # Errors
    /// [`TargetError`], which names the part and the offset, never the value.
    pub fn inquire(site_cd: &str, tno: &str, pay_type: &str) -> Result<Self, TargetError> {
        Self::join(site_cd, tno, (TargetPart::PayType, pay_type))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Checked ASCII, so the way out is never taken.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The bytes that are signed.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    fn join(
        site_cd: &str,
        tno: &str,
        (part, kind): (TargetPart, &str),
    ) -> Result<Self, TargetError> {
        let upper_or_digit = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let [a, b, c, d, e] = check(TargetPart::SiteCode, site_cd, upper_or_digit)?;
        let tno: [u8; 14] = check(TargetPart::TransactionId, tno, u8::is_ascii_digit)?;
        let [w, x, y, z] = check(part, kind, u8::is_ascii_uppercase)?;
        let [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13] = tno;
        Ok(Self([
            a, b, c, d, e, SEPARATOR, t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13,
            SEPARATOR, w, x, y, z,
        ]))
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.as_str()).finish()
    }
}

/// Which part of a [`Target`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TargetPart {
    /// `mod_type`: four capital letters.
    ModType,
    /// `pay_type`: four capital letters.
    PayType,
    /// `site_cd`: five capital letters or digits.
    SiteCode,
    /// `tno`: fourteen digits.
    TransactionId,
}

impl fmt::Display for TargetPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ModType => "mod_type",
            Self::PayType => "pay_type",
            Self::SiteCode => "site_cd",
            Self::TransactionId => "tno",
        })
    }
}

/// Why a part cannot be signed. Names the part and the place, never the value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// A byte that the part must not hold.
    #[error("{part} holds a byte at {at} that cannot be signed")]
    Byte {
        /// The part.
        part: TargetPart,
        /// The byte's offset, from zero.
        at: usize,
    },
    /// The part has another length than it must have.
    #[error("{part} has {len} bytes instead of {want}")]
    Length {
        /// The part.
        part: TargetPart,
        /// Bytes it has.
        len: usize,
        /// Bytes it must have.
        want: usize,
    },
}

/// The part's bytes, all of them allowed.
fn check<const N: usize>(
    part: TargetPart,
    value: &str,
    allowed: impl Fn(&u8) -> bool,
) -> Result<[u8; N], TargetError> {
    if let Some(at) = value.bytes().position(|byte| !allowed(&byte)) {
        return Err(TargetError::Byte { part, at });
    }
    <[u8; N]>::try_from(value.as_bytes()).map_err(|_| TargetError::Length {
        part,
        len: value.len(),
        want: N,
    })
}

const SEPARATOR: u8 = b'^';
