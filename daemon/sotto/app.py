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
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sotto.dbus.service import Service
from sotto.errors import BusError, EngineError, SettingsError, SottoError
from sotto.memory import Trim, end_without_memory
from sotto.messages import HOUSE_RATE
from sotto.parts import (
    Parts,
    all_damage,
    begin_espeaks,
    load_voice,
    make_ducking,
    open_kept,
    renew_kept,
    voice_problems,
    waking_record,
)

if TYPE_CHECKING:
    from sotto.arrivals import Arrivals
    from sotto.audio.waking_record import WakingRecord
    from sotto.dbus.interface import Voice1
    from sotto.dbus.power import PowerWatch
    from sotto.dbus.settings import SettingsBoard
    from sotto.live import Live
    from sotto.phonemes.owner import EspeakThread
    from sotto.settings.store import SettingsStore, Work
    from sotto.settings.values import Settings
    from sotto.speech.events import Event
    from sotto.speech.speaker import Speaker
    from sotto.synthesis.stages import Stages
    from sotto.text.own_words import OwnWords
    from sotto.voice.late import LateEngine

_log = logging.getLogger("sotto")

_SWITCH_SECONDS = 0.0005
"""A thread that computes gives way to the loop this soon."""

_FIRST_SECONDS = 0.2
_LOOK_SECONDS = 0.002
_ENDING_SECONDS = 5


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
    from sotto.lean import share_one_arena

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
        self._settings: SettingsStore | None = None
        self._parts: Parts | None = None
        self._speaker: Speaker | None = None
        self._voice: Voice1 | None = None
        self._watchdog: asyncio.Task[None] | None = None
        self._trim = Trim(self._loop)
        self._power: PowerWatch | None = None
        self._live: Live | None = None
        self._words: OwnWords | None = None
        self._follows_log = follows_log
        self._arrivals: Arrivals | None = None
        self._looks_again = False
        self._is_on_battery = False
        self._reads_long = False

    async def load(self) -> None:
        """First what speaks at once, then the neural voices."""
        try:
            parts = self._parts = await asyncio.to_thread(self._make_parts)
            self._attach(parts)
        except SottoError as error:
            self._fail(f"{error.hears}: {error}")
            return
        except (
            Exception
        ) as error:  # whoever calls is told why, instead of waiting for a dead daemon
            _log.exception("the daemon cannot be put together")
            self._fail(f"{SottoError.hears}: {type(error).__name__}: {error}")
            return
        await self._begun()
        # The first is the one that is usually asked for; nothing may keep it waiting.
        for engine in parts.voices[:1]:
            await load_voice(engine)
        opening = asyncio.create_task(asyncio.to_thread(open_kept, parts))
        for engine in parts.voices[1:]:
            await load_voice(engine)
        await opening
        self._loaded(parts)
        self._await_voices(parts)
        await self._watch_power()

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
        if self._power is not None:
            self._power.close()
        if self._arrivals is not None:
            self._arrivals.close()
        if self._settings is not None:
            self._loop.remove_reader(self._settings.descriptor)
            self._settings.close()
        if self._speaker is not None:
            self._speaker.close()
        if self._parts is not None:
            self._parts.ducking.close()
        self._owner.close()
        self._spare.close()

    # ---- putting together

    def _make_parts(self) -> Parts:
        """On the loading thread. Raises SottoError without libespeak-ng."""
        import sotto.dbus.interface  # noqa: F401 - so that the loop does not wait for it
        from sotto.audio.pulse import PulseSink
        from sotto.audio.waking import Habits
        from sotto.live import keep_awake, voices_bytes
        from sotto.memory import keep_while_busy
        from sotto.phonemes.phonemizer import Phonemizer
        from sotto.settings.places import settings_path
        from sotto.settings.store import SettingsStore
        from sotto.synthesis.disk_cache import DiskCache, disk_cache_path
        from sotto.voice.catalogue import Catalogue
        from sotto.voice.espeak import EspeakEngine
        from sotto.voice.forms import Forms, forms_path
        from sotto.voice.found import find_voices
        from sotto.voice.residents import Residents

        keep_while_busy()
        self._settings = SettingsStore(
            settings_path(os.environ), self._settings_changed, self._write
        )
        settings = self._settings.current
        residents = Residents(voices_bytes(settings))
        voices, damaged = find_voices(os.environ, residents)
        kept_bytes = settings.phrase_cache_mb << 20
        forms = Forms(forms_path(os.environ), kept_bytes)
        record = waking_record()
        habits = Habits(record.read(), lambda: self._keep_habits(record))
        for engine in voices:
            engine.keep_in(forms)
        return Parts(
            owner=self._owner,
            phonemizer=Phonemizer(self._owner),
            voices=voices,
            residents=residents,
            damaged=damaged,
            catalogue=Catalogue(voices, EspeakEngine(self._owner, self._spare)),
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

    def _attach(self, parts: Parts) -> None:
        """On the loop: requests that waited are answered before this returns."""
        from sotto.dbus.interface import Services
        from sotto.live import Live
        from sotto.settings.modes import LookAhead
        from sotto.settings.overrides import overridden
        from sotto.settings.values import describe
        from sotto.speech.speaker import Speaker
        from sotto.watchdog import feed

        settings = self._current()
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
        speaker.use(self._stages(settings, parts))
        services = Services(
            speaker=speaker,
            rate=HOUSE_RATE,
            catalogue=parts.catalogue,
            defaults=lambda: self._current().options(),
            problems=self._problems,
            devices=lambda: parts.habits.known,
            language=self._language,
            settings=self._board(parts),
            chosen=lambda: (self._current().voice_of_language(), self._current().voice),
            look_for_voices=self._look_for_voices,
            is_looking=self._is_looking,
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
        self._allow_long(self._current())
        self._watch_settings()
        self._watchdog = asyncio.create_task(feed(os.environ, speaker.is_able))
        parts.ducking.restore_after_crash()
        speaker.open()
        problems = [*parts.damaged, *(self._settings.problems if self._settings else ())]
        self._tell(problems, *self._warnings(parts))
        _log.info("ready; %d voices", len(parts.catalogue.voices()))

    def _on_event(self, event: Event) -> None:
        if self._voice is not None:
            self._voice.listener(event)

    def _loaded(self, parts: Parts) -> None:
        from sotto.errors import VoiceDamagedError
        from sotto.memory import give_back_aside, settle
        from sotto.voice.found import rest

        rest(parts.voices, self._usual_voices(parts))
        self._look_again()
        settle()
        give_back_aside()
        problems = voice_problems(parts)
        is_news = problems and not parts.damaged
        self._tell(problems, *([VoiceDamagedError.hears] if is_news else []))
        self._service.changed()
        _log.info(
            "loaded; %d of %d voice files speak",
            sum(not engine.problem for engine in parts.voices),
            len(parts.voices),
        )

    def _look_again(self) -> None:
        if self._speaker is not None:
            self._speaker.look_again()

    def _usual_voices(self, parts: Parts) -> set[str]:
        settings = self._current()
        chosen = settings.voice_of_language()
        return parts.catalogue.usual(chosen, settings.voice, self._language())

    def _await_voices(self, parts: Parts) -> None:
        """Voices that come later are found too."""
        from sotto.arrivals import Arrivals
        from sotto.voice.catalogue import CHECKOUT, voice_roots
        from sotto.voice.found import find_again

        find = partial(find_again, os.environ, residents=parts.residents)
        self._arrivals = Arrivals(
            find, parts.voices, parts.damaged, load_voice, self._voices_changed
        )
        self._arrivals.watch(root for root in voice_roots(os.environ) if root != CHECKOUT)
        if self._looks_again:
            self._arrivals.look()

    def _look_for_voices(self) -> None:
        self._looks_again = True
        if self._arrivals is not None:
            self._arrivals.look()

    def _is_looking(self) -> bool:
        return self._arrivals.is_looking if self._arrivals is not None else self._looks_again

    def _voices_changed(self, voices: Sequence[LateEngine], damaged: Sequence[str]) -> None:
        """These are there now; what speaks goes on in its own voice."""
        from sotto.errors import VoiceDamagedError
        from sotto.memory import give_back_aside

        assert self._parts is not None
        before, self._parts = self._parts, replace(self._parts, voices=voices, damaged=damaged)
        self._parts.disk_cache.renew("")
        self._parts.forms.renew("")
        for engine in voices:
            engine.keep_in(self._parts.forms)
        self._parts.catalogue.use(voices)
        self._restage()
        renewed = self._loop.run_in_executor(None, renew_kept, self._parts)
        renewed.add_done_callback(lambda _: self._look_again())
        news = [problem for problem in all_damage(self._parts) if problem not in all_damage(before)]
        self._tell(news, *([VoiceDamagedError.hears] if news else []))
        self._service.changed()
        give_back_aside()
        _log.info("%d voices by now", len(self._parts.catalogue.voices()))

    async def _watch_power(self) -> None:
        from sotto.dbus.power import PowerWatch

        try:
            self._power = await PowerWatch.connect(
                os.environ, self._power_changed, self._battery_changed
            )
        except BusError as error:
            _log.info("whether power is saved cannot be known: %s", error)

    def _battery_changed(self, is_on_battery: bool) -> None:
        self._is_on_battery = is_on_battery
        self._allow_long(self._current())

    def _allow_long(self, settings: Settings) -> None:
        """Whether heavy voices may go on from here on; where not, they take nothing either."""
        from sotto.settings.modes import LongReading

        chosen = settings.long_reading
        is_auto = chosen is LongReading.AUTO and not self._is_on_battery
        self._reads_long = is_auto or chosen is LongReading.ALWAYS
        if self._parts is None or self._reads_long:
            return
        for engine in self._parts.voices:
            if (ahead := engine.ahead) is not None:
                ahead.rest()

    def _power_changed(self, is_saving: bool) -> None:
        if self._speaker is not None:
            self._speaker.quality.is_saving = is_saving

    def _fail(self, reason: str) -> None:
        _log.error("%s", reason)
        self._service.fail(reason)

    # ---- settings

    def _current(self) -> Settings:
        assert self._settings is not None, "settings come before requests"
        return self._settings.current

    def _stages(self, settings: Settings, parts: Parts) -> Stages:
        from sotto.synthesis.stages import Stages

        words = self._own_words()
        words.current()  # read now, so that no text waits for it
        return Stages(
            clauses=words.clauses,
            words=words.revision,
            phonemes=parts.phonemizer.run,
            catalogue=parts.catalogue,
            rate=HOUSE_RATE,
            voice=settings.voice,
            language=self._language(),
            disk_cache=parts.disk_cache,
            forms=parts.forms,
            voices=settings.voice_of_language(),
            reads_long=lambda: self._reads_long,
        )

    def _language(self) -> str:
        from sotto.settings.places import session_language

        return self._current().language or session_language(os.environ)

    def _settings_changed(
        self, settings: Settings, changes: Mapping[str, object], problems: Sequence[str]
    ) -> None:
        if self._live is None:
            return
        self._live.apply(settings, changes)
        self._allow_long(settings)
        # The request that made us look has to be answered first.
        self._loop.call_soon(self._tell, problems, *([SettingsError.hears] if problems else []))
        self._loop.call_soon(self._service.changed)
        self._loop.call_soon(self._service.settings_changed, tuple(changes))

    def _board(self, parts: Parts) -> SettingsBoard:
        from sotto.audio.devices import KnownOutputs
        from sotto.dbus.settings import SettingsBoard
        from sotto.settings.programs import read_programs
        from sotto.settings.values import Settings
        from sotto.voice.pace import words_a_minute

        assert self._settings is not None
        catalogue, outputs = parts.catalogue, KnownOutputs()

        def choices(name: str) -> Sequence[str]:
            if name == "voice":
                return ["", *(v.identifier for v in catalogue.voices())]
            return ["", *outputs.names()] if name == "device" else []

        def check(name: str, value: object) -> None:
            wanted = [str(value)] if name == "voice" and value else []
            if name == "voices":
                wanted = list(Settings(voices=str(value)).voice_of_language().values())
            if name == "programs":
                chosen = read_programs(str(value)).values()
                wanted = [each["voice"] for each in chosen if each.get("voice")]
            for voice in wanted:
                catalogue.find(voice)

        def pace() -> float:
            settings = self._current()
            chosen = settings.voice_of_language()
            return words_a_minute(catalogue.default(chosen, settings.voice, self._language()))

        return SettingsBoard(self._settings, choices, check, pace, self._own_words())

    def _own_words(self) -> OwnWords:
        from sotto.text.own_words import OwnWords, words_path

        if self._words is None:
            self._words = OwnWords(words_path(os.environ))
        return self._words

    def _restage(self) -> None:
        """Speak with what the settings say by now; what was kept in memory is forgotten."""
        assert self._speaker is not None and self._parts is not None
        self._speaker.use(self._stages(self._current(), self._parts))

    def _watch_settings(self) -> None:
        """Hand edits are heard at once, not only with the next request."""
        assert self._settings is not None
        if (descriptor := self._settings.descriptor) >= 0:
            self._loop.add_reader(descriptor, self._current)

    def _write(self, work: Work, done: Callable[[SettingsError | None], None]) -> None:
        """On a thread: a slow disk must not keep speech waiting."""
        future = self._loop.run_in_executor(None, work)
        future.add_done_callback(lambda over: done(over.result()))

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
        if self._settings is not None:
            found += self._settings.problems
        if self._parts is not None:
            found += all_damage(self._parts)
        if self._speaker is not None and self._speaker.state.problem:
            found.append(self._speaker.state.problem)
        return found

    def _warnings(self, parts: Parts) -> list[str]:
        """What is worth saying aloud at the start."""
        from sotto.errors import VoiceDamagedError

        found = [VoiceDamagedError.hears] if parts.damaged else []
        if self._settings is not None and self._settings.problems:
            found.append(SettingsError.hears)
        return found

    def _tell(self, problems: Sequence[str], *spoken: str) -> None:
        """Log the problems; say the short texts aloud."""
        for problem in problems:
            _log.warning("%s", problem)
        for text in spoken:
            if self._voice is not None:
                self._voice.announce(text)

    # ---- quiet and noise

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
