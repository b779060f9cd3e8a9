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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_move_only_where_the_room_is_too_small() {
        let mut data = Zeroizing::new(Vec::new());
        reserve(&mut data, 1);
        assert_eq!(data.capacity(), FIRST);
        data.resize(FIRST, b'x');
        let before = data.as_ptr();
        reserve(&mut data, 0);
        assert_eq!(data.as_ptr(), before);
        reserve(&mut data, FIRST + 1);
        assert!(data.as_ptr() != before && data.capacity() > 2 * FIRST);
        assert_eq!(**data, [b'x'; FIRST]);
    }
}
