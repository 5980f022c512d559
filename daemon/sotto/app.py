"""The composition root: the only file that knows every stage.

The bus name comes first, with nothing imported but the standard library and dbus-next; numpy,
libespeak-ng and then the neural voice are loaded beside it, on a thread.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from sotto.dbus.service import Service
from sotto.errors import BusError, EngineError, SettingsError, SottoError
from sotto.memory import Trim, end_without_memory, look_for_memory
from sotto.messages import HOUSE_RATE
from sotto.parts import Parts, begin_espeaks, make_parts, waking_record
from sotto.patterns import compile_rest

if TYPE_CHECKING:
    from sotto.audio.waking_record import WakingRecord
    from sotto.dbus.interface import Voice1
    from sotto.ensemble import Ensemble
    from sotto.live import Live
    from sotto.phonemes.owner import EspeakThread
    from sotto.preferences import Preferences
    from sotto.saving import Saving
    from sotto.settings.values import Settings
    from sotto.speech.events import Event
    from sotto.speech.speaker import Speaker
    from sotto.synthesis.stages import Stages

_log = logging.getLogger("sotto")

_SWITCH_SECONDS = 0.0005
"""A thread that computes gives way to the loop this soon."""

_FIRST_SECONDS = 0.2
_LOOK_SECONDS = 0.002
_ENDING_SECONDS = _TOLD_SECONDS = 5


async def serve(*, follows_log: bool = False) -> None:
    """Be the daemon until SIGTERM, SIGINT or the end of the session bus.

    Raises BusError, and EngineError when nothing is left that could speak.
    `follows_log`: how much is logged is as in the settings.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    end_without_memory(asyncio.get_running_loop())
    # numpy's matrix products are small here: more threads only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    service = await Service.connect()
    # Who sees the name may end its owner at once.
    stop = _stop_event()
    await service.own()
    _log.info("the bus name is owned")
    from sotto.starting.lean import share_one_arena

    share_one_arena()
    daemon = _Daemon(service, follows_log, *begin_espeaks())
    loading = asyncio.create_task(daemon.load())
    loading.add_done_callback(daemon.over)
    gone = asyncio.create_task(service.disconnected())
    stopped = asyncio.create_task(stop.wait())
    dead = asyncio.create_task(daemon.dead.wait())
    try:
        await asyncio.wait([gone, stopped, dead], return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            raise BusError("the session bus went away")
        if dead.done():
            raise EngineError("nothing is left that could speak")
    finally:
        # A thread that hangs must not keep this process, and with it the name, for ever.
        signal.alarm(_ENDING_SECONDS)
        for task in (loading, gone, stopped, dead):
            task.cancel()
        await daemon.close()
        _log.info("ended")


def _stop_event() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


class _Daemon:
    """Everything that is put together, and taken apart again."""

    def __init__(
        self, service: Service, follows_log: bool, owner: EspeakThread, spare: EspeakThread
    ) -> None:
        self.dead = asyncio.Event()
        """Set when nothing speaks any more: a new process has to."""
        self._service = service
        self._owner, self._spare = owner, spare
        self._loop = asyncio.get_running_loop()
        self._preferences: Preferences | None = None
        self._parts: Parts | None = None
        self._speaker: Speaker | None = None
        self._voice: Voice1 | None = None
        self._watchdog: asyncio.Task[None] | None = None
        self._trim = Trim(self._loop)
        self._saving: Saving | None = None
        self._live: Live | None = None
        self._follows_log = follows_log
        self._ensemble: Ensemble | None = None

    async def load(self) -> None:
        """First what speaks at once, then the neural voices."""
        try:
            parts = self._parts = await asyncio.to_thread(self._make_parts)
            self._attach(parts)
        except SottoError as error:
            self._fail(f"{error.hears}: {error}")
            return
        except Exception as error:  # who calls is told why, and waits for no dead daemon
            _log.exception("the daemon cannot be put together")
            self._fail(f"{SottoError.hears}: {type(error).__name__}: {error}")
            return
        await self._begun()
        assert self._ensemble is not None and self._saving is not None
        await self._ensemble.load(self._usual_voices)
        await asyncio.to_thread(compile_rest)
        self._loaded(self._ensemble)
        self._ensemble.watch()
        await self._saving.watch()

    async def _begun(self) -> None:
        """What speaks at once is heard before loading the others takes its time from it."""
        assert self._speaker is not None
        limit = self._loop.time() + _FIRST_SECONDS
        while self._speaker.is_beginning and self._loop.time() < limit:
            await asyncio.sleep(_LOOK_SECONDS)

    def over(self, loading: asyncio.Task[None]) -> None:
        """What `load` did not expect ends the daemon: a new one may have more luck."""
        if not loading.cancelled() and (error := loading.exception()) is not None:
            _log.error("the daemon was not put together", exc_info=error)
            self.dead.set()

    async def close(self) -> None:
        """Silence, other programs' volume restored, everything given back."""
        self._trim.hold()
        if self._watchdog is not None:
            self._watchdog.cancel()
        await self._service.close()
        if self._saving is not None:
            self._saving.close()
        if self._ensemble is not None:
            self._ensemble.close()
        if self._preferences is not None:
            self._preferences.close()
        if self._speaker is not None:
            self._speaker.close()
        if self._parts is not None:
            self._parts.ducking.close()
        self._owner.close()
        self._spare.close()

    # ---- putting together

    def _make_parts(self) -> Parts:
        """On the loading thread. Raises SottoError without libespeak-ng."""
        # So that the loop does not wait for them.
        import sotto.board
        import sotto.dbus.interface
        import sotto.ensemble
        import sotto.saving  # noqa: F401
        from sotto.audio.waking import Habits
        from sotto.memory import keep_while_busy
        from sotto.preferences import Preferences

        keep_while_busy()
        preferences = self._preferences = Preferences(self._loop, self._settings_changed)
        record = waking_record()
        return make_parts(
            self._owner,
            self._spare,
            preferences.current,
            Habits(record.read(), lambda: self._keep_habits(record)),
        )

    def _attach(self, parts: Parts) -> None:
        """On the loop: requests that waited are answered before this returns."""
        from sotto.board import settings_board
        from sotto.dbus.interface import Services
        from sotto.ensemble import Ensemble
        from sotto.live import Live
        from sotto.saving import Saving
        from sotto.settings.modes import LookAhead
        from sotto.settings.overrides import overridden
        from sotto.settings.values import describe
        from sotto.speech.speaker import Speaker
        from sotto.watchdog import feed

        preferences, settings = self._preferred, self._current()
        speaker = self._speaker = Speaker(
            parts.sink,
            self._on_event,
            cache_bytes=settings.cache_mb << 20,
            deadline=settings.deadline_ms / 1000,
            on_busy=self._busy,
            on_idle=self._idle,
            on_stream=self._trim.hold,
            on_dead=self.dead.set,
            opens_aside=True,
        )
        ensemble = self._ensemble = Ensemble(parts, self._voices_changed, self._look_again)
        self._saving = Saving(speaker.quality, self._current, lambda: ensemble.voices)
        speaker.use(self._stages(settings, parts))
        services = Services(
            speaker=speaker,
            rate=HOUSE_RATE,
            catalogue=parts.catalogue,
            defaults=lambda: self._current().options(),
            problems=self._problems,
            devices=lambda: parts.habits.known,
            language=lambda: preferences.language,
            settings=settings_board(preferences, parts.catalogue),
            chosen=lambda: (self._current().voice_of_language(), self._current().voice),
            look_for_voices=ensemble.look,
            is_looking=lambda: ensemble.is_looking,
            looks_ahead=lambda: self._current().look_ahead is LookAhead.ON,
            has_programs=lambda: bool(self._current().programs),
            overridden=lambda program, options: overridden(self._current(), program, options),
        )
        self._voice = self._service.attach(services)
        self._live = Live(
            speaker,
            parts.sink,
            parts.ducking,
            (parts.disk_cache, parts.forms),
            self._restage,
            self._follows_log,
            parts.residents,
        )
        # The settings may have changed while the rest was loading.
        self._live.apply(self._current(), dict.fromkeys(each.name for each in describe()))
        self._saving.allow(self._current())
        preferences.watch()
        self._watchdog = asyncio.create_task(feed(os.environ, speaker.is_able))
        parts.ducking.restore_after_crash()
        speaker.open()
        self._tell([*parts.damaged, *preferences.problems], *self._warnings(parts))
        _log.info("ready; %d voices", len(parts.catalogue.voices()))

    def _on_event(self, event: Event) -> None:
        if self._voice is not None:
            self._voice.listener(event)

    def _loaded(self, ensemble: Ensemble) -> None:
        from sotto.errors import VoiceDamagedError
        from sotto.memory import give_back_aside, give_back_code, settle

        settle()
        assert self._speaker is not None
        warm_up = partial(ensemble.warm_up, self._preferred.language, self._speaker.warmed_up)
        give_back_aside(give_back_code, warm_up)
        is_news = ensemble.problems and not ensemble.damaged
        self._tell(ensemble.problems, *([VoiceDamagedError.hears] if is_news else []))
        self._service.changed()
        able = sum(not engine.problem for engine in ensemble.voices)
        _log.info("loaded; %d of %d voice files speak", able, len(ensemble.voices))

    def _look_again(self) -> None:
        if self._speaker is not None:
            self._speaker.look_again()

    def _usual_voices(self) -> set[str]:
        assert self._parts is not None
        settings = self._current()
        chosen = settings.voice_of_language()
        return self._parts.catalogue.usual(chosen, settings.voice, self._preferred.language)

    def _voices_changed(self, damage: Sequence[str]) -> None:
        from sotto.errors import VoiceDamagedError

        self._restage()
        self._tell(damage, *([VoiceDamagedError.hears] if damage else []))
        self._service.changed()

    def _fail(self, reason: str) -> None:
        """Whoever calls is told why for a while; then another process may have more luck."""
        look_for_memory()
        _log.error("%s", reason)
        self._service.fail(reason)
        self._loop.call_later(_TOLD_SECONDS, self.dead.set)

    # ---- settings

    @property
    def _preferred(self) -> Preferences:
        assert self._preferences is not None, "settings come before requests"
        return self._preferences

    def _current(self) -> Settings:
        return self._preferred.current

    def _stages(self, settings: Settings, parts: Parts) -> Stages:
        from sotto.synthesis.stages import Stages

        assert self._saving is not None
        saving, words = self._saving, self._preferred.words
        words.current()  # read now, so that no text waits for it
        return Stages(
            clauses=words.clauses,
            words=words.revision,
            phonemes=parts.phonemizer.run,
            catalogue=parts.catalogue,
            rate=HOUSE_RATE,
            voice=settings.voice,
            language=self._preferred.language,
            disk_cache=parts.disk_cache,
            forms=parts.forms,
            voices=settings.voice_of_language(),
            reads_long=lambda: saving.reads_long,
        )

    def _settings_changed(
        self, settings: Settings, changes: Mapping[str, object], problems: Sequence[str]
    ) -> None:
        if self._live is None or self._saving is None:
            return
        self._live.apply(settings, changes)
        self._saving.allow(settings)
        # The request that made us look has to be answered first.
        self._loop.call_soon(self._tell, problems, *([SettingsError.hears] if problems else []))
        self._loop.call_soon(self._service.changed)
        self._loop.call_soon(self._service.settings_changed, tuple(changes))

    def _restage(self) -> None:
        """Speak with what the settings say by now; what was kept in memory is forgotten."""
        assert self._speaker is not None and self._parts is not None
        self._speaker.use(self._stages(self._current(), self._parts))

    def _keep_habits(self, record: WakingRecord) -> None:
        """Called by the sink's own thread, which may not wait for a disk, nor for the loop."""

        def write() -> None:
            if self._parts is not None and not self._loop.is_closed():
                self._loop.run_in_executor(None, record.write, self._parts.habits.known)

        with suppress(RuntimeError):  # the loop has ended, and so has what would be learned
            self._loop.call_soon_threadsafe(write)

    # ---- problems

    def _problems(self) -> list[str]:
        """All that is not as it should be, in words for people."""
        found: list[str] = []
        if self._preferences is not None:
            found += self._preferences.problems
        if self._ensemble is not None:
            found += [*self._ensemble.damaged, *self._ensemble.problems]
        if self._speaker is not None and self._speaker.state.problem:
            found.append(self._speaker.state.problem)
        return found

    def _warnings(self, parts: Parts) -> list[str]:
        """What is worth saying aloud at the start."""
        from sotto.errors import VoiceDamagedError

        found = [VoiceDamagedError.hears] if parts.damaged else []
        if self._preferred.problems:
            found.append(SettingsError.hears)
        return found

    def _tell(self, problems: Sequence[str], *spoken: str) -> None:
        """Log the problems; say the short texts aloud."""
        for problem in problems:
            _log.warning("%s", problem)
        for text in spoken:
            if self._voice is not None:
                self._voice.announce(text)

    def _busy(self) -> None:
        self._trim.hold()
        if self._parts is not None:
            self._parts.ducking.duck()

    def _idle(self) -> None:
        if self._parts is not None:
            self._parts.ducking.unduck()
        self._trim.run()


def run(*, follows_log: bool = False) -> None:
    """`serve` in a loop of its own. Raises BusError."""
    asyncio.run(serve(follows_log=follows_log))
