"""German."""

from __future__ import annotations

from sotto.text.tables.currencies import currencies
from sotto.text.tables.table import CONSONANTS, Money, Roman, Table
from sotto.text.tables.units import built

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
    "ggf.": "gegebenenfalls",
    "u.": "und", "inkl.": "inklusive", "exkl.": "exklusive", "vgl.": "vergleiche",
    "sog.": "sogenannt", "z.t.": "zum Teil", "u.u.": "unter Umständen", "i.d.r.": "in der Regel",
    "u.a.m.": "und anderes mehr", "z.hd.": "zu Händen", "zw.": "zwischen", "whg.": "Wohnung",
    "co.": "Co",
    "o.ä.": "oder ähnlich", "s.o.": "siehe oben", "s.u.": "siehe unten", "abs.": "Absatz",
    "bd.": "Band", "kap.": "Kapitel", "tel.": "Telefon", "st.": "Sankt", "mio.": "Millionen",
    "mrd.": "Milliarden", "jh.": "Jahrhundert", "geb.": "geboren", "gest.": "gestorben",
    "etc.": "et cetera", "v.chr.": "vor Christus", "n.chr.": "nach Christus", "s.": "Seite",
    "art.": "Artikel", "jan.": "Januar", "feb.": "Februar", "aug.": "August",
    "sept.": "September", "okt.": "Oktober", "nov.": "November", "dez.": "Dezember",
    "abb.": "Abbildung", "abt.": "Abteilung", "anm.": "Anmerkung", "aufl.": "Auflage",
    "bhf.": "Bahnhof", "hbf.": "Hauptbahnhof", "bsp.": "Beispiel", "bzgl.": "bezüglich",
    "einschl.": "einschließlich", "fa.": "Firma", "fam.": "Familie", "gem.": "gemäß",
    "hrsg.": "Herausgeber", "i.a.": "im Auftrag", "i.v.": "in Vertretung", "jhd.": "Jahrhundert",
    "e.v.": "eingetragener Verein", "lfd.": "laufend", "m.e.": "meines Erachtens",
    "max.": "maximal", "min.": "minimal", "mind.": "mindestens", "rd.": "rund",
    "s.a.": "siehe auch", "std.": "Stunden", "tab.": "Tabelle", "tgl.": "täglich",
    "u.v.m.": "und vieles mehr", "u.v.a.": "und viele andere", "v.a.": "vor allem",
    "zzgl.": "zuzüglich", "zus.": "zusammen", "z.zt.": "zur Zeit", "z.z.": "zur Zeit",
    "a.d.": "außer Dienst", "dipl.": "Diplom", "frl.": "Fräulein", "ing.": "Ingenieur",
    "med.": "med", "phil.": "phil", "jur.": "jur", "nat.": "nat", "rer.": "rer",
    "apr.": "April", "mwst.": "Mehrwertsteuer", "ffm.": "Frankfurt am Main",
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
_BASES = {
    "m": ("Meter",) * 2, "g": ("Gramm",) * 2, "l": ("Liter",) * 2, "L": ("Liter",) * 2,
    "s": ("Sekunde", "Sekunden"), "Hz": ("Hertz",) * 2, "W": ("Watt",) * 2,
    "Wh": ("Wattstunde", "Wattstunden"), "V": ("Volt",) * 2, "A": ("Ampere",) * 2,
    "Ah": ("Amperestunde", "Amperestunden"), "Pa": ("Pascal",) * 2, "J": ("Joule",) * 2,
    "N": ("Newton",) * 2, "B": ("Byte",) * 2, "Ω": ("Ohm",) * 2, "F": ("Farad",) * 2,
    "cal": ("Kalorie", "Kalorien"), "bit": ("Bit",) * 2, "Bit": ("Bit",) * 2,
    "eV": ("Elektronenvolt",) * 2, "b": ("Bit",) * 2,
}  # fmt: skip
_UNITS = built(_BASES, "pro", "Stunde", ("Quadrat{}", "Kubik{}")) | {
    "KB": ("Kilobyte",) * 2, "min": ("Minute", "Minuten"), "h": ("Stunde", "Stunden"),
    "Std": ("Stunde", "Stunden"), "Std.": ("Stunde", "Stunden"), "Min": ("Minute", "Minuten"),
    "Min.": ("Minute", "Minuten"), "Sek": ("Sekunde", "Sekunden"), "Sek.": ("Sekunde", "Sekunden"),
    "°C": ("Grad Celsius",) * 2, "°F": ("Grad Fahrenheit",) * 2, '"': ("Zoll", "Zoll"),
    "'": ("Fuß", "Fuß"), "bar": ("Bar",) * 2, "mbar": ("Millibar",) * 2, "lm": ("Lumen",) * 2,
    "lx": ("Lux",) * 2, "mmHg": ("Millimeter Quecksilbersäule",) * 2, "mol": ("Mol",) * 2,
    "Nm": ("Newtonmeter",) * 2, "PB": ("Petabyte",) * 2,
    "ft": ("Fuß",) * 2, "lb": ("Pfund",) * 2, "oz": ("Unze", "Unzen"),
    "mph": ("Meile pro Stunde", "Meilen pro Stunde"), "ppm": ("Teil pro Million",
    "Teile pro Million"), "dpi": ("Punkt pro Zoll", "Punkte pro Zoll"),
    "rpm": ("Umdrehung pro Minute", "Umdrehungen pro Minute"), "px": ("Pixel",) * 2,
    "Mio.": ("Million", "Millionen"), "Mrd.": ("Milliarde", "Milliarden"),
    "Mio": ("Million", "Millionen"), "Mrd": ("Milliarde", "Milliarden"),
    "t": ("Tonne", "Tonnen"), "dB": ("Dezibel",) * 2, "ha": ("Hektar",) * 2,
    "km/h": ("Kilometer pro Stunde",) * 2, "qm": ("Quadratmeter",) * 2,
    "Stk.": ("Stück",) * 2, "Mon.": ("Monat", "Monate"), "Tsd.": ("Tausend",) * 2,
    "l/min": ("Liter pro Minute",) * 2, "U/min": ("Umdrehung pro Minute",
    "Umdrehungen pro Minute"), "kWh/m²": ("Kilowattstunde pro Quadratmeter",
    "Kilowattstunden pro Quadratmeter"),
}  # fmt: skip
_MAGNITUDES = {
    **{sign: ("Tausend", "Tausend") for sign in ("Tsd.", "Tsd", "tausend", "Tausend")},
    **{sign: ("Million", "Millionen") for sign in ("Mio.", "Mio", "Million", "Millionen")},
    **{sign: ("Milliarde", "Milliarden") for sign in ("Mrd.", "Mrd", "Milliarde", "Milliarden")},
    **{sign: ("Billion", "Billionen") for sign in ("Bio.", "Billion", "Billionen")},
}
_FRACTIONS = {
    2: ("halb", "Halbe"), **{
        count: (word, word)
        for count, word in zip(
            (3, 4, 5, 6, 7, 8, 9, 10, 16),
            "Drittel Viertel Fünftel Sechstel Siebtel Achtel Neuntel Zehntel Sechzehntel".split(),
            strict=True,
        )
    },
}  # fmt: skip
_ONE_OF = dict.fromkeys(
    "Uhr Jahr Tag Monat Euro Dollar Prozent Mal Stück Kind Punkt Element Ergebnis Meter Kilometer "
    "Liter Gramm Kilogramm Fenster Eintrag Treffer Grad Zentimeter Pfund Cent Byte Buch".split(),
    "ein",
) | dict.fromkeys(
    "Sekunde Minute Stunde Millisekunde Mikrosekunde Nanosekunde Wattstunde Kilowattstunde "
    "Megawattstunde Gigawattstunde Amperestunde Milliamperestunde Kalorie Kilokalorie Tonne "
    "Million Milliarde Billion Umdrehung Woche Person Datei Nachricht Seite Mail Sache".split(),
    "eine",
)
_STARTERS = frozenset(
    "aber alle als also am an auch auf aus bei bis da dann das dein deine dem den der des dies "
    "diese dieser dieses doch dort du ein eine einen er erst es für gestern heute hier ich ihr "
    "ihre im in ist jetzt kann man mein meine mit morgen nach nein nicht noch nun nur ob oder "
    "sein seine seit sie sind so später und unser unter viele vom von vor wann warum was weil "
    "wenn wer wie wir wo zu zum zur zwar".split()
)
_SHOUTED = frozenset(
    "aber als am an auch auf aus bei bin bis da das dem den der des die du ein er es für hat ich "
    "ihr im in ist ja mit nach nein nicht noch nur ob oder sie sind so und uns vom von war was "
    "wer wie wir wo zu zum zur".split()
)

