"""English."""

from __future__ import annotations

from sotto.text.tables.table import Money, Table

_SYMBOLS = {
    " ": "space", "\t": "tab", "\n": "new line", "\r": "carriage return", "\xa0": "no break space",
    "\xad": "soft hyphen", "\u200b": "zero width space", "!": "exclamation", '"': "quote",
    "#": "hash", "$": "dollar", "%": "percent", "&": "and", "'": "apostrophe",
    "(": "left paren", ")": "right paren", "*": "star", "+": "plus", ",": "comma", "-": "dash",
    ".": "dot", "/": "slash", ":": "colon", ";": "semicolon", "<": "less", "=": "equals",
    ">": "greater", "?": "question", "@": "at", "[": "left bracket", "\\": "backslash",
    "]": "right bracket", "^": "caret", "_": "underscore", "`": "backtick", "{": "left brace",
    "|": "vertical bar", "}": "right brace", "~": "tilde", "…": "ellipsis", "–": "en dash",
    "—": "em dash", "“": "left quote", "”": "right quote", "„": "low quote", "‘": "left tick",
    "’": "apostrophe", "«": "left guillemet", "»": "right guillemet", "•": "bullet",
    "·": "middle dot",
    "€": "euro", "£": "pound", "¥": "yen", "¢": "cent", "§": "section", "°": "degrees",
    "©": "copyright", "®": "registered", "™": "trademark", "×": "times", "÷": "divided by",
    "±": "plus or minus", "≤": "less or equal", "≥": "greater or equal", "≠": "not equal",
    "≈": "about", "→": "right arrow", "←": "left arrow", "↑": "up arrow", "↓": "down arrow",
    "√": "square root of", "∞": "infinity", "µ": "micro", "‰": "per mille", "¹": "superscript one",
    "²": "squared", "³": "cubed", "½": "one half", "¼": "one quarter", "¾": "three quarters",
    "\u20e3": "keycap", "¶": "paragraph", "−": "minus", "¿": "inverted question",
    "¡": "inverted exclamation",
    "✓": "check", "✔": "check", "✗": "cross", "★": "star", "☆": "white star", "❤": "red heart",
}  # fmt: skip
_KEYS = {
    "alt": "alt", "control": "control", "hyper": "hyper", "meta": "meta", "shift": "shift",
    "super": "super", "backspace": "backspace", "break": "break", "delete": "delete",
    "down": "down", "end": "end", "enter": "enter", "escape": "escape", "home": "home",
    "insert": "insert", "kp": "keypad", "left": "left", "menu": "menu", "next": "page down",
    "num-lock": "num lock", "caps-lock": "caps lock", "scroll-lock": "scroll lock",
    "pause": "pause", "print": "print screen", "prior": "page up", "page-up": "page up",
    "page-down": "page down", "return": "return", "right": "right", "space": "space", "tab": "tab",
    "up": "up", "window": "window", "begin": "begin", "decimal": "decimal",
}  # fmt: skip
_ABBREVIATIONS = {
    "dr.": "Doctor", "mr.": "Mister", "mrs.": "Missis", "ms.": "Miz", "prof.": "Professor",
    "st.": "Saint", "sr.": "Senior", "jr.": "Junior", "vs.": "versus", "etc.": "et cetera",
    "e.g.": "for example", "i.e.": "that is", "approx.": "approximately", "dept.": "department",
    "inc.": "Incorporated", "ltd.": "Limited", "corp.": "Corporation", "ave.": "Avenue",
    "blvd.": "Boulevard", "capt.": "Captain", "col.": "Colonel", "gen.": "General",
    "lt.": "Lieutenant", "sgt.": "Sergeant", "rev.": "Reverend", "hon.": "Honourable",
    "a.m.": "AM", "p.m.": "PM", "ph.d.": "PHD", "jan.": "January", "feb.": "February",
    "aug.": "August", "sept.": "September", "oct.": "October", "nov.": "November",
    "dec.": "December", "no.": "number", "fig.": "figure", "p.": "page", "pp.": "pages",
    "vol.": "volume", "ch.": "chapter", "sec.": "section", "art.": "article",
}  # fmt: skip
_MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
_UNITS = {
    "km": ("kilometre", "kilometres"), "m": ("metre", "metres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"), "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"), "l": ("litre", "litres"),
    "ml": ("millilitre", "millilitres"),
    "kB": ("kilobyte", "kilobytes"), "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"),
    "ms": ("millisecond", "milliseconds"),
    "s": ("second", "seconds"), "min": ("minute", "minutes"), "h": ("hour", "hours"),
    "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"), "V": ("volt", "volts"), "px": ("pixel", "pixels"),
    "km/h": ("kilometre per hour", "kilometres per hour"),
    "mph": ("mile per hour", "miles per hour"),
    "lb": ("pound", "pounds"), "oz": ("ounce", "ounces"), "ft": ("foot", "feet"),
    "in": ("inch", "inches"),
}  # fmt: skip

ENGLISH = Table(
    language="en",
    capital="capital",
    unnamed="character",
    symbols=_SYMBOLS,
    keys=_KEYS,
    abbreviations=_ABBREVIATIONS,
    before_number=frozenset("no. fig. p. pp. vol. ch. sec. art. dec. oct. nov. jan. feb.".split()),
    joiners=frozenset(
        "and or but because that which who when while if although though since until unless "
        "where so then than with without for from into about after before during between "
        "through against by in on at to of".split()
    ),
    months=_MONTHS,
    units=_UNITS,
    loose_units=frozenset(_UNITS) - set("m s g h l V W in ft min lb".split()),
    money={
        "$": Money("dollar", "dollars", "cent", "cents"),
        "€": Money("euro", "euros", "cent", "cents"),
        "£": Money("pound", "pounds", "penny", "pence"),
        "¥": Money("yen", "yen"),
    },
    acronyms=frozenset(),
    decimal=".",
    ordinal_marks=("st", "nd", "rd", "th"),
    full_hour="o'clock",
    padded_zero="oh",
)
