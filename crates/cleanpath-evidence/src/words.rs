//! What inventories call things, in the words of the contract: kinds, functions, generations, purposes, countries,
//! yes and no. One table for every reader.
//!
//! Refuses to guess: a word that is not in a table has no meaning here. Names of network functions follow 3GPP
//! TS 23.002, 23.501 and 38.401, of access equipment ITU-T G.984 and G.989, of countries ISO 3166-1.

use cleanpath_model::fold;
use cleanpath_model::word::{Function, Generation, Kind, Purpose};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What one term of the trade says of a thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Term {
    /// What it is.
    pub kind: Option<Kind>,
    /// What it does in the network.
    pub function: Option<Function>,
    /// The generation of network that the term belongs to.
    pub generation: Option<Generation>,
}

use Function as F;
use Generation as G;
use Kind as K;

/// Terms that are a kind, what they do where the term says so, and the generation where it says that.
/// Spellings are folded: lower case, words joined by one blank.
#[rustfmt::skip]
const KINDS: &[(Kind, Option<Function>, Option<Generation>, &str)] = &[
    (K::Switch, None, None, "switch|network switch|ethernet switch|access switch|distribution switch|aggregation switch|core switch|lan switch|layer 2 switch|layer 3 switch|l2 switch|l3 switch|poe switch|ip switch|leaf|spine|tor|top of rack|leaf switch|spine switch|netzwerkswitch|commutateur|conmutador|交换机|以太网交换机|スイッチ|коммутатор"),
    (K::Router, None, None, "router|routers|ip router|edge router|core router|access router|border router|provider edge|pe router|p router|ce router|bras|bng|gateway router|wan router|routeur|enrutador|encaminador|路由器|ルータ|ルーター|маршрутизатор|cell site router|cell site gateway"),
    (K::ConsumerRouter, Some(F::Terminal), None, "consumer router|home router|home gateway|residential gateway|cpe router|wifi router|wlan router|broadband router|家庭网关|家用路由器"),
    (K::Firewall, None, None, "firewall|next generation firewall|ngfw|utm|security appliance|security gateway|pare feu|cortafuegos|防火墙|ips|межсетевой экран"),
    (K::Server, None, None, "server|rack server|blade server|blade|compute|compute node|host|hypervisor|serveur|servidor|服务器|サーバ|сервер"),
    (K::Storage, None, None, "storage|storage array|nas|san|disk array|speicher|stockage|almacenamiento|存储"),
    (K::BaseStation, Some(F::Ran), Some(G::G5), "gnb|gnodeb|gnb du|gnb cu|5g base station"),
    (K::BaseStation, Some(F::Ran), Some(G::G4), "enb|enodeb|lte base station|4g base station"),
    (K::BaseStation, Some(F::Ran), Some(G::G3), "nodeb|node b|umts base station"),
    (K::BaseStation, Some(F::Ran), None, "base station|basestation|basisstation|bts|bbu|baseband|baseband unit|basebandunit|small cell|picocell|femtocell|station de base|estacion base|基站|基带单元|базовая станция|ran node"),
    (K::RadioUnit, Some(F::Ran), None, "rru|rrh|rrhs|radio unit|radio|remote radio unit|remote radio head|aau|active antenna unit|o ru|massive mimo|射频单元"),
    (K::CoreFunction, Some(F::Core), Some(G::G5), "amf|smf|upf|udm|ausf|nrf|nssf|pcf|udr|nef|5gc|5g core"),
    (K::CoreFunction, Some(F::Core), Some(G::G4), "mme|sgw|pgw|epc|pcrf|s gw|p gw"),
    (K::CoreFunction, Some(F::Core), None, "core function|mobile core|packet core|hss|hlr|msc|ggsn|sgsn|ims|cscf|sbc|session border controller|核心网"),
    (K::Olt, Some(F::FixedAccess), None, "olt|optical line terminal|gpon olt|pon olt|msan|dslam|光线路终端"),
    (K::Ont, Some(F::Terminal), None, "ont|onu|optical network terminal|optical network unit|gpon ont|光猫|光网络终端"),
    (K::Microwave, Some(F::Transport), None, "microwave|microwave radio|microwave link|radio link|richtfunk|faisceau hertzien|radioenlace|微波"),
    (K::OpticalTransport, Some(F::Transport), None, "optical transport|dwdm|cwdm|wdm|otn|roadm|sdh|sonet|adm|transponder|muxponder|optical amplifier|波分|光传输"),
    (K::Camera, Some(F::Surveillance), None, "camera|ip camera|network camera|cctv|cctv camera|surveillance camera|dome camera|bullet camera|ptz camera|webcam|ip cam|kamera|uberwachungskamera|camara|camera ip|摄像机|摄像头|网络摄像机|камера"),
    (K::Recorder, Some(F::Surveillance), None, "recorder|nvr|dvr|network video recorder|digital video recorder|video recorder|xvr|硬盘录像机|网络录像机"),
    (K::TwoWayRadio, None, None, "two way radio|2 way radio|walkie talkie|handheld radio|dmr radio|tetra radio|mobile radio|funkgerat|对讲机"),
    (K::Phone, Some(F::Terminal), None, "phone|mobile phone|smartphone|ip phone|voip phone|voip|telephone|handset|telefon|ip telefon|telefono|手机|电话"),
    (K::Modem, Some(F::Terminal), None, "modem|cable modem|dsl modem|lte modem|调制解调器"),
    (K::CellularModule, None, None, "cellular module|lte module|5g module|m2m module|iot module|nb iot module|modem module|通信模组"),
    (K::Inverter, Some(F::PowerGeneration), None, "inverter|solar inverter|pv inverter|string inverter|wechselrichter|onduleur|inversor|逆变器|инвертор"),
    (K::Battery, None, None, "battery|batteries|bess|battery storage|energy storage|batterie|batteriespeicher|bateria|电池|储能"),
    (K::Drone, None, None, "drone|uav|uas|unmanned aircraft|drohne|无人机"),
    (K::Robot, None, None, "robot|roboter|机器人"),
    (K::Semiconductor, None, None, "semiconductor|integrated circuit|chip|microcontroller|soc|芯片|半导体"),
    (K::SecuritySoftware, None, None, "security software|antivirus|anti virus|endpoint protection|edr"),
    (K::ItSystem, None, None, "it system|information system"),
    (K::TelecomService, None, None, "telecom service|telecommunications service|roaming service|transit service"),
    (K::Other, None, None, "other|pdu|power distribution unit|ups|rectifier|printer|multifunction printer|patch panel|rack|cabinet|cable|antenna|sensor|console server|drucker|imprimante|打印机"),
];