GERMAN = Table(
    language="de",
    capital="groß",
    word_capitals=("groß", "alles groß", "teils groß"),
    unnamed="Zeichen",
    symbols=_SYMBOLS,
    keys=_KEYS,
    abbreviations=_ABBREVIATIONS,
    written={
        "Tel.-Nr.": "Telefonnummer",
        "Kto.-Nr.": "Kontonummer",
        "Art.-Nr.": "Artikelnummer",
        "Best.-Nr.": "Bestellnummer",
        "Kd.-Nr.": "Kundennummer",
        "Str.-Nr.": "Straßennummer",
    },
    before_name=frozenset(["co."]),
    before_number=frozenset("nr. s. abs. bd. kap. art. abb. tab. max. min. mind.".split()),
    joiners=frozenset(
        "und oder aber denn weil dass daß der die das wenn während obwohl ob bis seit damit "
        "sondern als wie mit ohne für von aus nach vor über unter durch gegen bei in an auf "
        "zu um sowie".split()
    ),
    months=_MONTHS,
    units=_UNITS,
    loose_units=frozenset(_UNITS) - set("b A F N B".split()),
    money=currencies(
        {
            "$": Money("Dollar", "Dollar", "Cent", "Cent"),
            "€": Money("Euro", "Euro", "Cent", "Cent"),
            "£": Money("Pfund", "Pfund", "Penny", "Pence"),
            "¥": Money("Yen", "Yen"),
            "¢": Money("Cent", "Cent"),
        },
        "₹: Rupie/Rupien; ₩: Won; ₪: Schekel; ₽: Rubel; ₴: Hrywnja; ₺: Lira; zł: Zloty; Kč: "
        "Krone/Kronen; R$: Real; CHF: Franken; SEK: schwedische Krone/schwedische Kronen; "
        "NOK: norwegische Krone/norwegische Kronen; DKK: dänische Krone/dänische Kronen; CAD: "
        "kanadischer Dollar/kanadische Dollar; AUD: australischer Dollar/australische Dollar; "
        "CNY: Yuan; US$: US-Dollar",
    ),
    acronyms=frozenset("USA EU UN PC CD DVD USB BMW VW ARD ZDF SPD CDU CSU FDP DDR BRD".split()),
    decimal=",",
    ordinals=_ORDINALS,
    ordinal_marks=(".",),
    kept_marks=("er", "ern", "ers"),
    ordinal_after=frozenset(
        "am vom zum beim im dem den des der die das bis seit jeder jede jedes jedem jeden zur ein "
        "eine einen einem einer als mein meine meinen meinem meiner dein deine sein seine seinen "
        "seinem seiner ihr ihre ihren ihrem ihrer unser unsere unseren dieser diese dieses diesem "
        "diesen ab vor nach und zum ins".split()
    ),
    clock="Uhr",
    full_hour="Uhr",
    one_hour="ein",
    to="bis",
    per="pro",
    lone_letters=CONSONANTS,
    line="Linie",
    power="hoch",
    magnitudes=_MAGNITUDES,
    fractions=_FRACTIONS,
    small=tuple("ein zwei drei vier fünf sechs sieben acht neun".split()),
    one="ein",
    one_of=_ONE_OF,
    days={
        "mo": "Montag",
        "di": "Dienstag",
        "mi": "Mittwoch",
        "do": "Donnerstag",
        "fr": "Freitag",
        "sa": "Samstag",
        "so": "Sonntag",
    },
    starters=_STARTERS,
    shouted=_SHOUTED,
    roman=Roman(
        headings=frozenset(
            "kapitel teil band akt szene buch phase typ klasse artikel "
            "abschnitt anhang stufe weltkrieg titel".split()
        )
    ),
)
