"""org.sotto.Voice1: the methods, whose utterance is whose, and who is told what."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dbus_next import Message, Variant

from sotto.audio.waking import Waking, sleepy
from sotto.dbus.again import Again, as_kind, plain, slower
from sotto.dbus.clients import Clients
from sotto.dbus.engines import kind, told
from sotto.dbus.object import Call, Method
from sotto.dbus.options import Request, parse_options, read_flag
from sotto.dbus.reading import told_all
from sotto.dbus.room import Room
from sotto.dbus.settings import SettingsBoard
from sotto.dbus.signals import signal
from sotto.dbus.spoken import RecentTexts
from sotto.dbus.streaming.pipe import check_writable
from sotto.dbus.streaming.streams import SoundPipes
from sotto.errors import (
    InvalidOptionError,
    TextTooLongError,
    TooManyError,
    UnknownUtteranceError,
)
from sotto.messages import Options, Priority, Utterance, VoiceInfo
from sotto.speech.events import Event, Finished
from sotto.speech.speaker import Speaker
from sotto.synthesis.explain import Explanation
from sotto.text.announcements import COPIED, announcement
from sotto.text.markup.parse import LONGEST_TEXT, problems
from sotto.voice.catalogue import Catalogue

MOST_UTTERANCES = 1000
"""Of one client, that are not done."""

MOST_STREAMS = 64
"""Of one client."""

MOST_PREFETCHED = 500
_NO_DEFAULTS = frozenset(("kind", "priority", "resume", "detach", "like_last", "slower"))
"""Options that are no matter of taste."""
LONGEST_READING = 10_000
"""Characters: what is only told is made while everybody else waits."""

NOBODY = ""
"""The client of detached utterances."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the interfaces work with. `problems` are in words for people; `devices` is what was
    learned of sound devices; `language` is the session's; without `settings` there are none to
    be changed. `chosen` are the voices that the user chose: by languages' tags, and for all
    others. Where `looks_ahead` is false, nothing is made before it is asked for. Where
    `has_programs`, `overridden` gives the options of a program as the user wants them."""

    speaker: Speaker
    rate: int
    catalogue: Catalogue
    defaults: Callable[[], Options]
    problems: Callable[[], Sequence[str]]
    devices: Callable[[], Mapping[str, Waking]] = lambda: {}
    language: Callable[[], str] = lambda: "en"
    settings: SettingsBoard | None = None
    chosen: Callable[[], tuple[Mapping[str, str], str]] = lambda: ({}, "")
    look_for_voices: Callable[[], None] = lambda: None
    is_looking: Callable[[], bool] = lambda: False
    looks_ahead: Callable[[], bool] = lambda: True
    has_programs: Callable[[], bool] = lambda: False
    overridden: Callable[[str, Options], Options] = lambda _program, options: options


@dataclass(frozen=True, slots=True)
class _Live:
    """An utterance that is not done: who asked for it, and whose it is."""

    sender: str
    owner: str


class Voice1:
    """The methods and properties, once there is something to speak with.

    `listener` takes the events of the speaker. Everything is on the thread of the loop.
    """

    def __init__(
        self,
        services: Services,
        clients: Clients,
        room: Room,
        send: Callable[[Message], object],
        program: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._program = program
        self._services = services
        self._speaker = services.speaker
        self._clients = clients
        self._room = room
        self._send = send
        self._numbers = itertools.count(1)
        self._last = 0
        self._last_options = Options()
        self._live: dict[int, _Live] = {}
        self._streams = SoundPipes(services.speaker, self.listener)
        self._defaults: dict[str, Mapping[str, Variant]] = {}
        self._spoken = RecentTexts()
        self._again = Again()
        self.methods: dict[str, Method] = {
            "Speak": self._speak,
            "Synthesize": self._synthesize,
            "Cancel": self._cancel,
            "CancelAll": self._cancel_all,
            "Pause": self._pause,
            "Resume": self._resume,
            "Prefetch": self._prefetch,
            "Said": self._said,
            "Again": self._say_again,
            "Copy": self._copy,
            "Forget": self._forget,
            "Reading": self._reading,
            "Why": self._why,
            "FindVoices": self._find_voices,
            "SetDefaults": self._set_defaults,
        }

    def listener(self, event: Event) -> None:
        """Tell an event to whoever asked for the utterance, unless gone."""
        live = self._live.get(event.id)
        if live is None:
            return
        if isinstance(event, Finished):
            self._over(event.id)
        if live.sender in self._clients:
            self._send(signal(event, live.sender))

    def client_gone(self, name: str) -> None:
        """End all that a connection wanted."""
        self._defaults.pop(name, None)
        self._spoken.unwatch(name)
        self._speaker.client_gone(name)
        for identifier, live in tuple(self._live.items()):
            if live.owner == name and identifier in self._streams:
                self._streams.cancel(identifier)

    def announce(self, text: str) -> None:
        """Say something of the daemon's own, in the session's language where it is known."""
        text, language = announcement(text, self._services.language())
        options = replace(self._services.defaults(), priority=Priority.MESSAGE, language=language)
        self._speaker.speak(self._utterance(NOBODY, NOBODY, text, options))

    def forget(self) -> None:
        """Nothing can be said again."""
        self._again.forget()

    async def close(self) -> None:
        """End the streams; the speaker is closed by whoever made it."""
        await self._streams.close()

    # ---- properties

    def voices(self) -> list[dict[str, Variant]]:
        """All voices, as `Voices` gives them."""
        catalogue, rate = self._services.catalogue, self._services.rate
        best = catalogue.best_for(*self._services.chosen())
        return [_describe(info, rate, best.get(info.identifier, [])) for info in catalogue.voices()]

    def state(self) -> dict[str, Variant]:
        """`State` while ready."""
        speaking = [
            [number, self._speaker.state_of(number).value, live.owner == NOBODY]
            for number, live in self._live.items()
            if number not in self._streams
        ]
        chosen = self._speaker.quality.choose(self._services.defaults().prosody.quality)
        return {
            "ready": Variant("b", True),
            "sound": Variant("b", self._speaker.has_sound),
            "problems": Variant("as", list(self._services.problems())),
            "last": Variant("t", self._last),
            "utterances": Variant("a(tsb)", speaking),
            "looking": Variant("b", self._services.is_looking()),
            "quality": Variant("s", chosen.quality.value),
            "quality_reason": Variant("s", chosen.reason),
            "devices": Variant("a(sdd)", sleepy(self._services.devices())),
        }

    # ---- methods

    def _speak(self, call: Call) -> Sequence[int]:
        text, given = call.arguments
        request = self._request(text, given, call.sender)
        self._check_room(call.sender, text, MOST_UTTERANCES)
        owner = NOBODY if request.is_detached else call.sender
        utterance = self._utterance(call.sender, owner, text, request.options)
        self._last_options = request.options
        self._spoken.note(text, request.options, time.monotonic())
        self._again.note(text, request.options)
        self._speaker.speak(utterance)
        return [utterance.id]

    def _synthesize(self, call: Call) -> Sequence[int]:
        index, text, given = call.arguments
        request = self._request(text, given, call.sender)
        self._check_room(call.sender, text, MOST_STREAMS)
        check_writable(call.descriptors[index])
        descriptor = os.dup(call.descriptors[index])
        utterance = self._utterance(call.sender, call.sender, text, request.options)
        try:
            self._streams.start(utterance, descriptor)
        except BaseException:
            os.close(descriptor)
            self._over(utterance.id)
            raise
        return [utterance.id]

    def _cancel(self, call: Call) -> Sequence[int]:
        (identifier,) = call.arguments
        owner = self._owner(identifier, call.sender)
        if identifier in self._streams:
            self._streams.cancel(identifier)
        else:
            self._speaker.cancel(identifier, owner)
        return []

    def _cancel_all(self, call: Call) -> Sequence[int]:
        self._speaker.cancel_all(call.sender)
        self._speaker.cancel_all(NOBODY)
        for identifier, live in tuple(self._live.items()):
            if live.owner == call.sender and identifier in self._streams:
                self._streams.cancel(identifier)
        return []

    def _pause(self, call: Call) -> Sequence[int]:
        (identifier,) = call.arguments
        self._speaker.pause(identifier, self._owner(identifier, call.sender))
        return []

    def _resume(self, call: Call) -> Sequence[int]:
        (identifier,) = call.arguments
        self._speaker.resume(identifier, self._owner(identifier, call.sender))
        return []

    def _prefetch(self, call: Call) -> Sequence[int]:
        texts, given = call.arguments
        if len(texts) > MOST_PREFETCHED:
            raise TooManyError(f"{len(texts)} texts; at most {MOST_PREFETCHED} are accepted")
        defaults = None
        if read_flag(given, "like_last"):
            defaults = replace(self._last_options, kind=self._services.defaults().kind)
        given = {name: value for name, value in given.items() if name != "like_last"}
        request = self._request(max(texts, key=len, default=""), given, call.sender, defaults)
        if texts and self._services.looks_ahead():
            self._clients.serve(call.sender)
            self._speaker.prefetch(texts, request.options, call.sender)
        return []

    def _said(self, call: Call) -> Sequence[list[str]]:
        (parts,) = call.arguments
        if not self._services.looks_ahead():
            self._spoken.unwatch(call.sender)
            return [[]]
        self._clients.serve(call.sender)
        self._spoken.watch(call.sender)
        return [self._spoken.find(parts, time.monotonic())]

    def _say_again(self, call: Call) -> Sequence[int]:
        back, given = call.arguments
        text, before = self._again.find(back)
        if read_flag(given, "slower"):
            before = slower(before)
        wanted = {name: value for name, value in given.items() if name != "slower"}
        request = self._request(text, wanted, call.sender, before)
        self._check_room(call.sender, text, MOST_UTTERANCES)
        owner = NOBODY if request.is_detached else call.sender
        said = as_kind(text, before, request.options)
        utterance = self._utterance(call.sender, owner, said, request.options)
        self._speaker.speak(utterance)
        return [utterance.id]

    def _copy(self, call: Call) -> Sequence[str]:
        (back,) = call.arguments
        text, options = self._again.find(back)
        # Nobody reads along unheard.
        self.announce(COPIED)
        return [plain(text, options)]

    def _forget(self, call: Call) -> Sequence[int]:
        self.forget()
        return []

    def _reading(self, call: Call) -> Sequence[list[dict[str, Variant]]]:
        text, given = call.arguments
        if len(text) > LONGEST_READING:
            raise TextTooLongError(f"{len(text)} characters; at most {LONGEST_READING} are read")
        request = self._request(text, given, call.sender)
        utterance = Utterance(0, call.sender, text, request.options)
        return [told_all(self._speaker.reading(utterance), problems(text, request.options.kind))]

    def _why(self, call: Call) -> Sequence[dict[str, Variant]]:
        return [_explain(self._speaker.why(call.arguments[0]))]

    def _find_voices(self, _call: Call) -> Sequence[object]:
        self._services.look_for_voices()
        return []

    def _set_defaults(self, call: Call) -> Sequence[object]:
        (given,) = call.arguments
        if unfit := _NO_DEFAULTS & given.keys():
            raise InvalidOptionError(f"{min(unfit)} is for one request only")
        self._check_voices(parse_options(given, self._services.defaults()).options)
        self._clients.serve(call.sender)
        self._defaults[call.sender] = given
        return []

    # ---- checks

    def _request(
        self, text: str, given: dict[str, Variant], sender: str, defaults: Options | None = None
    ) -> Request:
        """Over the sender's own defaults, unless others are given."""
        if defaults is None:
            defaults, given = self._services.defaults(), self._merged(sender, given)
        request = parse_options(given, defaults)
        if len(text) > LONGEST_TEXT:
            raise TextTooLongError(f"{len(text)} characters; at most {LONGEST_TEXT} are accepted")
        self._check_voices(request.options)
        options = self._services.overridden(self._program(sender), request.options)
        return replace(request, options=options)

    def _merged(self, sender: str, given: Mapping[str, Variant]) -> dict[str, Variant]:
        return {**self._defaults.get(sender, {}), **given}

    def _check_voices(self, options: Options) -> None:
        for name in (options.voice, *(voice for _, voice in options.voices)):
            if name:
                self._services.catalogue.find(name)

    def _check_room(self, sender: str, text: str, most: int) -> None:
        self._room.check(sender, text)
        if sum(live.sender == sender for live in self._live.values()) >= most:
            raise TooManyError(f"{most} requests are under way already")

    def _owner(self, identifier: int, sender: str) -> str:
        """Whose utterance it is, as far as the caller may touch it."""
        live = self._live.get(identifier)
        if live is None or live.owner not in (sender, NOBODY):
            raise UnknownUtteranceError(f"you have no utterance {identifier}")
        return live.owner

    def _utterance(self, sender: str, owner: str, text: str, options: Options) -> Utterance:
        if sender != NOBODY:
            self._clients.serve(sender)
        self._last = next(self._numbers)
        self._live[self._last] = _Live(sender, owner)
        self._room.take(self._last, sender, text)
        return Utterance(self._last, owner, text, options)

    def _over(self, identifier: int) -> None:
        del self._live[identifier]
        self._room.give_back(identifier)


def _describe(info: VoiceInfo, rate: int, best_for: list[str]) -> dict[str, Variant]:
    return {
        "identifier": Variant("s", info.identifier),
        "name": Variant("s", info.name),
        "engine": Variant("s", told(info.engine)),
        "kind": Variant("s", kind(info.engine)),
        "languages": Variant("as", list(info.languages)),
        "gender": Variant("s", info.gender),
        "description": Variant("s", info.description),
        "rate": Variant("u", rate),
        "licence": Variant("s", info.licence),
        "best_for": Variant("as", best_for),
    }


def _explain(explanation: Explanation) -> dict[str, Any]:
    return {
        "engine": Variant("s", told(explanation.engine)),
        "kind": Variant("s", kind(explanation.engine)),
        "voice": Variant("s", explanation.voice),
        "cached": Variant("b", explanation.cached),
        "first_audio_ms": Variant("d", explanation.first_audio_ms),
        "stages": Variant("a{sd}", explanation.stages),
        "reason": Variant("s", explanation.reason),
        "quality": Variant("s", explanation.quality),
        "continued": Variant("s", explanation.continued),
    }
