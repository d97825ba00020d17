//! The closed vocabularies of the contract, each one table: variant and spelling.

/// Declares an enum whose variants are words: `ALL`, `as_str`, `FromStr`, `Display` and serde follow.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[doc = concat!("`", $word, "`")] #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// Every word, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word as it is written outside.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::word::UnknownWord;
            fn from_str(s: &str) -> Result<Self, $crate::word::UnknownWord> {
                match s { $($word => Ok(Self::$variant),)+ _ => Err($crate::word::UnknownWord::new(s, Self::ALL.iter().map(|w| w.as_str()))) }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
    };
}
pub(crate) use words;

/// A word that a vocabulary does not hold, with the nearest ones that it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// What was written.
    pub word: String,
    /// At most three words of the vocabulary, nearest first.
    pub nearest: Vec<&'static str>,
}

impl UnknownWord {
    /// Compares `word` with the whole vocabulary.
    pub fn new(word: &str, vocabulary: impl Iterator<Item = &'static str>) -> Self {
        Self {
            word: word.to_owned(),
            nearest: Self::nearest(word, vocabulary),
        }
    }

    /// At most three words of any vocabulary, nearest first.
    pub fn nearest<'a>(word: &str, vocabulary: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let mut scored: Vec<_> = vocabulary.map(|w| (edits(word, w), w)).collect();
        scored.sort_unstable();
        scored.into_iter().take(3).map(|(_, w)| w).collect()
    }
}

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown: String = self.word.chars().take(60).collect();
        write!(
            f,
            "unknown word {shown:?}; the nearest known are {}",
            self.nearest.join(", ")
        )
    }
}
impl std::error::Error for UnknownWord {}

/// Levenshtein distance in characters, on at most the first 64 of each.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(64).enumerate() {
        let mut left = i + 1;
        let mut diagonal = i;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            *cell = (above.min(left) + 1).min(diagonal + usize::from(ca != *cb));
            diagonal = above;
            left = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

