//! What a machine tells on its standard output, in the order in which it happens: see `firmware/stub/machine/output.c`.

/// A record begins with its kind and the size of what follows.
const HEAD: usize = 3;
const BYTES: u8 = 0;
const DIVIDER: u8 = 1;
const OPERATION: u8 = 2;

/// Something that happens in a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Bytes go out on the serial line.
    Says(Vec<u8>),
    /// The UART has another divider.
    Divider(u32),
    /// A write or an erase of a sector begins.
    FlashOperation,
}

/// Puts records together from pieces.
#[derive(Debug, Default)]
pub struct Records {
    waiting: Vec<u8>,
}

impl Records {
    /// Takes a piece.
    pub fn push(&mut self, piece: &[u8]) {
        self.waiting.extend(piece);
    }

    /// Whether something has come that was not taken.
    pub fn has_some(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The next event, as soon as all of it has come. Records of unknown kinds are left out.
    pub fn take(&mut self) -> Option<Event> {
        loop {
            let [kind, low, high] = *self.waiting.first_chunk::<HEAD>()?;
            let end = HEAD + usize::from(u16::from_le_bytes([low, high]));
            let content = self.waiting.get(HEAD..end)?.to_vec();
            self.waiting.drain(..end);
            match (kind, content.as_array::<4>()) {
                (BYTES, _) => return Some(Event::Says(content)),
                (DIVIDER, Some(word)) => return Some(Event::Divider(u32::from_le_bytes(*word))),
                (OPERATION, _) => return Some(Event::FlashOperation),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_in_pieces_of_any_size() {
        let all = [
            &[0, 2, 0, b'O', b'H'][..],
            &[2, 0, 0],
            &[9, 1, 0, 7],
            &[1, 4, 0, 0xC3, 1, 0, 0],
            &[0, 1, 0],
        ]
        .concat();
        for size in 1..all.len() {
            let mut records = Records::default();
            let mut events = Vec::new();
            for piece in all.chunks(size) {
                records.push(piece);
                while let Some(event) = records.take() {
                    events.push(event);
                }
            }
            let expected = [
                Event::Says(b"OH".to_vec()),
                Event::FlashOperation,
                Event::Divider(451),
            ];
            assert_eq!(events, expected, "{size}");
        }
    }
}
