"""Whether a synthesiser said what the transcript says: its phones beside libespeak-ng's."""

import re
from collections.abc import Sequence

from sotto.phonemes.espeak import Espeak
from sotto_models.tokens import LETTER, is_letter, split_text

_PHONES = {
    "aa": "a", "ae": "æ", "ah": "ə", "ao": "a", "aw": "au", "ax": "ə", "ay": "aɪ", "ch": "tʃ",
    "dh": "ð", "eh": "ɛ", "er": "əɹ", "ey": "eɪ", "hh": "h", "ih": "ɪ", "iy": "i", "jh": "dʒ",
    "ng": "ŋ", "ow": "ou", "oy": "ɔɪ", "r": "ɹ", "sh": "ʃ", "th": "θ", "uh": "u", "uw": "u",
    "y": "j", "zh": "ʒ", "axr": "əɹ",
}  # fmt: skip
_VARIANTS = str.maketrans(
    {"ɚ": "əɹ", "ɜ": "əɹ", "ɐ": "ə", "ʌ": "ə", "ᵻ": "ɪ", "ɾ": "t", "ʔ": "t", "ʊ": "u", "ɑ": "a"}
    | {"ɡ": "g", "ː": None, "r": "ɹ"}
)
_VOWELS = frozenset("aæəɛeiɪouɔ")
TOLERANCE = 0.08
# Share of a line's sounds that may differ.
_VOWEL_COST = 0.3
# Of one vowel for another: accents and reductions differ in little else.


def from_phones(phones: Sequence[str]) -> str:
    """Write phones of the CMU dictionary's set as IPA without stress; pauses are left out."""
    return "".join(_PHONES.get(phone, phone) for phone in phones if phone not in ("pau", "#"))


def from_ipa(symbols: Sequence[str]) -> str:
    """Write libespeak-ng's symbols in the same reduced form."""
    joined = "".join(symbols).replace("n̩", "ən").translate(_VARIANTS)
    joined = re.sub("əɹɹ", "əɹ", joined)
    return re.sub("ɔ(?!ɪ)", "a", re.sub("oɹ", "aɹ", joined))


def agrees(line: str, phones: Sequence[str], espeak: Espeak) -> bool:
    """Return whether the phones are, by and large, what libespeak-ng says for a line.

    Raises:
        PhonemesError: libespeak-ng has no American English.
    """
    words = [word for word, _ in split_text(line)]
    plain = [word.removeprefix(LETTER) for word in words]
    found = espeak.phonemes(plain, "en-us", [is_letter(word) for word in words])
    wanted = from_ipa([phoneme.symbol for word in found for phoneme in word])
    return disagreement(from_phones(phones), wanted) <= TOLERANCE


def disagreement(said: str, wanted: str) -> float:
    """Return the weighted edit distance of two reduced forms, a share of the longer."""
    row = [float(place) for place in range(len(wanted) + 1)]
    for count, sound in enumerate(said, 1):
        diagonal, row[0] = row[0], float(count)
        for place, other in enumerate(wanted, 1):
            swapped = diagonal + _cost(sound, other)
            diagonal = row[place]
            row[place] = min(swapped, row[place] + 1.0, row[place - 1] + 1.0)
    return row[-1] / max(len(said), len(wanted), 1)


def _cost(sound: str, other: str) -> float:
    if sound == other:
        return 0.0
    return _VOWEL_COST if sound in _VOWELS and other in _VOWELS else 1.0
