"""Units that CLDR does not tell in French, Spanish, Italian, Portuguese and Polish, made of a
language's prefixes and its words for the simple ones."""

from __future__ import annotations

from collections.abc import Mapping

_SIGNS = "k M G T P m µ μ n h d c".split()
_PREFIXES = {
    "fr": "kilo méga giga téra péta milli micro micro nano hecto déci centi",
    "es": "kilo mega giga tera peta mili micro micro nano hecto deci centi",
    "it": "chilo mega giga tera peta milli micro micro nano etto deci centi",
    "pt": "quilo mega giga tera peta mili micro micro nano hecto deci centi",
    "pl": "kilo mega giga tera peta mili mikro mikro nano hekto decy centy",
}
_USED = {
    "g": "µ μ", "l": "m c d h", "s": "m µ μ n", "A": "m k µ μ", "Ah": "m k", "B": "k M G T P",
    "bit": "k M G T", "V": "k M m", "Pa": "k M h G", "J": "k M G", "N": "k M", "Ω": "k M",
    "F": "µ μ n", "cal": "k", "eV": "k M G", "bar": "m", "mol": "m", "Hz": "k M G T",
    "W": "k M G T m", "Wh": "k M G T",
}  # fmt: skip
_BASES = {
    "fr": "g:gramme/grammes l:litre/litres s:seconde/secondes A:ampère/ampères "
    "Ah:ampère-heure/ampères-heures B:octet/octets bit:bit/bits V:volt/volts Pa:pascal/pascals "
    "J:joule/joules N:newton/newtons Ω:ohm/ohms F:farad/farads cal:calorie/calories "
    "eV:électronvolt/électronvolts bar:bar/bars mol:mole/moles Hz:hertz W:watt/watts "
    "Wh:wattheure/wattheures dB:décibel/décibels lm:lumen/lumens lx:lux "
    "Nm:newton-mètre/newtons-mètres "
    "cd:candela/candelas mph:mile_par_heure/miles_par_heure oz:once/onces lb:livre/livres "
    "ft:pied/pieds ppp:point_par_pouce/points_par_pouce cm³:centimètre_cube/centimètres_cubes "
    "mm³:millimètre_cube/millimètres_cubes dm³:décimètre_cube/décimètres_cubes "
    "mm²:millimètre_carré/millimètres_carrés",
    "es": "g:gramo/gramos l:litro/litros s:segundo/segundos A:amperio/amperios "
    "Ah:amperio_hora/amperios_hora B:byte/bytes bit:bit/bits V:voltio/voltios "
    "Pa:pascal/pascales J:julio/julios N:newton/newtons Ω:ohmio/ohmios F:faradio/faradios "
    "cal:caloría/calorías eV:electronvoltio/electronvoltios bar:bar/bares mol:mol/moles "
    "Hz:hercio/hercios W:vatio/vatios Wh:vatio_hora/vatios_hora dB:decibelio/decibelios "
    "lm:lumen/lúmenes lx:lux Nm:newton_metro/newtons_metro cd:candela/candelas "
    "mph:milla_por_hora/millas_por_hora oz:onza/onzas lb:libra/libras ft:pie/pies "
    "cm³:centímetro_cúbico/centímetros_cúbicos mm³:milímetro_cúbico/milímetros_cúbicos "
    "dm³:decímetro_cúbico/decímetros_cúbicos mm²:milímetro_cuadrado/milímetros_cuadrados",
    "it": "g:grammo/grammi l:litro/litri s:secondo/secondi A:ampere Ah:amperora B:byte bit:bit "
    "V:volt Pa:pascal J:joule N:newton Ω:ohm F:farad cal:caloria/calorie "
    "eV:elettronvolt bar:bar mol:mole/moli Hz:hertz W:watt Wh:wattora dB:decibel lm:lumen lx:lux "
    "Nm:newton_metro cd:candela/candele mph:miglio_orario/miglia_orarie oz:oncia/once "
    "lb:libbra/libbre ft:piede/piedi cm³:centimetro_cubo/centimetri_cubi "
    "mm³:millimetro_cubo/millimetri_cubi dm³:decimetro_cubo/decimetri_cubi "
    "mm²:millimetro_quadrato/millimetri_quadrati",
    "pt": "g:grama/gramas l:litro/litros s:segundo/segundos A:ampere/amperes "
    "Ah:ampere-hora/amperes-hora B:byte/bytes bit:bit/bits V:volt/volts Pa:pascal/pascais "
    "J:joule/joules N:newton/newtons Ω:ohm/ohms F:farad/farads cal:caloria/calorias "
    "eV:elétron-volt/elétron-volts bar:bar/bares mol:mol/mols Hz:hertz W:watt/watts "
    "Wh:watt-hora/watts-hora dB:decibel/decibéis lm:lúmen/lúmens lx:lux "
    "Nm:newton-metro/newtons-metro cd:candela/candelas mph:milha_por_hora/milhas_por_hora "
    "oz:onça/onças lb:libra/libras ft:pé/pés cm³:centímetro_cúbico/centímetros_cúbicos "
    "mm³:milímetro_cúbico/milímetros_cúbicos dm³:decímetro_cúbico/decímetros_cúbicos "
    "mm²:milímetro_quadrado/milímetros_quadrados",
    "pl": "g:gram/grama/gramy/gramów l:litr/litra/litry/litrów s:sekunda/sekundy/sekundy/sekund "
    "A:amper/ampera/ampery/amperów Ah:amperogodzina/amperogodziny/amperogodziny/amperogodzin "
    "B:bajt/bajta/bajty/bajtów bit:bit/bita/bity/bitów V:wolt/wolta/wolty/woltów "
    "Pa:paskal/paskala/paskale/paskali J:dżul/dżula/dżule/dżuli N:niuton/niutona/niutony/niutonów "
    "Ω:om/oma/omy/omów F:farad/farada/farady/faradów cal:kaloria/kalorii/kalorie/kalorii "
    "eV:elektronowolt/elektronowolta/elektronowolty/elektronowoltów bar:bar/bara/bary/barów "
    "mol:mol/mola/mole/moli Hz:herc/herca/herce/herców W:wat/wata/waty/watów "
    "Wh:watogodzina/watogodziny/watogodziny/watogodzin dB:decybel/decybela/decybele/decybeli "
    "lm:lumen/lumena/lumeny/lumenów lx:luks/luksa/luksy/luksów "
    "Nm:niutonometr/niutonometra/niutonometry/niutonometrów cd:kandela/kandeli/kandele/kandeli "
    "mph:mila_na_godzinę/mili_na_godzinę/mile_na_godzinę/mil_na_godzinę "
    "oz:uncja/uncji/uncje/uncji lb:funt/funta/funty/funtów ft:stopa/stopy/stopy/stóp "
    "cm³:centymetr_sześcienny/centymetra_sześciennego/centymetry_sześcienne/"
    "centymetrów_sześciennych "
    "dm³:decymetr_sześcienny/decymetra_sześciennego/decymetry_sześcienne/decymetrów_sześciennych "
    "mm²:milimetr_kwadratowy/milimetra_kwadratowego/milimetry_kwadratowe/milimetrów_kwadratowych",
}
_A_SECOND = {
    "fr": "par seconde", "es": "por segundo", "it": "al secondo", "pt": "por segundo",
    "pl": "na sekundę",
}  # fmt: skip
_MERCURY = {
    "fr": "millimètre de mercure/millimètres de mercure",
    "es": "milímetro de mercurio/milímetros de mercurio",
    "it": "millimetro di mercurio/millimetri di mercurio",
    "pt": "milímetro de mercúrio/milímetros de mercúrio",
    "pl": "milimetr słupa rtęci/milimetra słupa rtęci/milimetry słupa rtęci/milimetrów słupa rtęci",
}
CAPITALS = frozenset("A B F J N".split())
"""Signs that are letters as well: only right behind their figures."""


