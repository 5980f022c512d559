"""Polish words that CLDR does not tell."""

from __future__ import annotations

from sotto.text.tables.more import More, pairs
from sotto.text.tables.table import CONSONANTS, Money, Roman

_KINGS = (
    "jan:jana paweł:pawła kazimierz:kazimierza zygmunt:zygmunta władysław:władysława "
    "bolesław:bolesława august:augusta stefan:stefana henryk:henryka karol:karola ludwik:ludwika "
    "napoleon:napoleona wilhelm:wilhelma jerzy:jerzego edward:edwarda fryderyk:fryderyka "
    "mieszko:mieszka pius:piusa benedykt:benedykta leon:leona grzegorz:grzegorza mikołaj:mikołaja "
    "aleksander:aleksandra piotr:piotra filip:filipa ryszard:ryszarda iwan:iwana"
)
_MAGNITUDES = {
    "tys.": ("tysiąc", "tysiąca", "", "", "tysiące", "tysięcy"),
    "mln": ("milion", "miliona", "", "", "miliony", "milionów"),
    "mld": ("miliard", "miliarda", "", "", "miliardy", "miliardów"),
    "bln": ("bilion", "biliona", "", "", "biliony", "bilionów"),
}
_FRACTIONS = {
    3: "trzeci", 4: "czwart", 5: "piąt", 6: "szóst", 7: "siódm", 8: "ósm", 9: "dziewiąt",
    10: "dziesiąt", 16: "szesnast",
}  # fmt: skip


def _fraction(stem: str) -> tuple[str, ...]:
    """One third, some thirds (CLDR's other), and by `few` and `many`."""
    soft = stem.endswith("i")
    many = f"{stem}ch" if soft else f"{stem}ych"
    return (f"{stem}a", many, "", "", f"{stem}e", many)


