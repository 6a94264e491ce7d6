//! The table of functions that C++ calls, made for any [`Hardware`].
//!
//! A function of `extern "C"` that panics ends the process: nothing unwinds into C++.

use std::ffi::c_void;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::slice;

use super::hashes;
use crate::sim::core::{
    Connection, FixedAddresses, Hardware, LineSettings, TcpService, UdpService,
};

/// The hardware behind a context.
///
/// # Safety
///
/// `context` is the pointer that `of` was called with, still valid, and nobody else uses it.
unsafe fn at<'a, H>(context: *mut c_void) -> &'a mut H {
    // SAFETY: as the caller promises.
    unsafe { &mut *context.cast::<H>() }
}

/// Bytes that C++ passes in; their pointer may be anything if there are none.
///
/// # Safety
///
/// `count` bytes can be read at `from` for as long as the result is used.
unsafe fn bytes<'a>(from: *const u8, count: usize) -> &'a [u8] {
    if count == 0 {
        return &[];
    }
    // SAFETY: as the caller promises.
    unsafe { slice::from_raw_parts(from, count) }
}

/// Room that C++ passes in; its pointer may be anything if there is none.
///
/// # Safety
///
/// `count` bytes can be written at `to` for as long as the result is used, and nobody else uses them.
unsafe fn room<'a>(to: *mut u8, count: usize) -> &'a mut [u8] {
    if count == 0 {
        return &mut [];
    }
    // SAFETY: as the caller promises.
    unsafe { slice::from_raw_parts_mut(to, count) }
}

/// Writes one value where C++ waits for it.
///
/// # Safety
///
/// A `T` can be written at `to`.
unsafe fn put<T>(to: *mut T, value: T) {
    // SAFETY: as the caller promises.
    unsafe { to.write(value) }
}

fn tcp_service(number: u8) -> TcpService {
    match number {
        0 => TcpService::P1,
        _ => TcpService::Http,
    }
}

fn udp_service(number: u8) -> UdpService {
    match number {
        0 => UdpService::Dns,
        1 => UdpService::ArduinoOta,
        _ => UdpService::Mdns,
    }
}

fn peer(address: [u8; 4], port: u16) -> SocketAddrV4 {
    SocketAddrV4::new(Ipv4Addr::from(address), port)
}

macro_rules! table {
    ($($name:ident($($argument:ident: $kind:ty),*) $(-> $result:ty)? = |$hardware:ident| $body:expr;)*) => {
        /// `SmrHardware` of `hardware.h`, in its order.
        #[repr(C)]
        pub(super) struct SmrHardware {
            context: *mut c_void,
            $($name: unsafe extern "C" fn(*mut c_void $(, $kind)*) $(-> $result)?,)*
        }

        $(
            #[allow(clippy::too_many_arguments, unused_variables, reason = "as hardware.h has it")]
            unsafe extern "C" fn $name<H: Hardware>(context: *mut c_void $(, $argument: $kind)*) $(-> $result)? {
                // SAFETY: C++ hands back the context it was given, and pointers as `hardware.h` describes them, valid for
                // this call. The core runs on one thread and never calls while it is being called.
                unsafe {
                    let $hardware: &mut H = at(context);
                    $body
                }
            }
        )*

        /// The table for `hardware`, which must live as long as the table is used.
        pub(super) fn of<H: Hardware>(hardware: *mut H) -> SmrHardware {
            SmrHardware {
                context: hardware.cast(),
                $($name: $name::<H>,)*
            }
        }
    };
}

