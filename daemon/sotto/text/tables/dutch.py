"""Dutch, as written in Belgium and the Netherlands."""

from __future__ import annotations

from sotto.text.tables.currencies import currencies
from sotto.text.tables.table import CONSONANTS, Money, Roman, Table
from sotto.text.tables.units import built

_SYMBOLS = {
    " ": "spatie", "\t": "tab", "\n": "nieuwe regel", "\r": "regelterugloop",
    "\xa0": "vaste spatie", "\xad": "zacht koppelteken", "\u200b": "spatie zonder breedte",
    "!": "uitroepteken", '"': "aanhalingsteken", "#": "hekje", "$": "dollar", "%": "procent",
    "&": "en", "'": "apostrof", "(": "haakje openen", ")": "haakje sluiten", "*": "ster",
    "+": "plus", ",": "komma", "-": "streepje", ".": "punt", "/": "schuine streep",
    ":": "dubbele punt", ";": "puntkomma", "<": "kleiner dan", "=": "is gelijk aan",
    ">": "groter dan", "?": "vraagteken", "@": "apenstaartje", "[": "vierkant haakje openen",
    "\\": "omgekeerde schuine streep", "]": "vierkant haakje sluiten", "^": "dakje",
    "_": "liggend streepje", "`": "accent grave", "{": "accolade openen", "|": "verticale streep",
    "}": "accolade sluiten", "~": "tilde", "…": "beletselteken", "–": "half kastlijntje",
    "—": "kastlijntje", "“": "aanhalingsteken openen", "”": "aanhalingsteken sluiten",
    "„": "laag aanhalingsteken", "‘": "enkel aanhalingsteken", "’": "apostrof",
    "«": "Frans aanhalingsteken openen", "»": "Frans aanhalingsteken sluiten",
    "•": "opsommingsteken", "·": "middenpunt", "€": "euro", "£": "pond", "¥": "yen",
    "¢": "cent", "§": "paragraaf", "°": "graden", "©": "copyright",
    "®": "geregistreerd merk", "™": "handelsmerk", "×": "maal", "÷": "gedeeld door",
    "±": "plus of min", "≤": "kleiner of gelijk", "≥": "groter of gelijk", "≠": "niet gelijk",
    "≈": "ongeveer", "→": "pijl rechts", "←": "pijl links", "↑": "pijl omhoog",
    "↓": "pijl omlaag", "√": "wortel van", "∞": "oneindig", "µ": "micro", "‰": "promille",
    "¹": "superscript een", "²": "kwadraat", "³": "tot de derde", "½": "een half",
    "¼": "een kwart", "¾": "drie kwart", "\u20e3": "toets", "¶": "alineateken", "−": "min",
    "¿": "omgekeerd vraagteken", "¡": "omgekeerd uitroepteken", "✓": "vinkje", "✔": "vinkje",
    "✗": "kruisje", "★": "ster", "☆": "witte ster", "❤": "rood hart",
    "😀": "grijnzend gezicht", "😂": "tranen van het lachen", "😉": "knipoog",
    "😊": "glimlachend gezicht", "👍": "duim omhoog", "👎": "duim omlaag", "🎉": "confetti",
    "🙂": "licht glimlachend gezicht", "😢": "huilend gezicht", "🔥": "vuur",
}  # fmt: skip
_KEYS = {
    "alt": "alt", "control": "control", "hyper": "hyper", "meta": "meta", "shift": "shift",
    "super": "super", "backspace": "backspace", "break": "break", "delete": "delete",
    "down": "omlaag", "end": "end", "enter": "enter", "escape": "escape", "home": "home",
    "insert": "insert", "kp": "numeriek", "left": "links", "menu": "menu",
    "next": "pagina omlaag", "num-lock": "num lock", "caps-lock": "caps lock",
    "scroll-lock": "scroll lock", "pause": "pauze", "print": "print screen",
    "prior": "pagina omhoog", "page-up": "pagina omhoog", "page-down": "pagina omlaag",
    "return": "enter", "right": "rechts", "space": "spatie", "tab": "tab", "up": "omhoog",
    "window": "venster", "begin": "begin", "decimal": "komma",
}  # fmt: skip
_ABBREVIATIONS = {
    "dr.": "dokter", "prof.": "professor", "dhr.": "de heer", "mevr.": "mevrouw",
    "mw.": "mevrouw", "ir.": "ingenieur", "ing.": "ingenieur", "mr.": "meester",
    "drs.": "doctorandus", "bijv.": "bijvoorbeeld", "bv.": "bijvoorbeeld",
    "d.w.z.": "dat wil zeggen",
    "o.a.": "onder andere", "enz.": "enzovoort", "m.a.w.": "met andere woorden",
    "i.p.v.": "in plaats van", "i.v.m.": "in verband met", "t.o.v.": "ten opzichte van",
    "m.b.t.": "met betrekking tot", "a.u.b.": "alstublieft", "s.v.p.": "alstublieft",
    "ca.": "circa", "evt.": "eventueel", "fig.": "figuur", "afb.": "afbeelding", "max.": "maximaal",
    "min.": "minimaal", "d.i.": "dat is", "o.l.v.": "onder leiding van",
    "t.a.v.": "ter attentie van", "m.i.v.": "met ingang van", "t.n.v.": "ten name van",
    "t.b.v.": "ten behoeve van", "o.b.v.": "op basis van", "n.v.t.": "niet van toepassing",
    "m.u.v.": "met uitzondering van", "i.s.m.": "in samenwerking met", "e.d.": "en dergelijke",
    "hfst.": "hoofdstuk", "gem.": "gemiddeld", "nl.": "namelijk", "zgn.": "zogenaamd",
    "z.o.z.": "zie ommezijde", "zn.": "zonen", "mej.": "mejuffrouw", "excl.": "exclusief",
    "incl.": "inclusief",
    "resp.": "respectievelijk", "vgl.": "vergelijk", "tel.": "telefoon",
    "a.s.": "aanstaande", "jl.": "jongstleden", "e.v.": "en volgende", "ds.": "dominee",
    "nr.": "nummer", "blz.": "bladzijde", "p.": "pagina", "art.": "artikel", "st.": "Sint",
    "str.": "straat", "etc.": "et cetera", "b.v.": "bijvoorbeeld", "n.a.v.": "naar aanleiding van",
    "v.chr.": "voor Christus", "n.chr.": "na Christus", "mln.": "miljoen", "mld.": "miljard",
    "jan.": "januari", "feb.": "februari", "apr.": "april", "aug.": "augustus",
    "sept.": "september", "okt.": "oktober", "nov.": "november", "dec.": "december",
}  # fmt: skip
_MONTHS = tuple(
    "januari februari maart april mei juni juli augustus september oktober november "
    "december".split()
)
_ORDINALS = tuple(
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde "
    "dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende twintigste "
    "eenentwintigste tweeëntwintigste drieëntwintigste vierentwintigste vijfentwintigste "
    "zesentwintigste zevenentwintigste achtentwintigste negenentwintigste dertigste "
    "eenendertigste".split()
)
_BASES = {
    "m": ("meter",) * 2, "g": ("gram",) * 2, "l": ("liter",) * 2, "L": ("liter",) * 2,
    "s": ("seconde", "seconden"), "Hz": ("hertz",) * 2, "W": ("watt",) * 2,
    "Wh": ("wattuur",) * 2, "V": ("volt",) * 2, "A": ("ampère",) * 2,
    "Ah": ("ampère-uur",) * 2, "Pa": ("pascal",) * 2, "J": ("joule",) * 2,
    "N": ("newton",) * 2, "B": ("byte", "bytes"), "Ω": ("ohm",) * 2, "F": ("farad",) * 2,
    "cal": ("calorie", "calorieën"), "bit": ("bit", "bits"), "eV": ("elektronvolt",) * 2,
    "b": ("bit", "bits"),
}  # fmt: skip
_UNITS = built(_BASES, "per", "uur", ("vierkante {}", "kubieke {}")) | {
    "mln": ("miljoen",) * 2, "mld": ("miljard",) * 2,
    "mln.": ("miljoen",) * 2, "mld.": ("miljard",) * 2,
    "kB": ("kilobyte",) * 2, "KB": ("kilobyte",) * 2, "MB": ("megabyte",) * 2,
    "GB": ("gigabyte",) * 2, "TB": ("terabyte",) * 2,
    "min": ("minuut", "minuten"), "min.": ("minuut", "minuten"), "h": ("uur",) * 2,
    "u": ("uur",) * 2, "sec": ("seconde", "seconden"), "sec.": ("seconde", "seconden"),
    "°C": ("graad Celsius", "graden Celsius"), "°F": ("graad Fahrenheit", "graden Fahrenheit"),
    '"': ("inch", "inch"), "'": ("voet", "voet"), "px": ("pixel", "pixels"),
    "bar": ("bar",) * 2, "mmHg": ("millimeter kwik",) * 2, "mbar": ("millibar",) * 2,
    "lm": ("lumen",) * 2, "lx": ("lux",) * 2,
    "mol": ("mol",) * 2, "Nm": ("newtonmeter",) * 2, "PB": ("petabyte",) * 2,
    "ft": ("voet",) * 2, "lb": ("pond",) * 2, "oz": ("ounce",) * 2,
    "mph": ("mijl per uur",) * 2, "ppm": ("deeltje per miljoen", "deeltjes per miljoen"),
    "dpi": ("punt per inch", "punten per inch"), "rpm": ("toer per minuut",
    "toeren per minuut"),
    "km/h": ("kilometer per uur",) * 2,
    "km/u": ("kilometer per uur",) * 2, "dB": ("decibel",) * 2, "ha": ("hectare",) * 2,
    "t": ("ton",) * 2, "l/min": ("liter per minuut",) * 2,
    "kWh/m²": ("kilowattuur per vierkante meter",) * 2,
}  # fmt: skip
_FRACTIONS = {
    2: ("half", "halve"), 3: ("derde", "derde"), 4: ("kwart", "kwart"), 5: ("vijfde", "vijfde"),
    6: ("zesde", "zesde"), 7: ("zevende", "zevende"), 8: ("achtste", "achtste"),
    9: ("negende", "negende"), 10: ("tiende", "tiende"), 16: ("zestiende", "zestiende"),
}  # fmt: skip

