"""The daemon as the window sees it: settings, what it says, and how it did. GLib's D-Bus, so that
nothing of the daemon is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gi.repository import Gio, GLib

NAME = "org.sotto.Voice1"
PATH = "/org/sotto/Voice1"
SETTINGS = "org.sotto.Settings1"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_PATIENCE = 10_000
"""Milliseconds for an answer; the daemon may have to be started first."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as the daemon describes it."""

    name: str
    signature: str
    page: str
    default: Any
    low: float
    high: float
    choices: Sequence[str]
    unit: str
    label: str
    help: str


class DaemonError(Exception):
    """The daemon cannot be reached, or refused."""


class Daemon:
    """`on_change` gets the name and the new value of every setting that changes, by whomever."""

    def __init__(self, on_change: Callable[[str, Any], None]) -> None:
        self._on_change = on_change
        try:
            self._bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        except GLib.Error as error:
            raise DaemonError(error.message) from error
        self._last = 0
        self._wanted: tuple[str, dict[str, str]] | None = None
        self._is_asking = False
        self._bus.signal_subscribe(
            NAME, _PROPERTIES, "PropertiesChanged", PATH, SETTINGS, 0, self._changed
        )

    # ---- settings

    def describe(self) -> dict[str, Setting]:
        """All settings by name. Raises DaemonError."""
        (described,) = self.ask(SETTINGS, "Describe")
        return {name: Setting(name, *table) for name, table in described.items()}

    def values(self) -> dict[str, Any]:
        """What holds. Raises DaemonError."""
        given = GLib.Variant("(s)", (SETTINGS,))
        (values,) = self.ask(_PROPERTIES, "GetAll", given)
        return dict(values)

    def set(
        self, setting: Setting, value: object, on_refused: Callable[[str], None] = lambda _: None
    ) -> None:
        """Let a value hold from now on; returns at once. `on_refused` gets the reason, if any."""
        wrapped = GLib.Variant(setting.signature, value)
        given = GLib.Variant("(ssv)", (SETTINGS, setting.name, wrapped))
        self._tell(_PROPERTIES, "Set", given, on_refused=on_refused)

    def undo(self) -> Sequence[str]:
        """Take the last change back; what changed. Raises DaemonError."""
        (names,) = self.ask(SETTINGS, "Undo")
        return list(names)

    # ---- speech

    def say(self, text: str, **options: str) -> None:
        """Speak instead of what this window said before; the newest text wins. `options` are
        those of `Speak`; empty ones are left open."""
        self._wanted = text, {name: value for name, value in options.items() if value}
        if not self._is_asking:
            self._speak(*self._wanted)

    def silence(self) -> None:
        """Be silent at once."""
        self._wanted = None
        self._tell(NAME, "CancelAll")

    def _speak(self, text: str, chosen: Mapping[str, str]) -> None:
        self._wanted = None
        if self._last:
            self._tell(NAME, "Cancel", GLib.Variant("(t)", (self._last,)))
        self._is_asking = True
        options = {name: GLib.Variant("s", value) for name, value in chosen.items()}
        self._tell(NAME, "Speak", GLib.Variant("(sa{sv})", (text, options)), self._spoken)

    def _spoken(self, answer: Sequence[int] | None) -> None:
        self._is_asking = False
        self._last = answer[0] if answer else 0
        if self._wanted:
            self._speak(*self._wanted)

    # ---- questions

    def voices(self) -> list[dict[str, Any]]:
        """All voices. Raises DaemonError."""
        return list(self._property("Voices"))

    def version(self) -> str:
        """The daemon's version. Raises DaemonError."""
        return str(self._property("Version"))

    def state(self) -> dict[str, Any]:
        """How the daemon is. Raises DaemonError."""
        return dict(self._property("State"))

    def explanations(self, count: int) -> list[tuple[int, dict[str, Any]]]:
        """How the last texts became sound, the newest first. Raises DaemonError."""
        last, found = int(self.state()["last"]), []
        for number in range(last, max(last - 4 * count, 0), -1):
            try:
                (known,) = self.ask(NAME, "Why", GLib.Variant("(t)", (number,)))
            except DaemonError:  # forgotten, or it was not heard by anybody
                continue
            found.append((number, known))
        return found[:count]

    def _property(self, name: str) -> Any:  # noqa: ANN401 - each has its own type
        (value,) = self.ask(_PROPERTIES, "Get", GLib.Variant("(ss)", (NAME, name)))
        return value

    # ---- the bus

    def ask(
        self, interface: str, member: str, given: GLib.Variant | None = None
    ) -> tuple[Any, ...]:
        """The answer to a call. Raises DaemonError."""
        flags = Gio.DBusCallFlags.NONE
        try:
            answer = self._bus.call_sync(
                NAME, PATH, interface, member, given, None, flags, _PATIENCE, None
            )
        except GLib.Error as error:
            raise DaemonError(_reason(error)) from error
        return tuple(answer.unpack())

    def _tell(
        self,
        interface: str,
        member: str,
        given: GLib.Variant | None = None,
        on_answer: Callable[[Sequence[int] | None], None] = lambda _: None,
        on_refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        def done(bus: Gio.DBusConnection, result: Gio.AsyncResult) -> None:
            try:
                on_answer(bus.call_finish(result).unpack())
            except GLib.Error as error:
                on_answer(None)
                on_refused(_reason(error))

        self._bus.call(
            NAME,
            PATH,
            interface,
            member,
            given,
            None,
            Gio.DBusCallFlags.NONE,
            _PATIENCE,
            None,
            done,
        )

    def _changed(self, *signal: Any) -> None:  # noqa: ANN401 - as GLib calls it
        # Connection, sender, path, interface and member come first.
        _, changed, _ = signal[5].unpack()
        for name, value in changed.items():
            self._on_change(name, value)


def _reason(error: GLib.Error) -> str:
    """What went wrong, without the name that the bus has for it. `strip_remote_error` would
    change a copy."""
    name = Gio.DBusError.get_remote_error(error)
    return str(error.message.removeprefix(f"GDBus.Error:{name}: "))
