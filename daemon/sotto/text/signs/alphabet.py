"""Words that letters are spelled with, so that m is not heard as n.

English and Brazilian Portuguese have ICAO's alphabet, German that of DIN 5009 (2022), the others
the words that people, telephone services and schools there use.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import ascii_lowercase

from sotto.text.tokens.scripts import base

_WORDS = {
    "en": "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november "
    "oscar papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu",
    "de": "Aachen Berlin Chemnitz Düsseldorf Essen Frankfurt Goslar Hamburg Ingelheim Jena Köln "
    "Leipzig München Nürnberg Offenbach Potsdam Quickborn Rostock Salzwedel Tübingen Unna "
    "Völklingen Wuppertal Xanten Ypsilon Zwickau",
    "nl": "Anton Bernard Cornelis Dirk Eduard Ferdinand Gerard Hendrik Izaak Johan Karel Lodewijk "
    "Maria Nico Otto Pieter Quotiënt Rudolf Simon Theodor Utrecht Victor Willem Xantippe "
    "Ypsilon Zaandam",
    "fr": "Anatole Berthe Célestin Désiré Eugène François Gaston Henri Irma Joseph Kléber Louis "
    "Marcel Nicolas Oscar Pierre Quintal Raoul Suzanne Thérèse Ursule Victor William Xavier "
    "Yvonne Zoé",
    "es": "Antonio Barcelona Carmen Dolores Enrique Francia Gerona Historia Inés José Kilo "
    "Lorenzo Madrid Navarra Oviedo París Querido Ramón Sábado Tarragona Ulises Valencia "
    "Washington Xilófono Yegua Zaragoza",
    "it": "Ancona Bologna Como Domodossola Empoli Firenze Genova Hotel Imola Jolly Kappa Livorno "
    "Milano Napoli Otranto Padova Quarto Roma Savona Torino Udine Venezia Washington "
    "Xilofono York Zara",
    "pt": "alfa bravo charlie delta eco foxtrote golfe hotel índia juliete quilo lima mike "
    "novembro oscar papa quebec romeu sierra tango uniforme victor whisky x-ray yankee zulu",
    "pt-pt": "Aveiro Bragança Coimbra Dafundo Évora Faro Guarda Horta Itália José Kodak Lisboa "
    "Maria Nazaré Ovar Porto Queluz Rossio Setúbal Tavira Unidade Vidago Waldemar Xavier "
    "York Zulmira",
    "pl": "Adam Barbara Celina Dorota Ewa Franciszek Genowefa Henryk Irena Jadwiga Karol Leon "
    "Maria Natalia Olga Paweł Quebec Roman Stanisław Tadeusz Urszula Violetta Wacław Xawery "
    "Ypsylon Zygmunt",
}
_FURTHER = {
    "de": {"ä": "Umlaut Aachen", "ö": "Umlaut Offenbach", "ü": "Umlaut Unna", "ß": "Eszett"},
    "es": {"ñ": "Ñoño"},
    "fr": {"é": "Émile"},
    "nl": {"ĳ": "IJmuiden"},
}


def spelling_words(letter: str, language: str) -> str:
    """What a letter is spelled with in a language (a BCP-47 tag); "" where nobody has a word."""
    exact = language.lower()
    return _alphabet(exact if exact in _WORDS else base(exact)).get(letter.lower(), "")


@lru_cache(maxsize=8)
def _alphabet(language: str) -> Mapping[str, str]:
    words = _WORDS.get(language, "").split()
    known = dict(zip(ascii_lowercase, words, strict=True)) if words else {}
    return known | _FURTHER.get(language, {})
