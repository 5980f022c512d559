"""English."""

from __future__ import annotations

from sotto.text.tables.currencies import currencies
from sotto.text.tables.table import CONSONANTS, Money, Roman, Table
from sotto.text.tables.units import built

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
    "gov.": "Governor", "sen.": "Senator", "rep.": "Representative", "pres.": "President",
    "maj.": "Major", "cmdr.": "Commander", "adm.": "Admiral", "mt.": "Mount", "rd.": "Road",
    "vol.": "volume", "apt.": "apartment", "ext.": "extension",
    "ch.": "chapter", "sec.": "section", "art.": "article", "co.": "Company", "bros.": "Brothers",
    "ca.": "circa", "cf.": "compare", "al.": "al", "est.": "established", "assn.": "Association",
    "univ.": "University", "govt.": "government", "mtg.": "meeting", "tel.": "telephone",
    "tues.": "Tuesday", "thurs.": "Thursday", "thur.": "Thursday", "weds.": "Wednesday",
    "min.": "minimum", "max.": "maximum", "misc.": "miscellaneous", "temp.": "temperature",
    "attn.": "attention", "mfg.": "manufacturing", "ft.": "Fort", "pvt.": "Private",
    "cpl.": "Corporal", "supt.": "Superintendent", "messrs.": "Messrs", "esq.": "Esquire",
}  # fmt: skip
_MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
_BASES = {
    "m": ("metre", "metres"), "g": ("gram", "grams"), "l": ("litre", "litres"),
    "L": ("litre", "litres"), "s": ("second", "seconds"), "Hz": ("hertz", "hertz"),
    "W": ("watt", "watts"), "Wh": ("watt hour", "watt hours"), "V": ("volt", "volts"),
    "A": ("ampere", "amperes"), "Ah": ("ampere hour", "ampere hours"),
    "Pa": ("pascal", "pascals"), "J": ("joule", "joules"), "N": ("newton", "newtons"),
    "B": ("byte", "bytes"), "Ω": ("ohm", "ohms"), "F": ("farad", "farads"),
    "cal": ("calorie", "calories"), "bit": ("bit", "bits"), "eV": ("electronvolt", "electronvolts"),
    "b": ("bit", "bits"), "bps": ("bit per second", "bits per second"),
}  # fmt: skip
_UNITS = built(_BASES, "per", "hour", ("square {}", "cubic {}")) | {
    "min": ("minute", "minutes"), "h": ("hour", "hours"), "hr": ("hour", "hours"),
    "hrs": ("hours", "hours"), "mins": ("minutes", "minutes"), "sec": ("second", "seconds"),
    "secs": ("seconds", "seconds"), "t": ("tonne", "tonnes"),
    "KB": ("kilobyte", "kilobytes"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), '"': ("inch", "inches"),
    "'": ("foot", "feet"), "px": ("pixel", "pixels"), "bar": ("bar", "bars"), "mbar": ("millibar",
    "millibars"),
    "lm": ("lumen", "lumens"), "lx": ("lux", "lux"), "mol": ("mole", "moles"),
    "Nm": ("newton metre", "newton metres"), "PB": ("petabyte", "petabytes"),
    "dB": ("decibel", "decibels"), "kph": ("kilometre per hour", "kilometres per hour"),
    "km/h": ("kilometre per hour", "kilometres per hour"), "rpm": ("turn per minute",
    "turns per minute"), "ha": ("hectare", "hectares"), "dpi": ("dot per inch", "dots per inch"),
    "mph": ("mile per hour", "miles per hour"), "mi": ("mile", "miles"), "yd": ("yard", "yards"),
    "fps": ("frame per second", "frames per second"),
    "mmHg": ("millimetre of mercury", "millimetres of mercury"),
    "kΩ": ("kilohm", "kilohms"), "MΩ": ("megohm", "megohms"),
    "mpg": ("mile per gallon", "miles per gallon"), "psi": ("pound per square inch",
    "pounds per square inch"), "tbsp": ("tablespoon", "tablespoons"),
    "tsp": ("teaspoon", "teaspoons"), "gal": ("gallon", "gallons"),
    "qt": ("quart", "quarts"), "kt": ("knot", "knots"), "kn": ("knot", "knots"),
    "sqft": ("square foot", "square feet"), "MP": ("megapixel", "megapixels"),
    "ppm": ("part per million", "parts per million"),
    "lb": ("pound", "pounds"), "lbs": ("pounds", "pounds"), "oz": ("ounce", "ounces"),
    "yr": ("year", "years"), "yrs": ("years", "years"), "wk": ("week", "weeks"),
    "wks": ("weeks", "weeks"), "mos": ("months", "months"), "mn": ("million", "million"),
    "mln": ("million", "million"), "bn": ("billion", "billion"), "tn": ("trillion", "trillion"),
    "ft": ("foot", "feet"), "in": ("inch", "inches"), "ft²": ("square foot", "square feet"),
    "sq ft": ("square foot", "square feet"), "l/min": ("litre per minute", "litres per minute"),
    "kWh/m²": ("kilowatt hour per square metre", "kilowatt hours per square metre"),
}  # fmt: skip
_MAGNITUDES = {
    **{sign: ("thousand", "thousand") for sign in ("k", "K", "thousand")},
    **{sign: ("million", "million") for sign in ("m", "M", "mn", "mln", "million")},
    **{sign: ("billion", "billion") for sign in ("b", "B", "bn", "billion")},
    **{sign: ("trillion", "trillion") for sign in ("T", "tn", "trillion")},
}
_FRACTIONS = {
    2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters"),
    5: ("fifth", "fifths"), 6: ("sixth", "sixths"), 7: ("seventh", "sevenths"),
    8: ("eighth", "eighths"), 9: ("ninth", "ninths"), 10: ("tenth", "tenths"),
    16: ("sixteenth", "sixteenths"),
}  # fmt: skip
_STARTERS = frozenset(
    "a after all also although an and another any are as at be because before both but by can "
    "did do does each even every few first for from go had has have he her here his how however "
    "i if in is it its just last later let look many maybe me meanwhile more most my never next "
    "no nobody not nothing now of often on once one only open or others our perhaps please press "
    "see she since so some sometimes soon still take that the their then there these they this "
    "those though through thus to today together tomorrow under until use we well were what when "
    "where whether which while who why with would yes yesterday yet you your".split()
)
_SHOUTED = frozenset(
    "a am an and are as at be but by can do for from get go had has have he her him his how i if "
    "in is it its let me my no not of off oh ok on one or our out see she so that the them then "
    "they this to too up us was we what when where who why will with yes you your".split()
)

