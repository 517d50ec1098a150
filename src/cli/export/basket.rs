//! The articles of the basket for `newsreader export --basket`.

use crate::cli::CommandContext;
use crate::cli::chosen::IssueSource;
use crate::cli::error::{CliError, CommandError, Exit};
use crate::config::state_folder;
use crate::lang::Words;
use crate::library::{self, identity};
use crate::runtime::briefs;
use crate::state::State;

/// An article of the basket stands no longer in its file.
const LOST: Words = Words::new(
    "简报篮中的这一篇已找不到",
    "this article of the basket is not to be found",
);

/// Returns the articles of the basket in its order. Each one that is not found in its file is reported on standard error, and
/// makes the exit code that of a problem.
///
/// # Errors
/// The line to print where there is no state to read, as with `--no-state`.
pub(super) fn articles(context: &CommandContext) -> Result<(Vec<IssueSource>, Exit), CommandError> {
    let folder = (!context.stateless).then(state_folder).flatten();
    let Some(folder) = folder else {
        let what = Words::new(
            "没有阅读记录，也就没有简报篮",
            "without the reading state there is no basket",
        );
        return Err(CliError::usage(what.get(context.lang)).into());
    };
    let (state, notice) = State::open(&folder);
    if let Some(notice) = notice {
        let path = notice.path().display();
        CliError::problem(notice.problem(context.lang))
            .subject(path)
            .report();
    }
    let mut exit = Exit::Done;
    let mut sources = Vec::new();
    for item in state.basket().unwrap_or_default() {
        let place = briefs::stored_place(&item);
        let found = library::open_place(&place).ok().and_then(|opened| {
            let keys = identity::keys(&opened.issue);
            let at = keys.iter().position(|key| *key == item.key)?;
            Some(IssueSource {
                path: place.address(),
                opened,
                chosen: Some(vec![at]),
            })
        });
        if found.is_none() {
            exit = Exit::Problem;
            CliError::problem(LOST.get(context.lang))
                .subject(&item.title)
                .report();
        }
        sources.extend(found);
    }
    Ok((sources, exit))
}
