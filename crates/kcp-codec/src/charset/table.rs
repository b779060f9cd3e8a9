//! The tables of both charsets, built at compile time from the page of KS X 1001 beside this file.
//!
//! The page is the standard as it is printed: 94 rows of 94 characters, a full stop where there is none. Code page 949
//! adds the 8,822 syllables that the page lacks, in Unicode order, in the codes that the page leaves free. So the page
//! says everything; a test compares every code and every character with `encoding_rs`.

/// Both bytes of KS X 1001 begin here.
pub(super) const FIRST: u8 = 0xa1;

/// Hangul syllables in Unicode, and where they begin.
const SYLLABLES: usize = 11_172;
pub(super) const FIRST_SYLLABLE: u32 = 0xac00;

const PAGE: &[u8] = include_bytes!("ksx1001.txt");
const SIDE: usize = 94;
const CELLS: usize = SIDE * SIDE;
const EMPTY: u32 = b'.' as u32;

/// Cells of the page that are syllables: rows 16 to 40.
const SYLLABLE_CELLS: core::ops::Range<usize> = 15 * SIDE..40 * SIDE;
const OTHERS: usize = 8_226 - 2_350;
const EXTRA: usize = SYLLABLES - 2_350;

/// Second bytes of code page 949: 26 capitals, 26 small letters, then `0x81` on. A first byte below `0xa1` has all
/// 178; the others leave those of KS X 1001 to the page.
const WIDE: usize = 178;
const NARROW: usize = 84;
const WIDE_ROWS: usize = 0x20;

/// Character of each cell; zero where there is none.
static CHARS: [u16; CELLS] = page();

/// Code of each syllable, in both charsets.
static CODES_OF_SYLLABLES: [u16; SYLLABLES] = syllables().0;

/// The syllables that only code page 949 has, in the order of their codes.
static EXTRA_SYLLABLES: [u16; EXTRA] = syllables().1;

/// Which of sixteen neighbours in Unicode the page has beside syllables, and where their codes begin.
#[derive(Clone, Copy)]
struct Block {
    has: u16,
    first: u16,
}

static BLOCKS: [Block; 4096] = OTHER.0;
static CODES_OF_OTHERS: [u16; OTHERS] = OTHER.1;
const OTHER: ([Block; 4096], [u16; OTHERS]) = others();

/// The code of the syllable that stands `index` behind the first one.
pub(super) fn code_of_syllable(index: u32) -> Option<u16> {
    CODES_OF_SYLLABLES.get(usize::try_from(index).ok()?).copied()
}

/// The code of a character that is neither ASCII nor a syllable.
pub(super) fn code_of_other(ch: u32) -> Option<u16> {
    let block = BLOCKS.get(usize::try_from(ch >> 4).ok()?)?;
    let bit = 1_u16 << (ch & 15);
    if block.has & bit == 0 {
        return None;
    }
    let before = (block.has & (bit - 1)).count_ones();
    CODES_OF_OTHERS.get(usize::from(block.first) + usize::try_from(before).ok()?).copied()
}

/// The character of a code of KS X 1001.
pub(super) fn char_of_page(lead: u8, trail: u8) -> Option<char> {
    let row = lead.checked_sub(FIRST)?;
    let cell = trail.checked_sub(FIRST).filter(|&cell| usize::from(cell) < SIDE)?;
    some(*CHARS.get(usize::from(row) * SIDE + usize::from(cell))?)
}

/// The syllable of a code that code page 949 adds.
pub(super) fn char_of_extra(lead: u8, trail: u8) -> Option<char> {
    let place = usize::from(match trail {
        0x41..=0x5a => trail - 0x41,
        0x61..=0x7a => trail - 0x61 + 26,
        0x81..=0xfe => trail - 0x81 + 52,
        _ => return None,
    });
    let row = usize::from(lead.checked_sub(0x81)?);
    let index = match row.checked_sub(WIDE_ROWS) {
        None => row * WIDE + place,
        Some(row) if place < NARROW => WIDE_ROWS * WIDE + row * NARROW + place,
        Some(_) => return None,
    };
    some(*EXTRA_SYLLABLES.get(index)?)
}

