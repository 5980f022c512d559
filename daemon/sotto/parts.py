"""What the daemon is made of beside its stages, and what is done with all of it at once.

Nothing heavy is imported before a function needs it: this is known before the bus name is owned.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sotto.errors import SottoError
from sotto.messages import HOUSE_RATE

if TYPE_CHECKING:
    from sotto.audio.ducking import Ducking
    from sotto.audio.pulse.sink import PulseSink
    from sotto.audio.waking import Habits
    from sotto.audio.waking_record import WakingRecord
    from sotto.phonemes.owner import EspeakThread
    from sotto.phonemes.phonemizer import Phonemizer
    from sotto.settings.values import Settings
    from sotto.synthesis.disk_cache import DiskCache
    from sotto.voice.catalogue import Catalogue
    from sotto.voice.forms import Forms
    from sotto.voice.late import LateEngine
    from sotto.voice.residents import Residents

_log = logging.getLogger("sotto")

_LOAD_SECONDS = 30

_PROCESS_PATIENCE_SECONDS = 10.0
"""Its waits are bounded one by one; this one is for what nobody thought of."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is made on the loading thread."""

    owner: EspeakThread
    phonemizer: Phonemizer
    voices: Sequence[LateEngine]
    """As they were found at the start."""
    damaged: Sequence[str]
    catalogue: Catalogue
    sink: PulseSink
    habits: Habits
    ducking: Ducking
    disk_cache: DiskCache
    forms: Forms
    residents: Residents


def begin_espeaks() -> tuple[EspeakThread, EspeakThread]:
    """Two instances of libespeak-ng: one may hang or crash, so neither is in this process. They
    begin beside the imports here, one after the other to leave these a core, each with a word of
    the session's language: the library reads its files at the first one."""
    from sotto.phonemes.owner import EspeakThread
    from sotto.phonemes.remote import RemoteLibrary
    from sotto.settings.places import session_language

    owner = EspeakThread(RemoteLibrary, patience=_PROCESS_PATIENCE_SECONDS)
    spare = EspeakThread(RemoteLibrary, patience=_PROCESS_PATIENCE_SECONDS)
    language = session_language(os.environ).lower()
    begun = owner.submit(lambda espeak: espeak.phonemes(["a"], language))
    begun.add_done_callback(lambda _: spare.submit(lambda espeak: espeak.phonemes(["a"], language)))
    return owner, spare


def make_parts(
    owner: EspeakThread, spare: EspeakThread, settings: Settings, habits: Habits
) -> Parts:
    """All of it, found and made but not loaded. Raises SottoError without libespeak-ng."""
    from sotto.audio.pulse.sink import PulseSink
    from sotto.live import keep_awake, recent_bytes, voices_bytes
    from sotto.phonemes.phonemizer import Phonemizer
    from sotto.synthesis.disk_cache import DiskCache, disk_cache_path
    from sotto.voice.catalogue import Catalogue
    from sotto.voice.espeak import EspeakEngine
    from sotto.voice.forms import Forms, forms_path
    from sotto.voice.found import find_voices
    from sotto.voice.residents import Residents

    residents = Residents(voices_bytes(settings))
    voices, damaged = find_voices(os.environ, residents)
    kept_bytes = settings.phrase_cache_mb << 20
    forms = Forms(forms_path(os.environ), kept_bytes, recent_bytes(settings))
    for engine in voices:
        engine.keep_in(forms)
    return Parts(
        owner=owner,
        phonemizer=Phonemizer(owner),
        voices=voices,
        residents=residents,
        damaged=damaged,
        catalogue=Catalogue(voices, EspeakEngine(owner, spare)),
        sink=PulseSink(
            HOUSE_RATE,
            device=settings.device,
            idle_after=settings.idle_after_s,
            keep_awake=keep_awake(settings),
            habits=habits,
        ),
        habits=habits,
        ducking=make_ducking(settings),
        disk_cache=DiskCache(disk_cache_path(os.environ), kept_bytes),
        forms=forms,
    )


async def load_voice(engine: LateEngine) -> None:
    """A voice that takes too long is not waited for: the others have their turn."""
    loading = asyncio.create_task(asyncio.to_thread(engine.load))
    await asyncio.wait([loading], timeout=_LOAD_SECONDS)
    if not loading.done():
        engine.give_up(f"is not loaded within {_LOAD_SECONDS} s")


def open_kept(parts: Parts, voices: Sequence[LateEngine]) -> None:
    """Kept phrases are known from here on, unless something of them is amiss."""
    if found := _fingerprint(parts, voices):
        parts.disk_cache.open(found)
        parts.forms.open(found)


def renew_kept(parts: Parts, voices: Sequence[LateEngine]) -> None:
    """Of other voices, other phrases are kept."""
    if found := _fingerprint(parts, voices):
        parts.disk_cache.renew(found)
        parts.forms.renew(found)


def _fingerprint(parts: Parts, voices: Sequence[LateEngine]) -> str:
    """All that sounds depend on beside a request; "" where it cannot be told. Reads files."""
    from sotto.synthesis.fingerprint import fingerprint

    try:
        data = parts.owner.call(lambda espeak: espeak.binding.data_folder(), tries=2)
    except SottoError as error:
        _log.warning("phrases are not kept: %s", error)
        return ""
    folders = [folder for engine in voices for folder in engine.folders]
    return fingerprint([*folders, Path(__file__).parent], [data])


def make_ducking(settings: Settings) -> Ducking:
    """What lowers other programs; it remembers their volume in the user's state folder."""
    from sotto.audio.ducking import Ducking

    return Ducking(_state_folder() / "ducking.json", factor=settings.ducking)


def waking_record() -> WakingRecord:
    """Where it is remembered which devices wake late."""
    from sotto.audio.waking_record import WakingRecord

    return WakingRecord(_state_folder() / "devices.json")


def _state_folder() -> Path:
    state = os.environ.get("XDG_STATE_HOME")
    base = Path(state) if state else Path.home() / ".local" / "state"
    return base / "sotto"
