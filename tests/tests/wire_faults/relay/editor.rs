//! One direction of a script, without I/O: bytes in, pieces out. Any cut of the reads gives the same bytes.

use std::collections::VecDeque;

use super::script::{Action, Direction, Script, Step};

/// What to do next, in order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Piece {
    /// Write these in one go.
    Bytes(Vec<u8>),
    /// End both connections.
    Cut,
    /// End this direction.
    HalfClose,
    /// Reset the client.
    Reset,
}

/// How bytes are passed on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flow {
    /// As they come.
    Plain,
    /// One by one.
    Drip,
    /// Not at all.
    Silent,
}

/// Applies the steps of one direction.
#[derive(Debug)]
pub(crate) struct Editor {
    steps: VecDeque<Step>,
    /// What the sender sent.
    source: Vec<u8>,
    /// How much of it was looked at.
    at: usize,
    flow: Flow,
    fired: Vec<Step>,
}

impl Editor {
    /// The editor of one direction.
    pub(crate) fn new(script: &Script, direction: Direction) -> Self {
        Self {
            steps: script.of(direction).collect(),
            source: Vec::new(),
            at: 0,
            flow: Flow::Plain,
            fired: Vec::new(),
        }
    }

    /// What happens before a byte came.
    pub(crate) fn start(&mut self) -> Vec<Piece> {
        self.run()
    }

