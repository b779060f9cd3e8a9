//! Marks memory as secret or public for Valgrind, which then reports each use of a secret that time could show.
#![allow(unsafe_code)] // three C functions that take an address and never read what stands there

use std::ffi::c_void;

/// From here on a branch or an address that depends on these bytes is an error.
///
/// Whoever works on them does so through [`std::hint::black_box`], so that no copy made before is used.
pub(crate) fn poison(bytes: &[u8]) {
    kcp_ct_poison(bytes.as_ptr().cast(), bytes.len());
}

/// Whoever times us may know these bytes.
pub(crate) fn declassify(bytes: &mut [u8]) {
    kcp_ct_declassify(bytes.as_mut_ptr().cast(), bytes.len());
}

/// A number that may be known.
pub(crate) fn public(number: usize) -> usize {
    let mut bytes = number.to_ne_bytes();
    declassify(&mut bytes);
    usize::from_ne_bytes(std::hint::black_box(bytes))
}

/// Whether anybody is there to hear of the marks.
pub(crate) fn is_heard() -> bool {
    kcp_ct_valgrind() != 0
}

// SAFETY: defined in `marks.c` with these signatures. They give the address to Valgrind, which
// keeps its own notes on memory, and read and write nothing behind it.
unsafe extern "C" {
    safe fn kcp_ct_poison(at: *const c_void, len: usize);
    safe fn kcp_ct_declassify(at: *mut c_void, len: usize);
    safe fn kcp_ct_valgrind() -> u32;
}
