//! The serial ports of this computer.

use serialport::SerialPortType;

/// A serial port that exists now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The name to open it by: `/dev/ttyUSB0`, `COM3`.
    pub name: String,
    /// What is known of the adapter, if it is a USB one.
    pub usb: Option<Usb>,
}

/// The identity of a USB adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usb {
    /// USB vendor number.
    pub vendor_id: u16,
    /// USB product number.
    pub product_id: u16,
    /// The serial number of this very adapter.
    pub serial_number: Option<String>,
    /// The maker's name.
    pub manufacturer: Option<String>,
    /// The product's name.
    pub product: Option<String>,
}

impl Port {
    /// One line for a person: the name and what is behind it.
    pub fn describe(&self) -> String {
        let Some(usb) = &self.usb else {
            return self.name.clone();
        };
        let product = usb.product.as_deref().unwrap_or("USB adapter");
        let (vendor, number) = (usb.vendor_id, usb.product_id);
        format!("{} ({product}, {vendor:04x}:{number:04x})", self.name)
    }
}

/// The serial ports of this computer, USB adapters first, then by name. Empty when the system does
/// not tell.
pub fn ports() -> Vec<Port> {
    // The library takes this directory for granted, which a container may lack.
    if cfg!(target_os = "linux") && !std::path::Path::new("/sys/class/tty").is_dir() {
        return Vec::new();
    }
    let mut ports: Vec<Port> = serialport::available_ports()
        .unwrap_or_default()
        .into_iter()
        .map(|port| Port {
            name: port.port_name,
            usb: match port.port_type {
                SerialPortType::UsbPort(usb) => Some(Usb {
                    vendor_id: usb.vid,
                    product_id: usb.pid,
                    serial_number: usb.serial_number,
                    manufacturer: usb.manufacturer,
                    product: usb.product,
                }),
                _ => None,
            },
        })
        .collect();
    ports.sort_by(|a, b| {
        let key = |port: &Port| (port.usb.is_none(), port.name.clone());
        key(a).cmp(&key(b))
    });
    ports
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usb_adapter_is_described_with_its_product_and_numbers() {
        let usb = Usb {
            vendor_id: 0x0403,
            product_id: 0x6001,
            serial_number: None,
            manufacturer: None,
            product: Some("P1 cable".to_owned()),
        };
        let port = Port {
            name: "/dev/ttyUSB0".to_owned(),
            usb: Some(usb),
        };
        assert_eq!(port.describe(), "/dev/ttyUSB0 (P1 cable, 0403:6001)");
    }

    #[test]
    fn listing_ports_needs_no_hardware_and_puts_usb_first() {
        let listed = ports();
        let usb_ports = listed.iter().filter(|port| port.usb.is_some()).count();
        assert!(listed.iter().take(usb_ports).all(|port| port.usb.is_some()));
    }
}
