//! The checksum of P1 telegrams.

use crc_fast::CrcAlgorithm;

/// CRC-16/ARC (polynomial 0x8005 reflected, initial value 0, no final XOR), which P1 takes over
/// everything from `/` through `!` (DSMR P1 companion standard 5.0.2, section 6.2).
pub fn crc16_arc(bytes: &[u8]) -> u16 {
    // The algorithm is 16 bits wide, so only the low two bytes of the wider result can be set.
    let [.., high, low] = crc_fast::checksum(CrcAlgorithm::Crc16Arc, bytes).to_be_bytes();
    u16::from_be_bytes([high, low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_catalogue_check_value() {
        assert_eq!(crc16_arc(b"123456789"), 0xBB3D);
        assert_eq!(crc16_arc(b""), 0);
    }
}
