"""Which voices there are and which of them speaks a clause.

Voices are folders with a `voice.json`, found by one rule in `voice_folders`. Routing is by
language: what the wanted voice was not trained for goes to libespeak-ng's voice for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sotto.errors import PhonemesError, UnknownVoiceError
from sotto.messages import VoiceInfo
from sotto.phonemes.espeak import resolve_language
from sotto.phonemes.phonemizer import ALIASES
from sotto.voice.engine import Engine

CHECKOUT = Path(__file__).parents[3] / "models" / "voices"


def voice_folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """Folders of voices: $SOTTO_VOICES, then XDG data folders, then the checkout's own.

    The first folder of a name hides later ones.
    """
    seen: set[str] = set()
    for root in _roots(environment):
        for description in sorted(root.glob("*/voice.json")):
            folder = description.parent
            if folder.name not in seen:
                seen.add(folder.name)
                yield folder


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
        self._natural = [(engine, info) for engine in engines for info in engine.voices()]
        self._spare = plain.voices()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """All voices, natural ones first."""
        return (*(info for _, info in self._natural), *self._spare)

    def find(self, name: str) -> VoiceInfo:
        """The voice of that identifier or name, whatever its case. Raises UnknownVoiceError."""
        wanted = name.casefold()
        for info in self.voices():
            if wanted in (info.identifier.casefold(), info.name.casefold()):
                return info
        raise UnknownVoiceError(f"no voice {name!r}")

    def choose(self, name: str, language: str) -> VoiceInfo:
        """The voice asked for, else the first whose own language it is, else the first.

        Raises UnknownVoiceError for a name that no voice has.
        """
        if name:
            return self.find(name)
        for info in self.voices() if language else ():
            if primary(info.languages[0]) == primary(language):
                return info
        return self.voices()[0]

    def route(self, voice: VoiceInfo, language: str) -> Route:
        """Who speaks a clause of `language` ("": the voice's own) for that voice.

        Raises UnknownVoiceError when nobody speaks it.
        """
        for engine, info in self._natural:
            if info.identifier == voice.identifier:
                tag = _spoken(info, language or info.languages[0])
                if tag:
                    return Route(engine, info.identifier, tag)
        return self.plain(language or voice.languages[0])

    def is_plain(self, voice: str) -> bool:
        """Whether the voice of that identifier is the plain engine's."""
        return any(info.identifier == voice for info in self._spare)

    def plain(self, language: str) -> Route:
        """The plain voice of a language; the first English one for an unknown language."""
        tags = {tag: info for info in reversed(self._spare) for tag in info.languages}
        for wanted in (ALIASES.get(language.lower(), language), "en-us"):
            try:
                tag = resolve_language(wanted, list(tags))
            except PhonemesError:
                continue
            return Route(self._plain, tags[tag].identifier, tag)
        raise UnknownVoiceError(f"no voice speaks {language!r}")


def primary(tag: str) -> str:
    """The language of a tag, without region or script."""
    return tag.lower().replace("_", "-").split("-")[0]


def _spoken(info: VoiceInfo, language: str) -> str:
    """The tag among the voice's own that covers `language`, or nothing."""
    return next((tag for tag in info.languages if primary(tag) == primary(language)), "")