/// Terms that say what a thing does, not what it is.
#[rustfmt::skip]
const FUNCTIONS: &[(Function, &str)] = &[
    (F::Core, "core|core network|kernnetz|coeur de reseau|核心"),
    (F::Ran, "ran|radio access|radio access network|access radio|e utran|ng ran|funkzugang|无线接入"),
    (F::Transport, "transport|backhaul|fronthaul|midhaul|aggregation|distribution|metro|backbone|wan|传输|承载|承载网"),
    (F::FixedAccess, "fixed access|access|fttx|ftth|pon|接入|接入网"),
    (F::Management, "management|oss|network management|out of band|oob|mgmt|nms|ems|网管"),
    (F::Interconnect, "interconnect|interconnection|peering|roaming|border|互联"),
    (F::LawfulInterception, "lawful interception|lawful intercept|li|合法监听"),
    (F::Surveillance, "surveillance|video surveillance|physical security|uberwachung|监控|安防"),
    (F::Enterprise, "enterprise|office|campus|lan|corporate|办公"),
    (F::Terminal, "terminal|cpe|customer premises|end user|subscriber|终端"),
    (F::PowerGeneration, "power generation|generation|solar|pv|发电"),
];

#[rustfmt::skip]
const GENERATIONS: &[(Generation, &str)] = &[
    (G::G3, "3g|umts|wcdma|cdma2000|hspa"), (G::G4, "4g|lte|e utra|epc"), (G::G5, "5g|nr|5g nr|5g sa|5g nsa|5gc"),
    (G::G6, "6g"), (G::FullFibre, "full fibre|full fiber|ftth|fttp|gpon|xgs pon|xg pon"),
];

#[rustfmt::skip]
const PURPOSES: &[(Purpose, &str)] = &[
    (Purpose::PublicSafety, "public safety|emergency services|police|fire brigade|公共安全"),
    (Purpose::GovernmentFacility, "government facility|government facilities|security of government facilities|government"),
    (Purpose::CriticalInfrastructure, "critical infrastructure|kritis|physical security surveillance of critical infrastructure"),
    (Purpose::NationalSecurity, "national security|defence|defense|military|other national security purposes"),
    (Purpose::Commercial, "commercial|business|private"),
];

