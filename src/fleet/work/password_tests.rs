use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::discovery::{Interfaces, Network};
use crate::fleet::Member;
use crate::fleet::look::Asking;
use crate::gateway::Inside;
use crate::target::gateway::GatewaySpec;

const EVERY_STEP: [Step; 5] = [
    Step::Known,
    Step::Prepared,
    Step::Told,
    Step::Proven,
    Step::Confirmed,
];

/// A virtual gateway, and a file for its passwords.
struct Scene {
    gateway: Inside,
    folder: TempDir,
    /// What the inventory says, from the beginning to the end.
    given: Password,
}

impl Scene {
    async fn new() -> Scene {
        let GatewaySpec::Sim(spec) = GatewaySpec::parse("sim:").expect("a gateway") else {
            unreachable!("it lives inside this process");
        };
        let gateway = Inside::start(&spec).await.expect("a gateway");
        Scene {
            given: gateway.login().password.clone(),
            gateway,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("new.json")
    }

    async fn peer(&self, given: Option<&Password>) -> Peer {
        let address = self.gateway.located().addresses[0];
        let member = Member {
            name: "kitchen".to_owned(),
            host: address.to_string(),
            group: None,
            labels: std::collections::BTreeMap::new(),
            user: "admin".to_owned(),
            password: None,
        };
        let asking = Asking {
            limit: std::time::Duration::from_secs(20),
            network: Network {
                port: 5353,
                interfaces: Interfaces::Loopback,
            },
            parallel: 1,
            kept: None,
        };
        let login = given.map(|password| Login {
            user: "admin".to_owned(),
            password: password.clone(),
        });
        Peer::open(&member, login, &asking)
            .await
            .expect("it answers")
    }

    fn rotation(&self, id: &str, same: Option<&str>) -> Rotation {
        Rotation::new(id, same.and_then(Password::new), Some(&self.file())).expect("a rotation")
    }

    /// One attempt, which ends after a step as if the program had been killed there.
    async fn killed_after(&self, id: &str, step: Step) {
        let mut peer = self.peer(Some(&self.given)).await;
        let mut at = |now| match now == step {
            true => Err(Error::new(Kind::Interrupted, "killed")),
            false => Ok(()),
        };
        let ended = self.rotation(id, None).change(&mut peer, &mut at).await;
        assert!(ended.is_err(), "it was not killed after {step:?}");
    }

    async fn attempt(&self, id: &str) -> Result<(Ending, u64), Failure> {
        let mut peer = self.peer(Some(&self.given)).await;
        self.rotation(id, None).rotate(&mut peer).await
    }

    /// The password that the file says counts.
    fn told(&self) -> Password {
        let vault = Vault::open(Some(&self.file())).expect("a book");
        let Vault::Book(book) = vault else {
            unreachable!("a file was named");
        };
        book.password("kitchen").expect("a password")
    }

    async fn is_right(&self, password: &Password) -> bool {
        let mut peer = self.peer(Some(password)).await;
        peer.client.status().await.is_ok()
    }
}

#[tokio::test]
async fn killed_after_any_step_the_next_attempt_ends_with_a_password_that_is_known_and_right() {
    let scene = Scene::new().await;
    let mut before = scene.given.clone();
    for (round, step) in EVERY_STEP.into_iter().enumerate() {
        let id = format!("{round:08x}");
        scene.killed_after(&id, step).await;
        // Nobody is locked out meanwhile: one of those that are written down, or the one before, is right.
        let mut peer = scene.peer(None).await;
        let account = account(&peer);
        let rotation = scene.rotation(&id, None);
        let known = rotation.known(&account).await.expect("readable");
        drop(rotation);
        let mut right = 0;
        for password in known.wanted.iter().chain([&before]) {
            right += usize::from(
                accepts(&mut peer, &account, password)
                    .await
                    .expect("an answer"),
            );
        }
        assert_eq!(right, 1, "after {step:?}");
        let (ending, _) = scene.attempt(&id).await.expect("rotated");
        assert_eq!(ending, Ending::Updated, "after {step:?}");
        let now = scene.told();
        assert!(now != before, "after {step:?} it is the same");
        assert!(scene.is_right(&now).await, "after {step:?}");
        if let Some(wanted) = known.wanted {
            assert!(now == wanted, "after {step:?} another one was made up");
        }
        before = now;
    }
}

#[tokio::test]
async fn a_rotation_that_was_given_up_half_way_locks_nobody_out_of_the_next() {
    let scene = Scene::new().await;
    // The gateway has been told, and only the file knows.
    scene.killed_after("0000000a", Step::Told).await;
    let (ending, _) = scene.attempt("0000000b").await.expect("rotated");
    assert_eq!(ending, Ending::Updated);
    assert!(scene.is_right(&scene.told()).await);
}

#[tokio::test]
async fn all_get_the_same_password_and_one_that_has_it_is_left_alone() {
    let scene = Scene::new().await;
    let rotation = scene.rotation("0000000a", Some("open sesame"));
    let mut peer = scene.peer(Some(&scene.given)).await;
    let (ending, _) = rotation.rotate(&mut peer).await.expect("rotated");
    assert_eq!(ending, Ending::Updated);
    rotation.ask(&mut peer).await.expect("it has it");
    drop(rotation);
    assert_eq!(scene.told().expose(), "open sesame");
    let rotation = scene.rotation("0000000b", Some("open sesame"));
    let mut peer = scene.peer(Password::new("open sesame").as_ref()).await;
    let (ending, sent) = rotation.rotate(&mut peer).await.expect("rotated");
    assert_eq!((ending, sent), (Ending::Current, 0));
}

#[tokio::test]
async fn a_wrong_password_changes_nothing_and_writes_nothing() {
    let scene = Scene::new().await;
    let mut peer = scene.peer(Password::new("wrong horse").as_ref()).await;
    let failure = scene.rotation("0000000a", None).rotate(&mut peer).await;
    let failure = failure.expect_err("refused");
    assert_eq!(failure.reason, Reason::Authentication);
    assert!(scene.is_right(&scene.given).await);
    assert!(!scene.file().exists());
}

#[test]
fn a_password_that_no_gateway_takes_is_refused_before_anything_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = folder.path().join("new.json");
    let error = Rotation::new("0a", Password::new("short"), Some(&book)).err();
    let error = error.expect("too short");
    assert_eq!(error.kind(), Kind::Usage);
    assert!(!format!("{error:?}").contains("short\""), "{error:?}");
}

