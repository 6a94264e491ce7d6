//! The packets of Improv Wi-Fi over a serial line (improv-wifi.com/serial).
//!
//! A packet is "IMPROV", version, type, length, data, and the sum of all that. It is found in whatever else is on the line: a boot log, a
//! meter, noise.

use std::collections::VecDeque;

const MAGIC: &[u8] = b"IMPROV";
const VERSION: u8 = 1;
/// Magic, version, type and length.
const HEADER: usize = MAGIC.len() + 3;
/// A command's data are its number, a length, and so much.
const MOST_DATA: usize = u8::MAX as usize - 2;
/// A packet that is not whole after so many pauses is none.
const MOST_PAUSES: u32 = 10;

const STATE: u8 = 1;
const ERROR: u8 = 2;
const COMMAND: u8 = 3;
const RESULT: u8 = 4;

/// What is asked of a gateway. Those from 0x81 on are its own (firmware/README.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Here are a network's name and secret: join it.
    Join = 1,
    /// How far are you?
    State = 2,
    /// Who are you?
    Identity = 3,
    /// Which networks do you hear?
    Networks = 4,
    /// This is your name.
    SetName = 0x81,
    /// These are the hashes of your admin's password.
    SetAdmin = 0x82,
    /// Why could you not join?
    Problem = 0x83,
}

/// How far a gateway is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for a network.
    Ready,
    /// It tries one.
    Joining,
    /// It is in one.
    Joined,
    /// Something that this program does not know.
    Other(u8),
}

/// Why a gateway does not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The packet makes no sense to it, or was damaged on the way.
    Invalid,
    /// It does not know the command.
    UnknownCommand,
    /// It cannot join the network.
    CannotConnect,
    /// Anything else.
    Other(u8),
}

/// What a gateway says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// How far it is.
    State(State),
    /// Something is wrong; nothing if all is well again.
    Error(Option<Fault>),
    /// The answer to a command.
    Result {
        /// The command's number.
        command: u8,
        /// Its texts. What is no UTF-8 in them is replaced.
        texts: Vec<String>,
    },
}

fn sum<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> u8 {
    bytes
        .into_iter()
        .fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// The bytes of a command. At most 253 bytes of data go with it.
pub fn request(command: Command, data: &[u8]) -> Vec<u8> {
    let data = data.get(..MOST_DATA).unwrap_or(data);
    let length = u8::try_from(data.len()).unwrap_or(0);
    let mut packet = MAGIC.to_vec();
    packet.extend([VERSION, COMMAND, length + 2, command as u8, length]);
    packet.extend(data);
    packet.push(sum(&packet));
    packet.push(b'\n');
    packet
}

/// The data of [`Command::Join`].
pub fn credentials(ssid: &str, secret: &str) -> Vec<u8> {
    let mut data = Vec::new();
    for text in [ssid, secret] {
        data.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
        data.extend(text.as_bytes());
    }
    data
}

/// Finds packets in what is heard.
#[derive(Debug, Default)]
pub struct Ear {
    bytes: VecDeque<u8>,
    pauses: u32,
}

/// What stands at the beginning of what was heard.
enum Beginning {
    /// Nothing that a packet begins with.
    Nothing,
    /// Perhaps a packet, of which more must come.
    Part,
    /// A whole packet of so many bytes, if it is one that this program knows.
    Whole(usize, Option<Packet>),
}

impl Ear {
    /// More was heard.
    pub fn hear(&mut self, bytes: &[u8]) {
        self.pauses = 0;
        self.bytes.extend(bytes);
    }

    /// For a moment nothing was heard. What has begun and does not go on is no packet: a damaged length would swallow those after it.
    pub fn pause(&mut self) {
        self.pauses += 1;
        if self.pauses >= MOST_PAUSES {
            self.pauses = 0;
            self.bytes.pop_front();
        }
    }

    /// The next packet that is whole.
    pub fn packet(&mut self) -> Option<Packet> {
        loop {
            match beginning(self.bytes.make_contiguous()) {
                Beginning::Part => return None,
                Beginning::Nothing => {
                    self.bytes.pop_front()?;
                }
                Beginning::Whole(size, packet) => {
                    self.bytes.drain(..size);
                    if packet.is_some() {
                        return packet;
                    }
                }
            }
        }
    }
}

fn beginning(bytes: &[u8]) -> Beginning {
    if bytes.is_empty() || MAGIC.starts_with(bytes) {
        return Beginning::Part;
    }
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Beginning::Nothing;
    };
    let (kind, length) = match rest {
        [] | [VERSION] | [VERSION, _] => return Beginning::Part,
        [VERSION, kind, length, ..] => (*kind, usize::from(*length)),
        _ => return Beginning::Nothing,
    };
    let (Some(data), Some(check)) = (
        bytes.get(HEADER..HEADER + length),
        bytes.get(HEADER + length),
    ) else {
        return Beginning::Part;
    };
    if sum(bytes.iter().take(HEADER + length)) != *check {
        return Beginning::Nothing;
    }
    Beginning::Whole(HEADER + length + 1, parse(kind, data))
}

