"""Ordinals, decades and fractions: figures that count in another way."""

from __future__ import annotations

import re
import unicodedata

from sotto.patterns import regex
from sotto.text.figures.gender import GERMAN_FEMININE, GERMAN_NEUTER, gendered
from sotto.text.figures.halves import germanic_half
from sotto.text.figures.polish import polish_ordinal
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, Say, spread

_ORDINAL = regex(r"(?P<digits>[0-9]{1,6}|[0-9]{1,3}(?:,[0-9]{3}){1,3}) ?(?P<mark>[a-z]{1,3})(?!\w)")
_DOTTED = regex(r"(?P<digits>[0-9]{1,3})\.(?=[ \xa0]([^\W\d_][\w-]{0,24}))")
_DOTTED_SPAN = regex(
    r"(?P<digits>[0-9]{1,3})\.(?=(?:(?:[-–/]|,[ \xa0]|[ \xa0](?:und|oder|bis)[ \xa0])[0-9]{1,3}\.)"
    r"{1,4}[ \xa0]([^\W\d_][\w-]{0,24}))"
)
"""One of several that has the ending of the last: `1.–3. Mai`, `1. und 2. Liga`."""
_LABELS = frozenset("nummer kapitel seite absatz paragraf ziffer punkt abschnitt band".split())
"""Words whose number behind them is no ordinal, whatever its full stop."""
_SPAN_BEFORE = regex(
    r"(?:(?P<before>[^\W\d_]{2,12})[ \xa0])?(?<![0-9])"
    r"(?:[0-9]{1,3}\.(?:[-–/]|,[ \xa0]|[ \xa0](?:und|oder|bis)[ \xa0])){1,4}\Z"
)
"""Ordinals before it: those of `am 1. und 2. Mai` have one ending."""
_DECADE = regex(r"['’]?(?P<century>1[0-9]|20)?(?P<decade>[0-9]0)['’]?s(?!\w)")
_OF_A_DECADE = frozenset(
    "the early late mid since 1980s 1970s his her their my your our its".split()
)
_DECADES = "hundreds tens twenties thirties forties fifties sixties seventies eighties nineties"
_FRACTION = regex(
    r"(?:(?P<whole>[0-9]{1,3}) )?(?P<part>[0-9]{1,2})/(?P<of>[0-9]{1,2})(?![\w/]|[.,][0-9])"
)
_VULGAR = regex(r"(?:(?P<whole>[0-9]{1,3}) ?)?(?P<sign>[½¼¾⅐-⅞])")
_NOUN = regex(r"[ \xa0]([^\W\d_]{3,24})(?!\w)")
_UNIT_AHEAD = regex(r"[ \xa0]([a-z]{1,3})(?![\w/²³])")
_NO_FRACTION = frozenset(
    "page step part slide item level seite schritt teil folie pagina deel".split()
)
_GERMAN_SMALL = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn"
).split()
_DUTCH_SMALL = ("", *"een twee drie vier vijf zes zeven acht negen".split())
_DUTCH_TENS = "dertig veertig vijftig zestig zeventig tachtig negentig".split()
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_GERMAN_STEMS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
_WEAK = frozenset(
    "am vom zum beim bis im dem den des seit zur ab nach einem einen meinem meinen seinem seinen "
    "ihrem ihren diesem diesen jedem jeden unserem unseren".split()
)
_AFTER_ARTICLE = frozenset(
    "der die das jede dieser diese dieses eine meine seine ihre unsere und".split()
)
_COUNTED = regex(
    r"auflage|.*klasse|stock|.*jahrhundert|platz|kapitel|woche|.*tag|fc|bundesliga|mal|semester|"
    r"etage|obergeschoss|runde|liga|staffel|folge|spieltag|lebensjahr|weltkrieg|ausgabe|quartal",
    re.IGNORECASE,
)


def ordinal(text: str, at: int, table: Table, before: str) -> Found | None:
    """`3rd`, German `3.`, Dutch `3e`."""
    found = _ORDINAL.match(text, at)
    if found and found["mark"] in table.ordinal_marks and _is_ordinal(found, table):
        words = _ordinal_words(int(found["digits"].replace(",", "")), table)
        return (spread(words, at, found.end()), found.end()) if words else None
    dotted = None
    if "." in table.ordinal_marks and before.lower() not in _LABELS:
        dotted = _DOTTED_SPAN.match(text, at) or _DOTTED.match(text, at)
        first = _SPAN_BEFORE.search(text, max(at - 32, 0), at)
        before = (first["before"] or "") if first else before
    if dotted is None:
        return None
    noun = table.abbreviations.get(f"{dotted[2].lower()}.", dotted[2])
    if not _counts(noun, table, before, _is_list(text, at)):
        return None
    words = german_ordinal(int(dotted["digits"]), before, noun)
    return [Say(words, at, dotted.end())], dotted.end()