ENGLISH = Table(
    language="en",
    capital="capital",
    word_capitals=("cap", "all cap", "mixed cap"),
    unnamed="character",
    symbols=_SYMBOLS,
    keys=_KEYS,
    abbreviations=_ABBREVIATIONS,
    before_number=frozenset(
        "no. fig. p. pp. vol. ch. sec. art. dec. oct. nov. jan. feb. est. ca.".split()
    ),
    before_name=frozenset("ft. pvt. cpl.".split()),
    written={"w/o": "without", "w/": "with", "b/c": "because"},
    joiners=frozenset(
        "and or but because that which who when while if although though since until unless "
        "where so then than with without for from into about after before during between "
        "through against by in on at to of".split()
    ),
    months=_MONTHS,
    units=_UNITS,
    loose_units=frozenset(_UNITS) - set("m b in A F N B mi".split()),
    money=currencies(
        {
            "$": Money("dollar", "dollars", "cent", "cents"),
            "€": Money("euro", "euros", "cent", "cents"),
            "£": Money("pound", "pounds", "penny", "pence"),
            "¥": Money("yen", "yen"),
            "¢": Money("cent", "cents"),
        },
        "₹: rupee/rupees; ₩: won; ₪: shekel/shekels; ₽: rouble/roubles; ₴: hryvnia/hryvnias; "
        "₺: lira/liras; zł: zloty/zlotys; Kč: koruna/korunas; R$: real/reais; CHF: Swiss "
        "franc/Swiss francs; SEK: Swedish krona/Swedish kronor; NOK: Norwegian "
        "krone/Norwegian kroner; DKK: Danish krone/Danish kroner; CAD: Canadian "
        "dollar/Canadian dollars; AUD: Australian dollar/Australian dollars; CNY: yuan; US$: "
        "US dollar/US dollars",
    ),
    acronyms=frozenset(),
    decimal=".",
    ordinal_marks=("st", "nd", "rd", "th"),
    full_hour="o'clock",
    padded_zero="oh",
    to="to",
    per="per",
    lone_letters=CONSONANTS,
    letter_names={"à": "a grave", "œ": "o e ligature"},
    line="line",
    power="to the power of",
    magnitudes=_MAGNITUDES,
    fractions=_FRACTIONS,
    small=tuple("one two three four five six seven eight nine".split()),
    whole_and="and",
    days={
        "mon": "Monday",
        "tue": "Tuesday",
        "tues": "Tuesday",
        "wed": "Wednesday",
        "thu": "Thursday",
        "thur": "Thursday",
        "thurs": "Thursday",
        "fri": "Friday",
        "sat": "Saturday",
        "sun": "Sunday",
    },
    starters=_STARTERS,
    shouted=_SHOUTED,
    roman=Roman(
        headings=frozenset(
            "part chapter volume act scene book phase type class title article "
            "section war appendix parts chapters volumes acts books wars phases types sections "
            "level mark grade stage bowl olympiad wrestlemania".split()
        ),
        counted={"century": "th"},
    ),
)
