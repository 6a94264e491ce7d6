use proptest::prelude::*;

use super::*;
use crate::error::Kind;

fn read(text: &str) -> Result<Inventory> {
    Inventory::parse(text, "fleet.toml", Path::new("/site"))
}

const WHOLE: &str = r#"
[defaults]
user = "admin"
password_file = "secret.txt"
labels = { site = "north", floor = "0" }

[group.attic]
password_variable = "ATTIC_PASSWORD"
labels = { floor = "9" }

[[gateway]]
name = "kitchen"
host = "192.168.1.20"

[[gateway]]
name = "Flat 3"
host = "192.168.1.21:8080"
group = "attic"
labels = { door = "left" }

[[gateway]]
name = "barn"
host = "barn.local"
user = "operator"
password_file = "/elsewhere/barn.txt"
labels = { site = "south" }
"#;

#[test]
fn what_a_gateway_says_counts_before_its_group_and_that_before_the_defaults() {
    let inventory = read(WHOLE).expect("an inventory");
    let file = |path: &str| Some(PasswordPlace::File(path.into()));
    let kitchen = inventory.get("kitchen").expect("kitchen");
    assert_eq!(kitchen.password, file("/site/secret.txt"));
    assert_eq!(kitchen.labels["floor"], "0");
    let flat = inventory.get("Flat 3").expect("a flat");
    assert_eq!(
        flat.password,
        Some(PasswordPlace::Variable("ATTIC_PASSWORD".to_owned()))
    );
    assert_eq!(
        (flat.labels["floor"].as_str(), flat.labels["door"].as_str()),
        ("9", "left")
    );
    let barn = inventory.get("barn").expect("a barn");
    assert_eq!(
        (barn.user.as_str(), barn.password.clone()),
        ("operator", file("/elsewhere/barn.txt"))
    );
    assert_eq!(barn.labels["site"], "south");
}

#[test]
fn mistakes_are_told_with_their_place_and_the_next_thing_to_try() {
    for (text, part, hint) in [
        (
            "[[gateway]]\nname = \"a\"\nhots = \"b\"",
            "line 3: unknown field `hots`",
            "[[gateway]] with name, host",
        ),
        (
            "[[gateway]]\nname = \"a\"\nhost = \"b\"\npassword = \"c\"",
            "line 4: unknown field `password`",
            "password_file",
        ),
        (
            "[[gateway]]\nname = \"a\"",
            "missing field `host`",
            "name, host",
        ),
        ("nonsense", "line 1", "inventory has"),
        (
            "[[gateway]]\nname = \"\"\nhost = \"b\"",
            "no name for a gateway",
            "1 to 63",
        ),
        (
            "[[gateway]]\nname = \"a\"\nhost = \"b\"\n[[gateway]]\nname = \"A\"\nhost = \"c\"",
            "two gateways are called",
            "its own name",
        ),
        (
            "[[gateway]]\nname = \"a\"\nhost = \"1.2.3.4\"\n[[gateway]]\nname = \"b\"\nhost = \"http://1.2.3.4:80/\"",
            "same host",
            "once",
        ),
        (
            "[[gateway]]\nname = \"a\"\nhost = \"https://b\"",
            "gateway \"a\": gateways do not speak",
            "write http://b",
        ),
        (
            "[[gateway]]\nname = \"a\"\nhost = \"sim:\"",
            "only inside one command",
            "smr sim",
        ),
        (
            "[[gateway]]\nname = \"a\"\nhost = \"b\"\nlabels = { version = \"1\" }",
            "cannot be a label",
            "are not name",
        ),
        (
            "[[gateway]]\nname = \"a\"\nhost = \"b\"\nlabels = { x = \"1,2\" }",
            "has a comma",
            "another sign",
        ),
        (
            "[defaults]\npassword_file = \"a\"\npassword_variable = \"B\"",
            "has more than one of",
            "keep one",
        ),
    ] {
        let error = read(text).expect_err(text);
        assert_eq!(error.kind(), Kind::Usage, "{text}");
        assert!(error.to_string().starts_with("fleet.toml"), "{error}");
        assert!(error.to_string().contains(part), "{error}");
        assert!(
            error.hints().join("\n").contains(hint),
            "{error}: {:?}",
            error.hints()
        );
    }
}

#[test]
fn one_that_does_not_fit_is_not_added() {
    let mut inventory = read(WHOLE).expect("an inventory");
    let before = inventory.clone();
    let twice = before.members[0].clone();
    assert!(inventory.add(twice).is_err());
    assert_eq!(inventory, before);
}

fn member() -> impl Strategy<
    Value = (
        String,
        BTreeMap<String, String>,
        Option<String>,
        String,
        Option<PasswordPlace>,
    ),
> {
    (
        "[^\\p{Cc}]{1,20}",
        proptest::collection::btree_map("[a-z][a-z0-9_-]{0,5}x", "[^\\p{Cc},]{0,10}", 0..3),
        proptest::option::of("[^\\p{Cc}]{0,6}"),
        ".{1,6}",
        proptest::option::of(prop_oneof![
            "/.{1,10}".prop_map(|path| PasswordPlace::File(path.into())),
            ".{0,10}".prop_map(PasswordPlace::Variable),
        ]),
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(parts in proptest::collection::vec(member(), 0..5)) {
        let mut inventory = Inventory::default();
        for (index, (name, labels, group, user, password)) in parts.into_iter().enumerate() {
            let host = format!("10.0.0.{index}");
            let member = Member { name: format!("{name}{index}"), host, group, labels, user, password };
            inventory.add(member).expect("one of its own");
        }
        prop_assert_eq!(read(&inventory.to_toml()).expect("an inventory"), inventory);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(.|\n){0,80}") {
        let _ = read(&text);
    }
}
