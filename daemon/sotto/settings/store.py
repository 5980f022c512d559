"""The settings that hold now: changed by callers and by hand, written, and taken back."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sotto.errors import SettingsError
from sotto.settings.aside import Aside
from sotto.settings.file import changed, differences, read_settings, write_changes
from sotto.settings.values import Settings, describe
from sotto.settings.watch import FileWatch

_log = logging.getLogger(__name__)

MOST_STEPS = 50
"""Steps back that are remembered."""

START_SECONDS, PATIENCE_SECONDS = 1.0, 0.05
"""How long a disk is waited for, at the start and before a request."""

_NO_ANSWER = "the settings file does not answer; what held before holds"

Status = tuple[int, int, int] | None
Found = tuple[Status, tuple[Settings, list[str]] | None]
"""What file there is, and what is in it when it is another one."""

OnChange = Callable[[Settings, Mapping[str, object], list[str]], None]
Work = Callable[[], SettingsError | None]
Submit = Callable[[Work, Callable[[SettingsError | None], None]], None]


def _at_once(work: Work, done: Callable[[SettingsError | None], None]) -> None:
    done(work())


class SettingsStore:
    """`on_change` gets the settings, which of them are new, and what has gone wrong by now.

    A change holds before it is written; `submit` runs the writing, on a thread if it likes,
    and then calls `done` where all the other methods are called.
    """

    def __init__(self, path: Path, on_change: OnChange, submit: Submit = _at_once) -> None:
        self._path = path
        self._on_change = on_change
        self._submit = submit
        self._watch = FileWatch(path)
        self._aside: Aside[Found] = Aside()
        self._is_stale = True
        self._seen: Status = None
        self._settings, self._mistakes = Settings(), list[str]()
        self._unwritten = ""
        self._pending: dict[str, object] = {}
        self._writing: dict[str, object] = {}
        self._steps: deque[Settings] = deque(maxlen=MOST_STEPS)
        if (found := self._observed(START_SECONDS)) is not None:
            self._seen, new = found
            self._settings, self._mistakes = new or (self._settings, self._mistakes)

    @property
    def descriptor(self) -> int:
        """Readable when `current` should be asked again; -1 when that cannot be known."""
        return self._watch.descriptor

    @property
    def current(self) -> Settings:
        """What holds; the file is read again when it is another one than before.

        On a disk that hangs, what held before holds until it answers.
        """
        self._is_stale |= self._watch.has_changed()
        if (found := self._observed(PATIENCE_SECONDS)) is not None:
            self._seen, new = found
            if new is not None:
                self._read(*new)
        return self._settings

    @property
    def problems(self) -> list[str]:
        """What is wrong with the file, in words for people."""
        silent = [_NO_ANSWER] if self._aside.is_pending else []
        return [*self._mistakes, *silent, *([self._unwritten] if self._unwritten else [])]

    @property
    def steps(self) -> int:
        """How many changes can be taken back."""
        return len(self._steps)

    # ---- changes

    def set(self, name: str, value: object) -> None:
        """Let a value hold from now on. Raises InvalidOptionError."""
        self._change(changed(self.current, {name: value}))

    def reset(self, names: Iterable[str]) -> None:
        """Back to the defaults, all of them without names. Raises InvalidOptionError."""
        defaults = {each.name: each.default for each in describe()}
        wanted = {name: defaults.get(name) for name in names} or defaults
        self._change(changed(self.current, wanted))

    def undo(self) -> tuple[str, ...]:
        """Take the last change back; returns what changed, nothing when there is no step left."""
        current = self.current
        if not self._steps:
            return ()
        before = self._steps.pop()
        changes = differences(current, before)
        self._take(before, changes)
        return tuple(changes)

    def close(self) -> None:
        """Watch no more, and write what is not written."""
        self._watch.close()
        if self._pending and (error := self._write(self._pending)):
            _log.error("%s", error)

    def _change(self, settings: Settings) -> None:
        if changes := differences(self._settings, settings):
            self._steps.append(self._settings)
            self._take(settings, changes)

    def _take(self, settings: Settings, changes: Mapping[str, object]) -> None:
        self._settings = settings
        self._pending.update(changes)
        self._on_change(settings, changes, [])
        self._write_pending()

    # ---- the file

    def _observed(self, patience: float) -> Found | None:
        """What the disk answers by now; one that hangs is waited for once only."""
        if self._aside.is_pending:
            return self._aside.take(0)
        if not self._is_stale:
            return None
        self._is_stale = False
        seen, before = self._seen, self._settings
        self._aside.begin(lambda: self._observe(seen, before))
        return self._aside.take(patience)

    def _observe(self, seen: Status, before: Settings) -> Found:
        """On a thread of its own."""
        self._watch.arm()
        now = self._look()
        return now, read_settings(self._path, before) if now != seen else None

    def _read(self, found: Settings, mistakes: list[str]) -> None:
        before, known = self._settings, self._mistakes
        self._mistakes = mistakes
        # What is still to be written is newer.
        self._settings = changed(found, self._writing | self._pending)
        changes = differences(before, self._settings)
        if changes:
            self._steps.append(before)
        if changes:
            _log.info("settings read again from %s", self._path)
        if changes or self._mistakes != known:
            self._tell_read(changes, known)

    def _tell_read(self, changes: Mapping[str, object], known: list[str]) -> None:
        self._on_change(self._settings, changes, [m for m in self._mistakes if m not in known])

    def _write_pending(self) -> None:
        if self._writing or not self._pending:
            return
        self._writing, self._pending = self._pending, {}
        batch = self._writing
        self._submit(lambda: self._write(batch), self._written)

    def _write(self, changes: Mapping[str, object]) -> SettingsError | None:
        """On whatever thread `submit` has."""
        try:
            write_changes(self._path, changes)
        except SettingsError as error:
            return error
        return None

    def _written(self, error: SettingsError | None) -> None:
        self._writing = {}
        was, self._unwritten = self._unwritten, str(error or "")
        if self._unwritten and not was:
            self._on_change(self._settings, {}, [self._unwritten])
        self._write_pending()

    def _look(self) -> Status:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino
