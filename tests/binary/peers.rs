//! The same as sml-rs says, whatever the values.

use proptest::prelude::*;

use super::encode::{REGISTERS, TEXTS, sml, sml_list, sml_messages, sml_messages_around};
use super::one;
use super::peer::agrees;

proptest! {
    #[test]
    fn sml_rs_reads_the_same_values(
        registers in prop::collection::vec((any::<[u8; 6]>(), any::<i64>(), any::<i8>(), any::<u8>()), 1..40),
    ) {
        let messages = sml_messages(&registers);
        let telegram = one(&sml(&messages));
        prop_assert_eq!(telegram.check().name(), "valid");
        prop_assert_eq!(agrees(&messages, &telegram), Some(registers.len()));
    }
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 1).expect("64 bits") % limit
    }
}

/// The heads of elements of every kind, and what stands between them.
const HEADS: [u8; 20] = [
    0x01, 0x02, 0x07, 0x09, 0x42, 0x52, 0x53, 0x54, 0x55, 0x56, 0x59, 0x62, 0x63, 0x65, 0x69, 0x71,
    0x72, 0x77, 0x81, 0x00,
];

const INPUTS: usize = 20_000;

/// Changes, removes, adds or doubles a few bytes.
fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes[at] = HEADS[dice.below(HEADS.len())],
            2 if bytes.len() > 1 => {
                bytes.remove(at);
            }
            3 => bytes.insert(at, HEADS[dice.below(HEADS.len())]),
            // The head of an element and as many bytes as it says.
            4 => {
                let head = [0x52, 0x53, 0x54, 0x55, 0x59, 0x62, 0x63, 0x65, 0x69][dice.below(9)];
                let end = (at + usize::from(head & 0x0F)).min(bytes.len());
                let number =
                    (0..(head & 0x0F) - 1).map(|_| u8::try_from(dice.below(256)).expect("a byte"));
                let element: Vec<u8> = std::iter::once(head).chain(number).collect();
                bytes.splice(at..end, element);
            }
            _ => {
                let end = (at + dice.below(24)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, part);
            }
        }
    }
}

#[test]
fn what_sml_rs_still_accepts_of_changed_messages_says_the_same_here() {
    let mut dice = Dice(0x5EED);
    let (mut accepted, mut entries) = (0, 0);
    for _ in 0..INPUTS {
        let mut list = sml_list(TEXTS, REGISTERS);
        mutate(&mut list, &mut dice);
        let messages = sml_messages_around(&list);
        let telegram = one(&sml(&messages));
        if let Some(count) = agrees(&messages, &telegram) {
            accepted += 1;
            entries += count;
        }
    }
    println!("{INPUTS} changed inputs: {accepted} accepted by both, {entries} values the same");
    assert!(
        accepted > INPUTS / 20,
        "only {accepted} were accepted by both"
    );
}
