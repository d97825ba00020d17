//! The command line: one table from which parser, help, man page and completions are made.

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use cleanpath::routes::form;
use cleanpath::waiver::WARN_DAYS;
use std::path::PathBuf;

/// Evidence in, rulings out, each with its proof.
#[derive(Debug, Parser)]
#[command(
    name = "cleanpath",
    version,
    about,
    long_about = "Reads evidence of network equipment, says who made each thing and who controls the maker on a \
                  date, and judges each act against the law in force on that date. Nothing leaves the machine.",
    after_help = "Start with:\n  cleanpath assess examples/carrier --country US --role federal-contractor",
    max_term_width = 80
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) books: Books,
}

/// Law and registries beside the ones compiled in.
#[derive(Debug, Args)]
pub(crate) struct Books {
    /// Folder of instruments added to the law book (same ids replace)
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help_heading = "Law and registries"
    )]
    pub(crate) law_book: Option<PathBuf>,
    /// Folder of registry files added to the registries (later rows win)
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help_heading = "Law and registries"
    )]
    pub(crate) registry: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge the equipment that evidence shows
    #[command(after_help = ASSESS_EXAMPLES)]
    Assess(Assess),
    /// Print the whole proof of one asset's rulings
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Print what the evidence says, place by place, before anything is judged
    #[command(after_help = OBSERVE_EXAMPLES)]
    Observe(Evidence),
    /// Name the maker behind single strings, JSON Lines in and out
    #[command(after_help = IDENTIFY_EXAMPLES)]
    Identify(Identify),
    /// Answer AuthZEN access evaluation requests without evidence
    #[command(after_help = DECIDE_EXAMPLES)]
    Decide(Decide),
    /// Say whether a way exists that crosses no covered equipment, and what the least is to replace
    #[command(after_help = PATH_EXAMPLES)]
    Path(PathArgs),
    /// Say what is lost when a maker's equipment stops
    #[command(after_help = OUTAGE_EXAMPLES)]
    Outage(OutageArgs),
    /// Read, check and date the law book
    #[command(subcommand)]
    Law(Law),
    /// Say who a name is, its dated chain of control, and who asserts or disputes a state link
    #[command(after_help = ORG_EXAMPLES)]
    Org(Org),
    /// Print every word that requests and reports may use
    #[command(after_help = VOCABULARY_EXAMPLES)]
    Vocabulary(Vocabulary),
    /// Take newer registries from IEEE's and IANA's own files
    #[command(subcommand)]
    Registry(RegistryCommand),
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  cleanpath completions bash > /etc/bash_completion.d/cleanpath"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page (roff)
    #[command(after_help = "Example:\n  cleanpath man > cleanpath.1")]
    Man,
}

const ASSESS_EXAMPLES: &str = "Examples:
  cleanpath assess inventory.csv --country US --role federal-contractor
  cleanpath assess evidence/ --as-of 2027-12-31 --country GB \\
      --role mobile-operator --act install --format html --output report.html
  cleanpath assess inventory.csv --column 'Lieferant=supplier' --format jsonl
  cleanpath assess inventory.csv --country US --role federal-contractor \\
      --waivers waivers.toml

Exit status: 0 nothing barred or undetermined, 1 something barred, 2 something
undetermined, 3 evidence or arguments that could not be read. What is waived
does not count; a waiver that is refused gives 3.";
const EXPLAIN_EXAMPLES: &str = "Examples:
  cleanpath explain core-sw1 evidence/ --country US --role federal-contractor
  cleanpath explain 'inventory.csv row 12' inventory.csv --as-of 2026-06-30";
const OBSERVE_EXAMPLES: &str = "Examples:
  cleanpath observe core.pcapng | head
  cleanpath observe evidence/ | jq -r 'select(.property == \"serial\") | .value'

One JSON object a line: file, sha256, at (row, line, packet, OID, ...), thing
(its number in the file), about, parent, property, value.";
const IDENTIFY_EXAMPLES: &str = "Examples:
  echo '{\"id\":\"1\",\"kind\":\"mac\",\"text\":\"00:18:82:01:02:03\"}' | cleanpath identify -
  cleanpath identify banners.txt --input-kind ssh.banner

