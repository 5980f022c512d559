"""Which voice of libespeak-ng speaks a language: from what the library lists, and its kin.

A voice of the library is a file (`roa/fr`) that names several language tags (`fr-fr`, `fr`).
The library loads any voice by its file, but not by each of its tags, and several files share
a tag.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from sotto.errors import PhonemesError

if TYPE_CHECKING:
    from sotto.phonemes.binding import EspeakVoice

_VARIETIES = {
    "en-us": "en",
    "en-gb": "en-au en-bw en-dk en-gg en-hk en-ie en-il en-im en-in en-je en-ke en-mt en-my en-ng "
    "en-nz en-pk en-sc en-sg en-tz en-ug en-za en-zm en-zw en-001 en-150",
    "en-029": "en-ag en-ai en-bb en-bs en-bz en-dm en-gd en-gy en-jm en-kn en-lc en-tt en-vc",
    "fr-fr": "fr",
    "fr-be": "fr-lu",
    "es-419": "es-ar es-bo es-cl es-co es-cr es-cu es-do es-ec es-gt es-hn es-mx es-ni es-pa "
    "es-pe es-pr es-py es-sv es-us es-uy es-ve",
    "nb": "no",
    "cmn": "zh zh-cn zh-sg zh-tw",
    "yue": "zh-hk zh-mo",
}
"""A voice's tag to the tags that it serves before all others.

English elsewhere follows Great Britain; Spanish in America has a voice of its own.
"""

_RELATIVES = {
    "en-gb": "kw gv",
    "fr-fr": "wa mfe br kab ln wo ff rif ber",
    "es-419": "agr miq nhn yuw",
    "es": "ast agr miq nhn yuw ext lad",
    "pt": "gl",
    "qu": "quz ayc ay",
    "ca": "oc",
    "it": "fur lij sc scn vec nap co rm",
    "de": "nds wae gsw bar ksh",
    "nl": "fy li zea vls",
    "nb": "nn se",
    "is": "fo",
    "pl": "csb szl",
    "cs": "hsb dsb",
    "sk": "rue",
    "lt": "sgs",
    "hr": "sh hbs bs",
    "sr": "cnr",
    "ru": "os sah mhr ce mn tg",
    "tr": "crh",
    "fa": "ps prs bal",
    "ar": "ckb syr",
    "ur": "ks pnb",
    "he": "yi",
    "am": "ti gez byn tig wal",
    "hi": "anp bhb bho brx doi hif hne mag mai raj sa the",
    "kn": "tcy",
    "bn": "mni",
    "as": "mjw",
    "my": "mnw",
    "cmn": "nan lzh wuu hsn gan",
    "id": "jv su",
    "ms": "tl fil mg",
    "mi": "niu sm to ty",
    "sw": "lg rw bem ny",
    "tn": "nso st nr ss ts ve xh zu",
    "om": "aa so sid",
}
"""A voice's tag to the languages without a voice that it reads best: kin with its letters."""


def _turned(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """For every tag of the values, its keys in order."""
    found: dict[str, tuple[str, ...]] = {}
    for voice, tags in table.items():
        for tag in tags.split():
            found[tag] = (*found.get(tag, ()), voice)
    return found


_OF_VARIETY = _turned(_VARIETIES)
_OF_RELATIVE = _turned(_RELATIVES)


def serves(voice: str, tag: str) -> bool:
    """Whether a voice of one variety is the one for another, as en-gb for en-au."""
    return voice in _OF_VARIETY.get(tag, ())


def resolve_language(tag: str, known: Collection[str]) -> str:
    """The entry of `known` that serves a BCP-47 tag or a locale's name best.

    Raises PhonemesError when neither the primary subtag nor kin of it is known.
    """
    wanted = tag.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].lower().replace("_", "-")
    found = next(_candidates(wanted, known), None)
    if found is None:
        raise PhonemesError(f"no pronunciation for the language {tag!r}")
    return found


def _candidates(wanted: str, known: Collection[str]) -> Iterator[str]:
    while wanted:
        yield from (tag for tag in _OF_VARIETY.get(wanted, ()) if tag in known)
        if wanted in known:
            yield wanted
        yield from (tag for tag in _OF_RELATIVE.get(wanted, ()) if tag in known)
        cousins = [name for name in known if name.split("-")[0].lower() == wanted]
        if cousins:
            yield min(cousins, key=len)
        wanted = wanted.rpartition("-")[0]


def files_by_name(voices: Sequence[EspeakVoice]) -> dict[str, str]:
    """The file of every name a voice may be asked for by, in lower case.

    Its file name goes before its tags; of a shared tag, the voice that puts it first.
    """
    claims = [
        (index, len(voice.identifier), voice.identifier, tag.lower())
        for voice in voices
        for index, tag in enumerate(voice.languages)
    ]
    found = {tag: file for _, _, file, tag in sorted(claims, reverse=True)}
    found |= {_file_name(voice): voice.identifier for voice in voices}
    return found | {voice.identifier.lower(): voice.identifier for voice in voices}


def own_tags(voices: Sequence[EspeakVoice]) -> list[str]:
    """A tag for each of the voices, no two alike: `en-gb` for `gmw/en`, which has no region."""
    files = files_by_name(voices)
    tags: list[str] = []
    for voice in voices:
        name = _file_name(voice)
        first = name if "-" in name or not voice.languages else voice.languages[0].lower()
        names = (first, name, voice.identifier.lower())
        tags.append(next(tag for tag in names if files.get(tag) == voice.identifier))
    return tags


def _file_name(voice: EspeakVoice) -> str:
    return voice.identifier.rpartition("/")[2].lower()
