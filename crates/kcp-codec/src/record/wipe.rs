//! Room for more bytes without leaving a copy of the old ones behind.

use alloc::vec::Vec;

use zeroize::Zeroizing;

/// Makes room for `more` bytes. A `Vec` that grows by itself gives its old buffer back as it is; this wipes it.
#[inline]
pub(super) fn reserve(data: &mut Zeroizing<Vec<u8>>, more: usize) {
    if data.capacity() - data.len() < more {
        grow(data, more);
    }
}

#[cold]
fn grow(data: &mut Zeroizing<Vec<u8>>, more: usize) {
    let want = data.len().saturating_add(more).max(data.capacity().saturating_mul(2)).max(FIRST);
    let mut larger = Zeroizing::new(Vec::with_capacity(want));
    larger.extend_from_slice(data);
    *data = larger;
}

/// Room of a buffer that just begins: a sub-record or a change.
const FIRST: usize = 128;
