//! The two programs' parts: `kcp` for people, `pp_cli` in the place of the vendor's module.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod channel;
pub mod client;
pub mod clock;
pub mod commands;
pub mod config;
pub mod exit;
pub mod pp_cli;
pub mod render;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