DUTCH = Table(
    language="nl",
    capital="hoofdletter",
    word_capitals=("hoofdletter", "alles hoofdletters", "deels hoofdletters"),
    unnamed="teken",
    symbols=_SYMBOLS,
    keys=_KEYS,
    abbreviations=_ABBREVIATIONS,
    before_number=frozenset(
        "nr. p. art. blz. apr. dec. nov. okt. jan. feb. fig. afb. max. min. hfst. gem.".split()
    ),
    joiners=frozenset(
        "en of maar want omdat dat die wanneer terwijl hoewel als toen zodat tot sinds zonder "
        "met voor van uit na over onder door tegen bij in aan op naar om dan waar".split()
    ),
    months=_MONTHS,
    units=_UNITS,
    loose_units=frozenset(_UNITS) - set("b A F N B".split()),
    money=currencies(
        {
            "$": Money("dollar", "dollar", "cent", "cent"),
            "€": Money("euro", "euro", "cent", "cent"),
            "£": Money("pond", "pond", "penny", "pence"),
            "¥": Money("yen", "yen"),
        },
        "₹: roepie; ₩: won; ₪: sjekel; ₽: roebel; ₴: hryvnia; ₺: lira; zł: zloty; Kč: "
        "kroon/kronen; R$: real; CHF: Zwitserse frank; SEK: Zweedse kroon/Zweedse kronen; "
        "NOK: Noorse kroon/Noorse kronen; DKK: Deense kroon/Deense kronen; CAD: Canadese "
        "dollar; AUD: Australische dollar; CNY: yuan; US$: Amerikaanse dollar",
    ),
    acronyms=frozenset("USA VS EU UN PC CD DVD USB NMBS VRT BRT NOS VVD CDA BTW".split()),
    decimal=",",
    ordinals=_ORDINALS,
    ordinal_marks=("e", "ste", "de"),
    clock="uur",
    full_hour="uur",
    one_hour="een",
    clitics="stnkmr",
    to="tot",
    per="per",
    written={"t/m": "tot en met", "nr": "nummer", "Nr": "nummer"},
    lone_letters=CONSONANTS,
    letter_names={"é": "e accent aigu", "ê": "e accent circonflexe"},
    line="lijn",
    power="tot de macht",
    magnitudes={
        **{sign: ("duizend", "duizend") for sign in ("k", "K", "duizend")},
        **{sign: ("miljoen", "miljoen") for sign in ("mln.", "mln", "M", "miljoen")},
        **{sign: ("miljard", "miljard") for sign in ("mld.", "mld", "miljard")},
        "biljoen": ("biljoen", "biljoen"),
    },
    fractions=_FRACTIONS,
    small=tuple("een twee drie vier vijf zes zeven acht negen".split()),
    whole_and="en",
    days={
        "ma": "maandag",
        "di": "dinsdag",
        "wo": "woensdag",
        "do": "donderdag",
        "vr": "vrijdag",
        "za": "zaterdag",
        "zo": "zondag",
    },
    starters=frozenset(
        "als alle dan dat de deze die dit een er het hier hij hoe ik in is ja je maar men met "
        "mijn na nee niet nog nu om ook op soms te toen tot u uit van veel voor waar waarom wat "
        "we wie wij ze zij zo zijn".split()
    ),
    shouted=frozenset(
        "aan al als bij dan dat de die dit een en er het hij ik in is ja je maar met mij na nee "
        "niet nu of om ons ook op te tot uit van voor was wat we wie wij ze zo".split()
    ),
    roman=Roman(
        headings=frozenset(
            "hoofdstuk deel band akte scène boek fase type klasse artikel "
            "bijlage wereldoorlog titel niveau".split()
        ),
        counted={"eeuw": "e"},
    ),
)
