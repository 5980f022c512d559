"""A running Orca told over its D-Bus interface, so that it changes at once.

The interface has three forms: none before 49, a generic one in 49 and 50, properties since 51.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sotto_orca.choice import Choice, System

_TITLES = {System.SPEECH_DISPATCHER: "Speech Dispatcher", System.SPIEL: "Spiel"}

Send = Callable[..., str]
"""Runs dbus-send with these arguments. Raises OrcaSettingsError when the call is refused."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call, as dbus-send takes it."""

    destination: str
    path: str
    method: str
    arguments: tuple[str, ...]


def calls(choice: Choice, version: int) -> tuple[Call, ...]:
    """What makes a running Orca of this version speak so. Pure."""
    wanted = (
        ("CurrentServer", _TITLES[choice.system]),
        ("CurrentSynthesizer", choice.synthesizer),
    )
    build = _setter if version <= 50 else _property
    return tuple(build(name, value, version) for name, value in wanted)


def _setter(name: str, value: str, version: int) -> Call:
    module = "SpeechAndVerbosityManager" if version <= 49 else "SpeechManager"
    return Call(
        "org.gnome.Orca.Service",
        f"/org/gnome/Orca/Service/{module}",
        "org.gnome.Orca.Module.ExecuteRuntimeSetter",
        (f"string:{name}", f"variant:string:{value}"),
    )


def _property(name: str, value: str, version: int) -> Call:
    return Call(
        "org.gnome.Orca1.Service",
        "/org/gnome/Orca1/Service/SpeechManager",
        "org.freedesktop.DBus.Properties.Set",
        ("string:org.gnome.Orca1.SpeechManager", f"string:{name}", f"variant:string:{value}"),
    )


def tell(choice: Choice, version: int, send: Send) -> None:
    """Make the calls. Raises what `send` raises."""
    for call in calls(choice, version):
        send(
            "--session",
            "--print-reply",
            f"--dest={call.destination}",
            call.path,
            call.method,
            *call.arguments,
        )