/// Cells that say nothing, in any case of letters. Compared without folding: every cell of a table comes by here.
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "n/a", "na", "n.a.", "n.a", "#n/a", "nil", "none", "null", "(null)", "<null>", "unknown", "undefined", "not available",
    "not applicable", "not specified", "not set", "tbd", "unbekannt", "keine", "k.a.", "inconnu", "desconocido", "未知",
    "无", "to be filled by o.e.m.", "default string", "system serial number", "no data", "empty", "#ref!", "nan",
];

type Index<T> = LazyLock<BTreeMap<String, T>>;

static TERMS: Index<Term> = LazyLock::new(|| {
    let functions = FUNCTIONS.iter().map(|(f, s)| (None, Some(*f), None, *s));
    let kinds = KINDS.iter().map(|(k, f, g, s)| (Some(*k), *f, *g, *s));
    let rows: Vec<_> = functions.chain(kinds).collect();
    let mut index = BTreeMap::new();
    for (kind, function, generation, spellings) in &rows {
        let term = Term {
            kind: *kind,
            function: *function,
            generation: *generation,
        };
        for spelling in spellings.split('|') {
            index.entry(spelling.to_owned()).or_insert(term);
        }
    }
    // A kind's own name says no more than all of its rows do: a base station is of no generation yet.
    for (kind, function, _, _) in rows {
        let term = Term {
            kind,
            function,
            generation: None,
        };
        let own = kind.map(Kind::as_str).or(function.map(Function::as_str));
        if let Some(own) = own {
            index.entry(folded(own)).or_insert(term);
        }
    }
    index
});
static GENERATION: Index<Generation> = LazyLock::new(|| index(GENERATIONS, Generation::as_str));
static PURPOSE: Index<Purpose> = LazyLock::new(|| index(PURPOSES, Purpose::as_str));
static COUNTRY: Index<&str> = LazyLock::new(|| {
    let rows = include_str!("countries.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'));
    let mut index = BTreeMap::from([("eu".to_owned(), "EU")]);
    for row in rows {
        let mut cells = row.split(['\t', '|']).filter(|cell| !cell.is_empty());
        let Some(code) = cells.next() else { continue };
        index.insert(folded(code), code);
        index.extend(cells.map(|name| (folded(name), code)));
    }
    index
});

fn index<T: Copy>(table: &[(T, &str)], own: fn(T) -> &'static str) -> BTreeMap<String, T> {
    let mut index = BTreeMap::new();
    for (word, spellings) in table {
        index.insert(folded(own(*word)), *word);
        index.extend(
            spellings
                .split('|')
                .map(|spelling| (folded(spelling), *word)),
        );
    }
    index
}

/// A term folded for comparison: lower case, accents and signs gone, words joined by one blank.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        folded_ascii(text)
    } else {
        fold::words(text).join(" ")
    }
}

/// The same for ASCII, where there is nothing to look up: cells by the million come by here.
fn folded_ascii(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(512));
    let mut parted = false;
    for c in text.chars().take(512) {
        if c.is_ascii_alphanumeric() {
            if parted && !folded.is_empty() {
                folded.push(' ');
            }
            parted = false;
            folded.push(c.to_ascii_lowercase());
        } else if !matches!(c, '.' | '\'' | '`' | '"') {
            parted = true;
        }
    }
    folded
}

/// What a term of the trade says: `eNodeB`, `Access switch`, `OLT`. `None` where no table knows it.
pub fn term(text: &str) -> Option<Term> {
    let folded = folded(text);
    let plural = || folded.strip_suffix('s').and_then(|one| TERMS.get(one));
    TERMS.get(&folded).or_else(plural).copied()
}

/// The generation of a network: `LTE`, `5G NR`.
pub fn generation(text: &str) -> Option<Generation> {
    GENERATION.get(&folded(text)).copied()
}

/// What a thing is used for.
pub fn purpose(text: &str) -> Option<Purpose> {
    PURPOSE.get(&folded(text)).copied()
}

/// The country's ISO 3166-1 alpha-2 code, from a code or a name.
pub fn country(text: &str) -> Option<&'static str> {
    COUNTRY.get(&folded(text)).copied()
}

