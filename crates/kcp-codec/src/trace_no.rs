//! The trace number that the module puts on every request (`legacy.md §4.4`).

use core::{fmt, net::Ipv4Addr, str};

use crate::{FieldError, KstDateTime, Name, Reason, SiteCode};

/// A trace number (`trace_no`): 16 characters from the site code, the time and the client's address.
///
/// Two requests of one address in one second share it, so it is never a key.
#[doc(alias = "trace_no")]
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct TraceNo([u8; Self::LEN]);

impl TraceNo {
    /// Bytes of a trace number.
    pub const LEN: usize = 16;

    /// The number of a request made at `time` (Korean time) for a client at `address`; `None` where the address is
    /// not known.
    #[must_use]
    pub fn new(site: SiteCode, time: KstDateTime, address: Option<Ipv4Addr>) -> Self {
        let clock = [time.month(), time.day(), time.hour(), time.minute(), time.second()];
        let head =
            site.as_str().bytes().chain(clock.into_iter().map(|part| symbol(CLOCK, part.into())));
        let mut out = [b'0'; Self::LEN];
        for (place, byte) in out.iter_mut().zip(head.chain(client(address))) {
            *place = byte;
        }
        Self(out)
    }

    /// A number that the payment window made.
    ///
    /// # Errors
    /// [`Reason::WrongLength`] unless it has 16 bytes, [`Reason::BadByte`] outside `A-Z a-z 0-9`.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let refuse = |reason| FieldError::new(Name::from_static("trace_no"), reason);
        let bytes = <[u8; Self::LEN]>::try_from(text.as_bytes())
            .map_err(|_| refuse(Reason::WrongLength { len: text.len(), want: Self::LEN }))?;
        match bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
            Some(at) => Err(refuse(Reason::BadByte { at })),
            None => Ok(Self(bytes)),
        }
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for TraceNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TraceNo({})", self.as_str())
    }
}

fn symbol(alphabet: &[u8], value: u32) -> u8 {
    usize::try_from(value).ok().and_then(|value| alphabet.get(value)).copied().unwrap_or(b'0')
}

/// Six characters of an address: its octets as a little-endian number in base 100, each digit brought below 50 and
/// the reduced ones marked in a mask that goes first.
fn client(address: Option<Ipv4Addr>) -> [u8; 6] {
    let mut rest = address.map_or(u32::MAX, |address| u32::from_le_bytes(address.octets()));
    let mut out = [b'0'; 6];
    let mut mask = 0;
    for (bit, place) in out.iter_mut().skip(1).rev().enumerate() {
        let mut digit = rest % 100;
        rest /= 100;
        if digit >= 50 {
            mask |= 1 << bit;
            digit -= 50;
        }
        *place = symbol(ADDRESS, digit);
    }
    if let Some(first) = out.first_mut() {
        *first = symbol(ADDRESS, mask);
    }
    out
}

/// Sixty-two digits, enough for a minute.
const CLOCK: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Fifty digits: half of base 100, the other half is in the mask.
const ADDRESS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTabcdefghijklmnopqrst";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_values_of_the_address_part_hold() {
        let checks: [([u8; 4], &[u8; 6]); 5] = [
            ([10, 0, 0, 1], b"60GRMQ"),
            ([255, 255, 255, 255], b"FmoqMp"),
            ([192, 168, 0, 10], b"F1Hb3A"),
            ([203, 238, 36, 58], b"B9Ptj5"),
            ([127, 0, 0, 1], b"60GRNn"),
        ];
        for (octets, want) in checks {
            assert_eq!(&client(Some(octets.into())), want, "{octets:?}");
        }
        assert_eq!(&client(None), b"FmoqMp");
    }

    #[test]
    fn a_recorded_number_is_made_again() {
        // T0000BLLM060GRMQ: month B = 11, day L = 21, hour L = 21, minute M = 22, second 0.
        let time = KstDateTime::parse("20261121212200").unwrap();
        let site = SiteCode::parse("T0000").unwrap();
        assert_eq!(
            TraceNo::new(site, time, Some(Ipv4Addr::new(10, 0, 0, 1))).as_str(),
            "T0000BLLM060GRMQ"
        );
    }

    #[test]
    fn a_number_from_the_window_keeps_its_bytes() {
        assert_eq!(TraceNo::parse("T0000ABCDEFGHIJK").unwrap().as_str(), "T0000ABCDEFGHIJK");
        assert_eq!(
            TraceNo::parse("T0000ABCDEFGHI\r\n").unwrap_err().reason(),
            Reason::BadByte { at: 14 }
        );
        assert_eq!(
            TraceNo::parse("short").unwrap_err().reason(),
            Reason::WrongLength { len: 5, want: 16 }
        );
    }
}
