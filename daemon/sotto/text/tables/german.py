"""German."""

from __future__ import annotations

from sotto.text.tables.table import Money, Table

_SYMBOLS = {
    " ": "Leerzeichen", "\t": "Tabulator", "\n": "neue Zeile", "\r": "Wagenrücklauf",
    "\xa0": "geschütztes Leerzeichen", "\xad": "weiches Trennzeichen",
    "\u200b": "Leerzeichen ohne Breite", "!": "Ausrufezeichen", '"': "Anführungszeichen",
    "#": "Raute", "$": "Dollar", "%": "Prozent", "&": "und", "'": "Apostroph",
    "(": "Klammer auf", ")": "Klammer zu", "*": "Stern", "+": "plus", ",": "Komma",
    "-": "Strich", ".": "Punkt", "/": "Schrägstrich", ":": "Doppelpunkt", ";": "Semikolon",
    "<": "kleiner", "=": "gleich", ">": "größer", "?": "Fragezeichen", "@": "ät",
    "[": "eckige Klammer auf", "\\": "umgekehrter Schrägstrich", "]": "eckige Klammer zu",
    "^": "Zirkumflex", "_": "Unterstrich", "`": "Gravis", "{": "geschweifte Klammer auf",
    "|": "senkrechter Strich", "}": "geschweifte Klammer zu", "~": "Tilde",
    "…": "Auslassungspunkte", "–": "Gedankenstrich", "—": "langer Strich",
    "“": "Anführungszeichen oben", "”": "Anführungszeichen rechts", "„": "Anführungszeichen unten",
    "‘": "einfaches Anführungszeichen", "’": "Apostroph",
    "«": "französisches Anführungszeichen links",
    "»": "französisches Anführungszeichen rechts", "•": "Aufzählungspunkt", "·": "Mittelpunkt",
    "€": "Euro", "£": "Pfund", "¥": "Yen", "¢": "Cent", "§": "Paragraf", "°": "Grad",
    "©": "Copyright", "®": "eingetragene Marke", "™": "Marke", "×": "mal", "÷": "geteilt durch",
    "±": "plus minus", "≤": "kleiner gleich", "≥": "größer gleich", "≠": "ungleich",
    "≈": "ungefähr", "→": "Pfeil rechts", "←": "Pfeil links", "↑": "Pfeil oben",
    "↓": "Pfeil unten", "√": "Wurzel aus", "∞": "unendlich", "µ": "Mikro", "‰": "Promille",
    "¹": "hochgestellt eins", "²": "Quadrat", "³": "hoch drei", "½": "ein halb",
    "¼": "ein Viertel", "¾": "drei Viertel", "\u20e3": "Taste", "¶": "Absatzzeichen", "−": "minus",
    "¿": "umgekehrtes Fragezeichen", "¡": "umgekehrtes Ausrufezeichen", "✓": "Haken",
    "✔": "Haken", "✗": "Kreuz", "★": "Stern", "☆": "weißer Stern", "❤": "rotes Herz",
    "😀": "grinsendes Gesicht", "😂": "Freudentränen", "😉": "zwinkerndes Gesicht",
    "😊": "lächelndes Gesicht", "👍": "Daumen hoch", "👎": "Daumen runter", "🎉": "Konfetti",
    "🙂": "leicht lächelndes Gesicht", "😢": "weinendes Gesicht", "🔥": "Feuer",
}  # fmt: skip
_KEYS = {
    "alt": "Alt", "control": "Steuerung", "hyper": "Hyper", "meta": "Meta", "shift": "Umschalt",
    "super": "Super", "backspace": "Rücktaste", "break": "Unterbrechen", "delete": "Entfernen",
    "down": "runter", "end": "Ende", "enter": "Eingabe", "escape": "Escape", "home": "Pos eins",
    "insert": "Einfügen", "kp": "Ziffernblock", "left": "links", "menu": "Menü",
    "next": "Bild ab", "num-lock": "Num Taste", "caps-lock": "Feststelltaste",
    "scroll-lock": "Rollen", "pause": "Pause", "print": "Drucken", "prior": "Bild auf",
    "page-up": "Bild auf", "page-down": "Bild ab", "return": "Eingabe", "right": "rechts",
    "space": "Leertaste", "tab": "Tabulator", "up": "rauf", "window": "Fenster",
    "begin": "Anfang", "decimal": "Komma",
}  # fmt: skip
_ABBREVIATIONS = {
    "dr.": "Doktor", "prof.": "Professor", "hr.": "Herr", "fr.": "Frau", "str.": "Straße",
    "nr.": "Nummer", "z.b.": "zum Beispiel", "d.h.": "das heißt", "u.a.": "unter anderem",
    "usw.": "und so weiter", "bzw.": "beziehungsweise", "ca.": "circa", "evtl.": "eventuell",
    "ggf.": "gegebenenfalls", "inkl.": "inklusive", "exkl.": "exklusive", "vgl.": "vergleiche",
    "sog.": "sogenannt", "z.t.": "zum Teil", "u.u.": "unter Umständen", "i.d.r.": "in der Regel",
    "o.ä.": "oder ähnlich", "s.o.": "siehe oben", "s.u.": "siehe unten", "abs.": "Absatz",
    "bd.": "Band", "kap.": "Kapitel", "tel.": "Telefon", "st.": "Sankt", "mio.": "Millionen",
    "mrd.": "Milliarden", "jh.": "Jahrhundert", "geb.": "geboren", "gest.": "gestorben",
    "etc.": "et cetera", "v.chr.": "vor Christus", "n.chr.": "nach Christus", "s.": "Seite",
    "art.": "Artikel", "jan.": "Januar", "feb.": "Februar", "aug.": "August",
    "sept.": "September", "okt.": "Oktober", "nov.": "November", "dez.": "Dezember",
}  # fmt: skip
_MONTHS = tuple(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
)
_ORDINALS = tuple(
    "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte "
    "dreizehnte vierzehnte fünfzehnte sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste "
    "einundzwanzigste zweiundzwanzigste dreiundzwanzigste vierundzwanzigste fünfundzwanzigste "
    "sechsundzwanzigste siebenundzwanzigste achtundzwanzigste neunundzwanzigste dreißigste "
    "einunddreißigste".split()
)
_UNITS = {
    "km": ("Kilometer",) * 2, "m": ("Meter",) * 2, "cm": ("Zentimeter",) * 2,
    "mm": ("Millimeter",) * 2, "kg": ("Kilogramm",) * 2, "g": ("Gramm",) * 2,
    "mg": ("Milligramm",) * 2, "l": ("Liter",) * 2, "ml": ("Milliliter",) * 2,
    "kB": ("Kilobyte",) * 2, "KB": ("Kilobyte",) * 2, "MB": ("Megabyte",) * 2,
    "GB": ("Gigabyte",) * 2, "TB": ("Terabyte",) * 2, "ms": ("Millisekunde", "Millisekunden"),
    "s": ("Sekunde", "Sekunden"), "min": ("Minute", "Minuten"), "h": ("Stunde", "Stunden"),
    "Hz": ("Hertz",) * 2, "kHz": ("Kilohertz",) * 2, "MHz": ("Megahertz",) * 2,
    "GHz": ("Gigahertz",) * 2, "°C": ("Grad Celsius",) * 2, "°F": ("Grad Fahrenheit",) * 2,
    "W": ("Watt",) * 2, "kW": ("Kilowatt",) * 2, "V": ("Volt",) * 2, "px": ("Pixel",) * 2,
    "km/h": ("Kilometer pro Stunde",) * 2,
}  # fmt: skip