POLISH = More(
    abbreviations=pairs(
        "w. = wiek; "
        "np. = na przykład; tzn. = to znaczy; itd. = i tak dalej; itp. = i tym podobne; "
        "m.in. = między innymi; ok. = około; ul. = ulica; al. = aleja; pl. = plac; "
        "tel. = telefon; godz. = godzina; str. = strona; s. = strona; prof. = profesor; "
        "os. = osiedle; nast. = następne; pon. = poniedziałek; "
        "inż. = inżynier; św. = święty; tj. = to jest; tzw. = tak zwany; por. = porównaj; "
        "zob. = zobacz; im. = imienia; ds. = do spraw; ww. = wyżej wymieniony; "
        "jw. = jak wyżej; cdn. = ciąg dalszy nastąpi; "
        "n.e. = naszej ery; p.n.e. = przed naszą erą; art. = artykuł; rozdz. = rozdział; "
        "woj. = województwo; gm. = gmina; red. = redaktor; ks. = ksiądz; gen. = generał; "
        "hab. = habilitowany; rys. = rysunek; tab. = tabela; rozm. = rozmiar; m. = mieszkania; "
        "temp. = temperatura; min. = minimum; wys. = wysokość; szer. = szerokość; dł. = długość; "
        "sp. = spółka; wyd. = wydanie; ust. = ustęp; pkt. = punkt; "
        "sty. = stycznia; lut. = lutego; mar. = marca; kwi. = kwietnia; cze. = czerwca; "
        "lip. = lipca; sie. = sierpnia; wrz. = września; paź. = października; "
        "lis. = listopada; gru. = grudnia; "
        "maks. = maksymalnie; pn. = poniedziałek; wt. = wtorek; śr. = środa; "
        "czw. = czwartek; pt. = piątek; sob. = sobota; niedz. = niedziela; "
        "z.o.o. = z ograniczoną odpowiedzialnością"
    ),
    written=pairs(
        "dr = doktor; mgr = magister; nr = numer; Nr = numer; wg = według; pkt = punkt; "
        "zł = złotych; "
        "sp. z o.o. = spółka z ograniczoną odpowiedzialnością; "
        "Sp. z o.o. = spółka z ograniczoną odpowiedzialnością"
    ),

    before_number=frozenset(
        "sty. lut. mar. kwi. cze. lip. sie. wrz. paź. lis. gru. "
        "str. s. art. rozdz. ust. pkt. godz. maks. rys. tab. rozm. m. min.".split()
    ),
    before_numeral=frozenset(["w."]),
    before_name=frozenset("pl. al. św. os. ks. gen. im. red. gm. woj.".split()),
    joiners=frozenset(
        "i lub ale bo że który która które gdy kiedy jeśli jak gdzie choć dla z bez do w na po "
        "przez między przed od nad pod podczas".split()
    ),
    starters=frozenset(
        "a ale bo być był była było co czy dlaczego dlatego dla do dziś gdy gdzie i ich ja jak "
        "jednak jego jej jest jestem jeśli jutro już każdy kiedy kto ktoś która który lecz ma "
        "mam może można my na nad nasz nie nic nikt o od on ona one oni ono oraz pan pani po "
        "pod potem proszę przed przez przy są się tak także tam ta te tego ten teraz to też tu ty "
        "tylko u w we wczoraj więc wszyscy z za zawsze ze że żeby".split()
    ),
    shouted=frozenset(
        "a ale bo co czy dla do i ja jak jest już ma my na nie o od on ona po przez są się tak "
        "tam ten to tu ty w we z za że".split()
    ),
    acronyms=frozenset("USA UE ONZ PC CD DVD USB PKP PKO TVP PDF HTML".split()),
    lone_letters=CONSONANTS - {"w", "z"},
    letter_names=pairs("ó = o kreskowane"),
    days=pairs(
        "pn = poniedziałek; pon = poniedziałek; wt = wtorek; śr = środa; czw = czwartek; "
        "pt = piątek; sob = sobota; nd = niedziela"
    ),
    money={
        "$": Money(
            "dolar", "dolara", "cent", "centa", ("", "", "dolary", "dolarów"),
            ("", "", "centy", "centów"),
        ),
        "€": Money("euro", "euro", "cent", "centa", (), ("", "", "centy", "centów")),
        "£": Money(
            "funt", "funta", "pens", "pensa", ("", "", "funty", "funtów"),
            ("", "", "pensy", "pensów"),
        ),
        "zł": Money(
            "złoty", "złotego", "grosz", "grosza", ("", "", "złote", "złotych"),
            ("", "", "grosze", "groszy"),
        ),
    },
    and_small="i",
    small=tuple("jedna dwie trzy cztery pięć sześć siedem osiem dziewięć".split()),
    fractions={
        2: ("druga", "drugich", "", "", "drugie", "drugich"),
        **{of: _fraction(stem) for of, stem in _FRACTIONS.items()},
    },
    whole_and="i",
    half="pół",
    per="na",
    units={
        **_MAGNITUDES, "gr": ("grosz", "grosza", "", "", "grosze", "groszy"),
        **dict.fromkeys(("szt.", "szt"), ("sztuka", "sztuki", "", "", "sztuki", "sztuk")),
        "godz.": ("godzina", "godziny", "", "", "godziny", "godzin"),
        "r.": ("roku", "roku", "", "", "roku", "roku"),
        '"': ("cal", "cala", "", "", "cale", "cali")},
    magnitudes=_MAGNITUDES,
    roman=Roman(
        kings=frozenset(name for pair in _KINGS.split() for name in pair.split(":")),
        queens=frozenset(
            "elżbieta elżbiety katarzyna katarzyny maria marii anna anny izabela izabeli".split()
        ),
        counted=pairs(
            "wiek = y; wieku = ego; wieki = y; rozdział = y; rozdziału = ego; tom = y; tomu = ego; "
            "część = a; części = ej; wojna = a; wojny = ej; klasa = a; klasy = ej; liceum = e; "
            "piętro = e; miejsce = e; miejsca = ego; edycja = a; edycji = ej; runda = a; "
            "rundy = ej; etap = y; etapu = ego; zjazd = y; kongres = y; festiwal = y; liga = a; "
            "ligi = ej; rozbiór = y; rzeczpospolita = a; rzeczypospolitej = ej; księga = a; "
            "akt = y; scena = a; kwartał = y; kwartału = ego; dzień = y; dnia = ego; tydzień = y; "
            "tygodnia = ego; rok = y; roku = ego; sezon = y; sezonu = ego; odcinek = y; "
            "odcinka = ego; połowa = a; grupa = a; rocznica = a; kolejka = a; stopień = y; "
            "stopnia = ego; półrocze = e; tysiąclecie = e; tysiąclecia = ego; wydanie = e"
        ),
    ),
    pointed_after=frozenset("o godz godzina godzinie godziny godzinę".split()),
    line="linia",
    unnamed="znak",
)  # fmt: skip
