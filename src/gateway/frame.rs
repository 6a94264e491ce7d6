//! A telegram, as a gateway keeps it.

/// The last whole telegram that came from the meter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its CRC, as the gateway found it.
    pub check: FrameCheck,
    /// Milliseconds since it was complete, if the gateway says so.
    pub age_ms: Option<u64>,
}

/// What a gateway found about the CRC of a telegram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameCheck {
    /// It is right.
    Valid,
    /// It is wrong.
    Invalid,
    /// There is none, or the gateway does not say.
    Absent,
}

impl FrameCheck {
    /// The word of the API.
    pub fn word(self) -> &'static str {
        match self {
            FrameCheck::Valid => "valid",
            FrameCheck::Invalid => "invalid",
            FrameCheck::Absent => "absent",
        }
    }
}
