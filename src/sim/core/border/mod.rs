//! The border to the C++ core and to the boot loader: the crate's only `unsafe`.
//!
//! `firmware/port/host/hardware.h` is the other side.

mod boot;
mod hashes;
mod table;

use std::ffi::c_void;
use std::fmt;

use super::{Board, DESCRIPTOR_SIZE, Hardware};
use crate::error::{Error, Result};
pub use boot::{BootHardware, Booted, boot};
use table::SmrHardware;

/// The gateway in its storage; only C++ knows what is in it.
#[repr(C)]
struct SmrGateway {
    opaque: [u8; 0],
}

#[repr(C)]
struct SmrBytes {
    bytes: *const u8,
    size: usize,
}

#[repr(C)]
struct SmrSettings {
    name: SmrBytes,
    ssid: SmrBytes,
    secret: SmrBytes,
    password: SmrBytes,
}

unsafe extern "C" {
    fn smr_hardware_size() -> usize;
    fn smr_gateway_size() -> usize;
    fn smr_gateway_start(
        storage: *mut c_void,
        hardware: *const SmrHardware,
        descriptor: *const u8,
        board: u8,
        now: u32,
    ) -> *mut SmrGateway;
    fn smr_gateway_tick(gateway: *mut SmrGateway, now: u32);
    fn smr_gateway_forget_logins(gateway: *mut SmrGateway);
    fn smr_gateway_say_goodbye(gateway: *mut SmrGateway);
    fn smr_gateway_is_on_trial(gateway: *const SmrGateway) -> bool;
    fn smr_settings_exist(hardware: *const SmrHardware, board: u8) -> bool;
    fn smr_settings_write(
        hardware: *const SmrHardware,
        board: u8,
        settings: *const SmrSettings,
    ) -> bool;
}

/// One running gateway with its hardware.
pub struct Core<H: Hardware> {
    /// Points into `storage`.
    gateway: *mut SmrGateway,
    /// From `Box::into_raw`; C++ holds a copy of the pointer.
    hardware: *mut H,
    /// Aligned to 16.
    storage: Box<[u128]>,
}

// SAFETY: a gateway has no globals and no thread-local state; all it points to is owned by this value.
unsafe impl<H: Hardware + Send> Send for Core<H> {}

impl<H: Hardware> Core<H> {
    /// Starts the firmware on `hardware`. `descriptor` is that of the running image, `now` a wrap-around count of milliseconds.
    ///
    /// # Errors
    ///
    /// Gives the hardware back if the descriptor is not valid.
    pub fn start(
        hardware: H,
        descriptor: &[u8; DESCRIPTOR_SIZE],
        board: Board,
        now: u32,
    ) -> Result<Core<H>, H> {
        // SAFETY: takes and touches nothing.
        let (size, layout) = unsafe { (smr_gateway_size(), smr_hardware_size()) };
        if layout != size_of::<SmrHardware>() {
            return Err(hardware);
        }
        let mut storage = vec![0_u128; size.div_ceil(size_of::<u128>())].into_boxed_slice();
        let hardware = Box::into_raw(Box::new(hardware));
        let table = table::of(hardware);
        // SAFETY: the storage has the size and alignment that C++ asks for and does not move while it is boxed; the table's
        // functions fit its context, which lives until `into_hardware` or drop; C++ copies table and descriptor.
        let gateway = unsafe {
            smr_gateway_start(
                storage.as_mut_ptr().cast(),
                &raw const table,
                descriptor.as_ptr(),
                board.number(),
                now,
            )
        };
        if gateway.is_null() {
            // SAFETY: comes from `into_raw` above, and no gateway holds it.
            return Err(*unsafe { Box::from_raw(hardware) });
        }
        Ok(Core {
            gateway,
            hardware,
            storage,
        })
    }

    /// One step of bounded work.
    pub fn tick(&mut self, now: u32) {
        // SAFETY: the gateway lives as long as its storage; nobody else uses it or the hardware meanwhile, since `self` is
        // borrowed exclusively.
        unsafe { smr_gateway_tick(self.gateway, now) }
    }

