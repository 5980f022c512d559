"""Which voices there are and which of them speaks a clause.

Voices are folders with a `voice.json`, found by one rule in `voice_folders`. Routing is by
language: what the wanted voice was not trained for goes to libespeak-ng's voice for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sotto.errors import PhonemesError, UnknownVoiceError
from sotto.messages import VoiceInfo
from sotto.phonemes.tongues import resolve_language
from sotto.voice.engine import Engine

_PLAIN = "espeak:"

CHECKOUT = Path(__file__).parents[3] / "models" / "voices"


def voice_folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """Folders of voices: $SOTTO_VOICES, then XDG data folders, then the checkout's own.

    The first folder of a name hides later ones.
    """
    for group in voice_groups(environment):
        yield group[0]


def voice_groups(environment: Mapping[str, str]) -> list[list[Path]]:
    """The same folders, those of one name together: the later ones speak where the first cannot."""
    found: dict[str, list[Path]] = {}
    for root in _roots(environment):
        for description in sorted(root.glob("*/voice.json")):
            folder = description.parent
            group = found.setdefault(folder.name, [])
            if folder not in group:
                group.append(folder)
    return list(found.values())


def _roots(environment: Mapping[str, str]) -> Iterator[Path]:
    if environment.get("SOTTO_VOICES"):
        yield from (Path(part) for part in environment["SOTTO_VOICES"].split(":") if part)
    home = environment.get("HOME", "/")
    yield Path(environment.get("XDG_DATA_HOME") or Path(home) / ".local/share") / "sotto/voices"
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    yield from (Path(part) / "sotto/voices" for part in shared.split(":") if part)
    yield CHECKOUT


@dataclass(frozen=True, slots=True)
class Route:
    """An engine, its voice, and the language as that voice knows it."""

    engine: Engine
    voice: str
    language: str


class Catalogue:
    """The voices of `engines`, best first, and of the plain engine that speaks all languages."""

    def __init__(self, engines: Sequence[Engine], plain: Engine) -> None:
        self._plain = plain
        self._engines = tuple(engines)
        self._spare = plain.voices()
        self._once = {name: info for _, info in self._natural for name in _names(info)}

    @property
    def _natural(self) -> list[tuple[Engine, VoiceInfo]]:
        """They change when a voice turns out to be damaged."""
        return [(engine, info) for engine in self._engines for info in engine.voices()]

    def voices(self) -> tuple[VoiceInfo, ...]:
        """All voices, natural ones first."""
        return (*(info for _, info in self._natural), *self._spare)

    def find(self, name: str) -> VoiceInfo:
        """The voice of that identifier or name, whatever its case; for one that turned out to be
        damaged, another of its language. Raises UnknownVoiceError."""
        wanted = name.casefold()
        for info in self.voices():
            if wanted in _names(info):
                return info
        if wanted.startswith(_PLAIN) and wanted.removeprefix(_PLAIN) in self._plain_tags:
            return self._spoken_by_plain(wanted.removeprefix(_PLAIN))[1]
        if wanted in self._once:
            return self.choose("", self._once[wanted].languages[0])
        raise UnknownVoiceError(f"no voice {name!r}")

    def choose(self, name: str, language: str) -> VoiceInfo:
        """The voice asked for, else the first whose own language it is, else the first.

        Among those, one of the same variety (`en-GB`) comes first. Raises UnknownVoiceError for
        a name that no voice has, and where there is no voice.
        """
        if name:
            return self.find(name)
        own = _native([info for _, info in self._natural], language) if language else []
        if own:
            return own[0]
        with suppress(PhonemesError):
            return self._spoken_by_plain(language)[1]
        if not self.voices():
            raise UnknownVoiceError("there is no voice at all")
        return self.voices()[0]

    def route(self, voice: VoiceInfo, language: str) -> Route:
        """Who speaks a clause of `language` ("": the voice's own) for that voice.

        Itself, else a natural voice of that language, of the same gender if there is one, else
        the plain one. Raises UnknownVoiceError when nobody speaks it.
        """
        language = language or voice.languages[0]
        engines = {info.identifier: engine for engine, info in self._natural}
        if voice.identifier not in engines:
            return self.plain(language)
        natives = _native([info for _, info in self._natural], language)
        natives.sort(key=lambda info: info.gender != voice.gender)
        for info in (voice, *natives):
            tag = _spoken(info, language)
            if tag:
                return Route(engines[info.identifier], info.identifier, tag)
        return self.plain(language)

    def is_plain(self, voice: str) -> bool:
        """Whether the voice of that identifier is the plain engine's."""
        return any(info.identifier == voice for info in self._spare)

    def plain(self, language: str) -> Route:
        """The plain voice of a language; the first English one for an unknown language."""
        for wanted in (language, "en-us"):
            with suppress(PhonemesError):
                tag, info = self._spoken_by_plain(wanted)
                return Route(self._plain, info.identifier, tag)
        raise UnknownVoiceError(f"no voice speaks {language!r}")

    def _spoken_by_plain(self, language: str) -> tuple[str, VoiceInfo]:
        """The tag and the plain voice of a language. Raises PhonemesError."""
        tags = self._plain_tags
        tag = resolve_language(language, tags)
        return tag, tags[tag]

    @cached_property
    def _plain_tags(self) -> dict[str, VoiceInfo]:
        """The plain voice of every tag; of a shared one, the voice whose own it is."""
        claims = [
            (place, tag.lower(), info)
            for info in reversed(self._spare)
            for place, tag in enumerate(info.languages)
        ]
        claims.sort(key=lambda claim: claim[0], reverse=True)
        return {tag: info for _, tag, info in claims}


def _names(info: VoiceInfo) -> tuple[str, str]:
    """What it is asked for by."""
    return info.identifier.casefold(), info.name.casefold()


def primary(tag: str) -> str:
    """The language of a tag, without region or script."""
    return tag.lower().replace("_", "-").split("-")[0]


def _spoken(info: VoiceInfo, language: str) -> str:
    """The tag among the voice's own that covers `language`, or nothing."""
    same = [tag for tag in info.languages if primary(tag) == primary(language)]
    return next((tag for tag in same if tag.lower() == _plain(language)), same[0] if same else "")


def _native(voices: Sequence[VoiceInfo], language: str) -> list[VoiceInfo]:
    """Those whose own language it is, the same variety first."""
    own = [info for info in voices if primary(info.languages[0]) == primary(language)]
    return sorted(own, key=lambda info: info.languages[0].lower() != _plain(language))


def _plain(tag: str) -> str:
    return tag.lower().replace("_", "-")
