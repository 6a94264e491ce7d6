//! Octets in hexadecimal digits.

/// Appends two capital digits for each octet.
pub(super) fn append(octets: &[u8], to: &mut Vec<u8>) {
    let start = to.len();
    to.resize(start + octets.len() * 2, 0);
    let (pairs, _) = to.get_mut(start..).unwrap_or_default().as_chunks_mut();
    for (pair, octet) in pairs.iter_mut().zip(octets) {
        *pair = [digit(octet >> 4), digit(octet & 0xF)];
    }
}

/// The digit for a number up to 15, computed: that goes for many octets at once.
const fn digit(half: u8) -> u8 {
    half + if half < 10 { b'0' } else { b'A' - 10 }
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