words! {
    /// What somebody wants to do or goes on doing.
    Act {
        Acquire = "acquire", Contract = "contract", Use = "use", Install = "install", Fund = "fund",
        Authorise = "authorise", Import = "import", Sell = "sell", Supply = "supply", Operate = "operate",
        Carry = "carry", Share = "share", Colocate = "colocate", Base = "base",
    }
}
words! {
    /// The outcome of a ruling. The order is strength: the smaller, the stronger.
    Outcome {
        Barred = "barred", Undetermined = "undetermined", PermissionNeeded = "permission-needed",
        AdvisedAgainst = "advised-against", Allowed = "allowed",
    }
}
impl Outcome {
    /// True only for `allowed` and `advised-against`: nothing else may go ahead by itself.
    pub const fn permits(self) -> bool {
        matches!(self, Self::Allowed | Self::AdvisedAgainst)
    }
}
words! {
    /// What is known of an asset's manufacturer. Unknown is never clean.
    Status { Known = "known", Conflicting = "conflicting", Unknown = "unknown" }
}
words! {
    /// Strength class of a claim (docs/basis.md).
    Basis {
        /// Authenticated record.
        T1 = "T1",
        /// Structured self-report without authentication.
        T2 = "T2",
        /// Number assigned by a registry.
        T3 = "T3",
        /// Behaviour.
        T4 = "T4",
        /// Hearsay.
        T5 = "T5",
    }
}
words! {
    /// What an asset is to the evidence.
    About {
        /// The thing that the evidence was taken from or lists.
        Box = "box",
        /// A part of another asset.
        Module = "module",
        /// Only others report it.
        Neighbour = "neighbour",
        /// An address that answered on a traced path, or that speaks for a network: whose box it is, nobody said.
        Hop = "hop",
    }
}
words! {
    /// What layer of a network a thing is, where one thing runs on another. Who made it is asked of each.
    Layer {
        /// What the network does: an AMF, a user plane, a base station's control unit.
        Function = "function",
        /// The program that does it, where it is listed apart.
        Software = "software",
        /// What programs run on: containers, virtual machines.
        Platform = "platform",
        /// The machine.
        Host = "host",
        /// The place.
        Site = "site",
        /// What commands others: an element manager, an orchestrator, a controller.
        Manager = "manager",
    }
}
words! {
    /// How one thing of a network hangs on another; none of them says who made either.
    Tie {
        /// From a function to its software, from software to its platform, from a platform to its host.
        RunsOn = "runs-on",
        /// From a thing to the place where it stands.
        HostedAt = "hosted-at",
        /// From a thing to the system that commands it.
        ManagedBy = "managed-by",
        /// From a thing to a place or country from which somebody can operate it.
        OperableFrom = "operable-from",
        /// From a thing to the storage that keeps its data.
        StoresOn = "stores-on",
        /// From a thing to what feeds it.
        PoweredBy = "powered-by",
    }
}
words! {
    /// How far a stated fact can be trusted: A primary text seen, B two secondary sources, C one or general knowledge.
    Confidence { A = "A", B = "B", C = "C" }
}
words! {
    /// The force of an instrument.
    Force {
        Law = "law", Order = "order", Contract = "contract", Policy = "policy", Statement = "statement",
        Listing = "listing", EnablingPower = "enabling-power", Proposal = "proposal", Request = "request",
        Assessment = "assessment", Presence = "presence",
    }
}
words! {
    /// What a file of waivers grants: leave to do what is barred or advised against, or the permission that is needed.
    WaiverKind { Waiver = "waiver", Approval = "approval" }
}
words! {
    /// How a waiver stands on the day of the question. Both its days belong to it.
    WaiverState { InForce = "in-force", NotYetIssued = "not-yet-issued", Expired = "expired" }
}
words! {
    /// How one organisation stands to another; the link runs from the commanded to the commander.
    Relation {
        SubsidiaryOf = "subsidiary-of", AffiliateOf = "affiliate-of", BrandOf = "brand-of",
        JointVentureOf = "joint-venture-of", HeldBy = "held-by", RenamedFrom = "renamed-from",
        SuccessorOf = "successor-of", OemOf = "oem-of",
    }
}
impl Relation {
    /// Whether command runs along the link; the others are told, never control.
    pub const fn controls(self) -> bool {
        matches!(
            self,
            Self::SubsidiaryOf
                | Self::AffiliateOf
                | Self::BrandOf
                | Self::JointVentureOf
                | Self::HeldBy
        )
    }
}
words! {
    /// What a request is about.
    ResourceType {
        Equipment = "equipment", Software = "software", Service = "service",
        Organisation = "organisation", Country = "country", Path = "path",
    }
}
words! {
    /// What a thing is.
    Kind {
        Switch = "switch", Router = "router", ConsumerRouter = "consumer-router", Firewall = "firewall",
        Server = "server", Storage = "storage", BaseStation = "base-station", RadioUnit = "radio-unit",
        CoreFunction = "core-function", Olt = "olt", Ont = "ont", Microwave = "microwave",
        OpticalTransport = "optical-transport", Camera = "camera", Recorder = "recorder",
        TwoWayRadio = "two-way-radio", Phone = "phone", Modem = "modem", CellularModule = "cellular-module",
        Inverter = "inverter", Battery = "battery", Drone = "drone", Robot = "robot",
        Semiconductor = "semiconductor", SecuritySoftware = "security-software", ItSystem = "it-system",
        TelecomService = "telecom-service", Other = "other",
    }
}
words! {
    /// What a thing does in the network.
    Function {
        Core = "core", Ran = "ran", Transport = "transport", FixedAccess = "fixed-access",
        Management = "management", Interconnect = "interconnect", LawfulInterception = "lawful-interception",
        Surveillance = "surveillance", Enterprise = "enterprise", Terminal = "terminal",
        PowerGeneration = "power-generation",
    }
}
words! {
    /// Generation of a network.
    Generation { G3 = "3g", G4 = "4g", G5 = "5g", G6 = "6g", FullFibre = "full-fibre" }
}
words! {
    /// What a thing is used for.
    Purpose {
        PublicSafety = "public-safety", GovernmentFacility = "government-facility",
        CriticalInfrastructure = "critical-infrastructure", NationalSecurity = "national-security",
        Commercial = "commercial",
    }
}
words! {
    /// What a party is in its own country.
    Role {
        FederalAgency = "federal-agency", DefenceAgency = "defence-agency",
        FederalContractor = "federal-contractor", FederalGrantee = "federal-grantee",
        UsfRecipient = "usf-recipient", CommunicationsProvider = "communications-provider",
        ReimbursementRecipient = "reimbursement-recipient", BaseExchange = "base-exchange",
        Importer = "importer", Seller = "seller", Manufacturer = "manufacturer",
        AuthorisationBody = "authorisation-body", Exporter = "exporter", Carrier = "carrier",
        MobileOperator = "mobile-operator", PublicCommunicationsProvider = "public-communications-provider",
        FixedOperator = "fixed-operator", GovernmentBody = "government-body",
        CriticalInfrastructureOperator = "critical-infrastructure-operator",
        PowerPlantOperator = "power-plant-operator", SpectrumLicensee = "spectrum-licensee",
        GovernmentNetworkBuilder = "government-network-builder", DiplomaticMission = "diplomatic-mission",
        NationalGovernment = "national-government", LocalGovernment = "local-government",
        FundManager = "fund-manager",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_names_the_nearest() {
        let err = "swich".parse::<Kind>().unwrap_err();
        assert_eq!(err.nearest.first(), Some(&"switch"));
    }

    #[test]
    fn outcomes_order_by_strength() {
        assert!(Outcome::Barred < Outcome::Undetermined);
        assert!(!Outcome::PermissionNeeded.permits());
    }
}
