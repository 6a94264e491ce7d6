//! The rules by which an image is judged. They are those of the gateway (`firmware/core/ota/image_verifier.cpp`), in its order.

use super::examine::{Crc, Examination, Requirements, SMALLEST, read_application};
use super::finding::{Finding, Problem};
use super::foreign::Foreign;
use super::part::{Defect, Flaw};
use super::{APPLICATION_AT, Board, CRC_AT, LENGTH_AT, Trailer, Version};
use super::{bytes::u32_at, identity, old_core, trailer};

impl Examination {
    pub(super) fn judge_size(&mut self, board: Option<Board>, foreign: Option<Foreign>) {
        let board = board.unwrap_or(Board::Esp8266With4M);
        let size = self.size;
        let found = if size < SMALLEST {
            Some((
                Problem::TooShort,
                format!("the file has {size} bytes, too few for an image"),
            ))
        } else if !size.is_multiple_of(4) {
            Some((
                Problem::Length,
                format!("the file has {size} bytes, which is no multiple of 4"),
            ))
        } else if size > board.largest_image().saturating_add(trailer::SIZE) {
            let most = board.largest_image();
            Some((
                Problem::TooLarge,
                format!("the file has {size} bytes; images for {board} have at most {most}"),
            ))
        } else {
            None
        };
        if let Some(foreign) = foreign {
            // The code is what the gateway would say, the words say what the file is.
            let problem = found.map_or(Problem::BootLoader, |(problem, _)| problem);
            let finding = Finding::new(problem, None, foreign.message);
            self.findings.push(Finding {
                hint: foreign.hint,
                ..finding
            });
        } else if let Some((problem, message)) = found {
            self.findings.push(Finding::new(problem, None, message));
        }
    }

    pub(super) fn judge_application(&mut self, file: &[u8], board: Option<Board>) {
        if self.image_size.is_none() && old_core::lacks_length(file) {
            self.findings.push(old_core::finding());
            return;
        }
        let image = self.image_size.and_then(|size| file.get(..size));
        let (part, defect) = read_application(image.unwrap_or(file));
        // What follows from a file that was cut is not told again.
        let is_news = |defect: &Defect| image.is_some() || defect.flaw != Flaw::Cut;
        let (before, after): (Vec<Defect>, Vec<Defect>) = defect
            .into_iter()
            .filter(is_news)
            .partition(|defect| defect.offset < LENGTH_AT && defect.flaw != Flaw::Cut);
        let is_readable = before.is_empty();
        self.findings.extend(before.iter().map(application_finding));
        if !is_readable {
            return;
        }
        self.judge_length(file);
        if let (Some(size), Some(board)) = (self.image_size, board)
            && size > board.largest_image()
            && !self.has(Problem::TooLarge)
        {
            let message = format!(
                "the image has {size} bytes; {board} has room for {}",
                board.largest_image()
            );
            self.findings
                .push(Finding::new(Problem::TooLarge, LENGTH_AT, message));
        }
        let is_whole = after.is_empty();
        self.findings.extend(after.iter().map(application_finding));
        let Some((image, part)) = image.zip(part) else {
            return;
        };
        if let Some(end) = part.end.filter(|end| is_whole && *end != image.len()) {
            let message = format!(
                "{} bytes of the image belong to no segment",
                image.len().saturating_sub(end)
            );
            self.findings
                .push(Finding::new(Problem::Segments, end, message));
        }
        if let Some(crc) = self.crc.filter(|crc| crc.written != crc.computed) {
            self.findings.push(crc_finding(crc, image));
        }
        let chip = part.flash_size();
        let most = board.unwrap_or(Board::Esp8266With4M).flash_size();
        if chip.is_none_or(|chip| chip > most) {
            let message = match chip {
                Some(chip) => {
                    format!("made for a flash chip of {chip} bytes; the board's has {most}")
                }
                None => "made for a flash chip of a size that is not known".to_owned(),
            };
            self.findings.push(Finding::new(
                Problem::FlashSize,
                APPLICATION_AT + 3,
                message,
            ));
        }
    }

    fn judge_length(&mut self, file: &[u8]) {
        if self.image_size.is_some() {
            return;
        }
        let length = u32_at(file, LENGTH_AT).unwrap_or_default() as usize;
        let more = file
            .len()
            .checked_sub(length)
            .filter(|_| length > LENGTH_AT);
        let finding = if let Some(more) = more {
            let message = format!(
                "{more} bytes follow the image of {length} bytes; a signature trailer has {}",
                trailer::SIZE
            );
            Finding::new(Problem::Trailer, length, message)
        } else {
            let message = format!(
                "the image says that it has {length} bytes; the file has {}",
                file.len()
            );
            Finding::new(Problem::Length, LENGTH_AT, message)
        };
        self.findings.push(finding);
    }

