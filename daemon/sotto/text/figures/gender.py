"""Small numbers that take the gender of what they count: `21 personas`, `2 horas`, `2 godziny`."""

from __future__ import annotations

import re

from sotto.text.tables import Table

_TENS = {
    "es": "veinti treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "fr": "vingt trente quarante cinquante soixante _ quatre-vingt _",
    "pl": "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt "
    "osiemdziesiąt dziewięćdziesiąt",
}
_IBERIAN = re.compile(
    r".*(?:as?|ción|ciones|ção|ções|dad|dades|dade|tud|tudes|veces|vez|vezes|mujer|mujeres|"
    r"mulher|mulheres|fase|fases|gem|gens)"
)
_IBERIAN_FEMININE = frozenset(
    "noche noches tarde tardes clase clases parte partes calle calles llave llaves nube nubes "
    "fuente fuentes serie series base bases frase frases imagen imágenes flor flores luz luces "
    "voz voces cruz cruces red redes pared paredes señal señales mano manos foto fotos moto motos "
    "torre torres clave claves nave naves sede sedes especie especies superficie superficies "
    "noite noites classe classes chave chaves rede redes cruz cruzes vozes mãos mão flores ponte "
    "pontes árvore árvores imagem imagens torres série séries".split()
)
_MALE = frozenset(
    "día días dia dias mapa mapas problema problemas programa programas idioma idiomas sistema "
    "sistemas tema temas grama gramas quilograma quilogramas miligrama miligramas gramas "
    "clima climas diploma diplomas planeta planetas cometa cometas poeta poetas turista turistas "
    "artista artistas mężczyzna kolega "
    "programma problemi sistema tema clima diploma".split()
)
_FEMININE = {
    "fr": frozenset(
        "fois heure minute seconde milliseconde personne page fois livre tonne couronne roupie "
        "calorie kilocalorie journée semaine année image ligne place voiture femme fille question "
        "réponse étape photo chambre pièce langue lettre entrée notification "
        "tomate pomme poire carotte cuillère cuiller banane orange cerise goutte feuille porte "
        "fenêtre table chaise lampe carte clé main tête dent jambe mère sœur tante vache poule "
        "pièce boîte caisse tranche part douzaine centaine dizaine page touche barre liste ville "
        "application erreur tâche colonne option".split()
    ),
    "pl": frozenset(
        "godziny minuty sekundy milisekundy osoby strony tony korony rupie kalorie kilokalorie "
        "doby noce książki kobiety dziewczyny liry hrywny kilowatogodziny "
        "wiadomości rzeczy części możliwości kolumny linie próby lekcje stacje karty gry "
        "opcje aplikacje zmiany odpowiedzi".split()
    ),
}

GERMAN_FEMININE = re.compile(
    r".*(?:e|ung|heit|keit|schaft|tion|tät|ik|enz|anz)|(?:bundes|ober|kreis|landes)?liga|nacht|"
    r"hand|stadt|wahl|mannschaft|version|figur|zahl|form|person",
    re.IGNORECASE,
)
GERMAN_NEUTER = re.compile(
    r"kapitel|reich|halbjahr|.*jahrhundert|.*jahrtausend|.*mal|.*haus|.*jahr|.*stockwerk|.*semester|.*quartal|"
    r".*spiel|.*tor|.*buch|.*bild|.*kind|.*gebot|.*treffen|.*album|.*feld|obergeschoss|.*lebensjahr",
    re.IGNORECASE,
)


def gendered(figures: str, noun: str, table: Table) -> str:
    """The number in words where its figures would be read in the wrong gender; else ""."""
    if not figures.isdecimal() or figures[0] == "0":
        return ""
    if len(figures) == 3 and table.language in ("es", "pt"):
        return _hundreds(figures, noun, table)
    if len(figures) > 2:
        return ""
    tens, ones = divmod(int(figures), 10)
    if tens == 1 or not noun[:1].islower() or noun in table.joiners or noun in table.shouted:
        return ""
    said = ""
    match table.language:
        case "es":
            said = _spanish(tens, ones, is_feminine=_is_iberian_feminine(noun))
        case "pt" if _is_iberian_feminine(noun) or ones == 1:
            said = _portuguese(tens, ones, is_feminine=_is_iberian_feminine(noun))
        case "fr" if ones == 1 and _is_french_feminine(noun):
            said = _french(tens)
        case "it":
            said = _italian(noun) if figures == "1" else ""
        case "pl":
            said = _polish(tens, ones, noun)
    return said


