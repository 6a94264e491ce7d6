//! The plan of a rollout: which gateways, in which order, in which stages, by which rules. Pure, and without secrets.

use std::net::{IpAddr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::inventory::{self, Member};
use super::task::Task;
use super::window::Window;
use crate::error::{Error, Result};
use crate::target::gateway::GatewaySpec;

/// The network of gateways that are called by name: what it really is shows only when they are found.
const BY_NAME: &str = "by name";

/// By which rules gateways are updated. Times are milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The most gateways that are updated at once.
    pub max_parallel: usize,
    /// The most of one network.
    pub max_per_network: Option<usize>,
    /// From how many failures on the rollout pauses: a number counts in the whole rollout, a share in each stage.
    pub error_threshold: Amount,
    /// How many of a stage must run the image before the next begins.
    pub success_threshold: Amount,
    /// How many of all gateways may be unreachable; with one more the rollout pauses.
    pub unreachable_budget: Amount,
    /// How often a gateway is tried again.
    pub retries: u32,
    /// Before the first time; doubled each further time.
    pub back_off_ms: u64,
    /// For how long one that is unreachable is waited for.
    pub wait_online_ms: u64,
    /// How long a stage has to run before it is looked at and the next begins.
    pub soak_ms: u64,
    /// When updates may begin.
    pub window: Option<Window>,
    /// For how long a gateway may restart and prove itself.
    pub proof_ms: u64,
    /// How long each answer is waited for.
    pub answer_ms: u64,
    /// Whether the image may be older than what runs.
    pub allow_downgrade: bool,
}

/// A gateway with its place in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// As the inventory has it.
    #[serde(flatten)]
    pub member: Member,
    /// The network it is in: the first 24 bits of an IPv4 address, 64 of an IPv6 address.
    pub network: String,
}

/// What will be done. Gateways are counted from 0 in the order in which they are updated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What is done to each.
    pub task: Task,
    /// What the order was made from.
    pub seed: u64,
    /// The gateways, in order.
    pub gateways: Vec<Planned>,
    /// Where each stage ends: the number of gateways in it and all before it. Rising; the last is all.
    pub stages: Vec<usize>,
    /// By which rules.
    pub rules: Rules,
}

impl Plan {
    /// Whether it hangs together, for one that was read.
    ///
    /// # Errors
    ///
    /// [`Kind::Failed`](crate::error::Kind::Failed), if it does not; [`Kind::Usage`](crate::error::Kind::Usage), if gateways are not as in an inventory.
    pub fn check(&self) -> Result<()> {
        let is_rising = self.stages.is_sorted_by(|a, b| a < b) && self.stages.first() != Some(&0);
        let is_whole = self.stages.last() == Some(&self.gateways.len());
        match is_rising && is_whole && self.rules.max_parallel > 0 {
            true => {
                self.task.check()?;
                inventory::check(self.gateways.iter().map(|planned| &planned.member))
            }
            false => Err(Error::failed("the plan contradicts itself")
                .hint("make a new one: smr fleet update --dry-run")),
        }
    }

    /// The stage of a gateway, from 0.
    pub fn stage_of(&self, gateway: usize) -> usize {
        self.stages.partition_point(|end| *end <= gateway)
    }

    /// The gateways of a stage.
    pub fn stage(&self, stage: usize) -> std::ops::Range<usize> {
        let end = |stage: usize| self.stages.get(stage).copied();
        let start = stage.checked_sub(1).and_then(end).unwrap_or(0);
        start..end(stage).unwrap_or(self.gateways.len()).max(start)
    }
}

/// The order of gateways: canaries first, both parts shuffled. The same gateways and seed give the same order on any computer.
pub fn order(canaries: Vec<Member>, others: Vec<Member>, seed: u64) -> Vec<Planned> {
    let mut draw = SplitMix(seed);
    let mut ordered = Vec::with_capacity(canaries.len() + others.len());
    for mut part in [canaries, others] {
        part.sort_by(|a, b| a.name.cmp(&b.name));
        for last in (1..part.len()).rev() {
            part.swap(last, draw.below(last + 1));
        }
        ordered.extend(part.into_iter().map(|member| Planned {
            network: network(&member),
            member,
        }));
    }
    ordered
}

/// The network a gateway is in, as far as its address tells.
fn network(member: &Member) -> String {
    let Ok(GatewaySpec::Host { host, .. }) = member.target() else {
        return BY_NAME.to_owned();
    };
    let bare = host.split('%').next().unwrap_or_default();
    match bare.parse() {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Err(_) => BY_NAME.to_owned(),
    }
}

