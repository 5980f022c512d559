"""Sotto on and off in Orca: what is checked, in which order things happen, what is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sotto_orca import remote, running
from sotto_orca.choice import Choice, System
from sotto_orca.commands import run
from sotto_orca.errors import OrcaError, OrcaRunningError, OrcaSettingsError
from sotto_orca.installation import FIRST_SPIEL_VERSION, installed_version, store_of

_UNSAFE = (
    "Orca is running and may write over its settings. Quit it first, "
    "or let this command restart it with --restart."
)


@dataclass(frozen=True, slots=True)
class Status:
    """How things are."""

    version: int
    is_enabled: bool
    is_running: bool


class Switch:
    """Works on the settings of the Orca that is installed.

    Raises OrcaMissingError on construction when none is.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.version = installed_version(environment)
        self._store = store_of(self.version, environment)

    def status(self) -> Status:
        """Raises OrcaSettingsError."""
        return Status(
            self.version, self._store.is_enabled(), bool(running.processes(self._environment))
        )

    def enable(self, choice: Choice, *, restart: bool = False) -> str:
        """Returns in words what was done. Raises OrcaError; nothing is changed then."""
        if choice.system is System.SPIEL and self.version < FIRST_SPIEL_VERSION:
            raise OrcaSettingsError(
                f"Orca {self.version} does not know Spiel; version {FIRST_SPIEL_VERSION} does."
            )
        after = self._change(lambda: self._store.enable(choice), choice, restart=restart)
        return f"Orca {self.version} speaks with Sotto {after}."

    def disable(self, *, restart: bool = False) -> str:
        """Returns in words what was done. Raises OrcaError; nothing is changed then."""
        was_enabled: list[bool] = []
        after = self._change(
            lambda: was_enabled.append(self._store.disable()), None, restart=restart
        )
        if not was_enabled[0]:
            return "Sotto was not enabled in Orca; nothing was changed."
        return f"Orca {self.version} speaks as before {after}."

    def _change(self, change: Callable[[], None], choice: Choice | None, *, restart: bool) -> str:
        """When it takes effect."""
        orcas = running.processes(self._environment)
        if not orcas:
            change()
            return "from its next start on"
        if restart:
            self._restarted(orcas, change)
            return "from now on: it was started again"
        if not self._store.is_live:
            raise OrcaRunningError(_UNSAFE)
        change()
        return self._tell(choice)

    def _restarted(self, orcas: tuple[running.Process, ...], change: Callable[[], None]) -> None:
        running.stop(orcas, self._environment)
        # A reader that was there has to be there again, whatever happens to its settings.
        try:
            change()
        finally:
            running.start(orcas[0].command, self._environment)

    def _tell(self, choice: Choice | None) -> str:
        if choice is None:
            return "from its next start on"
        send = partial(run, self._environment, "dbus-send")
        try:
            remote.tell(choice, self.version, send)
        except OrcaError:
            return "from its next start on: the running one could not be told"
        return "from now on"