table! {
    serial_configure(baud: u32, data_bits: u8, parity: u8, stop_bits: u8, inverted: bool) = |hardware| {
        hardware.serial_configure(LineSettings { baud, data_bits, parity: char::from(parity), stop_bits, inverted });
    };
    serial_receive(to: *mut u8, count: usize) -> usize = |hardware| hardware.serial_receive(room(to, count));
    serial_send(from: *const u8, count: usize) -> usize = |hardware| hardware.serial_send(bytes(from, count));
    serial_overruns() -> u32 = |hardware| hardware.serial_overruns();
    serial_framing_errors() -> u32 = |hardware| hardware.serial_framing_errors();
    serial_idles_high() -> bool = |hardware| hardware.serial_idles_high();

    tcp_listen(service: u8) -> bool = |hardware| hardware.tcp_listen(tcp_service(service));
    tcp_stop_listening(service: u8) = |hardware| hardware.tcp_stop_listening(tcp_service(service));
    tcp_port(service: u8) -> u16 = |hardware| hardware.tcp_port(tcp_service(service));
    tcp_accept(service: u8, address: *mut [u8; 4], port: *mut u16, interface: *mut u8) -> Connection = |hardware| {
        match hardware.tcp_accept(tcp_service(service)) {
            Some((connection, from)) => {
                put(address, from.ip().octets());
                put(port, from.port());
                put(interface, hardware.interface() as u8);
                connection
            }
            None => 0,
        }
    };
    tcp_connect(address: *const [u8; 4], port: u16) -> Connection = |hardware| {
        hardware.tcp_connect(peer(*address, port)).unwrap_or(0)
    };
    tcp_state(connection: Connection) -> u8 = |hardware| hardware.tcp_state(connection) as u8;
    tcp_receive(connection: Connection, to: *mut u8, count: usize) -> usize = |hardware| {
        hardware.tcp_receive(connection, room(to, count))
    };
    tcp_room(connection: Connection) -> usize = |hardware| hardware.tcp_room(connection);
    tcp_send(connection: Connection, from: *const u8, count: usize) -> usize = |hardware| {
        hardware.tcp_send(connection, bytes(from, count))
    };
    tcp_close(connection: Connection) = |hardware| hardware.tcp_close(connection);
    tcp_abort(connection: Connection) = |hardware| hardware.tcp_abort(connection);

    udp_open(service: u8) -> bool = |hardware| hardware.udp_open(udp_service(service));
    udp_close(service: u8) = |hardware| hardware.udp_close(udp_service(service));
    udp_receive(service: u8, address: *mut [u8; 4], port: *mut u16, interface: *mut u8, to: *mut u8, capacity: usize) -> usize = |hardware| {
        match hardware.udp_receive(udp_service(service), room(to, capacity)) {
            Some((count, from)) => {
                put(address, from.ip().octets());
                put(port, from.port());
                put(interface, hardware.interface() as u8);
                count
            }
            None => 0,
        }
    };
    udp_send(service: u8, address: *const [u8; 4], port: u16, from: *const u8, count: usize) -> bool = |hardware| {
        hardware.udp_send(udp_service(service), peer(*address, port), bytes(from, count))
    };
    udp_port(service: u8) -> u16 = |hardware| hardware.udp_port(udp_service(service));

    flash_size() -> u32 = |hardware| hardware.flash_size();
    flash_read(address: u32, to: *mut u8, count: usize) -> bool = |hardware| hardware.flash_read(address, room(to, count));
    flash_write(address: u32, from: *const u8, count: usize) -> bool = |hardware| {
        hardware.flash_write(address, bytes(from, count))
    };
    flash_erase_sector(address: u32) -> bool = |hardware| hardware.flash_erase_sector(address);

    wifi_mac(to: *mut [u8; 6]) = |hardware| put(to, hardware.wifi_mac());
    wifi_join(ssid: *const u8, ssid_size: usize, secret: *const u8, secret_size: usize, addresses: *const [[u8; 4]; 4]) = |hardware| {
        let addresses = addresses.as_ref().map(|[address, netmask, gateway, dns]| FixedAddresses {
            address: *address,
            netmask: *netmask,
            gateway: *gateway,
            dns: *dns,
        });
        hardware.wifi_join(bytes(ssid, ssid_size), bytes(secret, secret_size), addresses);
    };
    wifi_leave() = |hardware| hardware.wifi_leave();
    wifi_station_state() -> u8 = |hardware| hardware.wifi_station_state() as u8;
    wifi_station_address(to: *mut [u8; 4]) -> bool = |hardware| {
        hardware.wifi_station_address().map(|address| put(to, address)).is_some()
    };
    wifi_station_netmask(to: *mut [u8; 4]) -> bool = |hardware| {
        hardware.wifi_station_netmask().map(|netmask| put(to, netmask)).is_some()
    };
    wifi_rssi_dbm() -> i8 = |hardware| hardware.wifi_rssi_dbm();
    wifi_channel() -> u8 = |hardware| hardware.wifi_channel();
    wifi_last_disconnect_reason() -> u8 = |hardware| hardware.wifi_last_disconnect_reason();
    wifi_start_access_point(ssid: *const u8, size: usize) -> bool = |hardware| {
        hardware.wifi_start_access_point(bytes(ssid, size))
    };
    wifi_stop_access_point() = |hardware| hardware.wifi_stop_access_point();
    wifi_start_scan() = |hardware| hardware.wifi_start_scan();
    wifi_scanned() -> i32 = |hardware| {
        hardware.wifi_scanned().map_or(-1, |count| i32::try_from(count).unwrap_or(i32::MAX))
    };
    wifi_scanned_network(index: i32, ssid: *mut [u8; 32], ssid_size: *mut u8, rssi_dbm: *mut i8, channel: *mut u8, open: *mut bool) -> bool = |hardware| {
        let network = usize::try_from(index).ok().and_then(|index| hardware.wifi_scanned_network(index));
        if let Some(network) = &network {
            let mut name = [0; 32];
            let mut size = 0;
            for (to, from) in name.iter_mut().zip(&network.ssid) {
                *to = *from;
                size += 1;
            }
            put(ssid, name);
            put(ssid_size, size);
            put(rssi_dbm, network.rssi_dbm);
            put(channel, network.channel);
            put(open, network.open);
        }
        network.is_some()
    };
    wifi_set_radio(power_quarter_dbm: u8, mode: u8) = |hardware| hardware.wifi_set_radio(power_quarter_dbm, mode);
    wifi_set_host_name(name: *const u8, size: usize) = |hardware| hardware.wifi_set_host_name(bytes(name, size));

    chip_reset() -> u8 = |hardware| hardware.chip_reset() as u8;
    crash_registers(to: *mut [u32; 6]) -> bool = |hardware| {
        hardware.crash_registers().map(|registers| put(to, registers)).is_some()
    };
    restart() = |hardware| hardware.restart();
    feed_watchdog() = |hardware| hardware.feed_watchdog();
    heap(to: *mut [u32; 3]) = |hardware| {
        let figures = hardware.heap();
        put(to, [figures.free, figures.min_free, figures.largest_block]);
    };
    random(to: *mut u8, count: usize) = |hardware| hardware.random(room(to, count));
    rtc_read(offset: usize, to: *mut u8, count: usize) = |hardware| hardware.rtc_read(offset, room(to, count));
    rtc_write(offset: usize, from: *const u8, count: usize) = |hardware| hardware.rtc_write(offset, bytes(from, count));

    hash_begin(state: *mut [u8; hashes::STATE_SIZE], kind: u8) = |hardware| hashes::begin(&mut *state, kind);
    hash_update(state: *mut [u8; hashes::STATE_SIZE], from: *const u8, count: usize) = |hardware| {
        hashes::update(&mut *state, bytes(from, count));
    };
    hash_finish(state: *mut [u8; hashes::STATE_SIZE], to: *mut u8) = |hardware| {
        hashes::finish(&*state, |result| room(to, result.len()).copy_from_slice(result));
    };
    verify_p256(key: *const [u8; 64], digest: *const [u8; 32], signature: *const [u8; 64]) -> bool = |hardware| {
        hashes::verify_p256(&*key, &*digest, &*signature)
    };

    pin_make_output(pin: u8) = |hardware| hardware.pin_make_output(pin);
    pin_make_input(pin: u8) = |hardware| hardware.pin_make_input(pin);
    pin_write(pin: u8, high: bool) = |hardware| hardware.pin_write(pin, high);
    pin_read(pin: u8) -> bool = |hardware| hardware.pin_read(pin);
}