/// `SplitMix64`: all that the order of gateways needs, and the same for ever.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Less than `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        usize::try_from(self.next() % bound).unwrap_or(0)
    }
}

/// Where stages end: `canaries` first if there are any, then each of `wanted`, all counted from the first gateway. Stages without a
/// gateway of their own are left out.
///
/// # Errors
///
/// [`Kind::Usage`](crate::error::Kind::Usage): the last of them does not reach all gateways.
pub fn stages(wanted: &[Amount], canaries: usize, total: usize) -> Result<Vec<usize>> {
    let mut ends: Vec<usize> = Vec::new();
    let counts = wanted.iter().map(|amount| amount.of(total).min(total));
    for end in std::iter::once(canaries).chain(counts) {
        if end > ends.last().copied().unwrap_or(0) {
            ends.push(end);
        }
    }
    if ends.last() == Some(&total) || total == 0 {
        return Ok(ends);
    }
    let written: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    let written = written.join(",");
    let reached = ends.last().copied().unwrap_or(0);
    Err(Error::usage(format!(
        "the stages {written} end at {reached} of {total} gateways"
    ))
    .hint(format!("end with all: --stages {written},100%"))
    .hint("or choose fewer gateways: --select SELECTOR"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn members(names: &[String]) -> Vec<Member> {
        let member = |(index, name): (usize, &String)| Member {
            name: name.clone(),
            host: format!("10.0.{}.{}", index / 250, index % 250),
            group: None,
            labels: std::collections::BTreeMap::new(),
            user: "admin".to_owned(),
            password: None,
        };
        names.iter().enumerate().map(member).collect()
    }

    fn amounts(text: &str) -> Vec<Amount> {
        text.split(',')
            .map(|amount| amount.parse().expect(text))
            .collect()
    }

    #[test]
    fn stages_are_counted_from_the_first_gateway() {
        for (text, canaries, total, expected) in [
            ("1,5,20%,100%", 0, 500, vec![1, 5, 100, 500]),
            ("1,5,20%,100%", 0, 10, vec![1, 5, 10]),
            ("1,5,20%,100%", 3, 10, vec![3, 5, 10]),
            ("100%", 0, 1, vec![1]),
            ("1,900", 0, 3, vec![1, 3]),
        ] {
            let ends = stages(&amounts(text), canaries, total).expect(text);
            assert_eq!(ends, expected, "{text} of {total}");
        }
        let error = stages(&amounts("1,20%"), 0, 10).expect_err("not all");
        assert!(error.hints()[0].contains("--stages 1,20%,100%"));
    }

    #[test]
    fn an_order_is_the_same_for_ever() {
        let names: Vec<String> = ["a", "b", "c", "d", "e", "f"].map(str::to_owned).to_vec();
        let ordered = order(members(&names[..2]), members(&names[2..]), 1);
        let seen: Vec<&str> = ordered
            .iter()
            .map(|planned| planned.member.name.as_str())
            .collect();
        assert_eq!(seen, ORDER_OF_SEED_1);
    }

    const ORDER_OF_SEED_1: [&str; 6] = ["a", "b", "e", "d", "c", "f"];

    #[test]
    fn gateways_share_a_network_as_their_addresses_do() {
        for (host, expected) in [
            ("192.168.1.20:8080", "192.168.1.0/24"),
            ("[fd00:1:2:3:4::1]:80", "fd00:1:2:3::/64"),
            ("kitchen", BY_NAME),
            ("http://meter.example.org", BY_NAME),
        ] {
            let mut member = members(&["a".to_owned()]).remove(0);
            host.clone_into(&mut member.host);
            assert_eq!(network(&member), expected, "{host}");
        }
    }

    proptest! {
        #[test]
        fn every_gateway_has_one_place_and_canaries_are_first(count in 1_usize..60, canaries in 0_usize..60, seed: u64) {
            let names: Vec<String> = (0..count).map(|index| format!("gateway-{index}")).collect();
            let canaries = canaries.min(count);
            let members = members(&names);
            let (first, rest) = members.split_at(canaries);
            let ordered = order(first.to_vec(), rest.to_vec(), seed);
            let mut seen: Vec<String> = ordered.iter().map(|planned| planned.member.name.clone()).collect();
            prop_assert!(ordered[..canaries].iter().all(|planned| first.contains(&planned.member)));
            seen.sort();
            let mut all = names;
            all.sort();
            prop_assert_eq!(seen, all);
        }
    }
}
