//! The exceptions of the processor by their numbers (Xtensa Instruction Set Architecture, 4.4.1.5, `EXCCAUSE`), as far as this one has them.

const CAUSES: &[(u32, &str)] = &[
    (
        0,
        "an instruction that there is not: often a flash that is misread, or a jump into nowhere",
    ),
    (2, "instructions that cannot be fetched from where they are"),
    (
        3,
        "a load or store that the memory does not do, such as of single bytes in the flash",
    ),
    (
        4,
        "an interrupt that was not asked for: mostly the software watchdog",
    ),
    (6, "a division by zero"),
    (
        9,
        "a load or store at an address that is no multiple of its size",
    ),
    (20, "a jump to an address that holds no instructions"),
    (28, "a load from an address that may not be read"),
    (29, "a store to an address that may not be written"),
];

/// `28, a load from …`, of a text with the number in it.
pub(super) fn told(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(3).collect();
    let cause = CAUSES
        .iter()
        .find(|(number, _)| digits.parse() == Ok(*number));
    match cause {
        Some((number, what)) => format!("{number}, {what}"),
        None => digits,
    }
}
