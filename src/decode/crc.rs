//! The checksums of telegrams.

use crc_fast::CrcAlgorithm;

/// CRC-16/ARC (polynomial 0x8005 reflected, initial value 0, no final XOR), which P1 takes over
/// everything from `/` through `!` (DSMR P1 companion standard 5.0.2, section 6.2).
pub fn crc16_arc(bytes: &[u8]) -> u16 {
    crc16(CrcAlgorithm::Crc16Arc, bytes)
}

/// CRC-16 of X.25 (polynomial 0x1021 reflected, initial value and final XOR 0xFFFF): the check sequences
/// of HDLC (ISO/IEC 13239) and of SML.
pub fn crc16_x25(bytes: &[u8]) -> u16 {
    crc16(CrcAlgorithm::Crc16IbmSdlc, bytes)
}

/// CRC-16 of Kermit (polynomial 0x1021 reflected, initial value 0): what some SML meters send instead.
pub fn crc16_kermit(bytes: &[u8]) -> u16 {
    crc16(CrcAlgorithm::Crc16Kermit, bytes)
}

/// CRC-16 of Modbus (polynomial 0x8005 reflected, initial value 0xFFFF): no telegram has it, but programs that compute the sum anew may.
pub fn crc16_modbus(bytes: &[u8]) -> u16 {
    crc16(CrcAlgorithm::Crc16Modbus, bytes)
}

/// CRC-16 of XMODEM (polynomial 0x1021, initial value 0), which some programs take for that of P1.
pub fn crc16_xmodem(bytes: &[u8]) -> u16 {
    crc16(CrcAlgorithm::Crc16Xmodem, bytes)
}

/// CRC-16/CCITT-FALSE (polynomial 0x1021, initial value 0xFFFF), which some programs take for that of P1.
pub fn crc16_ccitt_false(bytes: &[u8]) -> u16 {
    crc16(CrcAlgorithm::Crc16Ibm3740, bytes)
}

fn crc16(algorithm: CrcAlgorithm, bytes: &[u8]) -> u16 {
    // The algorithm is 16 bits wide, so only the low two bytes of the wider result can be set.
    let [.., high, low] = crc_fast::checksum(algorithm, bytes).to_be_bytes();
    u16::from_be_bytes([high, low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_agree_with_the_catalogue_check_values() {
        assert_eq!(crc16_arc(b"123456789"), 0xBB3D);
        assert_eq!(crc16_arc(b""), 0);
        assert_eq!(crc16_x25(b"123456789"), 0x906E);
        assert_eq!(crc16_kermit(b"123456789"), 0x2189);
        assert_eq!(crc16_modbus(b"123456789"), 0x4B37);
        assert_eq!(crc16_xmodem(b"123456789"), 0x31C3);
        assert_eq!(crc16_ccitt_false(b"123456789"), 0x29B1);
    }
}
