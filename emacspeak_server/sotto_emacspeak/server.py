"""Which command does what: a table, and what is queued until it is asked for."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from sotto_emacspeak.items import Icon, Item, Job, Silence, Text, Tone, Utterance, jobs
from sotto_emacspeak.protocol import Command
from sotto_emacspeak.state import Option, State, number, rate_factor
from sotto_emacspeak.styles import Style

_log = logging.getLogger(__name__)

_MOST_QUEUED = 1 << 22
"""Characters that wait for `d`; before more do, those are spoken without it."""

_LONGEST_SILENCE = 10_000
_TONE = (440.0, 50)
_BEEP = (523.0, 100)
_PAUSE_SIGN = re.compile(r"\s*\[\*\]\s*")
"""What Emacspeak's tables of names have between the words of a name."""

_ONLY_CODES = re.compile(r"(?:\s*</?(?:voice|prosody)\b[^<>]*>)+\s*")


class Voice(Protocol):
    """What the server needs of the speaker."""

    def say(self, job: Job, options: Callable[[float], Mapping[str, Option]]) -> None:
        """Behind what was asked for before."""

    def stop(self) -> None:
        """Silence at once."""

    def pause(self) -> None:
        """Silence, and keep the rest."""

    def resume(self) -> None:
        """Go on."""


class Server:
    """Takes commands in order. `languages` are those that can be chosen in turn."""

    def __init__(self, voice: Voice, version: str) -> None:
        self.state = State()
        self.languages: Sequence[str] = ()
        self._aliases: dict[str, str] = {}
        self._voice = voice
        self._queue: list[Item] = []
        self._queued = 0
        self._style = Style()
        self._rate = 0.0
        self._handlers: Mapping[str, Callable[[Command], None]] = {
            "q": lambda c: self._text(c.argument),
            "c": self._code,
            "r": self._queue_rate,
            "sh": self._silence,
            "t": lambda c: self._tone(c, _TONE),
            "b": lambda c: self._tone(c, _BEEP),
            "a": lambda c: self._queue.append(Icon(c.argument.strip())),
            "p": self._play,
            "d": lambda _: self._dispatch(),
            "s": lambda _: self._stop(),
            "l": self._letter,
            "tts_say": lambda c: self._say(c.argument),
            "tts_pause": lambda _: voice.pause(),
            "tts_resume": lambda _: voice.resume(),
            "tts_reset": lambda _: self._reset(),
            "version": lambda _: self._say(f"Sotto {version}"),
            "set_lang": self._language,
            "set_next_lang": lambda c: self._turn_language(c, 1),
            "set_previous_lang": lambda c: self._turn_language(c, -1),
            "set_preferred_lang": self._prefer,
        }

    def take(self, command: Command) -> None:
        """Do what it says; one that makes no sense does nothing."""
        self.state = self.state.updated(command)
        if (handler := self._handlers.get(command.name)) is not None:
            handler(command)

    # ---- the queue

    def _text(self, text: str) -> None:
        plain = _PAUSE_SIGN.sub(" ", text)
        if not plain.strip():
            return
        if self._queued + len(plain) > _MOST_QUEUED:
            self._dispatch()
        self._queued += len(plain)
        self._queue.append(Text(plain, self._style, self._relative_rate()))

    def _code(self, command: Command) -> None:
        self._style = self._style.after(command.argument)

    def _queue_rate(self, command: Command) -> None:
        words = command.words()
        found = number(words[0]) if words else None
        if found is not None and found > 0:
            self._rate = found

    def _relative_rate(self) -> float:
        """Of what is queued to that of the utterance, where both were set."""
        if not self._rate or not self.state.rate:
            return 1.0
        return rate_factor(self._rate, self.state.rate)

    def _silence(self, command: Command) -> None:
        (duration,) = _numbers(command, (50.0,))
        if duration > 0:
            self._queue.append(Silence(round(min(duration, _LONGEST_SILENCE))))

    def _tone(self, command: Command, default: tuple[float, int]) -> None:
        pitch, duration = _numbers(command, default)
        self._queue.append(Tone(pitch, round(min(max(duration, 0), _LONGEST_SILENCE))))

    def _play(self, command: Command) -> None:
        """At once, and what is queued as well: that is how other servers take it."""
        self._queue.insert(0, Icon(command.argument.strip()))
        self._dispatch()

    def _dispatch(self) -> None:
        items, self._queue, self._queued = self._queue, [], 0
        self._style, self._rate = Style(), 0.0
        for job in jobs(items):
            self._voice.say(job, self.state.options)

    def _stop(self) -> None:
        self._queue, self._queued = [], 0
        self._style, self._rate = Style(), 0.0
        self._voice.stop()

    # ---- without the queue

    def _say(self, text: str) -> None:
        plain = _PAUSE_SIGN.sub(" ", text)
        if plain.strip() and not _ONLY_CODES.fullmatch(plain):
            for job in jobs([Text(plain)]):
                self._voice.say(job, self.state.options)

    def _letter(self, command: Command) -> None:
        letter = command.argument.strip() or command.argument[:1]
        if not letter:
            return
        state = self.state
        kind = "character" if len(letter) == 1 else "spell"
        self._voice.say(Utterance(letter, kind), lambda pace: state.letter_options(letter, pace))

    def _reset(self) -> None:
        self._stop()
        self.state = State()

    # ---- languages

    def _language(self, command: Command) -> None:
        words = command.words()
        if words and words[0] in self._aliases:
            self.state = self.state.updated(Command("set_lang", self._aliases[words[0]]))
        if words[1:2] == ["t"]:
            self._say(self.state.language)

    def _prefer(self, command: Command) -> None:
        if len(words := command.words()) > 1:
            self._aliases[words[0]] = words[1]

    def _turn_language(self, command: Command, step: int) -> None:
        if not self.languages:
            return
        known = list(self.languages)
        now = known.index(self.state.language) if self.state.language in known else -step
        chosen = known[(now + step) % len(known)]
        self.state = self.state.updated(Command("set_lang", chosen))
        if command.words()[:1] == ["t"]:
            self._say(chosen)


def _numbers(command: Command, default: Sequence[float]) -> list[float]:
    """What is given, and the default for what is not, or is no number."""
    words = command.words()
    given = [number(word) for word in words[: len(default)]]
    given += [None] * (len(default) - len(given))
    return [d if g is None else g for g, d in zip(given, default, strict=True)]
