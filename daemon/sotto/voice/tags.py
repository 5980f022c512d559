"""Language tags (BCP 47, or a locale's name): which of two is nearer to what is wanted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from sotto.phonemes.tongues import serves

_SAME: Mapping[str, str] = MappingProxyType(
    {
        "no": "nb", "zh": "cmn", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "fil": "tl",
        "ara": "ar", "cat": "ca", "ces": "cs", "cze": "cs", "cym": "cy", "dan": "da", "deu": "de",
        "ger": "de", "ell": "el", "gre": "el", "eng": "en", "spa": "es", "fas": "fa", "per": "fa",
        "fin": "fi", "fra": "fr", "fre": "fr", "hin": "hi", "hun": "hu", "isl": "is", "ita": "it",
        "jpn": "ja", "kat": "ka", "kaz": "kk", "kor": "ko", "nep": "ne", "nld": "nl", "dut": "nl",
        "nob": "nb", "nor": "nb", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru",
        "slk": "sk", "slv": "sl", "srp": "sr", "swe": "sv", "swa": "sw", "tur": "tr", "ukr": "uk",
        "vie": "vi", "zho": "cmn", "chi": "cmn",
    }
)  # fmt: skip
"""Other names of a language, and the one that it has here."""

_SCRIPT = 4
EXACT, KIN, ALONE, OTHER = range(4)
"""The same variety; one that serves it too (en-GB for en-AU); the language without a variety, or
one where none is wanted; another variety."""


@lru_cache(maxsize=1024)
def tidy(tag: str) -> str:
    """In lower case with hyphens, without encoding, script and private parts."""
    name = tag.replace("@", ".").partition(".")[0]
    first, *rest = name.lower().replace("_", "-").split("-")
    private = next((place for place, part in enumerate(rest) if len(part) == 1), len(rest))
    kept = (part for part in rest[:private] if len(part) != _SCRIPT)
    return "-".join((_SAME.get(first, first), *kept))


def primary(tag: str) -> str:
    """The language of a tag, without region or script."""
    return tidy(tag).split("-")[0]


def nearness(tag: str, wanted: str) -> int | None:
    """How well a voice of `tag` fits, 0 (EXACT) best; None when it is another language."""
    own, asked = tidy(tag), tidy(wanted)
    if own == asked:
        return EXACT
    if own.split("-")[0] != asked.split("-")[0]:
        return None
    if serves(own, asked):
        return KIN
    is_alone = own == own.split("-")[0] or asked == asked.split("-")[0]
    return ALONE if is_alone else OTHER


def of_language(table: Mapping[str, str], language: str) -> str:
    """What a table by tags has for a language: for its variety, else for itself; or ""."""
    known, wanted = {tidy(tag): value for tag, value in table.items()}, tidy(language)
    while wanted:
        if wanted in known:
            return known[wanted]
        wanted = wanted.rpartition("-")[0]
    return ""
