"""Spanish and Portuguese numbers in words, in the gender of what they count: 1 to 999,999."""

from __future__ import annotations

_SMALL = {
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve",
    "pt": "um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze 16 17 "
    "dezoito 19",
}
"""Portuguese 16, 17 and 19 are said in two ways, so that they are left to the voice."""
_TENS = {
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_HUNDREDS = {
    "es": "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos",
    "pt": "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos "
    "novecentos",
}
_FEMININE = {"um": "uma", "dois": "duas"}
_AND = {"es": "y", "pt": "e"}


def in_words(number: int, language: str, *, is_feminine: bool) -> str:
    """A whole number before its noun: `doscientas veintiuna`, `mil e duzentas`."""
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words = ["mil"] if thousands == 1 else [_group(thousands, language, is_feminine), "mil"]
    if thousands and rest and language == "pt" and (rest < 100 or not rest % 100):
        words.append("e")
    return " ".join([*words, *([_group(rest, language, is_feminine)] if rest else [])])


def bends(number: int, language: str, *, is_feminine: bool) -> bool:
    """Whether a number has another form before its noun than alone."""
    groups = [group for group in divmod(number, 1000) if group]
    if is_feminine and any(group >= 200 for group in groups):
        return True
    last = (1, 2) if language == "pt" and is_feminine else (1,)
    return any(each % 10 in last and each % 100 // 10 != 1 for each in groups if each > 1) or (
        number % 1000 == 1
    )


def _group(number: int, language: str, is_feminine: bool) -> str:
    if number == 100:
        return "cien" if language == "es" else "cem"
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        hundred = _HUNDREDS[language].split()[hundreds - 1]
        words.append(f"{hundred[:-2]}as" if is_feminine and hundreds > 1 else hundred)
        if rest and language == "pt":
            words.append("e")
    return " ".join([*words, *([_below_hundred(rest, language, is_feminine)] if rest else [])])


def _below_hundred(number: int, language: str, is_feminine: bool) -> str:
    small = _SMALL[language].split()
    if number <= len(small):
        return _bent(small[number - 1], is_feminine)
    if language == "pt" and number < 30:
        tens, ones = "vinte", number - 20
    else:
        tens, ones = _TENS[language].split()[number // 10 - 3], number % 10
    return f"{tens} {_AND[language]} {_bent(small[ones - 1], is_feminine)}" if ones else tens


def _bent(word: str, is_feminine: bool) -> str:
    """`uno` loses its ending before a noun, or takes another."""
    if word.endswith("uno"):
        masculine = "veintiún" if word == "veintiuno" else "un"
        return f"{word[:-1]}a" if is_feminine else masculine
    return _FEMININE.get(word, word) if is_feminine else word
