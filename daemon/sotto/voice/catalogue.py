"""Which voices there are and which of them speaks a clause.

Voices are folders with a `voice.json`, found by one rule in `voice_folders`. Routing is by
language: what the wanted voice was not trained for goes to libespeak-ng's voice for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sotto.errors import PhonemesError, UnknownVoiceError
from sotto.messages import VoiceInfo
from sotto.phonemes.tongues import resolve_language
from sotto.voice.engine import Engine
from sotto.voice.tags import nearness, of_language, primary, tidy

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
    for root in voice_roots(environment):
        for description in sorted(root.glob("*/voice.json")):
            folder = description.parent
            group = found.setdefault(folder.name, [])
            if folder not in group:
                group.append(folder)
    return list(found.values())


def users_root(environment: Mapping[str, str]) -> Path:
    """Where the user's own voices are installed."""
    home = Path(environment.get("HOME", "/"))
    return Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "sotto/voices"


def voice_roots(environment: Mapping[str, str]) -> Iterator[Path]:
    """Where folders of voices are looked for, in order."""
    if environment.get("SOTTO_VOICES"):
        yield from (Path(part) for part in environment["SOTTO_VOICES"].split(":") if part)
    yield users_root(environment)
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    yield from (Path(part) / "sotto/voices" for part in shared.split(":") if part)
    yield CHECKOUT


@dataclass(frozen=True, slots=True)
class Heavy:
    """A heavy voice that can go on with a long text, and the language as it knows it."""

    engine: Engine
    voice: str
    language: str


@dataclass(frozen=True, slots=True)
class Route:
    """An engine, its voice, and the language as that voice knows it; and who can go on."""

    engine: Engine
    voice: str
    language: str
    heavy: Heavy | None = None


class Catalogue:
    """The voices of `engines`, best first, and of the plain engine that speaks all languages."""

    def __init__(self, engines: Sequence[Engine], plain: Engine) -> None:
        self._plain = plain
        self._spare = plain.voices()
        self._once: dict[str, VoiceInfo] = {}
        self.use(engines)

    def use(self, engines: Sequence[Engine]) -> None:
        """These are the natural engines from here on, on any thread; what speaks goes on."""
        self._engines = tuple(engines)
        self._once |= {name: info for _, info in self._natural for name in _names(info)}

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
        own = _native(self._quick, language) if language else []
        if own:
            return own[0]
        with suppress(PhonemesError):
            return self._spoken_by_plain(language)[1]
        if not self.voices():
            raise UnknownVoiceError("there is no voice at all")
        return self.voices()[0]

    def route(self, voice: VoiceInfo, language: str) -> Route:
        """Who speaks a clause of `language` ("": the voice's own) for that voice.

        Itself (or for a heavy one its companion), else a natural voice of that language, of the
        same gender if there is one, else the plain one. Raises UnknownVoiceError when nobody
        speaks it.
        """
        language = language or voice.languages[0]
        engines = {info.identifier: engine for engine, info in self._natural}
        if voice.identifier not in engines:
            return self.plain(language)
        companions = [info for info in self._quick if info.identifier == voice.companion]
        own = companions if voice.is_heavy else [voice]
        for info in (*own, *self._natives(voice, language)):
            tag = _spoken(info, language)
            if tag:
                heavy = self._heavy(voice, info, language)
                return Route(engines[info.identifier], info.identifier, tag, heavy)
        return replace(self.plain(language), heavy=self._heavy(voice, None, language))

    def _heavy(self, voice: VoiceInfo, begins: VoiceInfo | None, language: str) -> Heavy | None:
        """Who can go on where `begins` begins for `voice`: itself, or the one that sounds so."""
        found: Heavy | None = None
        for engine, info in self._natural:
            is_chosen = info.identifier == voice.identifier
            fits = begins is not None and info.companion == begins.identifier
            can = info.is_heavy and (is_chosen or (fits and found is None))
            if can and (tag := _spoken(info, language)):
                found = Heavy(engine, info.identifier, tag)
        return found

    @property
    def _quick(self) -> list[VoiceInfo]:
        """Natural voices that can begin a text."""
        return [info for _, info in self._natural if not info.is_heavy]

    def cover(self, late: Route, language: str) -> Route:
        """Who speaks a clause of `language` while `late`, which should, is being loaded: a natural
        voice of that language that is in memory, as `route` chooses among them, else the plain
        one."""
        language = language or late.language
        ready = {
            info.identifier: engine
            for engine, info in self._natural
            if engine is not late.engine and engine.abilities.is_ready
        }
        for info in self._natives(self.find(late.voice), language):
            if info.identifier in ready:
                return Route(ready[info.identifier], info.identifier, _spoken(info, language))
        return self.plain(language)

    def _natives(self, voice: VoiceInfo, language: str) -> list[VoiceInfo]:
        """Natural voices of a language, the nearest variety first, of those the same gender."""
        found = _native(self._quick, language)
        return sorted(
            found,
            key=lambda info: (nearness(info.languages[0], language), info.gender != voice.gender),
        )

    def best_for(self, chosen: Mapping[str, str], wanted: str = "") -> dict[str, list[str]]:
        """By identifiers of voices, the languages that each speaks when a request names none:
        the user's `chosen` ones by tag and `wanted` one, else the best. Sorted."""
        own = {info.languages[0] for info in self._quick}
        natural = {primary(tag) for tag in own}
        rest = {tidy(info.languages[0]) for info in self._spare}
        tags = natural | {tidy(tag) for tag in (*own, *chosen)}
        tags |= {tag for tag in rest if primary(tag) not in natural}
        found: dict[str, list[str]] = {}
        for tag in sorted(tags):
            found.setdefault(self.default(chosen, wanted, tag).identifier, []).append(tag)
        return found

    def default(self, chosen: Mapping[str, str], wanted: str, language: str) -> VoiceInfo:
        """Who speaks a text of a language when its request names no voice: the one that was
        chosen for the language, else `wanted` where it speaks it, else the best one."""
        for name in (of_language(chosen, language), wanted):
            with suppress(UnknownVoiceError):
                if name and _spoken(self.find(name), language):
                    return self.find(name)
        return self.choose("", language)

    def usual(self, chosen: Mapping[str, str], wanted: str, language: str) -> set[str]:
        """Identifiers or names of what speaks where a request names no voice."""
        best = self.default(chosen, wanted, language).identifier
        return {best, *chosen.values()} | ({wanted} if wanted else set())

    def is_plain(self, voice: str) -> bool:
        """Whether the voice of that identifier is the plain engine's."""
        return any(info.identifier == voice for info in self._spare)

    def is_fallback(self, engine: Engine) -> bool:
        """Whether it is the plain engine itself."""
        return engine is self._plain

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


def _spoken(info: VoiceInfo, language: str) -> str:
    """The tag among the voice's own that covers `language` best, or nothing."""
    near = [(rank, tag) for tag in info.languages if (rank := nearness(tag, language)) is not None]
    return min(near, key=lambda each: each[0])[1] if near else ""


def _native(voices: Sequence[VoiceInfo], language: str) -> list[VoiceInfo]:
    """Those whose own language it is, the nearest variety first."""
    ranks = {info.identifier: nearness(info.languages[0], language) for info in voices}
    own = [info for info in voices if ranks[info.identifier] is not None]
    return sorted(own, key=lambda info: ranks[info.identifier] or 0)
