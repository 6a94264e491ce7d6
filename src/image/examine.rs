//! Reads an image and judges it, by the rules by which the gateway does.

use super::bytes::{u32_at, without_words};
use super::finding::{Finding, refused};
use super::judge::boot_loader_finding;
use super::part::{self, Defect, Part};
use super::{APPLICATION_AT, CRC_AT, LENGTH_AT, trailer};
use super::{Board, Descriptor, FoundDescriptor, PublicKey, Sha256, Trailer};
use super::{descriptor, foreign, identity};
use crate::error;

/// The smallest file that is looked at: boot loader, header, one segment and a check sum.
pub(super) const SMALLEST: usize = APPLICATION_AT + 64;

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
    /// The digest of the application in them: `firmware.sha256` in the gateway's status, whatever boot loader is before it.
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

    /// Reads a firmware file that must satisfy `requirements`, for whoever is to get it.
    ///
    /// # Errors
    /// Everything that is wrong with it as one error, the first in the message.
    pub fn accept(file: &[u8], requirements: &Requirements) -> error::Result<Image> {
        Image::check(file, requirements).map_err(refused)
    }

    /// Reads the image at the beginning of a flash chip, behind which anything may follow.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn in_flash(flash: &[u8]) -> Result<Image, Vec<Finding>> {
        let length = u32_at(flash, LENGTH_AT).map(|length| length as usize);
        let image = length.and_then(|length| flash.get(..length));
        // Where the length makes no sense, that is what is wrong, and not that chips are larger than images.
        let most = flash.len().min(Board::Esp8266With4M.largest_image());
        Image::parse(image.or(flash.get(..most)).unwrap_or(flash))
    }
}

/// The CRC of an application as it is written in it and as it should be.
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
    /// The digest of the application, without a trailer.
    pub sha256: Option<Sha256>,
    /// The digest of the image without a trailer, boot loader and all: what is signed.
    pub signed_sha256: Option<Sha256>,
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

fn is_boot_loader(part: Option<&Part>, defect: Option<&Defect>) -> bool {
    let end = part.and_then(|part| part.end);
    defect.is_none() && end.is_some_and(|end| end <= APPLICATION_AT)
}

/// Whether a file or a flash chip begins with a sound boot loader, whatever follows it.
pub fn has_boot_loader(bytes: &[u8]) -> bool {
    let (part, defect) = part::read(bytes, 0);
    is_boot_loader(part.as_ref(), defect.as_ref())
}

/// Reads whatever can be read of a file, and tells everything that is wrong.
pub fn examine(file: &[u8], requirements: &Requirements) -> Examination {
    let mut seen = Examination {
        size: file.len(),
        image_size: None,
        sha256: None,
        signed_sha256: None,
        upload_sha256: Sha256::of(file),
        boot_loader: None,
        application: None,
        crc: None,
        descriptor: None,
        trailer: None,
        findings: Vec::new(),
    };
    let (boot_loader, boot_defect) = part::read(file, 0);
    let is_boot_loader = is_boot_loader(boot_loader.as_ref(), boot_defect.as_ref());
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
            self.sha256 = Some(identity::digest(image));
            self.signed_sha256 = Some(Sha256::of(image));
            self.crc = u32_at(image, CRC_AT).map(|written| Crc {
                written,
                computed: identity::crc(image),
            });
        }
        self.application = read_application(image.unwrap_or(file)).0;
        let first = self.descriptors(file).next();
        self.descriptor = first;
    }

    /// The descriptors in the segments of the application.
    pub(super) fn descriptors<'a>(
        &'a self,
        file: &'a [u8],
    ) -> impl Iterator<Item = FoundDescriptor> + 'a {
        let image = file
            .get(..self.image_size.unwrap_or(file.len()))
            .unwrap_or(file);
        let segments = self.application.iter().flat_map(|part| &part.segments);
        segments.flat_map(move |segment| descriptor::find(segment.data(image), segment.offset))
    }
}

/// The application, with whose check sum the two words do not count.
pub(super) fn read_application(image: &[u8]) -> (Option<Part>, Option<Defect>) {
    part::read(&without_words(image), APPLICATION_AT)
}
