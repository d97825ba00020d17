//! Whole-registry tests: names, links, contradictions, numbers.

use super::{NameMatch, Registry};
use cleanpath_model::identifier::Mac;

const SOME: &str = r#"
[[organisation]]
id = "huawei"
name = "Huawei Technologies Co., Ltd."
country = "CN"
names = ["Huawei", "华为技术有限公司", "华为"]
patterns = ["Huawei Technologies {country}", "{city} Huawei", "Huawei {country}"]
brands = ["Quidway"]
enterprise_numbers = [2011]
confidence = "A"
source = "test"
[[organisation]]
id = "dahua"
name = "Zhejiang Dahua Technology Co., Ltd."
country = "CN"
names = ["Dahua", "大华股份"]
confidence = "A"
source = "test"
[[organisation]]
id = "zte"
name = "ZTE Corporation"
country = "CN"
names = ["ZTE"]
confidence = "A"
source = "test"
[[lookalike]]
name = "Aztech"
organisation = "zte"
reason = "only contains the letters"
"#;

fn some() -> Registry {
    let files = [("organisations/some.toml".to_owned(), SOME.to_owned())];
    let (registry, diagnostics) = Registry::empty().load(&files);
    assert_eq!(diagnostics, []);
    registry
}

fn id<'a>(found: &NameMatch<'a>) -> &'a str {
    match found {
        NameMatch::Known(org) => &org.id,
        _ => "-",
    }
}

#[test]
fn names_are_compared_whole_in_all_their_spellings() {
    let registry = some();
    for (text, want) in [
        ("HUAWEI TECH CO LTD", "huawei"),
        ("Huawei Technologies Co.,Ltd", "huawei"),
        ("huawei", "huawei"),
        ("華為技術有限公司", "huawei"),
        ("Huawei Technologies Deutschland GmbH", "huawei"),
        ("Huawei Technologies (USA) Inc.", "huawei"),
        ("Shenzhen Huawei Co., Ltd.", "huawei"),
        ("Quidway", "huawei"),
        ("ZHEJIANG DAHUA TECH CO LTD", "dahua"),
        ("Dahua Technology", "dahua"),
        ("Dahua Technology (002236.SZ)", "dahua"),
        ("Aztech", "-"),
        ("Aztek", "-"),
        ("Shanghai Dahua Scale Factory", "-"),
        ("Shenztech", "-"),
        ("Technology", "-"),
        ("", "-"),
    ] {
        assert_eq!(id(&registry.resolve_name(text)), want, "{text}");
    }
    assert!(matches!(
        registry.resolve_name("AZTECH"),
        NameMatch::Lookalike(_)
    ));
    assert_eq!(
        registry.resolve_name("Acme GmbH"),
        NameMatch::Unregistered("acme".to_owned())
    );
}

#[test]
fn contradictions_are_told_and_cycles_end() {
    let text = format!(
        "{SOME}\n[[link]]\nfrom=\"zte\"\nto=\"dahua\"\nrelation=\"subsidiary-of\"\nconfidence=\"A\"\nsource=\"t\"\n\
         [[link]]\nfrom=\"dahua\"\nto=\"zte\"\nrelation=\"held-by\"\nsince=\"2020-01-01\"\nuntil=\"2019-01-01\"\nconfidence=\"A\"\nsource=\"t\"\n\
         [[link]]\nfrom=\"dahua\"\nto=\"zte\"\nrelation=\"held-by\"\nconfidence=\"A\"\nsource=\"t\"\n\
         [[link]]\nfrom=\"dahua\"\nto=\"nobody\"\nrelation=\"oem-of\"\nconfidence=\"A\"\nsource=\"t\"\n\
         [[organisation]]\nid=\"zte\"\nname=\"Huawei\"\ncountry=\"CN\"\nconfidence=\"C\"\nsource=\"t\"\n"
    );
    let (_, found) = Registry::empty().load(&[("o/x.toml".to_owned(), text)]);
    let all = found
        .iter()
        .map(|d| d.message.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    for want in [
        "stands twice",
        "no organisation \"nobody\"",
        "after its end",
        "stands under itself",
    ] {
        assert!(all.contains(want), "{want} in:\n{all}");
    }
}

#[test]
fn a_later_file_adds_and_replaces() {
    let (registry, _) = some().load(&[(
        "organisations/more.toml".to_owned(),
        "[[organisation]]\nid=\"zte\"\nname=\"ZTE New\"\ncountry=\"CN\"\nconfidence=\"A\"\nsource=\"t\"\n".to_owned(),
    )]);
    assert_eq!(
        registry.organisation("zte").map(|o| o.name.as_str()),
        Some("ZTE New")
    );
    assert_eq!(id(&registry.resolve_name("ZTE New")), "zte");
    let (_, found) = Registry::empty().load(&[(
        "organisations/bad.toml".to_owned(),
        "[[organisation]\n".to_owned(),
    )]);
    assert_eq!(found.len(), 1);
}

#[test]
fn the_embedded_registry_is_sound() {
    let found = Registry::embedded().check();
    let grave: Vec<_> = found
        .iter()
        .filter(|d| !d.message.contains("is claimed by"))
        .collect();
    assert!(grave.is_empty(), "{grave:#?}");
}

#[test]
fn prefixes_match_longest_first() {
    let registry = Registry::embedded();
    let of = |text: &str| registry.prefix(Mac::parse(text).unwrap());
    assert_eq!(of("00:00:0c:01:02:03"), Some("Cisco Systems, Inc"));
    assert_eq!(of("00:1b:c5:00:10:ff"), Some("OpenRB.com, Direct SIA"));
    assert_eq!(of("00:01:01:00:00:01"), None, "private");
    assert_eq!(of("0a:11:22:33:44:55"), None, "local");
    assert!(
        of("02:c0:8c:33:44:55").is_some(),
        "registered although local"
    );
}

#[test]
fn enterprise_numbers_are_found_by_number() {
    let registry = Registry::embedded();
    assert_eq!(registry.enterprise(9), Some("ciscoSystems"));
    assert_eq!(registry.enterprise(62331), Some("Watermark Auto Group"));
    assert_eq!(registry.enterprise(4_000_000_000), None);
    assert!(
        registry
            .enterprise(2011)
            .is_some_and(|name| name.to_lowercase().contains("huawei"))
    );
}

#[test]
fn vendor_numbers_of_odva_are_found_by_number() {
    let registry = Registry::embedded();
    let of = |number| {
        let found = registry.odva_vendor(number);
        found.map(|(holder, maker)| (holder, maker.id))
    };
    // The firm stands before the stroke.
    assert_eq!(
        of(1),
        Some(("Rockwell Automation/Allen-Bradley", "rockwell".to_owned()))
    );
    assert_eq!(
        of(161).map(|(_, id)| id),
        Some("mitsubishi-electric".to_owned())
    );
    assert_eq!((of(0), of(6), of(u16::MAX)), (None, None, None));
}

#[test]
fn a_name_outside_the_registry_never_carries_a_registered_id() {
    let registry = Registry::embedded();
    for name in [
        "Huawei Networks Ltd",
        "ZTE Technologies Inc.",
        "Hytera Data",
        "COMET AG",
        "Mercury",
    ] {
        let maker = registry.registrant_maker(name).unwrap();
        assert!(!maker.registered, "{name}");
        assert!(registry.organisation(&maker.id).is_none(), "{}", maker.id);
    }
}
