//! The vendor's own module, `pp_cli`, started once for each request: the way that KCP supports (`legacy.md §2`).
//!
//! The argument list is visible to other users of the machine while the module runs, site key included, and the
//! module writes answers with card numbers into its log at every level (`legacy.md §2.1`). Run it as a user of its
//! own, and keep its log folder out of the web root.

mod argv;
mod child;

pub use child::Module;
