//! What gateways say of themselves, as a terminal may show it.

use crate::discovery::clean;
use crate::gateway::document::{FirmwareName, Info};

/// A text of a gateway as a terminal may show it; what sensible ones say stays as it is.
pub(super) fn shown(text: &str) -> String {
    clean(text.as_bytes()).unwrap_or_else(|| "?".to_owned())
}

/// All texts of this kind.
pub(super) fn tidy(info: &Info) -> Info {
    Info {
        id: shown(&info.id),
        name: shown(&info.name),
        firmware: FirmwareName {
            version: shown(&info.firmware.version),
            build: shown(&info.firmware.build),
        },
        board: shown(&info.board),
        state: shown(&info.state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_taken_out() {
        assert_eq!(shown("1.2.3-rc.1+b"), "1.2.3-rc.1+b");
        assert!(!shown("\u{1b}[2J1.2.3\r\n").contains(char::is_control));
        assert_eq!(shown(""), "?");
    }
}
