"""What the families of such voices are: their alphabets, their speakers' names, their ends.

Kokoro (hexgrad, Apache-2.0) writes phonemes in misaki's alphabet, KittenTTS (KittenML, Apache-2.0)
in espeak's; both number them as StyleTTS2 does, Kokoro with a few letters of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

RATE = 24_000
"""Hertz of the sound of all of them."""
WIDTH = 256
"""Numbers of a style."""

_SIGNS = ';:,.!?¡¿—…"«»“” '
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_IPA = (
    "ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢ"
    "ǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'\u0329'ᵻ"
)
_ALL = ("$", *_SIGNS, *_LETTERS, *_IPA)
_NOT_KOKOROS = frozenset(
    "$¡¿«»ABCDEFGHJKLMNPRUVXZgɓʙɗɘɝɞʄɠɢʛɦɧħʜɭɬɫɮʟɱɵɶʘɺʀʉⱱʍʏʑʐʡʕʢǀǁǂǃˑʼʴʱʷˠˤ˞↑'\u0329"
)
_KOKOROS_OWN = {
    "(": 12, ")": 13, "\u0303": 17, "ʣ": 18, "ʥ": 19, "ʦ": 20, "ʨ": 21, "ᵝ": 22, "ꭧ": 23, "A": 24,
    "ᵊ": 42,
}  # fmt: skip

_TONGUES = {
    "a": "en-us", "b": "en-gb", "e": "es", "f": "fr", "h": "hi", "i": "it", "p": "pt-br",
}  # fmt: skip
"""By the first letter of a Kokoro speaker's name; j and z (Japanese, Chinese) are written in
alphabets that libespeak-ng does not give."""
_GENDERS = {"f": "female", "m": "male"}
_KOKORO_NAME = re.compile(r"[a-z][fm]_[a-z0-9]+\Z")

COMPANIONS: Mapping[str, str] = {
    "af_heart": "chorus:heart",
    "am_fenrir": "chorus:fenrir",
    "bf_emma": "chorus:emma",
    "bm_fable": "chorus:fable",
    "ff_siwis": "chorus:siwis",
    "em_alex": "chorus:alejandro",
    "im_nicola": "chorus:nicola",
    "pm_alex": "chorus:alexandre",
}
"""The voices that came with Sotto and were taught by a speaker of Kokoro."""


@dataclass(frozen=True, slots=True)
class Family:
    """`symbols` are the numbers of its tokens; `begin` and `end` stand around them. `row`: which
    row of a style is taken, by the number of tokens or of the text's characters. `tail`: samples at
    the end that are no speech. `lead`: frames by which a token sounds before its durations say."""

    name: str
    writing: str
    symbols: Mapping[str, int]
    end: tuple[int, ...]
    row: str
    tail: int
    lead: int
    most_tokens: int
    begin: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class NamedVoice:
    """Somebody's voice in a file."""

    name: str
    language: str
    gender: str
    companion: str


_KITTENS = {symbol: number for number, symbol in enumerate(_ALL)}
_KOKOROS = {s: n for s, n in _KITTENS.items() if s not in _NOT_KOKOROS} | _KOKOROS_OWN

KOKORO = Family("kokoro", "misaki", _KOKOROS, (0,), "tokens", 0, 2, 510)


def kitten(rows: int) -> Family:
    """By the rows of its styles: versions with one have another end."""
    end = (0,) if rows == 1 else (_KITTENS["…"], 0)
    return Family("kitten", "ipa", _KITTENS, end, "text", 5000, 0, 400)


def family_of(names: Iterable[str], rows: int) -> Family:
    """Kokoro's speakers all are called by language and gender (`af_heart`)."""
    return KOKORO if all(_KOKORO_NAME.match(name) for name in names) else kitten(rows)


def speaker(family: Family, name: str) -> NamedVoice | None:
    """None for one whose language cannot be read here."""
    if family is not KOKORO:
        gender = {"-f": "female", "-m": "male"}.get(name[-2:], "")
        return NamedVoice(name, "en-us", gender, "")
    if name[0] not in _TONGUES:
        return None
    return NamedVoice(name, _TONGUES[name[0]], _GENDERS[name[1]], COMPANIONS.get(name, ""))
