//! A label to stick on a gateway: as text, and as a picture with a QR code that opens the gateway's page.
//!
//! Pictures are 62 mm wide and 29 mm high, a common size of address labels; a PNG has 300 dots per inch.

mod layout;
mod png;
mod svg;

use std::net::SocketAddr;

use serde::Serialize;

use self::layout::Layout;
use super::provision::place;
use crate::config::secret::Password;
use crate::discovery::clean;
use crate::error::Result;
use crate::gateway::host_name;

/// Where the QR code leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// To the host name, which stays when the address changes.
    Name,
    /// To the address, for networks and phones that do not find names.
    Address,
}

/// What is on a label.
#[derive(Clone, Debug)]
pub struct Label {
    /// The gateway's id.
    pub id: String,
    /// Its name, without characters that a terminal obeys.
    pub name: String,
    /// Its host name, such as `kitchen.local`.
    pub host: String,
    /// Where it answers HTTP.
    pub address: SocketAddr,
    /// Where the QR code leads.
    pub link: Link,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    id: &'a str,
    name: &'a str,
    #[serde(flatten)]
    label: Part,
}

/// What other documents say of a label.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Part {
    host: String,
    address: SocketAddr,
    page: String,
    text: Vec<String>,
    file: Option<String>,
}

impl Label {
    /// The label of a gateway.
    pub fn new(id: &str, name: &str, address: SocketAddr, link: Link) -> Label {
        let id = clean(id.as_bytes()).unwrap_or_default();
        Label {
            name: clean(name.as_bytes()).unwrap_or_else(|| id.clone()),
            host: host_name(name, &id),
            id,
            address,
            link,
        }
    }

    /// The gateway's page, for the QR code.
    pub fn page(&self) -> String {
        match self.link {
            Link::Name => format!("http://{}/", self.named()),
            Link::Address => format!("http://{}/", place(self.address)),
        }
    }

    /// Its host name, with the port unless it is that of HTTP.
    fn named(&self) -> String {
        match self.address.port() {
            80 => self.host.clone(),
            port => format!("{}:{port}", self.host),
        }
    }

    /// What is written on it, without a password.
    pub fn lines(&self) -> Vec<String> {
        let id = (self.id != self.name).then(|| self.id.clone());
        let mut lines = vec![self.name.clone()];
        lines.extend(id);
        lines.extend([self.named(), place(self.address)]);
        lines
    }

    /// What is written on it, with the admin's password if that is to be seen.
    fn all(&self, password: Option<&Password>) -> Vec<String> {
        let mut lines = self.lines();
        lines.extend(password.map(|password| format!("admin: {}", password.expose())));
        lines
    }

    /// As lines of text.
    pub fn text(&self, password: Option<&Password>) -> String {
        self.all(password).join("\n") + "\n"
    }

    /// As a picture in SVG.
    ///
    /// # Errors
    ///
    /// A page whose address does not fit into a QR code.
    pub fn svg(&self, password: Option<&Password>) -> Result<String> {
        let title = format!("{} ({})", self.name, self.id);
        Ok(svg::draw(
            &Layout::new(&self.page(), &self.all(password))?,
            &title,
        ))
    }

    /// As a picture in PNG. A letter of the name that there is no picture of is an empty box.
    ///
    /// # Errors
    ///
    /// As [`Label::svg`]; a password with letters that there are no pictures of.
    pub fn png(&self, password: Option<&Password>) -> Result<Vec<u8>> {
        if let Some(password) = password {
            png::require_letters(password.expose())?;
        }
        png::draw(&Layout::new(&self.page(), &self.all(password))?)
    }

    /// `smr.label/1`, as a line or indented. `file` is where a picture or text was written. The password is not in it.
    pub fn document(&self, file: Option<&str>, is_pretty: bool) -> String {
        let document = Document {
            schema: "smr.label/1",
            id: &self.id,
            name: &self.name,
            label: self.part(file),
        };
        super::flash::text(&document, is_pretty)
    }

    pub(super) fn part(&self, file: Option<&str>) -> Part {
        Part {
            host: self.host.clone(),
            address: self.address,
            page: self.page(),
            text: self.lines(),
            file: file.map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(name: &str, address: &str, link: Link) -> Label {
        let address = address.parse().expect("an address");
        Label::new("smr-a1b2c3", name, address, link)
    }

    #[test]
    fn the_text_has_name_id_and_addresses_and_a_password_only_if_it_is_to_be_seen() {
        let kitchen = label("Kitchen", "192.168.1.20:80", Link::Name);
        assert_eq!(
            kitchen.text(None),
            "Kitchen\nsmr-a1b2c3\nkitchen.local\n192.168.1.20\n"
        );
        let password = Password::new("swordfish").expect("a password");
        let lines = kitchen.text(Some(&password));
        assert!(lines.ends_with("192.168.1.20\nadmin: swordfish\n"));
        let unnamed = label("smr-a1b2c3", "127.0.0.1:8080", Link::Name);
        assert_eq!(
            unnamed.text(None),
            "smr-a1b2c3\nsmr-a1b2c3.local:8080\n127.0.0.1:8080\n"
        );
    }

    #[test]
    fn the_code_leads_to_the_name_or_to_the_address() {
        for (address, link, page) in [
            ("192.168.1.20:80", Link::Name, "http://my-kitchen.local/"),
            (
                "127.0.0.1:8080",
                Link::Name,
                "http://my-kitchen.local:8080/",
            ),
            ("192.168.1.20:80", Link::Address, "http://192.168.1.20/"),
            ("[fd00::1]:80", Link::Address, "http://[fd00::1]:80/"),
        ] {
            assert_eq!(label("My kitchen", address, link).page(), page);
        }
    }

    #[test]
    fn a_hostile_name_stays_a_text() {
        let name = "<a href=\"x\">&'\u{1b}[2J\u{202e}";
        let picture = label(name, "192.168.1.20:80", Link::Name);
        let svg = picture.svg(None).expect("a picture");
        assert!(svg.contains("&lt;a href=&quot;x&quot;&gt;&amp;&#39;"));
        assert!(!svg.contains("<a ") && !svg.contains('\u{1b}') && !svg.contains('\u{202e}'));
        assert!(!picture.text(None).contains('\u{1b}'));
    }

    #[test]
    fn a_password_that_a_png_cannot_show_is_refused_and_not_shown_wrongly() {
        let kitchen = label("厨房", "192.168.1.20:80", Link::Name);
        assert!(kitchen.png(None).is_ok());
        let password = Password::new("密码密码").expect("a password");
        let error = kitchen.png(Some(&password)).expect_err("no such letters");
        assert!(error.hints().join(";").contains(".svg"), "{error:?}");
        assert!(!format!("{error:?}").contains('密'));
        assert!(kitchen.svg(Some(&password)).is_ok());
    }
}
