//! Many messages in CBC mode at once, each with a key of its own: a message to a lane.

use alloc::vec::Vec;
use core::fmt;

use zeroize::optimization_barrier;

use super::{
    Seed128,
    backend::{Kernels, on},
    kernel::{Block, Kernel, LaneKeys, xor},
    scalar::RoundKeys,
};

/// A message to encipher with [`cbc_encrypt_many`]: key, initial vector and whole blocks, in place.
///
/// `Debug` prints the number of blocks alone.
pub struct Message<'a> {
    seed: &'a Seed128,
    iv: Block,
    blocks: &'a mut [Block],
}

impl<'a> Message<'a> {
    /// Puts a key, an initial vector of 16 bytes and blocks together.
    #[must_use]
    pub const fn new(seed: &'a Seed128, iv: [u8; 16], blocks: &'a mut [[u8; 16]]) -> Self {
        Self { seed, iv, blocks }
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message {{ blocks: {}, .. }}", self.blocks.len())
    }
}

/// Enciphers many messages in CBC mode, in place, each under its own key and of its own length.
///
/// One message alone is a chain that no processor can shorten; many of them run side by side, up to
/// 48. The longest go first, and a message that is done makes room for the next. Constant-time with
/// every backend but [`Backend::Scalar`](super::Backend::Scalar). For one message, [`cbc_encrypt`](super::cbc_encrypt) is
/// faster. An initial vector is not moved on: a second call starts from it again.
///
/// ```
/// use kcp_crypto::{Seed128, cipher::KeyInit, seed::{Message, cbc_decrypt, cbc_encrypt_many}};
///
/// let seeds = [[1; 16], [2; 16]].map(|key| Seed128::new(&key.into()));
/// let (mut long, mut short) = ([[7; 16]; 5], [[8; 16]]);
/// let [first, second] = &seeds;
/// cbc_encrypt_many(&mut [
///     Message::new(first, [0; 16], &mut long),
///     Message::new(second, [0; 16], &mut short),
/// ]);
/// cbc_decrypt(first, &[0; 16], &mut long);
/// cbc_decrypt(second, &[0; 16], &mut short);
/// assert_eq!((long, short), ([[7; 16]; 5], [[8; 16]]));
/// ```
pub fn cbc_encrypt_many(messages: &mut [Message<'_>]) {
    on!(Kernels::best(), kernel => encrypt(kernel, messages));
}

/// [`cbc_encrypt_many`] by any backend.
pub(super) fn encrypt<const W: usize, const N: usize>(
    kernel: impl Kernel<W, N>,
    messages: &mut [Message<'_>],
) {
    let mut queue: Vec<_> = messages
        .iter_mut()
        .map(|message| Lane {
            keys: &message.seed.round_keys,
            iv: &message.iv,
            rest: &mut *message.blocks,
        })
        .filter(|lane| !lane.rest.is_empty())
        .collect();
    queue.sort_unstable_by_key(|lane| lane.rest.len());
    let mut lanes = Lanes { keys: [[[[0; W]; 2]; 16]; N], chain: Chain([[[0; 16]; W]; N]) };
    let mut busy: Vec<Lane<'_>> = Vec::with_capacity(W * N);
    loop {
        while busy.len() < W * N
            && let Some(lane) = queue.pop()
        {
            lanes.take(busy.len(), lane.keys, lane.iv);
            busy.push(lane);
        }
        let Some(steps) = busy.iter().map(|lane| lane.rest.len()).min() else { return };
        let groups = busy.len().div_ceil(W);
        for step in 0..steps {
            lanes.step(kernel, groups, &mut busy, step);
        }
        for lane in &mut busy {
            lane.rest = core::mem::take(&mut lane.rest).split_at_mut(steps).1;
        }
        let mut at = 0;
        while let Some(lane) = busy.get_mut(at) {
            if !lane.rest.is_empty() {
                at += 1;
            } else if let Some(next) = queue.pop() {
                lanes.take(at, next.keys, next.iv);
                *lane = next;
            } else {
                // Nobody waits: the last lane moves here, so that fewer groups may do.
                let chain = lanes.chain_of(busy.len() - 1);
                busy.swap_remove(at);
                if let Some(moved) = busy.get(at) {
                    lanes.take(at, moved.keys, &chain);
                }
            }
        }
    }
}

/// What is left of a message.
struct Lane<'m> {
    keys: &'m RoundKeys,
    iv: &'m Block,
    rest: &'m mut [Block],
}

/// Keys and chain of every lane, wiped on drop.
#[repr(align(64))]
struct Lanes<const W: usize, const N: usize> {
    keys: [LaneKeys<W>; N],
    chain: Chain<W, N>,
}

/// The last sealed block of every lane.
#[repr(align(64))]
struct Chain<const W: usize, const N: usize>([[Block; W]; N]);

impl<const W: usize, const N: usize> Lanes<W, N> {
    /// Gives a lane to a message.
    fn take(&mut self, lane: usize, keys: &RoundKeys, chain: &Block) {
        let (group, column) = (lane / W, lane % W);
        let words = self.keys.get_mut(group).into_iter().flat_map(|keys| keys.as_flattened_mut());
        for (row, key) in words.zip(keys.as_flattened()) {
            if let Some(word) = row.get_mut(column) {
                *word = *key;
            }
        }
        if let Some(block) = self.chain.0.as_flattened_mut().get_mut(lane) {
            *block = *chain;
        }
    }

    fn chain_of(&self, lane: usize) -> Block {
        self.chain.0.as_flattened().get(lane).copied().unwrap_or_default()
    }

    /// Enciphers one block of every busy lane.
    #[inline(always)]
    fn step(
        &mut self,
        kernel: impl Kernel<W, N>,
        groups: usize,
        busy: &mut [Lane<'_>],
        step: usize,
    ) {
        let chain = &mut self.chain.0;
        for (chain, lane) in chain.as_flattened_mut().iter_mut().zip(busy.iter()) {
            if let Some(block) = lane.rest.get(step) {
                *chain = xor(*chain, *block);
            }
        }
        let (busy_groups, _) = chain.split_at_mut(groups);
        kernel.encrypt_lanes(&self.keys, busy_groups);
        for (chain, lane) in chain.as_flattened().iter().zip(busy) {
            if let Some(block) = lane.rest.get_mut(step) {
                *block = *chain;
            }
        }
    }
}

impl<const W: usize, const N: usize> Drop for Lanes<W, N> {
    fn drop(&mut self) {
        // Six KiB at most: a volatile write for every word would be felt.
        (self.keys, self.chain.0) = ([[[[0; W]; 2]; 16]; N], [[[0; 16]; W]; N]);
        optimization_barrier(self);
    }
}
