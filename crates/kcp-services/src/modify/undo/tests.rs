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
    const DEPOSIT: [&str; 6] = ["STSC", "STHD", "STPD", "STE5", "STE2", "STE9"];
    const OTHERS: [&str; 6] = ["STSC", "STSC", "STPC", "STE2", "STE2", "STE9"];
    let standings =
        [Standing::Issued, Standing::Paid, Standing::PartlyCancelled { left: won(604) }];
    let rows =
        [Escrow::No, Escrow::Yes].into_iter().flat_map(|escrow| standings.map(|at| (escrow, at)));
    for method in PayType::ALL {
        let kinds = if method == PayType::VirtualAccount { DEPOSIT } else { OTHERS };
        for ((escrow, standing), kind) in rows.clone().zip(kinds) {
            let undo = Undo::of(tno(), method, escrow, standing);
            assert_eq!(undo.kind(), kind, "{method:?} {escrow:?} {standing:?}");
        }
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
            // A part of an escrow payment goes back after its confirmation only, and so does the rest.
            Undo::CancelConfirmed(_) => prop_assert!(partly && !deposit && escrow == Escrow::Yes),
            Undo::CancelRest(_) => prop_assert!(partly && !deposit && escrow == Escrow::No),
            Undo::ConfirmedRefund(_) => prop_assert!(partly && deposit && escrow == Escrow::Yes),
            // Money that came into an account goes back to an account, which the type asks for.
            Undo::EscrowRefund(_) => prop_assert!(deposit && !partly && escrow == Escrow::Yes),
            Undo::Refund(due) => {
                prop_assert!(deposit && escrow == Escrow::No);
                prop_assert_eq!(due.part.is_some(), partly);
            }
            Undo::Release(_) => {
                prop_assert!(method == PayType::VirtualAccount && escrow == Escrow::Yes);
                prop_assert_eq!(standing, Standing::Issued);
            }
        }
    }
}
