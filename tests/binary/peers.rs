//! The same as sml-rs says, whatever the values.

use proptest::prelude::*;
use sml_rs::parser::complete::{self, MessageBody};
use smr::decode::Decimal;
use smr::decode::view::Datum;

use super::encode::{sml, sml_messages};
use super::one;

/// Name, value, scale and unit of all entries, by sml-rs.
fn peer(messages: &[u8]) -> Vec<(Vec<u8>, i64, i8, u8)> {
    let file = complete::parse(messages).expect("sml-rs takes it");
    let lists = file
        .messages
        .into_iter()
        .filter_map(|message| match message.message_body {
            MessageBody::GetListResponse(list) => Some(list.val_list),
            _ => None,
        });
    let number = |value: &sml_rs::parser::common::Value<'_>| {
        use sml_rs::parser::common::Value;
        match value {
            Value::I8(value) => i64::from(*value),
            Value::I16(value) => i64::from(*value),
            Value::I32(value) => i64::from(*value),
            Value::I64(value) => *value,
            other => panic!("{other:?} was not sent"),
        }
    };
    lists
        .flatten()
        .map(|entry| {
            (
                entry.obj_name.to_vec(),
                number(&entry.value),
                entry.scaler.unwrap_or_default(),
                entry.unit.unwrap_or_default(),
            )
        })
        .collect()
}

proptest! {
    #[test]
    fn sml_rs_reads_the_same_values(
        registers in prop::collection::vec((any::<[u8; 6]>(), -999_999_999_i64..999_999_999_999, -4_i8..4, prop::sample::select(vec![27_u8, 30, 33, 35])), 1..40),
    ) {
        let messages = sml_messages(&registers);
        let theirs = peer(&messages);
        let telegram = one(&sml(&messages));
        prop_assert_eq!(telegram.check().name(), "valid");
        prop_assert_eq!(telegram.readings().len(), theirs.len());
        for (view, (name, number, scale, _)) in telegram.views().zip(theirs) {
            prop_assert_eq!(view.obis.groups().to_vec(), name);
            let expected = Decimal::new(number, 0).shifted(scale).expect("it fits");
            prop_assert_eq!(view.first().map(|entry| entry.value), Some(Datum::Number(expected)));
        }
    }
}
