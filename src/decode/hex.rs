//! Octets in hexadecimal digits.

const DIGITS: [u8; 16] = *b"0123456789ABCDEF";

/// Appends two capital digits for each octet.
pub(super) fn append(octets: &[u8], to: &mut Vec<u8>) {
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or_default();
    for octet in octets {
        to.extend_from_slice(&[digit(octet >> 4), digit(octet & 0xF)]);
    }
}

/// Two capital digits for each octet.
pub fn hex(octets: &[u8]) -> String {
    let mut digits = Vec::with_capacity(octets.len() * 2);
    append(octets, &mut digits);
    digits.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn every_octet_has_two_digits() {
        assert_eq!(hex(&[0, 0x1F, 0xA0]), "001FA0");
    }
}