/// Network functions that are known by a short name (3GPP TS 23.501, TS 23.002, TS 33.127), in capitals.
const NETWORK_FUNCTIONS: &[&str] = &[
    "5G-EIR", "AAA", "ADMF", "AF", "AMF", "AUSF", "BSF", "CHF", "CSCF", "DRA", "DSC", "EIR",
    "GGSN", "GMLC", "HLR", "HSS", "LIPF", "LMF", "MANO", "MEC", "MME", "MSC", "N3IWF", "NEF",
    "NFVI", "NRF", "NSACF", "NSSAAF", "NSSF", "NWDAF", "PCF", "PCRF", "PGW", "SCP", "SEPP", "SGSN",
    "SGW", "SIRF", "SMF", "SMSF", "STP", "UCMF", "UDM", "UDR", "UDSF", "UPF",
];

/// The short name of a network function, where the text is one: `amf`, `S-GW`.
pub fn network_function(text: &str) -> Option<&'static str> {
    let upper = text.trim().to_uppercase();
    let joined: String = upper.chars().filter(|c| *c != '-').collect();
    let same = |name: &&&str| **name == upper || **name == joined;
    NETWORK_FUNCTIONS.iter().find(same).copied()
}

/// Yes or no, in the larger languages.
pub fn yes(text: &str) -> Option<bool> {
    match folded(text).as_str() {
        "yes" | "y" | "true" | "1" | "ja" | "wahr" | "oui" | "vrai" | "si" | "verdadero" | "是" => {
            Some(true)
        }
        "no" | "n" | "false" | "0" | "nein" | "falsch" | "non" | "faux" | "falso" | "否" => {
            Some(false)
        }
        _ => None,
    }
}

/// Words by which whoever wrote a cell says that they do not know.
#[rustfmt::skip]
const DOUBT: &[&str] = &[
    "maybe", "perhaps", "possibly", "probably", "prob", "presumably", "unsure", "unclear", "uncertain", "assumed", "tbc", "tbd",
    "unconfirmed", "vielleicht", "vermutlich", "wahrscheinlich", "evtl", "eventuell", "unklar", "unsicher",
    "probablement", "incertain", "quizas", "probablemente", "可能", "也许", "待定", "待确认",
];

/// Whether a cell says what it says in doubt: a question mark, or a word such as "maybe".
pub fn is_doubtful(text: &str) -> bool {
    if text.contains(['?', '？', '¿']) {
        return true;
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| DOUBT.iter().any(|doubt| doubt.eq_ignore_ascii_case(word)))
        || !text.is_ascii()
            && DOUBT
                .iter()
                .any(|doubt| !doubt.is_ascii() && text.contains(doubt))
}

/// Whether a cell says nothing: blank, a dash, `N/A`, `unknown`, a firmware's unset default.
pub fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    NOTHING.iter().any(|word| word.eq_ignore_ascii_case(text))
        || !text.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_the_trade() {
        assert_eq!(term("Access Switch").and_then(|t| t.kind), Some(K::Switch));
        assert_eq!(term("IP-Camera").and_then(|t| t.kind), Some(K::Camera));
        let enb = term("eNodeB").unwrap();
        assert_eq!(
            (enb.kind, enb.function, enb.generation),
            (Some(K::BaseStation), Some(F::Ran), Some(G::G4))
        );
        assert_eq!(term("base-station").and_then(|t| t.generation), None);
        assert_eq!(term("Routers").and_then(|t| t.kind), Some(K::Router));
        assert_eq!(term("交换机").and_then(|t| t.kind), Some(K::Switch));
        assert_eq!(term("frobnicator"), None);
        for kind in Kind::ALL {
            assert_eq!(
                term(kind.as_str()).and_then(|t| t.kind),
                Some(*kind),
                "{kind}"
            );
        }
        for word in Generation::ALL {
            assert_eq!(generation(word.as_str()), Some(*word));
        }
        for word in Purpose::ALL {
            assert_eq!(purpose(word.as_str()), Some(*word));
        }
    }

    #[test]
    fn both_foldings_agree() {
        for text in ["", "  A-B__c ", "S.p.A.", "don't", "o/ru \"x\"", "5G NR"] {
            assert_eq!(folded_ascii(text), fold::words(text).join(" "), "{text}");
        }
    }

    #[test]
    fn countries_and_nothings() {
        for text in ["DE", "deu", "Germany", "Deutschland", "德国"] {
            assert_eq!(country(text), Some("DE"), "{text}");
        }
        assert_eq!(country("Korea (South)"), Some("KR"));
        assert!(is_nothing(" -- ") && is_nothing("N/A") && !is_nothing("NAS"));
    }
}
