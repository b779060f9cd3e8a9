//! What escrow adds: delivery, hold, and cancels of its own (`legacy.md §3.4`). Socket only: no source shows any of it
//! on the PG-API.

mod cancel;
mod confirmed;
mod deliver;

pub use cancel::{CancelEscrow, ReleaseAccount};
pub use confirmed::{CancelConfirmed, ConfirmedCancelled};
pub use deliver::{DeliveryCompany, EscrowChanged, HoldSettlement, StartDelivery, Waybill};
