//! QEMU with a program on it. It ends with whoever started it: at the latest when it notices that its serial line is gone.

#[cfg(unix)]
pub use unix::Process;

use super::records::Event;

/// How a program ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It resets the chip.
    Reset,
    /// Power went in the middle of a flash operation.
    PowerCut,
    /// It does what a chip would not bear, or cannot be run; why, as a clause.
    Broken(String),
}

/// What happened since the last look.
#[derive(Debug, Default)]
pub struct News {
    /// In this order.
    pub events: Vec<Event>,
    /// Afterwards nothing happens.
    pub end: Option<End>,
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::io::{self, ErrorKind, Read, Write};
    use std::os::fd::AsFd;
    use std::os::unix::fs::symlink;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

    use tempfile::TempDir;

    use super::super::Start;
    use super::super::records::Records;
    use super::{End, News};
    use crate::error::{Error, Result};

    const QEMU: &str = "qemu-system-xtensa";
    const OPTIONS: &str =
        "-cpu lx106 -M sim -semihosting -display none -monitor none -serial none -icount shift=0";
    /// What is fetched at once.
    const PIECE: usize = 16 * 1_024;
    /// More of what QEMU complains about is not kept.
    const MOST_COMPLAINTS: usize = 4_096;
    /// How the machine says its end: `firmware/stub/machine/host.h`.
    const RESET: i32 = 64;
    const POWER_CUT: i32 = 65;

    /// A program that runs.
    #[derive(Debug)]
    pub struct Process {
        child: Child,
        input: ChildStdin,
        output: ChildStdout,
        errors: ChildStderr,
        /// What QEMU has had no room for yet.
        unsent: Vec<u8>,
        records: Records,
        complaints: Vec<u8>,
        /// Its files, until it has read them.
        folder: Option<TempDir>,
    }

    impl Process {
        /// Starts QEMU with the machine in `elf`.
        ///
        /// # Errors
        ///
        /// QEMU that is not there, files that cannot be written.
        pub(in super::super) fn start(elf: &Path, start: &Start<'_>) -> Result<Process> {
            let failed =
                |cause: io::Error| Error::failed("cannot prepare a machine").because(cause);
            // Short names without spaces or commas, which would mean something to QEMU.
            let folder = TempDir::with_prefix("smr-").map_err(failed)?;
            symlink(elf, folder.path().join("machine.elf")).map_err(failed)?;
            let flash = fs::canonicalize(start.flash).map_err(failed)?;
            symlink(flash, folder.path().join("flash")).map_err(failed)?;
            let mut command = Command::new(QEMU);
            command.args(OPTIONS.split(' ')).args([
                "-kernel",
                "machine.elf",
                "-append",
                &arguments(start),
            ]);
            for (address, bytes) in start.ram.programs() {
                let name = format!("ram-{address:x}");
                fs::write(folder.path().join(&name), bytes).map_err(failed)?;
                let loader = format!("loader,file={name},addr={address:#x},force-raw=on");
                command.args(["-device", &loader]);
            }
            let mut child = command
                .current_dir(folder.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                // Ctrl-C is for us.
                .process_group(0)
                .spawn()
                .map_err(|cause| {
                    Error::failed(format!("{QEMU} cannot be started"))
                        .because(cause)
                        .hint("install it with: apt-get install qemu-system-misc")
                })?;
            let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
            let (Some(input), Some(output), Some(errors)) = pipes else {
                return Err(Error::failed(format!("{QEMU} cannot be talked to")));
            };
            for pipe in [input.as_fd(), output.as_fd(), errors.as_fd()] {
                rustix::io::ioctl_fionbio(pipe, true).map_err(|cause| failed(cause.into()))?;
            }
            Ok(Process {
                child,
                input,
                output,
                errors,
                unsent: Vec::new(),
                records: Records::default(),
                complaints: Vec::new(),
                folder: Some(folder),
            })
        }

        /// Whether it has taken all that was sent.
        pub fn has_room(&self) -> bool {
            self.unsent.is_empty()
        }

        /// These bytes come to it on the serial line.
        pub fn send(&mut self, bytes: &[u8]) {
            self.unsent.extend(bytes);
            self.pass_on();
        }

        fn pass_on(&mut self) {
            while !self.unsent.is_empty() {
                match self.input.write(&self.unsent) {
                    Ok(count) => {
                        self.unsent.drain(..count);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                    // It has ended, which shows elsewhere.
                    Err(_) => self.unsent.clear(),
                }
            }
        }

        /// What happened since the last call; does not wait.
        pub fn news(&mut self) -> News {
            self.pass_on();
            let has_closed = fetch(&mut self.output, |piece| self.records.push(piece));
            let mut news = News::default();
            if has_closed || self.records.has_some() {
                self.folder = None;
            }
            while let Some(event) = self.records.take() {
                news.events.push(event);
            }
            let complaints = &mut self.complaints;
            fetch(&mut self.errors, |piece| {
                complaints.extend(piece);
                complaints.truncate(MOST_COMPLAINTS);
            });
            if has_closed && let Ok(Some(status)) = self.child.try_wait() {
                news.end = Some(self.end(status));
            }
            news
        }

        fn end(&self, status: ExitStatus) -> End {
            match status.code() {
                Some(RESET) => End::Reset,
                Some(POWER_CUT) => End::PowerCut,
                _ => {
                    let said = String::from_utf8_lossy(&self.complaints);
                    let last = said.lines().rfind(|line| !line.trim().is_empty());
                    End::Broken(match last {
                        Some(line) => line.trim().to_owned(),
                        None => format!("{QEMU} ended with {status}"),
                    })
                }
            }
        }
    }

    impl Drop for Process {
        fn drop(&mut self) {
            // One that has ended already cannot be killed, and needs not be.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    /// Takes what there is; true if there will be no more.
    fn fetch(pipe: &mut impl Read, mut take: impl FnMut(&[u8])) -> bool {
        let mut bytes = vec![0; PIECE];
        loop {
            match pipe.read(&mut bytes) {
                Ok(0) => return true,
                Ok(count) => take(bytes.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return error.kind() != ErrorKind::WouldBlock,
            }
        }
    }

    /// What the machine is told: `firmware/stub/machine/options.c`.
    fn arguments(start: &Start<'_>) -> String {
        let [a, b, c, d, e, f] = start.mac;
        let mac = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
        let divider = start.divider.map(|divider| format!(" divider={divider:x}"));
        let cut = start
            .cut
            .map(|cut| format!(" cut={:x}:{:x}", cut.at_operation, cut.at_byte));
        format!(
            "{:x} flash records mac={mac:012x}{}{}",
            start.entry,
            divider.unwrap_or_default(),
            cut.unwrap_or_default()
        )
    }
}

/// There is no way to run QEMU here.
#[cfg(not(unix))]
#[derive(Debug)]
pub enum Process {}

#[cfg(not(unix))]
impl Process {
    /// Always fails.
    pub(super) fn start(_: &std::path::Path, _: &super::Start<'_>) -> crate::error::Result<Self> {
        Err(crate::error::Error::failed(
            "there are no pseudo-terminals on this system, and so nothing to run",
        ))
    }

    /// Never called.
    pub fn has_room(&self) -> bool {
        match *self {}
    }

    /// Never called.
    pub fn send(&mut self, _: &[u8]) {
        match *self {}
    }

    /// Never called.
    pub fn news(&mut self) -> News {
        match *self {}
    }
}