    /// What becomes of the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Vec<Piece> {
        self.source.extend_from_slice(bytes);
        self.run()
    }

    /// What happens behind the last byte.
    pub(crate) fn end(&mut self) -> Vec<Piece> {
        let mut out = Vec::new();
        while let Some(step) = self.steps.pop_front() {
            // There is no byte to flip behind the last.
            if step.offset == Step::END && !matches!(step.action, Action::Flip(_)) {
                self.fire(step, &mut out);
            }
        }
        out
    }

    /// What the sender sent so far.
    pub(crate) fn source(&self) -> &[u8] {
        &self.source
    }

    /// The steps that came to pass.
    pub(crate) fn fired(&self) -> &[Step] {
        &self.fired
    }

    fn run(&mut self) -> Vec<Piece> {
        let mut out = Vec::new();
        loop {
            while let Some(step) = self.steps.front().copied().filter(|step| step.offset == self.at)
            {
                if matches!(step.action, Action::Flip(_)) && self.at == self.source.len() {
                    return out;
                }
                self.steps.pop_front();
                self.fire(step, &mut out);
            }
            let end = self.steps.front().map_or(usize::MAX, |step| step.offset);
            let end = end.min(self.source.len());
            if end <= self.at {
                return out;
            }
            let bytes = self.source[self.at..end].to_vec();
            self.at = end;
            self.pass(bytes, &mut out);
        }
    }

    fn fire(&mut self, step: Step, out: &mut Vec<Piece>) {
        self.fired.push(step);
        let silent = self.flow == Flow::Silent;
        match step.action {
            Action::Cut => out.push(Piece::Cut),
            Action::Reset => out.push(Piece::Reset),
            Action::HalfClose if !silent => out.push(Piece::HalfClose),
            Action::Drip if !silent => self.flow = Flow::Drip,
            Action::Flip(bit) => {
                let byte = self.source[self.at] ^ (1 << (bit % 8));
                self.at += 1;
                self.pass(vec![byte], out);
            }
            Action::Duplicate(len) => {
                let again = self.source[self.at.saturating_sub(len)..self.at].to_vec();
                self.pass(again, out);
            }
            Action::Garbage(len, first) => self.pass(Action::garbage(len, first), out),
            Action::HalfClose | Action::Drip | Action::Stall => {}
        }
        if matches!(step.action, Action::Cut | Action::Reset | Action::HalfClose | Action::Stall) {
            self.flow = Flow::Silent;
        }
    }

    fn pass(&self, bytes: Vec<u8>, out: &mut Vec<Piece>) {
        match self.flow {
            Flow::Plain if bytes.is_empty() => {}
            Flow::Plain => match out.last_mut() {
                // One write for what belongs together: garbage arrives with the byte before it.
                Some(Piece::Bytes(last)) => last.extend(bytes),
                _ => out.push(Piece::Bytes(bytes)),
            },
            Flow::Drip => out.extend(bytes.into_iter().map(|byte| Piece::Bytes(vec![byte]))),
            Flow::Silent => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"0123456789";

    /// What comes out when the text comes in pieces of `piece` bytes: the bytes, with a sign for all that is none.
    fn play(script: &Script, piece: usize) -> String {
        let mut editor = Editor::new(script, Direction::ToServer);
        let mut pieces = editor.start();
        for bytes in TEXT.chunks(piece) {
            pieces.extend(editor.push(bytes));
        }
        pieces.extend(editor.end());
        let text = |piece| match piece {
            Piece::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Piece::Cut => "[cut]".to_owned(),
            Piece::HalfClose => "[half]".to_owned(),
            Piece::Reset => "[reset]".to_owned(),
        };
        pieces.into_iter().map(text).collect()
    }

    #[track_caller]
    fn plays(action: Action, offset: usize, want: &str) {
        let script = Script::one(Direction::ToServer, offset, action);
        for piece in 1..=TEXT.len() {
            assert_eq!(play(&script, piece), want, "{script} in pieces of {piece}");
        }
    }

    #[test]
    fn without_steps_everything_passes() {
        for piece in 1..=TEXT.len() {
            assert_eq!(play(&Script::clean(), piece), "0123456789");
        }
    }

    #[test]
    fn what_ends_a_direction_ends_it_at_its_offset() {
        for (action, sign) in
            [(Action::Cut, "[cut]"), (Action::Reset, "[reset]"), (Action::HalfClose, "[half]")]
        {
            plays(action, 0, sign);
            plays(action, 4, &format!("0123{sign}"));
            plays(action, 10, &format!("0123456789{sign}"));
            plays(action, 11, "0123456789");
        }
        plays(Action::Stall, 0, "");
        plays(Action::Stall, 4, "0123");
        plays(Action::Stall, 10, "0123456789");
    }

    #[test]
    fn a_bit_is_flipped_in_the_byte_at_the_offset() {
        plays(Action::Flip(0), 0, "1123456789");
        plays(Action::Flip(3), 9, "0123456781");
        plays(Action::Flip(3), 10, "0123456789");
        plays(Action::Flip(3), Step::END, "0123456789");
    }

    #[test]
    fn the_last_bytes_come_again() {
        plays(Action::Duplicate(3), 4, "0123123456789");
        plays(Action::Duplicate(99), 4, "01230123456789");
        plays(Action::Duplicate(10), 10, "01234567890123456789");
        plays(Action::Duplicate(3), 0, "0123456789");
    }

    #[test]
    fn garbage_comes_before_between_behind_and_after() {
        let script =
            |offset| Script::one(Direction::ToServer, offset, Action::Garbage(2, 1)).to_string();
        assert_eq!(script(Step::END), "request@end Garbage(2, 1)");
        let garbage = String::from_utf8_lossy(&Action::garbage(2, 1)).into_owned();
        assert_eq!(Action::garbage(2, 1).len(), 2);
        plays(Action::Garbage(2, 1), 0, &format!("{garbage}0123456789"));
        plays(Action::Garbage(2, 1), 5, &format!("01234{garbage}56789"));
        plays(Action::Garbage(2, 1), 10, &format!("0123456789{garbage}"));
        plays(Action::Garbage(2, 1), Step::END, &format!("0123456789{garbage}"));
    }

    #[test]
    fn a_drip_writes_each_byte_by_itself() {
        let mut editor =
            Editor::new(&Script::one(Direction::ToClient, 3, Action::Drip), Direction::ToClient);
        let lens: Vec<_> = editor
            .push(TEXT)
            .into_iter()
            .map(|piece| match piece {
                Piece::Bytes(bytes) => bytes.len(),
                _ => 0,
            })
            .collect();
        assert_eq!(lens, [3, 1, 1, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn steps_follow_each_other_and_are_noted_when_they_happen() {
        let step = |offset, action| Step { direction: Direction::ToServer, offset, action };
        let script = Script::clean()
            .with(step(9, Action::Cut))
            .with(step(2, Action::Flip(0)))
            .with(step(5, Action::Duplicate(1)))
            .with(step(50, Action::Reset));
        for piece in 1..=TEXT.len() {
            assert_eq!(play(&script, piece), "0133445678[cut]");
        }
        let mut editor = Editor::new(&script, Direction::ToServer);
        editor.push(TEXT);
        assert_eq!(editor.fired().len(), 3);
        assert_eq!(editor.source(), TEXT);
    }
}
