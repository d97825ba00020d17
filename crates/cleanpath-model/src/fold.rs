//! Folding of names for comparison: case, width, punctuation, accents of Latin letters and legal forms.
//!
//! Names are compared whole after folding, never as substrings: "zte" is not in "Aztech".

use std::borrow::Cow;

/// Legal forms, folded, as single words, in their order; cut from the end of a name.
const FORMS: &[&str] = &[
    "ab",
    "ag",
    "aktiebolag",
    "aktiengesellschaft",
    "anonim",
    "ao",
    "aps",
    "as",
    "asa",
    "bhd",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "doo",
    "eood",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "jsc",
    "kft",
    "kg",
    "kk",
    "limitada",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ltda",
    "mbh",
    "nv",
    "ood",
    "ooo",
    "oy",
    "oyj",
    "pao",
    "plc",
    "private",
    "pte",
    "pty",
    "publ",
    "pvt",
    "sa",
    "sae",
    "sarl",
    "sas",
    "sdn",
    "se",
    "sia",
    "sirketi",
    "spa",
    "spzoo",
    "srl",
    "sro",
    "uab",
    "zao",
    "zrt",
    "ао",
    "зао",
    "оао",
    "ооо",
    "пао",
];

/// Legal forms, and the article, that stand before a name.
const LEADING: &[&str] = &[
    "ao", "pt", "sia", "the", "uab", "ао", "зао", "оао", "ооо", "пао",
];

/// Signs that stand inside of words and fall away without parting them.
const SILENT: &[char] = &['.', '\'', '’', '`', '´', '"', '“', '”', '«', '»', '®', '™'];

/// Chinese and Japanese legal forms, longest first; cut at either end.
const FORMS_CJK: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "集团有限公司",
    "集團有限公司",
    "有限公司",
    "株式会社",
    "株式會社",
    "控股集团",
    "集团公司",
    "集團公司",
    "集团",
    "集團",
    "公司",
];

/// A name folded for comparison: words of letters and digits, joined by one blank.
///
/// Never fails; a name of signs alone folds to the empty string, which equals nothing.
pub fn name(text: &str) -> String {
    let folded = folded(&unconfused(text));
    let mut name = folded.as_str();
    while let Some((rest, last)) = name.rsplit_once(' ')
        && FORMS.binary_search(&last).is_ok()
    {
        name = rest;
    }
    while let Some((first, rest)) = name.split_once(' ')
        && LEADING.contains(&first)
    {
        name = rest;
    }
    strip_cjk(name).to_owned()
}

/// The text with a small L for a capital I ("HUAWEl", "lnspur") and a nought for an O ("C0RP") put right.
///
/// Only in a word that is otherwise in capitals, or that begins with "ln", which no word does.
fn unconfused(text: &str) -> Cow<'_, str> {
    if !text.contains(['l', '0']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let capitals = word.chars().filter(char::is_ascii_uppercase).count();
        let shouted = capitals > 2 && !word.chars().any(|c| c.is_lowercase() && c != 'l');
        if shouted {
            out.extend(word.chars().map(|c| match c {
                'l' => 'I',
                '0' => 'O',
                _ => c,
            }));
        } else if let Some(rest) = word.strip_prefix("ln") {
            out.push_str("In");
            out.push_str(rest);
        } else {
            out.push_str(word);
        }
    }
    Cow::Owned(out)
}

/// The words of a text, folded, legal forms kept.
pub fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let words = folded.split(' ').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The words of a text, folded, with one blank between them.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut between = false;
    for c in text.chars().take(512).filter_map(narrow) {
        if SILENT.contains(&c) {
            continue;
        }
        if !c.is_alphanumeric() {
            between = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut between) {
            out.push(' ');
        }
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase().filter_map(plain));
        }
    }
    out
}

/// Full-width forms to their ASCII counterparts; everything else as it is.
fn narrow(c: char) -> Option<char> {
    match u32::from(c) {
        n @ 0xff01..=0xff5e => char::from_u32(n - 0xfee0),
        0x3000 => Some(' '),
        _ => Some(c),
    }
}

/// A Latin letter without its accent; `None` for a combining mark.
fn plain(c: char) -> Option<char> {
    Some(match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'į' | 'ı' | 'ǐ' => 'i',
        'ļ' | 'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' | 'ǒ' => 'o',
        'ř' => 'r',
        'š' | 'ś' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => {
            'u'
        }
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        'ğ' | 'ģ' => 'g',
        'ķ' => 'k',
        'đ' => 'd',
        '\u{300}'..='\u{36f}' => return None,
        _ => c,
    })
}

/// Cuts one Chinese or Japanese legal form from the end, or the start, of a name.
fn strip_cjk(name: &str) -> &str {
    if name.is_ascii() {
        return name;
    }
    for form in FORMS_CJK {
        for rest in [name.strip_suffix(form), name.strip_prefix(form)]
            .into_iter()
            .flatten()
        {
            let rest = rest.trim();
            if !rest.is_empty() {
                return rest;
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{FORMS, name, words};

    #[test]
    fn legal_forms_and_signs_fall_away() {
        for text in [
            "HUAWEI TECHNOLOGIES CO., LTD.",
            "Huawei Technologies Co.,Ltd",
            "Ｈuawei  technologies",
        ] {
            assert_eq!(name(text), "huawei technologies", "{text}");
        }
        assert_eq!(name("zte corp."), "zte");
        assert_eq!(name("华为技术有限公司"), "华为技术");
        assert_eq!(
            name("АО «Лаборатория Касперского»"),
            "лаборатория касперского"
        );
        assert_eq!(name("SIA Mikrotīkls"), "mikrotikls");
        assert_eq!(name("Gǔfèn Yǒuxiàn Gōngsī"), "gufen youxian gongsi");
        assert_eq!(name("HUAWEl TECHNOL0GIES"), "huawei technologies");
        assert_eq!(name("Autel lntelligent"), "autel intelligent");
        assert_eq!(name("Vodafone K3765"), "vodafone k3765");
        assert_eq!(name("S.p.A."), "spa");
        assert_eq!(name("***"), "");
        assert_eq!(name("The Ltd Co."), "the");
        assert_eq!(words(" a-b  Ａ.c® (co) "), ["a", "b", "ac", "co"]);
        assert!(FORMS.is_sorted());
    }
}
