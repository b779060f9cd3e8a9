//! HAS-160 beside `rhash`'s library.

use std::hint::black_box;

use anyhow::Result;
use kcp_crypto::Has160;

use crate::{
    batch::in_thread,
    contest::Contest,
    process::{Peer, RHASH},
};

/// A kilobyte beside the library; a session key and a long message alone.
///
/// # Errors
/// A peer that does not start.
pub fn contests() -> Result<Vec<Contest>> {
    let mut kilobyte = ours(MESSAGE);
    if let Some(peer) = Peer::start(RHASH)? {
        // One call beside one call; and beside three on a context that is kept, which spares the library some work.
        kilobyte = kilobyte.against("rhash", peer.batch("has160"));
        kilobyte = kilobyte.against("rhash context", peer.batch("context"));
    }
    Ok(vec![kilobyte, ours(32), ours(16 * 1024)])
}

fn ours(len: usize) -> Contest {
    let message = vec![BYTE; len];
    let hash = in_thread(move || Has160::hash(black_box(&message)));
    Contest::new(format!("has160/hash/{len}"), len, hash)
}

/// What the peer hashes: this many times this byte.
const MESSAGE: usize = 1024;
const BYTE: u8 = 0x5a;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_gives_the_same_digest_where_it_was_built() {
        let Some(peer) = Peer::start(RHASH).unwrap() else {
            println!("skipped: {RHASH} names no peer");
            return;
        };
        let ours: String =
            Has160::hash(&[BYTE; MESSAGE]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(peer.result("has160").unwrap(), ours);
        assert_eq!(peer.result("context").unwrap(), ours);
    }
}
