//! The border to the boot loader, which is C: one call, and the functions that it calls back. `firmware/boot/host.h` is the other side.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::slice;

/// What the boot loader runs on: a flash chip and a serial line. Addresses and sizes are multiples of 4.
pub trait BootHardware {
    /// Reads; false if power has gone.
    fn read(&mut self, address: u32, to: &mut [u8]) -> bool;
    /// Clears bits; false if power has gone.
    fn write(&mut self, address: u32, from: &[u8]) -> bool;
    /// Erases the sector that begins there; false if power has gone.
    fn erase_sector(&mut self, address: u32) -> bool;
    /// A line for whoever listens, with its end.
    fn say(&mut self, line: &str);
}

/// How a run of the boot loader ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booted {
    /// The application runs from here on.
    Run,
    /// Power has gone.
    PowerLost,
    /// There is no application.
    Empty,
}

/// `SmrBootFlash` of `host.h`, in its order.
#[repr(C)]
struct SmrBootFlash {
    context: *mut c_void,
    read: unsafe extern "C" fn(*mut c_void, u32, *mut c_void, u32) -> bool,
    write: unsafe extern "C" fn(*mut c_void, u32, *const c_void, u32) -> bool,
    erase_sector: unsafe extern "C" fn(*mut c_void, u32) -> bool,
    say: unsafe extern "C" fn(*mut c_void, *const c_char),
}

/// `SMR_BOOT_RUN` of `host.h`.
const RUN: c_int = 0;
/// `SMR_BOOT_EMPTY` of `host.h`.
const EMPTY: c_int = 2;

unsafe extern "C" {
    fn smr_boot(flash: *const SmrBootFlash, power_on: bool) -> c_int;
}

/// A count that C passes in.
fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

unsafe extern "C" fn read<H: BootHardware>(
    context: *mut c_void,
    at: u32,
    to: *mut c_void,
    count: u32,
) -> bool {
    // SAFETY: C hands back the context it was given, and room for `count` bytes, both for this call alone; it never calls while it is being
    // called.
    unsafe {
        let hardware = &mut *context.cast::<H>();
        hardware.read(at, slice::from_raw_parts_mut(to.cast(), size(count)))
    }
}

unsafe extern "C" fn write<H: BootHardware>(
    context: *mut c_void,
    at: u32,
    from: *const c_void,
    count: u32,
) -> bool {
    // SAFETY: as in `read`; there are `count` bytes to be read.
    unsafe {
        let hardware = &mut *context.cast::<H>();
        hardware.write(at, slice::from_raw_parts(from.cast(), size(count)))
    }
}

unsafe extern "C" fn erase_sector<H: BootHardware>(context: *mut c_void, at: u32) -> bool {
    // SAFETY: as in `read`.
    unsafe { (*context.cast::<H>()).erase_sector(at) }
}

unsafe extern "C" fn say<H: BootHardware>(context: *mut c_void, text: *const c_char) {
    // SAFETY: as in `read`; the text ends with a zero and stays for this call.
    unsafe {
        let line = CStr::from_ptr(text).to_string_lossy();
        (*context.cast::<H>()).say(&line);
    }
}

/// One start of the chip: an update that was asked for, or was under way, is gone on with, and an image that has not proven itself goes.
/// `power_on`: power came, and nothing else has started the chip.
pub fn boot<H: BootHardware>(hardware: &mut H, power_on: bool) -> Booted {
    let flash = SmrBootFlash {
        context: (&raw mut *hardware).cast(),
        read: read::<H>,
        write: write::<H>,
        erase_sector: erase_sector::<H>,
        say: say::<H>,
    };
    // SAFETY: the functions fit their context, which is borrowed exclusively until the call returns. The loader keeps nothing, has no
    // globals, and ends by a jump over frames of its own only: none of ours is left then, for its callbacks have returned.
    match unsafe { smr_boot(&raw const flash, power_on) } {
        RUN => Booted::Run,
        EMPTY => Booted::Empty,
        _ => Booted::PowerLost,
    }
}