#[test]
fn what_is_kept_for_a_rotation_is_forgotten_at_its_end_and_not_before() {
    let home = tempfile::tempdir().expect("a folder");
    let logins = crate::config::logins::Logins::in_directory(home.path());
    let mut vault = Vault::Kept(logins.clone());
    let account = |id: &str| Account {
        id: id.to_owned(),
        name: id.to_owned(),
        user: "admin".to_owned(),
    };
    let new = |text: &str| Password::new(text).expect("a password");
    for (id, text) in [("smr-1", "first new"), ("smr-2", "other new")] {
        let account = account(id);
        vault
            .prepare(&account, "0a", &new(text), None)
            .expect("kept");
        let known = vault.known(&account, "0a").expect("readable");
        assert_eq!(known.wanted, Some(new(text)));
    }
    vault
        .confirm(&account("smr-1"), "0a", &new("first new"))
        .expect("kept");
    vault.clean("0a").expect("forgotten");
    let ids: Vec<String> = logins
        .list()
        .expect("readable")
        .into_iter()
        .map(|kept| kept.id)
        .collect();
    // The second gateway may have been told.
    assert_eq!(ids, ["smr-1", "smr-2+0a"]);
    let known = vault.known(&account("smr-2"), "0b").expect("readable");
    assert_eq!((known.wanted, known.others), (None, vec![new("other new")]));
}