_FRENCH = {
    "1er": "premier", "1re": "première", "1ère": "première", "2nd": "second", "2nde": "seconde",
    "1ers": "premiers", "1ères": "premières",
}  # fmt: skip
_KEPT = regex(r"(?P<digits>[0-9]{1,6})\.?(?P<mark>[^\W\d_]{1,4}|[ºª°])(?!\w)")


def kept_ordinal(text: str, at: int, table: Table) -> Found | None:
    """`1er`, `2º` and `3.ª`, which libespeak-ng reads in one piece."""
    found = _KEPT.match(text, at) if table.kept_marks else None
    if not found or not _is_kept(text, found, table):
        return None
    said = _kept(found["digits"], found["mark"], table)
    return spread(said, at, found.end()), found.end()


_WORD_AHEAD = regex(r"[ \xa0][^\W\d_]{2}")
_FIRST_DEGREE = regex(r"[ \xa0][^\W\d_]{2}")
_PLACE = regex(
    r"[ \xa0](?:piano|posto|classificato|giorno|grado|livello|turno|round|tempo|capitolo|comma|"
    r"secolo|anno|premio|reggimento|battaglione|piso|puesto|lugar|andar|dia|día|ano|año|capítulo|"
    r"artigo|artículo|prémio|prêmio|ciclo|semestre|trimestre|período|periodo|curso)(?!\w)"
)


def _is_place(text: str, found: re.Match[str]) -> bool:
    """Whether a degree sign stands for the raised o: `1° maggio`, `3° piano`."""
    is_first = found["digits"] == "1" and _FIRST_DEGREE.match(text, found.end()) is not None
    return is_first or _PLACE.match(text, found.end()) is not None


_SHORT_MARKS = {"o": "º", "a": "ª", "°": "º"}
_APOCOPES = {"1": "primer", "3": "tercer"}


def _is_kept(text: str, found: re.Match[str], table: Table) -> bool:
    mark, has_dot = found["mark"], "." in found[0]
    if mark == "°":
        return "º" in table.kept_marks and _is_place(text, found)
    if has_dot and mark in ("o", "a"):  # what Speech Dispatcher makes of `2.ª`
        return "º" in table.kept_marks and _WORD_AHEAD.match(text, found.end()) is not None
    return mark in table.kept_marks and (not has_dot or mark in ("º", "ª", "er"))


def _kept(digits: str, mark: str, table: Table) -> str:
    """What is handed to libespeak-ng, which knows `2ème`, `2º` and `2ª`."""
    if table.language == "fr":
        is_plain = mark in ("e", "è", "es", "èmes", "nd", "nde") and digits + mark not in _FRENCH
        return f"{digits}ème" if is_plain else _FRENCH.get(digits + mark, f"{digits}ème")
    if table.language == "es" and mark == "er":
        return _APOCOPES.get(digits, f"{digits}º")
    return f"{digits}{_SHORT_MARKS.get(mark, mark)}"


_FIRST_DAY = regex(r"1[ \xa0]([^\W\d_]{5,9})(?!\w)")
_POLISH_MONTHS = frozenset(
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia".split()
)
_POLISH_YEARS = {"lata": "e", "lat": "ych", "latach": "ych"}
_POLISH_DECADE = regex(r"(?P<digits>[2-9]0)\.(?!\w)")
_POLISH_DECADES = regex(r"(?<!\w)(?P<years>lata|lat|latach) [2-9]0\. (?:i|oraz|lub) \Z")
_POLISH_SPAN = regex(
    r"(?P<digits>[0-9]{1,2})(?P<dot>(?!))?(?=[-–][0-9]{1,2}[ \xa0](?P<noun>[^\W\d_]{2,20}))"
)
_POLISH = regex(r"(?P<digits>[0-9]{1,3})(?P<dot>\.)?[ \xa0](?P<noun>[^\W\d_]{2,20})")


