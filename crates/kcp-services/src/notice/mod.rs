//! What KCP tells a shop by itself: deposits, refunds, escrow (`common_return`, the webhook).
