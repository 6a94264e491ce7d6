//! All that a gateway tells, into an archive.

use jiff::Timestamp;

use super::{Pack, Peer};
use crate::fleet::state::Ending;
use crate::gateway::Findings;
use crate::gateway::findings::Part;
use crate::gateway::update::Failure;

/// Asks for everything and has it packed.
pub(super) async fn collect(
    peer: &mut Peer,
    gateway: usize,
    pack: &Pack,
) -> Result<(Ending, u64), Failure> {
    let info = peer.info.clone();
    let findings = Findings::gather(&mut peer.client, info, &Part::ALL, Timestamp::now).await?;
    pack(gateway, &findings)?;
    Ok((Ending::Updated, 0))
}
