"""Settings that hold at once: what of the running daemon has to be told of a change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sotto.audio.awake import KeepAwake
from sotto.settings.modes import LearnAwake

if TYPE_CHECKING:
    from sotto.audio.ducking import Ducking
    from sotto.audio.pulse.sink import PulseSink
    from sotto.settings.values import Settings
    from sotto.speech.speaker import Speaker
    from sotto.synthesis.disk_cache import DiskCache
    from sotto.voice.forms import Forms
    from sotto.voice.residents import Residents

AWAKE = frozenset(
    "keep_awake_s keep_awake_bluetooth_s keep_awake_hdmi_s keep_awake_usb_s learn_awake".split()
)
_STAGES = frozenset(("voice", "voices", "language", "deadline_ms", "cache_mb"))
_OWN_MB = 100
"""Megabytes that the daemon takes with the voices that came with it."""
_RECENT_SHARE = 8
"""What the voices decided of the clauses said last has this part of the bytes that sound has: a
clause of it is a fiftieth as large."""
_SINK = frozenset(("device", "idle_after_s")) | AWAKE


def keep_awake(settings: Settings) -> KeepAwake:
    """How long each kind of device is kept awake."""
    return KeepAwake(
        settings.keep_awake_s,
        settings.keep_awake_bluetooth_s,
        settings.keep_awake_hdmi_s,
        settings.keep_awake_usb_s,
        settings.learn_awake is LearnAwake.ON,
    )


def voices_bytes(settings: Settings) -> int:
    """What is left for added voices."""
    return max(settings.memory_mb - _OWN_MB, 0) << 20


def recent_bytes(settings: Settings) -> int:
    """What voices may remember of the clauses said last."""
    return (settings.cache_mb << 20) // _RECENT_SHARE


class Live:
    """The parts that keep something of the settings; what is read at each request is not here.

    `restage` lets the speaker begin anew with the settings' voice and language.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts it tells
        self,
        speaker: Speaker,
        sink: PulseSink,
        ducking: Ducking,
        kept: tuple[DiskCache, Forms],
        restage: Callable[[], None],
        follows_log: bool,
        residents: Residents,
    ) -> None:
        self._speaker = speaker
        self._sink = sink
        self._ducking = ducking
        self._kept = kept
        self._restage = restage
        self._follows_log = follows_log
        self._residents = residents

    def apply(self, settings: Settings, changes: Mapping[str, object]) -> None:
        """Let the changed ones hold from the next utterance on."""
        changed = frozenset(changes)
        if changed & _SINK:
            self._sink.configure(
                device=settings.device,
                idle_after=settings.idle_after_s,
                keep_awake=keep_awake(settings),
            )
        if "ducking" in changed:
            self._ducking.set_factor(settings.ducking)
        if "phrase_cache_mb" in changed:
            for kept in self._kept:
                kept.set_limit(settings.phrase_cache_mb << 20)
        if "cache_mb" in changed:
            _, forms = self._kept
            forms.set_recent_limit(recent_bytes(settings))
        if "memory_mb" in changed:
            self._residents.set_limit(voices_bytes(settings))
        if "log_level" in changed and self._follows_log:
            logging.getLogger().setLevel(settings.log_level.value.upper())
        if changed & _STAGES:
            self._speaker.configure(
                deadline=settings.deadline_ms / 1000, cache_bytes=settings.cache_mb << 20
            )
            self._restage()
