//! The command line as `getopt(argc, argv, "h:")` reads it.

/// What the command line asks for.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Call<'a> {
    /// No argument at all.
    Nothing,
    /// The values of every `-h`, in order.
    Lists(Vec<&'a [u8]>),
    /// Not a call that the module knows, with getopt's own words about it if it has any.
    Unusable(Option<Complaint>),
}

/// What getopt complains about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Complaint {
    /// `-h` at the end, without a value.
    NoValue,
    /// An option other than `-h`, by its one byte. A word that begins with `--` is the option `-`, as getopt has it.
    UnknownOption(u8),
}

/// Reads the words behind the program's name.
///
/// As in getopt, a value may stand in the same word (`-hk=v`), words that are no options are passed over wherever
/// they stand, and `--` ends the options. The first complaint ends the reading.
pub(super) fn read(words: &[Vec<u8>]) -> Call<'_> {
    if words.is_empty() {
        return Call::Nothing;
    }
    let mut lists = Vec::new();
    let mut words = words.iter().map(Vec::as_slice);
    while let Some(word) = words.next() {
        match word {
            b"--" => break,
            [b'-', b'h'] => match words.next() {
                Some(value) => lists.push(value),
                None => return Call::Unusable(Some(Complaint::NoValue)),
            },
            [b'-', b'h', value @ ..] => lists.push(value),
            &[b'-', letter, ..] => {
                return Call::Unusable(Some(Complaint::UnknownOption(letter)));
            }
            _ => {}
        }
    }
    if lists.is_empty() { Call::Unusable(None) } else { Call::Lists(lists) }
}

impl Complaint {
    /// getopt's line, without its end.
    pub(super) fn line(self, program: &[u8]) -> Vec<u8> {
        let (words, letter) = match self {
            Self::NoValue => (&b": option requires an argument -- '"[..], b'h'),
            Self::UnknownOption(letter) => (&b": invalid option -- '"[..], letter),
        };
        [program, words, &[letter], b"'"].concat()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(words: &[&str]) -> Vec<Vec<u8>> {
        words.iter().map(|word| word.as_bytes().to_vec()).collect()
    }

    #[test]
    fn a_value_stands_behind_the_option_or_in_its_word() {
        for line in [&["-h", "a=1"][..], &["-ha=1"], &["word", "-h", "a=1", "word"]] {
            assert_eq!(read(&words(line)), Call::Lists(vec![b"a=1"]), "{line:?}");
        }
        assert_eq!(read(&words(&["-h", "a=1", "-hb=2"])), Call::Lists(vec![b"a=1", b"b=2"]));
        assert_eq!(read(&words(&["-h", "-x"])), Call::Lists(vec![b"-x"]));
        assert_eq!(read(&words(&["-h", "--"])), Call::Lists(vec![b"--"]));
        assert_eq!(read(&words(&["-h", ""])), Call::Lists(vec![b""]));
    }

    #[test]
    fn what_getopt_refuses_is_refused_in_its_words() {
        let complaint = |line: &[&str]| match read(&words(line)) {
            Call::Unusable(Some(complaint)) => {
                String::from_utf8(complaint.line(b"./pp_cli")).unwrap()
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(complaint(&["-h"]), "./pp_cli: option requires an argument -- 'h'");
        assert_eq!(complaint(&["-h", "a=1", "-h"]), "./pp_cli: option requires an argument -- 'h'");
        assert_eq!(complaint(&["-x"]), "./pp_cli: invalid option -- 'x'");
        assert_eq!(complaint(&["-xh"]), "./pp_cli: invalid option -- 'x'");
        assert_eq!(complaint(&["--help"]), "./pp_cli: invalid option -- '-'");
    }

    #[test]
    fn words_that_are_no_options_call_for_nothing() {
        assert_eq!(read(&[]), Call::Nothing);
        for line in [&["-"][..], &["a=1"], &["--", "-h", "a=1"]] {
            assert_eq!(read(&words(line)), Call::Unusable(None), "{line:?}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_read(line in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..6), 0..5)) {
            if let Call::Unusable(Some(complaint)) = read(&line) {
                prop_assert!(complaint.line(b"x").ends_with(b"'"));
            }
        }
    }
}
