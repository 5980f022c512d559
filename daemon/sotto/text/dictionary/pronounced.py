"""Words whose sounds are given in IPA: how they stand in a text while it is recognised.

A placeholder takes their place, a made-up word in the same capitals, so that what stands around is
read as it would be; the scanner then says the sounds. Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sotto.messages import Pronounced
from sotto.patterns import regex
from sotto.text.dictionary.ipa import respelled
from sotto.text.tokens.items import Item, Pronunciation, Say
from sotto.text.tokens.normalise import Normal

_PLACEHOLDER = "qjqw"
_GENITIVE = regex(r"['’]s(?!\w)")
_HISSING, _VOICELESS = tuple("szʃʒʧʤ"), tuple("ptkfθ")


def placeholder(written: str) -> str:
    """A word that is none, in capitals where `written` is."""
    if len(written) > 1 and written.isupper():
        return _PLACEHOLDER.upper()
    return _PLACEHOLDER.capitalize() if written[:1].isupper() else _PLACEHOLDER


def padded(word: str, before: str, after: str = "") -> tuple[str, int]:
    """A placeholder apart from what stands around it, and where it begins in what is returned."""
    left = " " if before[-1:].isalnum() else ""
    right = " " if after[:1].isalnum() else ""
    return left + word + right, len(left)


def placed(normal: Normal, given: Sequence[tuple[int, Pronounced]]) -> dict[int, Pronunciation]:
    """The pronunciations of a text by where they begin: its own, and those `given` by their places
    in the original, where nothing else took them."""
    found = {each.start: each for each in normal.pronounced}
    for origin, each in given:
        start = bisect_left(normal.starts, origin) if normal.starts else origin
        word = placeholder(each.text)
        if normal.text.startswith(word, start):
            found.setdefault(start, Pronunciation(start, start + len(word), each.ipa, each.text))
    return found


def say_pronounced(
    known: Pronunciation, text: str, reading: Iterator[Item], language: str
) -> tuple[list[Say], int]:
    """The words of a pronunciation and where recognition goes on: as many words as it is read in
    where there are as many in IPA, else one. `reading` is how it is read otherwise."""
    end, ipa = known.end, known.ipa
    if language == "en" and (genitive := _GENITIVE.match(text, end)):
        end, ipa = genitive.end(), ipa + _english_ending(ipa)
    said = [item for item in reading if isinstance(item, Say)]
    parts = ipa.split()
    if len(parts) == len(said):
        pairs = zip(said, parts, strict=True)
        return [Say(s.text, known.start, end, s.letter, ipa=part) for s, part in pairs], end
    words = " ".join(each.text for each in said) or respelled(ipa)
    return [Say(words, known.start, end, ipa=ipa)], end


def _english_ending(ipa: str) -> str:
    if ipa.endswith(_HISSING):
        return "ɪz"
    return "s" if ipa.endswith(_VOICELESS) else "z"