def polish_count(text: str, at: int, table: Table, before: str) -> Found | None:
    """Polish `3 maja` and `2. miejsce`, Italian `1 maggio`."""
    if table.language == "it":
        first = _FIRST_DAY.match(text, at)
        is_one = first is not None and first[1].lower() in table.months
        return ([Say("1º", at, at + 1)], at + 1) if is_one else None
    if table.language != "pl" or table.roman is None:
        return None
    decade = _POLISH_DECADE.match(text, at)
    other = _POLISH_DECADES.search(text, max(at - 20, 0), at)
    years = other["years"] if other else before.lower()
    if decade and years in _POLISH_YEARS:
        words = polish_ordinal(int(decade["digits"]), _POLISH_YEARS[years])
        return spread(words, at, decade.end()), decade.end()
    found = _POLISH.match(text, at) or _POLISH_SPAN.match(text, at)
    if not found:
        return None
    noun, count = found["noun"].lower(), int(found["digits"].replace(",", ""))
    if noun in _POLISH_MONTHS and count <= 31:
        ending = "ego"
    elif found["dot"]:
        ending = table.roman.counted.get(noun, "")
    else:
        return None
    if ending == "ego" and noun == "wieku" and before.lower() in ("w", "we"):
        ending = "ym"
    words = polish_ordinal(count, ending) if ending else ""
    end = found.end("dot") if found["dot"] else found.end("digits")
    return (spread(words, at, end), end) if words else None


def _is_ordinal(found: re.Match[str], table: Table) -> bool:
    """Behind a blank (as servers set it) only the right English ending is one."""
    if " " not in found[0]:
        return True
    return table.language == "en" and english_ordinal(
        int(found["digits"].replace(",", ""))
    ).endswith(found["mark"])


def _ordinal_words(count: int, table: Table) -> str:
    if table.language == "en":
        return english_ordinal(count)
    if 1 <= count <= len(table.ordinals):
        return table.ordinals[count - 1]
    return dutch_ordinal(count) if table.language == "nl" else ""


def dutch_ordinal(count: int) -> str:
    """An ordinal above 31: in words up to 100, else as figures with their ending."""
    if count == 100:
        return "honderdste"
    if not 31 < count < 100:
        return f"{count}ste"
    units = _DUTCH_SMALL[count % 10]
    joint = "ën" if units.endswith("e") else "en"
    return f"{units}{joint if units else ''}{_DUTCH_TENS[count // 10 - 3]}ste"


def _is_list(text: str, at: int) -> bool:
    """Whether the number begins a line of several that begin so."""
    start = text.rfind("\n", 0, at) + 1
    return not text[start:at].strip() and bool(re.search(r"\n\s{0,16}[0-9]{1,3}\. ", text))


def _counts(word: str, table: Table, before: str, is_list: bool) -> bool:
    context = before.lower()
    if is_list:
        return False
    if word.title() in table.months or context in table.ordinal_after or word[0].islower():
        return True
    return bool(_COUNTED.fullmatch(word)) or (not before and word.lower() not in table.starters)


def english_ordinal(count: int) -> str:
    """`21st`, which libespeak-ng reads."""
    teen = 10 < count % 100 < 20
    return f"{count}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


def german_ordinal(count: int, before: str, noun: str) -> str:
    """The ordinal with the ending that the word before and the noun ask for."""
    stem = german_stem(count)
    context = before.lower()
    if context in _WEAK:
        return f"{stem}en"
    if context in _AFTER_ARTICLE or GERMAN_FEMININE.fullmatch(noun):
        return f"{stem}e"
    return f"{stem}es" if GERMAN_NEUTER.fullmatch(noun) else f"{stem}er"


def german_stem(count: int) -> str:
    """A German ordinal below 1000 without its ending."""
    rest = count % 100
    hundreds = "" if count < 100 else f"{_GERMAN_SMALL[count // 100 % 10]}hundert"
    if rest == 0:
        return f"{hundreds or 'null'}st"
    if rest < 20:
        return hundreds + _GERMAN_STEMS.get(rest, f"{_GERMAN_SMALL[rest]}t")
    unit = f"{_GERMAN_SMALL[rest % 10]}und" if rest % 10 else ""
    return f"{hundreds}{unit}{_GERMAN_TENS[rest // 10 - 2]}st"


def decade(text: str, at: int, table: Table, before: str) -> Found | None:
    """English `the 1990s` and `the 60s`."""
    found = _DECADE.match(text, at) if table.language == "en" else None
    if not found:
        return None
    is_apart = text[at] in "'’" or before.lower() in _OF_A_DECADE
    if not found["century"] and not is_apart:
        return None
    index = int(found["decade"]) // 10
    name = _DECADES.split()[index]
    if found["century"] == "20" and not index:
        name, century = "thousands", "2"
    else:
        century = found["century"] or ""
    if not century and not index:
        return None
    return spread(f"{century} {name}", at, found.end()), found.end()