A line that is no JSON object is taken as the text itself, of --input-kind.";
const DECIDE_EXAMPLES: &str = "Example:
  echo '{\"subject\":{\"type\":\"party\",\"id\":\"acme\",\"properties\":
  {\"country\":\"US\",\"roles\":[\"federal-contractor\"]}},
  \"action\":{\"name\":\"acquire\"},
  \"resource\":{\"type\":\"equipment\",\"id\":\"sw1\",\"properties\":
  {\"manufacturer\":\"Huawei\",\"kind\":\"switch\"}},
  \"context\":{\"as_of\":\"2021-03-01\"}}' | cleanpath decide -

Reads one object, an array, or JSON Lines; writes one line a request, in order.
A maker is judged as named. Where that is weak, `control` in the answer says so:
`not-examined` (no registry holds it), `general-knowledge` (no source was seen)
or `label-of-others` (others build goods that it sells: ask who built this).
Exit status 3 where a request was malformed; the others are still answered.";
const PATH_EXAMPLES: &str = "Examples:
  cleanpath path evidence/ --from base --to ministry --avoid huawei --avoid zte
  cleanpath path evidence/ --from base --to ministry --country US \\
      --role federal-contractor --diverse --format json
  cleanpath path evidence/ --pairs demands.csv --avoid CN --format jsonl

Exit status: 0 every demand has a clean way, 1 one has none, 2 one hangs on
unidentified elements, 3 evidence or arguments that could not be read.";
const OUTAGE_EXAMPLES: &str = "Examples:
  cleanpath outage evidence/ --manufacturer huawei
  cleanpath outage evidence/ --manufacturer CN --exit grid --threshold-mw 3000

Exit status: 0 nothing stops, 1 something does, 2 only unidentified elements might,
3 evidence or arguments that could not be read.";
const DIFF_EXAMPLES: &str = "Examples:
  cleanpath law diff 2020-08-12 2020-08-13 inventory.csv --country US \\
      --role federal-contractor
  cleanpath law diff 2025-01-01 2026-01-01 --country US

With evidence the exit status is 1 where an act became barred, 2 where none did and
one became undetermined, 3 where something could not be read, else 0. Without, it is
0. Both days are judged by the law book of this program.";
const ORG_EXAMPLES: &str = "Examples:
  cleanpath org Honor --as-of 2020-06-01
  cleanpath org '海康威视' --format json";
const LIST_EXAMPLES: &str = "Examples:
  cleanpath law list --country US --as-of 2021-01-01
  cleanpath law list --target Honor --act acquire --as-of 2020-06-01
  cleanpath law list --role mobile-operator --force law --format json";
const VERIFY_EXAMPLES: &str = "Examples:
  cleanpath law verify
  cleanpath law verify --law-book my-law/ --format json

Each finding names file, line and column, and gives a request that shows it. What
is proved, and of what, is in docs/law-verify.md.

Exit status: 0 all is proved, 3 something is not.";
const VOCABULARY_EXAMPLES: &str = "Example:
  cleanpath vocabulary --format json";

/// Who asks, when, and what for.
#[derive(Debug, Args)]
pub(crate) struct Question {
    /// The day of the question, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    #[command(flatten)]
    pub(crate) party: Asker,
}

/// Who asks, and what for.
#[derive(Debug, Args)]
pub(crate) struct Asker {
    /// Country of the party, ISO 3166-1 alpha-2 or EU
    #[arg(long, value_name = "CC")]
    pub(crate) country: Option<String>,
    /// Role of the party; may be given several times
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Vec<String>,
    /// Name of the party, for measures addressed to named parties
    #[arg(long, value_name = "NAME")]
    pub(crate) party: Option<String>,
    /// Act; may be given several times [default: use and acquire]
    #[arg(long, value_name = "ACT")]
    pub(crate) act: Vec<String>,
}

/// Waivers and approvals that the party has.
#[derive(Debug, Args)]
pub(crate) struct Waivers {
    /// File or folder (*.toml) of waivers and approvals; may be given several times
    #[arg(long, value_name = "PATH")]
    pub(crate) waivers: Vec<PathBuf>,
    /// Warn of waivers that expire within so many days
    #[arg(long, value_name = "N", default_value_t = WARN_DAYS)]
    pub(crate) warn_days: u16,
}

#[derive(Debug, Args)]
pub(crate) struct Evidence {
    /// Files or folders; formats are told from content
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read a table's column as a property, such as 'Vendor=manufacturer'
    #[arg(long, value_name = "HEADER=PROPERTY")]
    pub(crate) column: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    #[command(flatten)]
    pub(crate) evidence: Evidence,
    #[command(flatten)]
    pub(crate) question: Question,
    #[command(flatten)]
    pub(crate) waivers: Waivers,
    /// Form of the report
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json", "jsonl", "csv", "html", "sarif"])]
    pub(crate) format: String,
    /// Write the report to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// List assets with nothing to report too
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Name of the asset as `assess` prints it
    pub(crate) asset: String,
    #[command(flatten)]
    pub(crate) evidence: Evidence,
    #[command(flatten)]
    pub(crate) question: Question,
    #[command(flatten)]
    pub(crate) waivers: Waivers,
}

/// Evidence of a network, and who asks.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    #[command(flatten)]
    pub(crate) evidence: Evidence,
    #[command(flatten)]
    pub(crate) question: Question,
}

#[derive(Debug, Args)]
pub(crate) struct PathArgs {
    #[command(flatten)]
    pub(crate) trace: Trace,
    /// Where traffic begins: an element, or a site with all that stands there
    #[arg(long, value_name = "SITE")]
    pub(crate) from: Option<String>,
    /// Where it is to arrive
    #[arg(long, value_name = "SITE")]
    pub(crate) to: Option<String>,
    /// Answer every pair of a file: two cells a line, from and to; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) pairs: Option<PathBuf>,
    /// Prices of replacements beside the costs of inventories: a table of manufacturer, model, kind, cost, currency
    #[arg(long, value_name = "FILE")]
    pub(crate) prices: Option<PathBuf>,
    /// Maker or country of control to avoid; several times; `covered`: what the law bars [default: covered]
    #[arg(long, value_name = "ORG|CC|covered")]
    pub(crate) avoid: Vec<String>,
    /// Count only what forwards traffic, not what commands, runs or stores for it
    #[arg(long)]
    pub(crate) forwarding_only: bool,
    /// Want two ways that share no element but their ends
    #[arg(long)]
    pub(crate) diverse: bool,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = PossibleValuesParser::new(form::words()))]
    pub(crate) format: String,
    /// Write the answer to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct OutageArgs {
    #[command(flatten)]
    pub(crate) trace: Trace,
    /// Maker whose equipment stops, or country of control; may be given several times
    #[arg(long, value_name = "ORG|CC")]
    pub(crate) manufacturer: Vec<String>,
    /// Where traffic or power has arrived; several times [default: elements of function core or interconnect]
    #[arg(long, value_name = "SITE")]
    pub(crate) exit: Vec<String>,
    /// Traffic of one user, Mbit/s; without it no other way is shown to carry anybody
    #[arg(long, value_name = "MBPS", value_parser = positive)]
    pub(crate) mbps_per_user: Option<f64>,
    /// Power whose loss is held to be dangerous, MW
    #[arg(long, value_name = "MW", value_parser = positive)]
    pub(crate) threshold_mw: Option<f64>,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub(crate) format: String,
    /// Write the answer to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// A number above zero.
fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok();
    let number = number.filter(|n| n.is_finite() && *n > 0.0);
    number.ok_or_else(|| "write a number above zero".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct Identify {
    /// JSON Lines, `-` for standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
    /// Kind of lines that name none: mac, snmp.sysdescr, model, manufacturer, ...
    #[arg(long, value_name = "KIND", default_value = "text")]
    pub(crate) input_kind: String,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Requests, `-` for standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Law {
    /// List the measures, narrowed by any of the options together
    #[command(after_help = LIST_EXAMPLES)]
    List(LawList),
    /// Print one measure as a page, with its history
    #[command(after_help = "Example:\n  cleanpath law show us-ndaa2019-889-a1b")]
    Show {
        /// Id of the measure
        id: String,
        /// Form of the page
        #[arg(long, default_value = "text")]
        format: Form,
    },
    /// Check a law book of your own and judge its cases
    #[command(after_help = "Example:\n  cleanpath law check my-law/")]
    Check {
        /// Folder of instruments
        dir: PathBuf,
    },
    /// Prove of every rule that it is reached, consistent and monotone
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify {
        /// Form of the findings
        #[arg(long, default_value = "text")]
        format: Form,
    },
    /// What changed between two days, for equipment or in the law book itself
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Dates at which the outcome changes for a party and a resource
    #[command(after_help = "Example:\n  cleanpath law timeline request.json")]
    Timeline {
        /// One request as for `decide`, `-` for standard input
        #[arg(default_value = "-")]
        file: PathBuf,
        /// Form of the list
        #[arg(long, default_value = "text")]
        format: Form,
    },
}

/// What measures are asked for.
#[derive(Debug, Args)]
pub(crate) struct LawList {
    /// Only those in force on the day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Only those of a jurisdiction, ISO 3166-1 alpha-2 or EU
    #[arg(long, value_name = "CC")]
    pub(crate) country: Option<String>,
    /// Only those with a rule about the act
    #[arg(long, value_name = "ACT")]
    pub(crate) act: Option<String>,
    /// Only those that can bind a party of the role
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<String>,
    /// Only those that can reach the organisation: by name, by a controller's name, by a list or a criterion
    #[arg(long, value_name = "NAME")]
    pub(crate) target: Option<String>,
    /// Only those of the force: law, order, contract, policy, statement, ...
    #[arg(long, value_name = "FORCE")]
    pub(crate) force: Option<String>,
    /// Form of the list
    #[arg(long, default_value = "text")]
    pub(crate) format: Form,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The earlier day, YYYY-MM-DD
    #[arg(value_name = "DATE")]
    pub(crate) from: String,
    /// The later day, YYYY-MM-DD
    #[arg(value_name = "DATE")]
    pub(crate) to: String,
    /// Files or folders of evidence, held in memory; none: the law book alone
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read a table's column as a property, such as 'Vendor=manufacturer'
    #[arg(long, value_name = "HEADER=PROPERTY")]
    pub(crate) column: Vec<String>,
    /// File or folder (*.toml) of waivers and approvals; may be given several times
    #[arg(long, value_name = "PATH")]
    pub(crate) waivers: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) party: Asker,
    /// Form of the report
    #[arg(long, default_value = "text")]
    pub(crate) format: Form,
}

/// Forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Org {
    /// A name in any spelling, or a registry id
    pub(crate) name: String,
    /// The day of the question, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Form of the answer
    #[arg(long, default_value = "text")]
    pub(crate) format: Form,
}

#[derive(Debug, Args)]
pub(crate) struct Vocabulary {
    /// Form of the list
    #[arg(long, default_value = "text")]
    pub(crate) format: Form,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegistryCommand {
    /// Turn IEEE's oui.csv, mam.csv, oui36.csv or IANA's enterprise-numbers into a registry file
    #[command(
        after_help = "Example:\n  cleanpath registry update oui.csv --into my-registry\n  cleanpath assess evidence/ --registry my-registry"
    )]
    Update {
        /// The file as IEEE or IANA publish it
        file: PathBuf,
        /// Folder to write the registry file to; then give it as --registry
        #[arg(long, value_name = "DIR", default_value = "registry")]
        into: PathBuf,
    },
}

/// The table as clap holds it, for completions and man page.
pub(crate) fn table() -> clap::Command {
    use clap::CommandFactory;
    Cli::command()
}
