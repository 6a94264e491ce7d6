//! What a board prints when it starts, with its meaning: for people, and in the lines of `smr.flash/1`.

use serde::Serialize;

use crate::flash::saying::Said;

/// A line that a board has printed.
#[derive(Serialize)]
pub(super) struct SaidDocument<'a> {
    text: &'a str,
    meaning: Option<&'a str>,
    hint: Option<&'static str>,
    is_trouble: bool,
}

impl<'a> SaidDocument<'a> {
    pub(super) fn new(said: &'a Said) -> SaidDocument<'a> {
        let meaning = said.meaning.as_ref();
        SaidDocument {
            text: &said.text,
            meaning: meaning.map(|meaning| meaning.words.as_str()),
            hint: meaning.and_then(|meaning| meaning.hint),
            is_trouble: said.is_trouble(),
        }
    }
}

/// What a board prints, for people: the line itself, then what it means.
pub fn said(said: &Said) -> String {
    let meaning = said.meaning.as_ref();
    let words = meaning.map_or_else(String::new, |meaning| format!("    = {}\n", meaning.words));
    let hint = meaning.and_then(|meaning| meaning.hint);
    let hint = hint.map_or_else(String::new, |hint| format!("    hint: {hint}\n"));
    format!("{}\n{words}{hint}", said.text)
}

/// What a board says that is wrong, for people; nothing for all else.
pub fn said_trouble(said: &Said) -> Option<String> {
    let meaning = said.meaning.as_ref().filter(|meaning| meaning.is_trouble)?;
    let hint = meaning
        .hint
        .map_or_else(String::new, |hint| format!("\n  {hint}"));
    Some(format!(
        "the board says: {} ({}){hint}",
        meaning.words, said.text
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flash::saying::log;

    #[test]
    fn what_a_board_says_is_shown_with_its_meaning_and_what_to_do() {
        let lines = log(b"smr-boot/1 run\r\nets_main.c \r\nunknown\r\n");
        let shown: Vec<String> = lines.iter().map(said).collect();
        assert_eq!(
            shown,
            [
                "smr-boot/1 run\n    = the gateway's boot loader starts the firmware\n",
                "ets_main.c\n    = the chip finds nothing in its flash that starts\n    hint: write the firmware anew: smr flash\n",
                "unknown\n",
            ]
        );
        let troubles: Vec<String> = lines.iter().filter_map(said_trouble).collect();
        assert_eq!(
            troubles,
            [
                "the board says: the chip finds nothing in its flash that starts (ets_main.c)\n  write the firmware anew: smr flash"
            ]
        );
    }
}
