//! What is done besides with a gateway that is set up: its label, and its password for later.

use crate::cli::flash::Format;
use crate::cli::label::LabelOrder;
use crate::cli::logins::{self, Memory};
use crate::cli::{Context, report};
use crate::config::logins::Keeper;
use crate::config::secret::Password;
use crate::error::Result;
use crate::provision::Provisioned;
use crate::ui::label::Label;

/// What is wanted of it.
#[derive(Clone, Debug)]
pub(in crate::cli) struct After {
    pub(in crate::cli) label: LabelOrder,
    pub(in crate::cli) memory: Memory,
}

/// A label, and the file in which it was drawn.
type Labelled = (Label, Option<String>);

impl After {
    /// Does it, and tells people.
    pub(super) fn run(
        &self,
        gateway: &Provisioned,
        admin: &Password,
        format: Format,
        context: Context,
    ) -> Result<(Labelled, Option<Keeper>)> {
        let remembered = self.memory.keep(gateway, admin)?;
        report::message(context, logins::about(remembered.as_ref(), gateway));
        let label = self
            .label
            .label(&gateway.id, &gateway.name, gateway.address);
        let file = self.label.write(&label, Some(admin))?;
        match &file {
            Some(file) => report::message(context, format_args!("its label is in {file}")),
            None if format == Format::Human => report::message(
                context,
                format_args!("for its label:\n  {}", label.lines().join("\n  ")),
            ),
            None => {}
        }
        Ok(((label, file), remembered.map(|it| it.keeper)))
    }
}
