//! Parameters of HAS-160 (a tables file). (legacy.md, appendix A; TTAS.KO-12.0011/R1)

/// The chaining value before the first block.
pub(super) const START: [u32; 5] =
    [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// Rotation of A in each step, the same in every round.
pub(super) const TURNS: [u32; 20] =
    [5, 11, 7, 15, 6, 13, 8, 14, 7, 12, 9, 11, 8, 15, 6, 12, 9, 14, 5, 13];

/// What differs between the rounds.
pub(super) struct Round {
    /// The constant added in each step.
    pub(super) constant: u32,
    /// Rotation of B in each step.
    pub(super) turn: u32,
    /// Which word each step adds: 0 to 15 of the block, 16 to 19 made from this row.
    pub(super) order: [u8; 20],
}

/// The four rounds.
pub(super) const ROUNDS: [Round; 4] = [
    Round {
        constant: 0,
        turn: 10,
        order: [18, 0, 1, 2, 3, 19, 4, 5, 6, 7, 16, 8, 9, 10, 11, 17, 12, 13, 14, 15],
    },
    Round {
        constant: 0x5a82_7999,
        turn: 17,
        order: [18, 3, 6, 9, 12, 19, 15, 2, 5, 8, 16, 11, 14, 1, 4, 17, 7, 10, 13, 0],
    },
    Round {
        constant: 0x6ed9_eba1,
        turn: 25,
        order: [18, 12, 5, 14, 7, 19, 0, 9, 2, 11, 16, 4, 13, 6, 15, 17, 8, 1, 10, 3],
    },
    Round {
        constant: 0x8f1b_bcdc,
        turn: 30,
        order: [18, 7, 2, 13, 8, 19, 3, 14, 9, 4, 16, 15, 10, 5, 0, 17, 11, 6, 1, 12],
    },
];
