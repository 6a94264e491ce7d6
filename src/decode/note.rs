//! What is remarkable about a telegram, without being a reason to drop it.

use super::obis::Obis;

macro_rules! codes {
    ($($variant:ident $name:literal $meaning:literal,)*) => {
        /// The kind of a [`Note`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum NoteCode {
            $(#[doc = $meaning] $variant,)*
        }

        impl NoteCode {
            /// All kinds of notes.
            pub const ALL: &'static [NoteCode] = &[$(NoteCode::$variant,)*];

            /// The name in `smr.telegram/1`.
            pub const fn name(self) -> &'static str {
                match self { $(NoteCode::$variant => $name,)* }
            }

            /// What the code means.
            pub const fn meaning(self) -> &'static str {
                match self { $(NoteCode::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    CheckFailed "check-failed" "The checksum does not match the bytes: at least one was changed on the way.",
    UnreadableLine "unreadable-line" "A line does not start with an OBIS code.",
    OpenBracket "open-bracket" "A bracket is not closed before the end of the line.",
    TrailingText "trailing-text" "Text follows the last bracket of a line.",
    ObisSpelling "obis-spelling" "A code is written with other separators than the standard's.",
    UnitSpelling "unit-spelling" "A unit is written in another letter case than the standard's.",
    UnitUnknown "unit-unknown" "A unit is not one that meters are known to use.",
    NotAscii "not-ascii" "Bytes outside ASCII stand in the telegram.",
    ClockUnset "clock-unset" "The meter's clock was never set.",
    TimestampUnset "timestamp-unset" "A time was never set: the device has not reported yet, or is not there.",
    TimestampAhead "timestamp-ahead" "A time is later than the telegram's own.",
    MbusStale "mbus-stale" "An M-Bus device has not reported for more than a day.",
    NoReadings "no-readings" "The telegram holds no OBIS line.",
    NoKey "no-key" "The telegram is encrypted and there is no key for this meter.",
    WrongKey "wrong-key" "The telegram is encrypted and does not open with the key that was given.",
    NotAuthenticated "not-authenticated" "The telegram was decrypted, but nothing proves that it is genuine.",
    NotEncrypted "not-encrypted" "The telegram says that it is encrypted, and is not.",
    PartsMissing "parts-missing" "Segments or blocks of the telegram are not there.",
    Unreadable "unreadable" "From some byte on the content cannot be read.",
    ContentUnknown "content-unknown" "The frame holds something else than values.",
    ValueWithoutCode "value-without-code" "Values have no OBIS code and stand in no known list.",
    SignDoubtful "sign-doubtful" "A negative power may be a positive one that the meter writes wrongly.",
}

/// A remark about a telegram or one of its readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its kind.
    pub code: NoteCode,
    /// The reading it is about.
    pub obis: Option<Obis>,
    /// What was found, for a person.
    pub message: String,
}

impl Note {
    pub(super) fn new(code: NoteCode, obis: Option<Obis>, message: impl Into<String>) -> Self {
        Note {
            code,
            obis,
            message: message.into(),
        }
    }
}
