//! The cryptography of NHN KCP's legacy payment channel.
//!
//! # Hazard
//!
//! This is an old scheme, spoken because the gateway speaks it. Use it for nothing else, and know
//! what it does **not** protect (legacy.md §4.6):
//!
//! - Headers and `plan_data` travel in clear text and under no MAC: anyone on the path reads and
//!   changes them.
//! - The hash inside a sealed message has no key. It catches damage; it is not a signature.
//! - Nothing proves who answers except that the answer was sealed with a key only the holder of
//!   the RSA private key could read. An answer in plain text proves nothing at all.
//! - Replay is not detected here.
//! - SEED is computed by table lookup, so its timing depends on the key. Do not seal or open where
//!   a stranger can measure the processor's cache.
//!
//! Bytes in, bytes out: nothing here opens a socket, reads a clock or draws randomness; a random
//! source is always an argument, and its failure is always the caller's error.
//!
//! ```
//! use kcp_crypto::{SessionKey, open, seal};
//!
//! let key = SessionKey::draw(&mut getrandom::SysRng)?;
//! let sealed = seal(&key, b"mod_type=STSC\x1f");
//! assert_eq!(*open(&key, &sealed)?, b"mod_type=STSC\x1f");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! Start at [`seal`] and [`GatewayPublicKey`]; [`Seed128`] and [`Has160`] are the primitives.

#![no_std]

extern crate alloc;

mod error;
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "gateway")]
pub mod gateway;
pub mod has160;
pub mod key_wrap;
mod pem;
mod rng;
pub mod sealed;
pub mod secret;
pub mod seed;

#[cfg(feature = "gateway")]
pub use gateway::GatewayPrivateKey;
pub use has160::Has160;
pub use key_wrap::{GatewayPublicKey, KeyError, WrapError};
pub use sealed::{DoesNotOpen, SessionKey, open, seal};
pub use secret::Secret;
pub use seed::Seed128;
#[doc(no_inline)]
pub use {cipher, digest, rand_core, zeroize};
