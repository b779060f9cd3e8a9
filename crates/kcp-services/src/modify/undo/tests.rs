//! Every method, escrow and standing has one change that takes it back.

use proptest::prelude::*;

use super::*;

fn tno() -> TransactionId {
    TransactionId::parse("20261121000001").unwrap()
}

fn won(amount: u64) -> Won {
    Won::new(amount).unwrap()
}

#[test]
fn the_table_of_changes_holds() {
    let left = Standing::PartlyCancelled { left: won(604) };
    for (method, escrow, standing, kind) in [
        (PayType::Card, Escrow::No, Standing::Paid, "STSC"),
        (PayType::Transfer, Escrow::No, Standing::Paid, "STSC"),
        (PayType::Mobile, Escrow::No, Standing::Paid, "STSC"),
        (PayType::Points, Escrow::No, Standing::Paid, "STSC"),
        (PayType::Gift, Escrow::No, Standing::Paid, "STSC"),
        (PayType::KakaoMoney, Escrow::No, Standing::Paid, "STSC"),
        (PayType::VirtualAccount, Escrow::No, Standing::Issued, "STSC"),
        (PayType::VirtualAccount, Escrow::No, Standing::Paid, "STHD"),
        (PayType::VirtualAccount, Escrow::No, left, "STPD"),
        (PayType::VirtualAccount, Escrow::Yes, Standing::Issued, "STE5"),
        (PayType::VirtualAccount, Escrow::Yes, Standing::Paid, "STE2"),
        (PayType::Card, Escrow::Yes, Standing::Paid, "STE2"),
        (PayType::Transfer, Escrow::Yes, Standing::Paid, "STE2"),
        (PayType::Card, Escrow::No, left, "STPC"),
        (PayType::Transfer, Escrow::No, left, "STPC"),
    ] {
        let undo = Undo::of(tno(), method, escrow, standing);
        assert_eq!(undo.kind(), kind, "{method:?} {escrow:?} {standing:?}");
    }
}

proptest! {
    #[test]
    fn every_payment_has_one_way_back(
        method in prop::sample::select(PayType::ALL.to_vec()), escrow: bool,
        standing in 0..3, left in 1..1_000_000_000_000_u64,
    ) {
        let escrow = if escrow { Escrow::Yes } else { Escrow::No };
        let standing = match standing {
            0 => Standing::Issued,
            1 => Standing::Paid,
            _ => Standing::PartlyCancelled { left: won(left) },
        };
        let partly = matches!(standing, Standing::PartlyCancelled { .. });
        let deposit = method == PayType::VirtualAccount && standing != Standing::Issued;
        match Undo::of(tno(), method, escrow, standing) {
            // After one partial cancel a full one is refused, and an ordinary one never fits escrow.
            Undo::Cancel(_) => prop_assert!(!partly && !deposit && escrow == Escrow::No),
            Undo::CancelEscrow(_) => {
                prop_assert!(!partly && escrow == Escrow::Yes && method != PayType::VirtualAccount);
            }
            Undo::CancelRest(_) => prop_assert!(partly && !deposit),
            // Money that came into an account goes back to an account, which the type asks for.
            Undo::EscrowRefund(_) => prop_assert!(deposit && !partly && escrow == Escrow::Yes),
            Undo::Refund(due) => {
                prop_assert!(deposit && (partly || escrow == Escrow::No));
                prop_assert_eq!(due.part.is_some(), partly);
            }
            Undo::Release(_) => {
                prop_assert!(method == PayType::VirtualAccount && escrow == Escrow::Yes);
                prop_assert_eq!(standing, Standing::Issued);
            }
        }
    }
}