GERMAN = Table(
    language="de",
    capital="groß",
    unnamed="Zeichen",
    symbols=_SYMBOLS,
    keys=_KEYS,
    abbreviations=_ABBREVIATIONS,
    before_number=frozenset("nr. s. abs. bd. kap. art.".split()),
    joiners=frozenset(
        "und oder aber denn weil dass daß der die das wenn während obwohl ob bis seit damit "
        "sondern als wie mit ohne für von aus nach vor über unter durch gegen bei in an auf "
        "zu um sowie".split()
    ),
    months=_MONTHS,
    units=_UNITS,
    loose_units=frozenset(_UNITS) - set("m s g h l V W".split()),
    money={
        "$": Money("Dollar", "Dollar", "Cent", "Cent"),
        "€": Money("Euro", "Euro", "Cent", "Cent"),
        "£": Money("Pfund", "Pfund", "Penny", "Pence"),
        "¥": Money("Yen", "Yen"),
    },
    acronyms=frozenset("USA EU UN PC CD DVD USB BMW VW ARD ZDF SPD CDU CSU FDP DDR BRD".split()),
    decimal=",",
    ordinals=_ORDINALS,
    ordinal_marks=(".",),
    ordinal_after=frozenset("am vom zum beim im dem den des der die das bis seit jeder".split()),
    clock="Uhr",
    full_hour="Uhr",
)
