//! `smr firmware keygen`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, report};
use crate::error::{Error, Result};
use crate::image::SigningKey;

/// Make a pair of keys: one that signs images, one that gateways know
///
/// Writes PREFIX.pem, the private key (PKCS #8), which only you can read, and PREFIX.pub.pem, the public key. Prints the key's id. Keep
/// the private key and a copy of it safe: gateways that trust only this key take updates from nobody else.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  smr firmware keygen -o release
  smr firmware sign firmware.bin --key release.pem -o firmware-signed.bin
  smr firmware verify firmware-signed.bin --key release.pub.pem")]
pub(in crate::cli) struct KeygenArgs {
    /// The beginning of both files' names
    #[arg(short, long, value_name = "PREFIX")]
    output: PathBuf,
    /// Write over keys that are there, which are lost then
    #[arg(long)]
    yes: bool,
}

/// Makes and writes both keys.
pub(super) fn run(args: &KeygenArgs, context: Context) -> Result<()> {
    let with = |ending: &str| {
        let mut name = args.output.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    let (private, public) = (with(".pem"), with(".pub.pem"));
    let existing = if args.yes {
        Existing::Replace
    } else {
        Existing::Keep
    };
    if existing == Existing::Keep {
        refuse_existing(&private)?;
        refuse_existing(&public)?;
    }
    let key = SigningKey::generate()?;
    files::write(&private, key.to_pem()?.as_bytes(), existing, Readers::Owner)?;
    let text = key.public_key().to_pem()?;
    files::write(&public, text.as_bytes(), existing, Readers::Usual)?;
    report::message(
        context,
        format_args!(
            "wrote {}, which is a secret, and {}",
            private.display(),
            public.display()
        ),
    );
    writeln!(std::io::stdout().lock(), "{}", key.public_key().id()).map_err(Error::writing_output)
}

fn refuse_existing(path: &Path) -> Result<()> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(
        Error::failed(format!("{} is there already", path.display()))
            .hint("name another prefix; --yes writes over it, and the old key is lost"),
    )
}