    /// Makes every nonce stale that was given out so far.
    pub fn forget_logins(&mut self) {
        // SAFETY: the gateway lives as long as its storage, and `self` is borrowed exclusively.
        unsafe { smr_gateway_forget_logins(self.gateway) }
    }

    /// Tells the network that the gateway goes away.
    pub fn say_goodbye(&mut self) {
        // SAFETY: as in `tick`.
        unsafe { smr_gateway_say_goodbye(self.gateway) }
    }

    /// Whether the image that runs is new and has yet to prove itself.
    pub fn is_on_trial(&self) -> bool {
        // SAFETY: the gateway lives as long as its storage and only reads itself.
        unsafe { smr_gateway_is_on_trial(self.gateway) }
    }

    /// What the core runs on.
    pub fn hardware(&self) -> &H {
        // SAFETY: valid from `start` to drop; C++ uses it only in `tick`, which borrows `self` exclusively.
        unsafe { &*self.hardware }
    }

    /// What the core runs on.
    pub fn hardware_mut(&mut self) -> &mut H {
        // SAFETY: as in `hardware`, and `self` is borrowed exclusively here too.
        unsafe { &mut *self.hardware }
    }

    /// Ends the gateway as a reset does, and gives its hardware back.
    pub fn into_hardware(self) -> H {
        let this = std::mem::ManuallyDrop::new(self);
        // SAFETY: `this` is never dropped, so that both are taken over exactly once; C++ has nothing to release.
        unsafe {
            drop(std::ptr::read(&raw const this.storage));
            *Box::from_raw(this.hardware)
        }
    }
}

impl<H: Hardware> Drop for Core<H> {
    fn drop(&mut self) {
        // SAFETY: from `into_raw` in `start`, released once; nothing of C++ runs any more.
        drop(unsafe { Box::from_raw(self.hardware) });
    }
}

impl<H: Hardware> fmt::Debug for Core<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").finish_non_exhaustive()
    }
}

/// What a gateway that was provisioned has in its flash; all else has the default.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// Empty for a gateway that is called by its id.
    pub name: &'a str,
    /// The network; empty for none.
    pub ssid: &'a [u8],
    /// Nothing, a passphrase of 8 to 63 bytes, or a key as 64 hexadecimal digits.
    pub secret: &'a [u8],
    /// The admin's password of 8 to 64 bytes; empty for none.
    pub password: &'a str,
}

/// Whether there are settings in the flash of a board.
pub fn has_settings<H: Hardware>(hardware: &mut H, board: Board) -> bool {
    let table = table::of(hardware);
    // SAFETY: the table is used during the call only, while `hardware` is borrowed exclusively.
    unsafe { smr_settings_exist(&raw const table, board.number()) }
}

/// Writes settings into the flash of a board as its firmware would.
///
/// # Errors
///
/// A setting that the firmware does not accept, or a flash that fails.
pub fn write_settings<H: Hardware>(
    hardware: &mut H,
    board: Board,
    settings: &Settings<'_>,
) -> Result<()> {
    let bytes = |from: &[u8]| SmrBytes {
        bytes: from.as_ptr(),
        size: from.len(),
    };
    let table = table::of(hardware);
    let passed = SmrSettings {
        name: bytes(settings.name.as_bytes()),
        ssid: bytes(settings.ssid),
        secret: bytes(settings.secret),
        password: bytes(settings.password.as_bytes()),
    };
    // SAFETY: all pointers are used during the call only, and what they point to outlives it.
    let is_written =
        unsafe { smr_settings_write(&raw const table, board.number(), &raw const passed) };
    if is_written {
        return Ok(());
    }
    Err(
        Error::failed("the settings do not go into the gateway's flash").hint(
            "a network's name has up to 32 bytes, its password 8 to 63 or none, a gateway's name up to 32, the admin's password 8 to 64",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_see_the_same_table() {
        // SAFETY: takes and touches nothing.
        assert_eq!(unsafe { smr_hardware_size() }, size_of::<SmrHardware>());
    }
}
