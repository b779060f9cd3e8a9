//! A script from a seed: the same number gives the same script on every machine and in every version.

use crate::{
    desk::Way,
    relay::{Action, Direction, Script, Step},
};

/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). Written out, because a
/// seed must give the same script for ever, and libraries change what theirs give.
struct Dice(u64);

impl Dice {
    const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`, which is small.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).unwrap()
    }
}

/// How long request and answer are when nothing goes wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Lengths {
    pub(crate) request: usize,
    pub(crate) answer: usize,
}

/// The script of a seed on a way where request and answer have these lengths.
pub(crate) fn script(seed: u64, way: Way, lengths: Lengths) -> Script {
    let mut dice = Dice(seed);
    if dice.below(32) == 0 {
        return Script::refused();
    }
    let steps = match dice.below(10) {
        0 => 3,
        1 | 2 => 2,
        _ => 1,
    };
    (0..steps).fold(Script::clean(), |script, _| script.with(step(&mut dice, way, lengths)))
}

fn step(dice: &mut Dice, way: Way, lengths: Lengths) -> Step {
    let (direction, len) = match dice.below(2) {
        0 => (Direction::ToServer, lengths.request),
        _ => (Direction::ToClient, lengths.answer),
    };
    // Each number is rolled whether it is needed or not, so that one change of this table leaves other seeds alone.
    let (kind, place, spot, small, byte) =
        (dice.below(9), dice.below(16), dice.below(len + 1), dice.below(64), dice.below(256));
    let byte = u8::try_from(byte).unwrap();
    let action = match kind {
        0 => Action::Cut,
        1 => Action::Reset,
        2 => Action::HalfClose,
        3 => Action::Stall,
        4 => Action::Drip,
        // Inside TLS nobody but the server itself can change its answer: TLS is the only seal that it has.
        5 | 6 if way == Way::Plaintext && direction == Direction::ToClient => Action::Cut,
        5 | 6 => Action::Flip(byte % 8),
        7 => Action::Duplicate(if byte.is_multiple_of(4) { len } else { small + 1 }),
        _ => Action::Garbage(small + 1, byte),
    };
    let offset = match place {
        0 => 0,
        1 => 1,
        2 => len.saturating_sub(1),
        3 => len,
        4 => Step::END,
        _ => spot,
    };
    Step { direction, offset, action }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTHS: Lengths = Lengths { request: 1_000, answer: 800 };

    #[test]
    fn a_seed_gives_its_script_for_ever() {
        assert_eq!(Dice(0).roll(), 0xe220_a839_7b1d_cdaf); // the reference's first number
        let text = |seed| script(seed, Way::Socket, LENGTHS).to_string();
        assert_eq!(
            [text(1), text(2), text(3)],
            [
                "request@639 HalfClose",
                "answer@771 Stall",
                "request@321 Flip(3); answer@583 Flip(6)"
            ]
        );
    }

    #[test]
    fn every_action_comes_up_in_both_directions_at_every_kind_of_place() {
        let steps: Vec<Step> = (0..2_000)
            .flat_map(|seed| script(seed, Way::Socket, LENGTHS).steps().to_vec())
            .collect();
        for word in ["cut", "reset", "half-close", "stall", "drip", "flip", "duplicate", "garbage"]
        {
            for direction in [Direction::ToServer, Direction::ToClient] {
                let found = |offset: fn(usize) -> bool| {
                    steps.iter().any(|step| {
                        step.action.word() == word
                            && step.direction == direction
                            && offset(step.offset)
                    })
                };
                assert!(found(|at| at == 0), "{word} {direction} first");
                assert!(found(|at| (2..700).contains(&at)), "{word} {direction} within");
                assert!(found(|at| at == Step::END), "{word} {direction} after");
            }
        }
        assert!((0..2_000).any(|seed| script(seed, Way::Socket, LENGTHS).is_refused()));
    }

    #[test]
    fn an_answer_inside_tls_is_never_changed_by_a_bit() {
        let flips = (0..2_000)
            .flat_map(|seed| script(seed, Way::Plaintext, LENGTHS).steps().to_vec())
            .filter(|step| step.action.word() == "flip");
        assert!(flips.into_iter().all(|step| step.direction == Direction::ToServer));
    }
}
