//! From the task of a plan to all that it needs: images, secrets, folders.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::images;
use crate::cli::config::set;
use crate::cli::diag;
use crate::cli::files::{self, Existing, Readers};
use crate::cli::{Context, report};
use crate::error::Result;
use crate::fleet::state::{Ending, Phase, State};
use crate::fleet::task::PlannedChange;
use crate::fleet::work::password::{self, Rotation};
use crate::fleet::work::{Pack, Work};
use crate::fleet::{PasswordPlace, Plan, Task, logins};
use crate::gateway::settings::Changes;

/// What the task of a plan needs.
pub(super) fn of(plan: &Plan) -> Result<Work> {
    Ok(match &plan.task {
        Task::Update { images, key } => {
            Work::Update(images::again(images, key.as_deref(), &plan.rules)?)
        }
        Task::Settings { changes } => Work::Settings(changes_of(changes)?),
        Task::Restart => Work::Restart,
        Task::Diagnostics {
            folder,
            is_anonymous,
        } => Work::Diagnostics(pack(plan, folder, *is_anonymous)),
        Task::Password {
            rotation,
            source,
            book,
        } => {
            let same = source.as_ref().map(logins::same).transpose()?;
            Work::Password(Rotation::new(rotation, same, book.as_deref())?)
        }
    })
}

/// The changes of a plan, with their values.
pub(super) fn changes_of(planned: &[PlannedChange]) -> Result<Changes> {
    let change = |planned: &PlannedChange| match (&planned.value, &planned.file) {
        (_, Some(file)) => set::secret(&planned.path, file),
        (value, None) => set::change(&planned.path, value.as_deref().unwrap_or_default()),
    };
    Changes::new(planned.iter().map(change).collect::<Result<_>>()?)
}

/// The archives of a plan, in its order.
pub(super) fn archives(plan: &Plan, folder: &Path) -> Vec<PathBuf> {
    let mut taken = BTreeSet::new();
    let mut file = |(index, name): (usize, &str)| {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let plain: String = name
            .chars()
            .map(|letter| if is_plain(letter) { letter } else { '_' })
            .collect();
        let plain = plain.trim_start_matches('.').to_owned();
        // Two names may look alike when what no file may be called is replaced.
        let plain = match plain.is_empty() || !taken.insert(plain.to_lowercase()) {
            true => format!("{plain}-{}", index + 1),
            false => plain,
        };
        folder.join(plain + ".zip")
    };
    let names = plan
        .gateways
        .iter()
        .map(|planned| planned.member.name.as_str());
    names.enumerate().map(&mut file).collect()
}

fn pack(plan: &Plan, folder: &Path, is_anonymous: bool) -> Pack {
    let archives = archives(plan, folder);
    Rc::new(move |gateway, findings| {
        let (bytes, _) = diag::archive(findings.clone(), is_anonymous)?;
        match archives.get(gateway) {
            // One that is there is from an attempt that was interrupted.
            Some(path) => files::write(path, &bytes, Existing::Replace, Readers::Usual),
            None => Ok(()),
        }
    })
}

/// What is left to do and to say when nothing is under way any more.
pub(super) fn ended(plan: &Plan, state: &State, context: Context) -> Result<()> {
    let Task::Password { rotation, book, .. } = &plan.task else {
        return Ok(());
    };
    if state.phase == Phase::Ended && book.is_none() {
        password::clean(rotation)?;
    }
    if state.ended(Ending::Updated) == 0 {
        return Ok(());
    }
    let is_stale = |place: &PasswordPlace| match (place, book) {
        (PasswordPlace::Book(named), Some(book)) => named != book,
        _ => true,
    };
    let places = plan.gateways.iter().zip(&state.gateways);
    let mut rotated = places.filter(|(_, gateway)| {
        gateway.progress == crate::fleet::state::Progress::Done(Ending::Updated)
    });
    let is_any_stale =
        rotated.any(|(planned, _)| planned.member.password.as_ref().is_some_and(is_stale));
    let told = match (book, is_any_stale) {
        (Some(book), true) => format!(
            "the new passwords are in {}; have the inventory name it: password_book = {:?}",
            book.display(),
            book.display().to_string()
        ),
        (Some(book), false) => format!("the new passwords are in {}", book.display()),
        (None, true) => "the new passwords are kept as by smr login; take the old ones out of the inventory: password_file, password_variable".to_owned(),
        (None, false) => "the new passwords are kept as by smr login".to_owned(),
    };
    report::message(context, told);
    Ok(())
}
