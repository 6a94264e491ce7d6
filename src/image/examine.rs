//! Reads an image and judges it, by the rules by which the gateway does.

use super::bytes::{crc32_boot, u32_at, without_words};
use super::finding::{Finding, Problem};
use super::foreign::{self, Foreign};
use super::part::{self, Defect, Flaw, Part};
use super::{APPLICATION_AT, CRC_AT, LENGTH_AT, trailer};
use super::{Board, Descriptor, FoundDescriptor, PublicKey, Sha256, Trailer, descriptor};

/// The smallest file that is looked at: boot loader, header, one segment and a check sum.
const SMALLEST: usize = APPLICATION_AT + 64;

/// What an image must satisfy beyond being sound.
#[derive(Clone, Copy, Debug, Default)]
pub struct Requirements {
    /// The board that it is for; any without.
    pub board: Option<Board>,
    /// The key that it must be signed with; without one, signatures are not checked.
    pub key: Option<PublicKey>,
    /// The lowest security version.
    pub security_floor: u32,
}

/// A sound image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// What it says of itself.
    pub descriptor: Descriptor,
    /// Its bytes, without a trailer.
    pub size: usize,
    /// The digest of these bytes: `firmware.sha256` in the gateway's status.
    pub sha256: Sha256,
    /// The digest of the whole file: `X-SMR-SHA256` of an upload.
    pub upload_sha256: Sha256,
    /// The signature, which was verified only where a key was required.
    pub trailer: Option<Trailer>,
}

impl Image {
    /// Reads a firmware file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(file: &[u8]) -> Result<Image, Vec<Finding>> {
        Image::check(file, &Requirements::default())
    }

    /// Reads a firmware file that must satisfy `requirements`.
    ///
    /// # Errors
    /// Everything that is wrong with it; the first is what a gateway with these requirements would answer.
    pub fn check(file: &[u8], requirements: &Requirements) -> Result<Image, Vec<Finding>> {
        let examination = examine(file, requirements);
        examination.image().ok_or(examination.findings)
    }

    /// Reads the image at the beginning of a flash chip, behind which anything may follow.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn in_flash(flash: &[u8]) -> Result<Image, Vec<Finding>> {
        let length = u32_at(flash, LENGTH_AT).map(|length| length as usize);
        // A length that makes no sense is found by the reader of the whole.
        Image::parse(
            length
                .and_then(|length| flash.get(..length))
                .unwrap_or(flash),
        )
    }
}

/// The CRC of an image as it is written in it and as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crc {
    /// The word at 0x1014.
    pub written: u32,
    /// What it should be.
    pub computed: u32,
}

/// What can be read of a file, sound or not.
#[derive(Clone, Debug)]
pub struct Examination {
    /// Bytes of the file.
    pub size: usize,
    /// Bytes of the image without a trailer, where the length in it fits the file.
    pub image_size: Option<usize>,
    /// The digest of the image without a trailer.
    pub sha256: Option<Sha256>,
    /// The digest of the whole file.
    pub upload_sha256: Sha256,
    /// The boot loader.
    pub boot_loader: Option<Part>,
    /// The application.
    pub application: Option<Part>,
    /// The CRC, where the length fits.
    pub crc: Option<Crc>,
    /// The only descriptor, or the first of several.
    pub descriptor: Option<FoundDescriptor>,
    /// The signature trailer.
    pub trailer: Option<Trailer>,
    /// Everything that is wrong, in the order in which a gateway would find it.
    pub findings: Vec<Finding>,
}

impl Examination {
    /// The board that the descriptor names, if it is one.
    pub fn board(&self) -> Option<Board> {
        Board::from_name(&self.descriptor.as_ref()?.board)
    }

    /// The image, if nothing is wrong with it.
    pub fn image(&self) -> Option<Image> {
        if !self.findings.is_empty() {
            return None;
        }
        let found = self.descriptor.as_ref()?;
        Some(Image {
            descriptor: Descriptor {
                version: found.version.parse().ok()?,
                board: self.board()?,
                build: found.build.clone(),
                security_version: found.security_version,
            },
            size: self.image_size?,
            sha256: self.sha256?,
            upload_sha256: self.upload_sha256,
            trailer: self.trailer.clone(),
        })
    }
}