    pub(super) fn judge_descriptor(&mut self, file: &[u8], requirements: &Requirements) {
        let count = self.descriptors(file).count();
        let Some(found) = self.descriptor.clone().filter(|_| count == 1) else {
            // In a damaged image it may have been where nothing can be read.
            if count > 1 || self.findings.is_empty() {
                let offset = self.descriptor.as_ref().map(|found| found.offset);
                let message = format!("it holds {count} descriptors of gateway firmware, not one");
                self.findings
                    .push(Finding::new(Problem::Descriptor, offset, message));
            }
            return;
        };
        let board = self.board();
        if board.is_none()
            || requirements
                .board
                .is_some_and(|wanted| board != Some(wanted))
        {
            let wanted = requirements
                .board
                .map_or("a board that is known", Board::name);
            let message = format!("made for {}, not for {wanted}", found.board);
            self.findings
                .push(Finding::new(Problem::WrongBoard, found.offset, message));
        }
        if found.security_version < requirements.security_floor {
            let message = format!(
                "its security version is {}, below {}",
                found.security_version, requirements.security_floor
            );
            self.findings
                .push(Finding::new(Problem::OlderSecurity, found.offset, message));
        }
        if let Err(error) = found.version.parse::<Version>() {
            self.findings.push(Finding::new(
                Problem::Version,
                found.offset,
                error.to_string(),
            ));
        }
    }

    pub(super) fn judge_signature(&mut self, file: &[u8], requirements: &Requirements) {
        let (Some(size), Some(digest)) = (self.image_size, self.signed_sha256) else {
            return;
        };
        if size == file.len() {
            if let Some(key) = requirements.key {
                let message = format!("it is not signed, and must be with the key {}", key.id());
                self.findings
                    .push(Finding::new(Problem::Unsigned, None, message));
            }
            return;
        }
        let trailer = match Trailer::read(file, size) {
            Ok(trailer) => trailer,
            Err((offset, message)) => {
                self.findings
                    .push(Finding::new(Problem::Trailer, offset, message));
                return;
            }
        };
        if let Some(key) = requirements.key {
            if key.id() != trailer.key_id {
                let message = format!(
                    "signed with the key {}, not with {}",
                    trailer.key_id,
                    key.id()
                );
                self.findings
                    .push(Finding::new(Problem::UnknownKey, size, message));
            } else if !key.verify(&digest, &trailer.signature) {
                let message = format!(
                    "the signature of the key {} does not match the image",
                    key.id()
                );
                self.findings
                    .push(Finding::new(Problem::BadSignature, size, message));
            }
        }
        self.trailer = Some(trailer);
    }

    fn has(&self, problem: Problem) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.problem == problem)
    }
}

pub(super) fn boot_loader_finding(defect: Option<Defect>) -> Finding {
    let (offset, message) = match defect {
        Some(defect) if defect.offset < APPLICATION_AT => (
            defect.offset,
            format!("the boot loader is not sound: {}", defect.message),
        ),
        _ => (
            0,
            format!("the boot loader does not end before {APPLICATION_AT:#x}"),
        ),
    };
    Finding::new(Problem::BootLoader, offset, message)
}

/// What is wrong with a CRC: damage, or that it is meant for somebody else.
fn crc_finding(crc: Crc, image: &[u8]) -> Finding {
    if crc.written == identity::crc_for_arduino(image) {
        let message = "it was built for the boot loader of the Arduino core: its CRC counts the boot loader, which updates never replace";
        return Finding {
            hint: "take an image of smr's own: smr firmware list shows what is at hand, smr firmware build makes one",
            ..Finding::new(Problem::Crc, CRC_AT, message)
        };
    }
    let message = format!(
        "the CRC is {:#010x} and should be {:#010x}",
        crc.written, crc.computed
    );
    Finding::new(Problem::Crc, CRC_AT, message)
}

fn application_finding(defect: &Defect) -> Finding {
    let problem = match defect.flaw {
        Flaw::Header => Problem::Header,
        Flaw::Segment | Flaw::Cut => Problem::Segments,
        Flaw::CheckSum => Problem::CheckSum,
    };
    Finding::new(
        problem,
        defect.offset,
        format!("the application is not sound: {}", defect.message),
    )
}
