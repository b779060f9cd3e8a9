//! The rules of every field of the guides, as data.