fn some(unit: u16) -> Option<char> {
    char::from_u32(unit.into()).filter(|&ch| ch != '\0')
}

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // at build time: a slip is a build error
const fn page() -> [u16; CELLS] {
    let mut chars = [0; CELLS];
    let (mut at, mut cell) = (0, 0);
    while at < PAGE.len() {
        let lead = PAGE[at] as u32;
        let (ch, len) = match lead {
            0x00..=0x7f => (lead, 1),
            0xc0..=0xdf => ((lead & 0x1f) << 6 | rest(at + 1), 2),
            _ => ((lead & 0x0f) << 12 | rest(at + 1) << 6 | rest(at + 2), 3),
        };
        at += len;
        // Below the blank stand the ends of lines, of either kind.
        if ch >= 0x20 {
            chars[cell] = if ch == EMPTY { 0 } else { ch as u16 };
            cell += 1;
        }
    }
    assert!(cell == CELLS, "the page has 94 rows of 94 characters");
    chars
}

#[allow(clippy::indexing_slicing)] // at build time: a slip is a build error
const fn rest(at: usize) -> u32 {
    (PAGE[at] & 0x3f) as u32
}

/// The code of a cell of the page.
#[allow(clippy::cast_possible_truncation)] // a cell is below 94 * 94
const fn code(cell: usize) -> u16 {
    u16::from_be_bytes([FIRST + (cell / SIDE) as u8, FIRST + (cell % SIDE) as u8])
}

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // at build time: a slip is a build error
const fn syllables() -> ([u16; SYLLABLES], [u16; EXTRA]) {
    let (mut codes, mut extra) = ([0; SYLLABLES], [0; EXTRA]);
    let mut cell = SYLLABLE_CELLS.start;
    while cell < SYLLABLE_CELLS.end {
        codes[CHARS[cell] as usize - FIRST_SYLLABLE as usize] = code(cell);
        cell += 1;
    }
    let (mut syllable, mut index) = (0, 0);
    while syllable < SYLLABLES {
        if codes[syllable] == 0 {
            extra[index] = syllable as u16 + FIRST_SYLLABLE as u16;
            codes[syllable] = extra_code(index);
            index += 1;
        }
        syllable += 1;
    }
    assert!(index == EXTRA, "the page has 2,350 syllables");
    (codes, extra)
}

/// The code of a syllable that the page lacks, by its place among those.
#[allow(clippy::cast_possible_truncation)] // both bytes are bounded by the number of such syllables
const fn extra_code(index: usize) -> u16 {
    let (row, place) = match index.checked_sub(WIDE_ROWS * WIDE) {
        None => (index / WIDE, index % WIDE),
        Some(index) => (WIDE_ROWS + index / NARROW, index % NARROW),
    };
    let trail = match place {
        0..26 => 0x41 + place,
        26..52 => 0x61 + place - 26,
        _ => 0x81 + place - 52,
    };
    u16::from_be_bytes([0x81 + row as u8, trail as u8])
}

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation)] // at build time: a slip is a build error
const fn others() -> ([Block; 4096], [u16; OTHERS]) {
    let mut by_char = [0; 0x1_0000];
    let mut cell = 0;
    while cell < CELLS {
        if cell == SYLLABLE_CELLS.start {
            cell = SYLLABLE_CELLS.end;
        }
        by_char[CHARS[cell] as usize] = code(cell);
        cell += 1;
    }
    by_char[0] = 0;
    let mut blocks = [Block { has: 0, first: 0 }; 4096];
    let mut codes = [0; OTHERS];
    let (mut ch, mut count) = (0, 0);
    while ch < by_char.len() {
        if ch % 16 == 0 {
            blocks[ch / 16].first = count as u16;
        }
        if by_char[ch] != 0 {
            blocks[ch / 16].has |= 1 << (ch % 16);
            codes[count] = by_char[ch];
            count += 1;
        }
        ch += 1;
    }
    assert!(count == OTHERS, "the page has 5,876 characters beside syllables");
    (blocks, codes)
}
