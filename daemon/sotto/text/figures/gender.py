"""Small numbers that take the gender of what they count: `21 personas`, `2 horas`, `2 godziny`."""

from __future__ import annotations

import re

from sotto.patterns import regex
from sotto.text.figures.iberian import bends, in_words
from sotto.text.tables import Table

_GROUPED = regex(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}")
_LONGEST = 6

_TENS = {
    "fr": "vingt trente quarante cinquante soixante _ quatre-vingt _",
    "pl": "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt "
    "osiemdziesiąt dziewięćdziesiąt",
}
_IBERIAN = regex(
    r".*(?:as?|ción|ciones|ção|ções|dad|dades|dade|tud|tudes|veces|vez|vezes|mujer|mujeres|"
    r"mulher|mulheres|fase|fases|gem|gens)"
)
_IBERIAN_FEMININE = frozenset(
    "colher colheres noche noches tarde tardes clase clases parte partes calle calles llave "
    "llaves nube nubes "
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

GERMAN_FEMININE = regex(
    r".*(?:e|ung|heit|keit|schaft|tion|tät|ik|enz|anz)|(?:bundes|ober|kreis|landes)?liga|nacht|"
    r"hand|stadt|wahl|mannschaft|version|figur|zahl|form|person",
    re.IGNORECASE,
)
GERMAN_NEUTER = regex(
    r"kapitel|reich|halbjahr|.*jahrhundert|.*jahrtausend|.*mal|.*haus|.*jahr|.*stockwerk|.*semester|.*quartal|"
    r".*spiel|.*tor|.*buch|.*bild|.*kind|.*gebot|.*treffen|.*album|.*feld|obergeschoss|.*lebensjahr",
    re.IGNORECASE,
)


def gendered(figures: str, noun: str, table: Table) -> str:
    """The number in words where its figures would be read in the wrong gender; else ""."""
    is_iberian = table.language in ("es", "pt")
    if is_iberian and "." in figures and _GROUPED.fullmatch(figures):
        figures = figures.replace(".", "")
    if not figures.isdecimal() or figures[0] == "0" or len(figures) > _LONGEST:
        return ""
    if not noun[:1].islower() or noun in table.joiners or noun in table.shouted:
        return ""
    return _iberian(figures, noun, table) if is_iberian else _other(figures, noun, table)


def _other(figures: str, noun: str, table: Table) -> str:
    if len(figures) == 3 and table.language in _HUNDREDS:
        return _hundreds(figures, noun, table)
    tens, ones = divmod(int(figures), 10)
    if len(figures) > 2 or tens == 1:
        return ""
    said = ""
    match table.language:
        case "fr" if ones == 1 and _is_french_feminine(noun):
            said = _french(tens)
        case "it" if figures == "1":
            said = _italian(noun)
        case "pl":
            said = _polish(tens, ones, noun)
    return said


_HUNDREDS = {
    "fr": (
        "cent",
        *(f"{count} cent" for count in "deux trois quatre cinq six sept huit neuf".split()),
    ),
    "pl": tuple(
        "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset".split()
    ),
}


def _hundreds(figures: str, noun: str, table: Table) -> str:
    """French `cent une heures`, Polish `sto dwie osoby`; "" where figures are read right."""
    rest = figures[1:].lstrip("0")
    told = gendered(rest, noun, table) if rest not in ("", "1") or table.language == "fr" else ""
    return f"{_HUNDREDS[table.language][int(figures[0]) - 1]} {told}" if told else ""


def _iberian(figures: str, noun: str, table: Table) -> str:
    """`200 personas` is doscientas personas; "" where the figures are read right."""
    number, is_feminine = int(figures), _is_iberian_feminine(noun)
    if number >= 1_000_000 or not bends(number, table.language, is_feminine=is_feminine):
        return ""
    return in_words(number, table.language, is_feminine=is_feminine)


_FRENCH = regex(
    r".*(?:tion|sion|ette|esse|asse|ousse|ence|ance|tude|aine|elle|ille|euse|trice|ouche|ure|rie)s?"
)
_FRENCH_MALE = regex(
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