_HUNDREDS = {
    "es": "doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas "
    "novecientas",
    "pt": "duzentas trezentas quatrocentas quinhentas seiscentas setecentas oitocentas novecentas",
}


def _hundreds(figures: str, noun: str, table: Table) -> str:
    """`200 personas` is doscientas personas; "" where the figures are read right by themselves."""
    is_counted = noun[:1].islower() and noun not in table.joiners and noun not in table.shouted
    if figures[0] == "1" or not is_counted or not _is_iberian_feminine(noun):
        return ""
    rest = figures[1:].lstrip("0")
    told = gendered(rest, noun, table) or rest
    hundred = _HUNDREDS[table.language].split()[int(figures[0]) - 2]
    return " ".join(filter(None, (hundred, "e" if rest and table.language == "pt" else "", told)))


_FRENCH = re.compile(
    r".*(?:tion|sion|ette|esse|asse|ousse|ence|ance|tude|aine|elle|ille|euse|trice|ouche|ure|rie)s?"
)
_FRENCH_MALE = re.compile(
    r"(?:silence|domaine|capitaine|murmure|mercure|squelette|bastion|vermicelle|incendie|génie|"
    r"violoncelle|polichinelle|gorille|portefeuille)s?"
)


def _is_french_feminine(noun: str) -> bool:
    if {noun, noun.removesuffix("s")} & _FEMININE["fr"]:
        return True
    return _FRENCH.fullmatch(noun) is not None and _FRENCH_MALE.fullmatch(noun) is None


def _is_iberian_feminine(noun: str) -> bool:
    has_ending = _IBERIAN.fullmatch(noun) is not None and noun not in _MALE
    return has_ending or noun in _IBERIAN_FEMININE


def _spanish(tens: int, ones: int, *, is_feminine: bool) -> str:
    if ones != 1:
        return ""
    if tens == 2:
        return "veintiuna" if is_feminine else "veintiún"
    one = "una" if is_feminine else "un"
    return f"{_TENS['es'].split()[tens - 2]} y {one}" if tens else one


def _portuguese(tens: int, ones: int, *, is_feminine: bool) -> str:
    one = {1: "uma" if is_feminine else "um", 2: "duas"}.get(ones, "")
    if not one:
        return ""
    return f"{_TENS['pt'].split()[tens - 2]} e {one}" if tens else one


def _french(tens: int) -> str:
    name = _TENS["fr"].split()[tens - 2] if tens else ""
    if tens == 8:
        return f"{name}-une"
    return ("une" if not tens else f"{name} et une") if name != "_" else ""


def _italian(noun: str) -> str:
    """What 1 is before a noun whose ending tells its gender."""
    if noun in _MALE:
        return "un"
    is_feminine = noun.endswith(("a", "zione", "sione", "tà", "tù"))
    if is_feminine:
        return "un'" if noun[0] in "aeiou" else "una"
    if not noun.endswith("o"):
        return ""
    is_hard = noun[0] in "zxy" or noun[:2] in ("gn", "ps", "pn")
    return "uno" if is_hard or (noun[0] == "s" and noun[1:2] not in tuple("aeiou")) else "un"


def _polish(tens: int, ones: int, noun: str) -> str:
    if not tens and ones == 1:
        return "jedna" if noun.endswith("a") and noun not in _MALE else ""
    if ones != 2 or noun not in _FEMININE["pl"]:
        return ""
    return f"{_TENS['pl'].split()[tens - 2]} dwie" if tens else "dwie"
