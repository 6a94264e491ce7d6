//! Serial ports that a board may be on: `smr.flash.ports/1`, and the same for people.

use serde::Serialize;

use super::flash::text;
use super::style::Colour;
use super::table::{Cell, table as columns};
use crate::flash::ports::{Candidate, Rank};

#[derive(Serialize)]
struct Ports<'a> {
    schema: &'static str,
    ports: Vec<PortDocument<'a>>,
}

#[derive(Serialize)]
struct PortDocument<'a> {
    port: &'a str,
    rank: &'static str,
    reason: &'a str,
    vendor_id: Option<u16>,
    product_id: Option<u16>,
    product: Option<&'a str>,
    serial_number: Option<&'a str>,
}

/// Ports as an indented JSON object.
pub fn json(candidates: &[Candidate]) -> String {
    let ports = candidates.iter().map(|candidate| {
        let usb = candidate.port.usb.as_ref();
        PortDocument {
            port: &candidate.port.name,
            rank: match candidate.rank {
                Rank::Bridge => "bridge",
                Rank::Usb => "usb",
                Rank::BuiltIn => "built-in",
            },
            reason: &candidate.reason,
            vendor_id: usb.map(|usb| usb.vendor_id),
            product_id: usb.map(|usb| usb.product_id),
            product: usb.and_then(|usb| usb.product.as_deref()),
            serial_number: usb.and_then(|usb| usb.serial_number.as_deref()),
        }
    });
    let document = Ports {
        schema: "smr.flash.ports/1",
        ports: ports.collect(),
    };
    text(&document, true)
}

/// Ports as a table.
pub fn human(candidates: &[Candidate], colour: Colour) -> String {
    let rows: Vec<Vec<Cell>> = candidates
        .iter()
        .map(|candidate| {
            vec![
                Cell::new(candidate.port.describe()),
                Cell::new(&candidate.reason),
            ]
        })
        .collect();
    let mut out = Vec::new();
    columns(&rows, colour, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}