def fraction(text: str, at: int, table: Table, before: str) -> Found | None:
    """`3/4`, `2 1/2`, `⅔` and `2½`."""
    found = _VULGAR.match(text, at)
    if found:
        part, of = map(int, unicodedata.normalize("NFKC", found["sign"]).split("\u2044"))
    else:
        found = _FRACTION.match(text, at)
        if not found or before.lower() in _NO_FRACTION or _is_inside(text, at):
            return None
        part, of = int(found["part"]), int(found["of"])
    if not 0 < part < of or of not in table.fractions:
        return None
    if found["whole"] and (part, of) == (1, 2) and table.language in _HALF_BEHIND:
        behind = _half_behind(found["whole"], text, found.end(), table)
        if behind:
            return spread(behind[0], at, behind[1]), behind[1]
    words, end = _mixed(found["whole"] or "", part, of, table), found.end()
    if words == "półtora" and _FEMALE_AHEAD.match(text, end):
        words = "półtorej"
    if (part, of) == (1, 2) and table.language in ("de", "nl"):
        words = germanic_half(words, text, end, table)
    if table.part_of and not found["whole"]:
        words, end = _before_noun(words, text, end, table)
    return spread(words, at, end), end


def _is_inside(text: str, at: int) -> bool:
    """Whether a slash or a dash (but no minus) ties the figures to what is before them."""
    if not at or text[at - 1] not in "/-":
        return False
    return text[at - 1] == "/" or (at > 1 and not text[at - 2].isspace() and text[at - 2] != "(")


_FEMALE_AHEAD = regex(r"[ \xa0][^\W\d_]{2,20}[yi](?!\w)")
_ONE_AND_A_HALF = {("de", "1"): "eineinhalb", ("nl", "1"): "anderhalf", ("pl", "1"): "półtora"}
_HALF_BEHIND = ("fr", "es", "it", "pt")
"""Languages that say the half behind the noun: deux heures et demie."""


_ONE_OF_MANY = regex(r"(?<=[aeo])s\Z")
"""What tells many in Spanish and Portuguese: `1½ tazas` is una taza y media."""


def _half_behind(whole: str, text: str, end: int, table: Table) -> tuple[str, int] | None:
    """`2½ heures` is deux heures et demie, `1½ kg` un chilo e mezzo; None without a noun."""
    found = _NOUN.match(text, end) or _UNIT_AHEAD.match(text, end)
    noun = found[1] if found else ""
    forms = table.units.get(noun, ())
    if forms and noun in table.loose_units:
        noun = table.counted(forms, whole).partition(" ")[0]
    if not found or not noun[:1].islower() or noun in table.joiners or noun in table.shouted:
        return None
    if whole == "1" and table.language in ("es", "pt"):
        noun = _ONE_OF_MANY.sub("", noun)
    count = gendered(whole, noun, table) or (table.one if whole == "1" else whole)
    half = half_of(noun, table) if table.language != "fr" else _french_half(noun, table)
    return f"{count} {noun} {table.whole_and} {half}", found.end()


def _french_half(noun: str, table: Table) -> str:
    return f"{table.half}e" if gendered("1", noun, table) == "une" else table.half


def _mixed(whole: str, part: int, of: int, table: Table) -> str:
    words = _part(part, of, table)
    if not whole:
        return words
    if (part, of) == (1, 2) and (table.language, whole) in _ONE_AND_A_HALF:
        return _ONE_AND_A_HALF[table.language, whole]
    if table.language == "de" and (part, of) == (1, 2):
        return f"{whole} einhalb"
    if table.half and (part, of) == (1, 2):
        return f"{whole} {table.whole_and} {table.half}"
    return f"{whole} {table.whole_and} {words.replace('one e', 'an e').replace('one ', 'a ')}"


def half_of(noun: str, table: Table) -> str:
    """What a half is called before a noun: medio litro, media hora."""
    is_feminine = gendered("1", noun, table) in ("una", "uma", "un'")
    return f"{table.half[:-1]}a" if is_feminine else table.half


def _before_noun(words: str, text: str, end: int, table: Table) -> tuple[str, int]:
    """`1/2 litro` is medio litro, `1/4 litro` un cuarto de litro; with where the words end."""
    found = _NOUN.match(text, end)
    noun = found[1] if found else ""
    if not found or noun in table.joiners or noun in table.shouted:
        return words, end
    if not words.endswith(table.half):
        if table.language == "fr" and noun[0] in "aeiouyhéè":
            return f"{words} d'{noun}", found.end()
        return f"{words} {table.part_of}", end
    if table.language != "fr":
        return half_of(noun, table), end
    return (f"une {table.half}" if gendered("1", noun, table) else words), end


def _part(part: int, of: int, table: Table) -> str:
    count = table.small[part - 1] if part <= len(table.small) else str(part)
    if table.language == "pl" and (part, of) == (1, 2):
        return table.half
    return f"{count} {table.counted(table.fractions[of], str(part))}"