/// Reads whatever can be read of a file, and tells everything that is wrong.
pub fn examine(file: &[u8], requirements: &Requirements) -> Examination {
    let mut seen = Examination {
        size: file.len(),
        image_size: None,
        sha256: None,
        upload_sha256: Sha256::of(file),
        boot_loader: None,
        application: None,
        crc: None,
        descriptor: None,
        trailer: None,
        findings: Vec::new(),
    };
    let (boot_loader, boot_defect) = part::read(file, 0);
    let ends_in_time = boot_loader
        .as_ref()
        .and_then(|part| part.end)
        .is_some_and(|end| end <= APPLICATION_AT);
    let is_boot_loader = ends_in_time && boot_defect.is_none();
    let foreign = foreign::recognise(file).filter(|_| !is_boot_loader || file.len() < SMALLEST);
    if foreign.is_none() {
        seen.read(file);
    }
    let board = requirements.board.or(seen.board());
    seen.judge_size(board, foreign);
    if foreign.is_some() || file.len() < SMALLEST {
        return seen;
    }
    if is_boot_loader {
        seen.boot_loader = boot_loader;
    } else {
        seen.findings.push(boot_loader_finding(boot_defect));
    }
    seen.judge_application(file, board);
    seen.judge_descriptor(file, requirements);
    seen.judge_signature(file, requirements);
    seen
}

fn boot_loader_finding(defect: Option<Defect>) -> Finding {
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

impl Examination {
    /// Length, CRC and digest, where the length fits.
    fn read(&mut self, file: &[u8]) {
        let length = u32_at(file, LENGTH_AT).map(|length| length as usize);
        let is_fitting = |length: &usize| {
            let with_trailer = length.checked_add(trailer::SIZE) == Some(file.len());
            *length >= SMALLEST && (*length == file.len() || with_trailer)
        };
        self.image_size = length.filter(is_fitting);
        let image = self.image_size.and_then(|size| file.get(..size));
        if let Some(image) = image {
            self.sha256 = Some(Sha256::of(image));
            self.crc = u32_at(image, CRC_AT).map(|written| Crc {
                written,
                computed: crc32_boot(&without_words(image)),
            });
        }
        self.application = read_application(image.unwrap_or(file)).0;
        let first = self.descriptors(file).next();
        self.descriptor = first;
    }

    /// The descriptors in the segments of the application.
    fn descriptors<'a>(&'a self, file: &'a [u8]) -> impl Iterator<Item = FoundDescriptor> + 'a {
        let image = file
            .get(..self.image_size.unwrap_or(file.len()))
            .unwrap_or(file);
        let segments = self.application.iter().flat_map(|part| &part.segments);
        segments.flat_map(move |segment| descriptor::find(segment.data(image), segment.offset))
    }

    fn judge_size(&mut self, board: Option<Board>, foreign: Option<Foreign>) {
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
            let finding = Finding::new(problem, 0, foreign.message);
            self.findings.push(Finding {
                hint: foreign.hint,
                ..finding
            });
        } else if let Some((problem, message)) = found {
            self.findings.push(Finding::new(problem, None, message));
        }
    }

    fn judge_application(&mut self, file: &[u8], board: Option<Board>) {
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
            let message = format!(
                "the CRC is {:#010x} and should be {:#010x}",
                crc.written, crc.computed
            );
            self.findings
                .push(Finding::new(Problem::Crc, CRC_AT, message));
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

    fn judge_descriptor(&mut self, file: &[u8], requirements: &Requirements) {
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
        if let Err(error) = found.version.parse::<super::Version>() {
            self.findings.push(Finding::new(
                Problem::Version,
                found.offset,
                error.to_string(),
            ));
        }
    }

    fn judge_signature(&mut self, file: &[u8], requirements: &Requirements) {
        let (Some(size), Some(digest)) = (self.image_size, self.sha256) else {
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

/// The application, with whose check sum the two words do not count.
fn read_application(image: &[u8]) -> (Option<Part>, Option<Defect>) {
    part::read(&without_words(image), APPLICATION_AT)
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