fn parse(kind: u8, data: &[u8]) -> Option<Packet> {
    match (kind, data) {
        (STATE, [state]) => Some(Packet::State(match state {
            2 => State::Ready,
            3 => State::Joining,
            4 => State::Joined,
            other => State::Other(*other),
        })),
        (ERROR, [fault]) => Some(Packet::Error(match fault {
            0 => None,
            1 => Some(Fault::Invalid),
            2 => Some(Fault::UnknownCommand),
            3 => Some(Fault::CannotConnect),
            other => Some(Fault::Other(*other)),
        })),
        (RESULT, [command, length, strings @ ..]) => Some(Packet::Result {
            command: *command,
            texts: texts(strings.get(..usize::from(*length))?)?,
        }),
        // Our own words, come back as an echo, and what later versions may say.
        _ => None,
    }
}

/// Texts, each behind its length.
fn texts(mut data: &[u8]) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    while let [length, rest @ ..] = data {
        let (text, rest) = rest.split_at_checked(usize::from(*length))?;
        texts.push(String::from_utf8_lossy(text).into_owned());
        data = rest;
    }
    Some(texts)
}

/// What a gateway would say, for tests.
#[cfg(test)]
pub(super) mod saying {
    use super::*;

    pub(crate) fn packet(kind: u8, data: &[u8]) -> Vec<u8> {
        let mut packet = MAGIC.to_vec();
        let length = u8::try_from(data.len()).expect("short");
        packet.extend([VERSION, kind, length]);
        packet.extend(data);
        packet.push(sum(&packet));
        packet
    }

    pub(crate) fn result(command: u8, texts: &[&str]) -> Vec<u8> {
        let mut strings = Vec::new();
        for text in texts {
            strings.push(u8::try_from(text.len()).expect("short"));
            strings.extend(text.as_bytes());
        }
        let mut data = vec![command, u8::try_from(strings.len()).expect("short")];
        data.extend(strings);
        packet(RESULT, &data)
    }

    pub(crate) fn state(number: u8) -> Vec<u8> {
        packet(STATE, &[number])
    }

    pub(crate) fn error(number: u8) -> Vec<u8> {
        packet(ERROR, &[number])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn heard(pieces: &[&[u8]]) -> Vec<Packet> {
        let mut ear = Ear::default();
        let mut found = Vec::new();
        for piece in pieces {
            ear.hear(piece);
            while let Some(packet) = ear.packet() {
                found.push(packet);
            }
        }
        found
    }

    fn identity() -> Packet {
        Packet::Result {
            command: 3,
            texts: ["smr", "1.2.3", "esp8266-1m", "smr-a1b2c3"]
                .map(str::to_owned)
                .to_vec(),
        }
    }

    fn said() -> Vec<u8> {
        saying::result(3, &["smr", "1.2.3", "esp8266-1m", "smr-a1b2c3"])
    }

    #[test]
    fn commands_have_the_bytes_of_the_specification() {
        assert_eq!(
            request(Command::Identity, b""),
            b"IMPROV\x01\x03\x02\x03\x00\xE6\n"
        );
        let join = request(Command::Join, &credentials("MyNet", "secret12"));
        assert_eq!(&join[9..12], &[1, 15, 5]);
        assert_eq!(&join[12..17], b"MyNet");
        assert_eq!(join[17], 8);
        assert_eq!(join.len(), 9 + 2 + 15 + 2);
    }

    #[test]
    fn states_errors_and_results_are_told_apart() {
        let all = [
            saying::state(2),
            saying::error(0),
            saying::error(3),
            saying::error(9),
            saying::result(4, &[]),
            said(),
        ];
        assert_eq!(
            heard(&[&all.concat()]),
            [
                Packet::State(State::Ready),
                Packet::Error(None),
                Packet::Error(Some(Fault::CannotConnect)),
                Packet::Error(Some(Fault::Other(9))),
                Packet::Result {
                    command: 4,
                    texts: Vec::new()
                },
                identity(),
            ]
        );
    }

    #[test]
    fn a_damaged_packet_is_none_and_hides_none_behind_it() {
        let whole = said();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x20;
            let mut ear = Ear::default();
            ear.hear(&damaged);
            ear.hear(&whole);
            let mut found = Vec::new();
            // A damaged length waits for more, until a pause.
            for _ in 0..=MOST_PAUSES * 2 {
                found.extend(std::iter::from_fn(|| ear.packet()));
                ear.pause();
            }
            assert_eq!(found, [identity()], "{at}");
        }
    }

    #[test]
    fn an_echo_of_our_own_words_is_nothing() {
        let echo = request(Command::SetName, b"kitchen");
        assert_eq!(heard(&[&echo, &said()]), [identity()]);
    }

    proptest! {
        #[test]
        fn packets_are_found_in_noise_however_they_are_cut(
            before in proptest::collection::vec(any::<u8>().prop_filter("no magic", |byte| *byte != b'I'), 0..80),
            after in proptest::collection::vec(any::<u8>(), 0..80),
            cut in 1_usize..7,
        ) {
            let all = [&before[..], b"\r\n ets Jan  8 2013,rst cause:2\r\nIMPR", &said(), b"\n", &after].concat();
            let pieces: Vec<&[u8]> = all.chunks(cut).collect();
            let found = heard(&pieces);
            prop_assert_eq!(found.first(), Some(&identity()));
        }

        #[test]
        fn no_bytes_make_it_panic_or_wait_for_ever(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut ear = Ear::default();
            ear.hear(&[b"IMPROV\x01", &bytes[..]].concat());
            for _ in 0..(310 * MOST_PAUSES) {
                while ear.packet().is_some() {}
                ear.pause();
            }
            ear.hear(&said());
            prop_assert_eq!(ear.packet(), Some(identity()));
        }
    }
}
