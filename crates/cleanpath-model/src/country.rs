//! Country codes: those of ISO 3166-1 alpha-2, `EU` (exceptionally reserved there for the Union), and the codes that the
//! standard leaves to its users (AA, QM to QZ, XA to XZ, ZZ), which a made-up jurisdiction may take.

use crate::word::UnknownWord;

/// ISO 3166-1 alpha-2, officially assigned codes (iso.org/obp, 249 entries), in their order.
const COUNTRIES: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ",
    "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS",
    "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN",
    "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE",
    "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF",
    "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM",
    "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM",
    "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC",
    "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK",
    "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA",
    "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG",
    "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW",
    "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS",
    "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO",
    "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI",
    "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
];

/// Codes that others use for a country, with the country's own: `UK` is exceptionally reserved in the standard, `EL` is
/// the Union's word for Greece (Interinstitutional style guide, section 7.1).
const OTHERS: [(&str, &str); 2] = [("EL", "GR"), ("UK", "GB")];

/// Whether the code is assigned to a country, or is `EU`.
pub fn is_assigned(code: &str) -> bool {
    code == "EU" || COUNTRIES.binary_search(&code).is_ok()
}

/// Whether the standard leaves the code to its users.
pub fn is_users_own(code: &str) -> bool {
    let two = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    two && (code == "AA" || code == "ZZ" || code.starts_with('X') || ("QM"..="QZ").contains(&code))
}

/// Whether a country code is one that a request can mean.
pub fn is_code(code: &str) -> bool {
    is_assigned(code) || is_users_own(code)
}

/// The nearest codes that are assigned; the country itself where the code is another's word for it.
pub fn nearest(code: &str) -> Vec<&'static str> {
    let upper = code.to_ascii_uppercase();
    let meant = OTHERS.iter().find(|(other, _)| *other == upper);
    match meant {
        Some((_, own)) => vec![own],
        None => UnknownWord::nearest(&upper, COUNTRIES.into_iter().chain(["EU"])),
    }
}

/// Says that a code is none, and the nearest that are.
pub fn refusal(code: &str) -> String {
    let shown: String = code.chars().take(20).collect();
    format!(
        "{shown:?} is no country code of ISO 3166-1; the nearest {}",
        match nearest(code).as_slice() {
            [own] => format!("is {own}"),
            several => format!("are {}", several.join(", ")),
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_others_name_the_country() {
        assert!(!is_code("UK") && !is_code("EL") && !is_code("us") && !is_code("X"));
        assert_eq!(nearest("UK"), ["GB"]);
        assert_eq!(nearest("el"), ["GR"]);
        assert_eq!(nearest("us").first(), Some(&"US"));
        assert!(is_assigned("EU") && COUNTRIES.iter().all(|code| is_assigned(code)));
        assert!(COUNTRIES.is_sorted());
    }

    #[test]
    fn codes_of_users_are_not_assigned() {
        for code in ["AA", "QM", "QZ", "XA", "XX", "ZZ"] {
            assert!(
                is_users_own(code) && is_code(code) && !is_assigned(code),
                "{code}"
            );
        }
        assert!(!is_users_own("QA") && !is_users_own("XAB") && !is_users_own("Xé"));
    }
}
