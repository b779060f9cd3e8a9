//! Addresses of the receipts that KCP shows.