def prefixed(language: str) -> dict[str, tuple[str, ...]]:
    """Units by sign: one, many, and in Polish few and many, in the order of Table."""
    units: dict[str, tuple[str, ...]] = {}
    prefixes = dict(zip(_SIGNS, _PREFIXES.get(language, "").split(), strict=False))
    for entry in _BASES.get(language, "").split():
        sign, _, words = entry.partition(":")
        forms = tuple(words.replace("_", " ").split("/"))
        units[sign] = _in_order(forms)
        for prefix in _USED.get(sign, "").split():
            units[prefix + sign] = _in_order(tuple(prefixes[prefix] + form for form in forms))
    if language in _MERCURY:
        units["mmHg"] = _in_order(tuple(_MERCURY[language].split("/")))
    if language == "fr":
        units |= {"kΩ": ("kilohm", "kilohms"), "MΩ": ("mégohm", "mégohms")}
    return units | _spelled(units) | _rates(units, language)


def _in_order(forms: tuple[str, ...]) -> tuple[str, ...]:
    if len(forms) == 4:
        return (forms[0], forms[1], "", "", *forms[2:])
    return (forms[0], forms[-1])


def _rates(units: Mapping[str, tuple[str, ...]], language: str) -> dict[str, tuple[str, ...]]:
    """`Mbps`, as `Mbit/s`."""
    behind = _A_SECOND.get(language, "")
    return {
        f"{prefix}bps": tuple(form and f"{form} {behind}" for form in units[f"{prefix}bit"])
        for prefix in ("k", "M", "G", "T")
        if f"{prefix}bit" in units
    }


def _spelled(units: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Signs that are often written in another way."""
    also = {"KB": "kB", "mL": "ml", "cL": "cl", "L": "l", "Mb": "Mbit", "Gb": "Gbit", "ccm": "cm³"}
    return {sign: units[usual] for sign, usual in also.items() if usual in units}
