"""Keys of the desktop for what is wanted at any moment, in each desktop's own settings."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sotto_words import words

_SECONDS = 10
_GNOME = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings"
_XFCE = "/commands/custom/"
_XFCE_CHANNEL = "xfce4-keyboard-shortcuts"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A command of `sotto` and the letter that, with Super and Alt, runs it."""

    action: str
    letter: str
    name: str


SHORTCUTS = (
    Shortcut("again", "a", "Say it again"),
    Shortcut("stop", "x", "Be silent"),
    Shortcut("read", "w", "Read the window"),
)
TOLD = "Super, Alt and a says it again, x is silence, w reads the window."


class ShortcutError(Exception):
    """The desktop's settings cannot be read or changed, in words."""


def desktop(environment: Mapping[str, str]) -> str:
    """`gnome`, `kde` or `xfce`; "" for another."""
    names = environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
    found = {"gnome": "gnome", "ubuntu": "gnome", "kde": "kde", "xfce": "xfce"}
    return next((found[name] for name in names if name in found), "")


# ---- settings by key: GNOME's dconf and Xfce's xfconf


def wanted_keys(kind: str, command: str, now: Mapping[str, str]) -> dict[str, str]:
    """The keys and values to write; `now` is what `list_key` has. Pure."""
    if kind == "xfce":
        return {f"{_XFCE}<Super><Alt>{s.letter}": f"{command} {s.action}" for s in SHORTCUTS}
    folders = [f"{_GNOME}/sotto-{each.action}/" for each in SHORTCUTS]
    known = [path for path in read_list(now.get(_GNOME, "")) if path not in folders]
    keys = {_GNOME: str([*known, *folders])}
    for folder, each in zip(folders, SHORTCUTS, strict=True):
        keys[folder + "name"] = repr(f"Sotto: {words(each.name)}")
        keys[folder + "command"] = repr(f"{command} {each.action}")
        keys[folder + "binding"] = repr(f"<Super><Alt>{each.letter}")
    return keys


def list_keys(kind: str) -> tuple[str, ...]:
    """The keys that hold what others have put there too."""
    return (_GNOME,) if kind == "gnome" else ()


def without_ours(value: str) -> str:
    """A shared list as others left it. Pure."""
    kept = [path for path in read_list(value) if not path.startswith(f"{_GNOME}/sotto-")]
    return str(kept) if kept else "@as []"


def read_list(value: str) -> list[str]:
    """A list of strings as dconf prints it; empty for what is none. Pure."""
    try:
        found = ast.literal_eval(value.removeprefix("@as").strip() or "[]")
    except (ValueError, SyntaxError):
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def read_key(kind: str, key: str) -> str:
    """What is there; "" for nothing. Raises ShortcutError."""
    if kind == "gnome":
        return _run("dconf", "read", key).strip()
    properties = _run("xfconf-query", "-c", _XFCE_CHANNEL, "-l").splitlines()
    if key not in properties:
        return ""
    return _run("xfconf-query", "-c", _XFCE_CHANNEL, "-p", key).rstrip("\n")


def write_key(kind: str, key: str, value: str) -> None:
    """Put a value there; "" takes the key out. Raises ShortcutError."""
    if kind == "gnome":
        _run("dconf", *(("write", key, value) if value else ("reset", key)))
    elif value:
        _run("xfconf-query", "-c", _XFCE_CHANNEL, "-p", key, "-n", "-t", "string", "-s", value)
    else:
        _run("xfconf-query", "-c", _XFCE_CHANNEL, "-p", key, "-r")


def _run(*command: str) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ShortcutError(f"{command[0]} cannot be used: {error}") from error
    if done.returncode:
        raise ShortcutError(f"{command[0]}: {done.stderr.strip() or done.returncode}")
    return done.stdout


# ---- settings in files: KDE


def wanted_files(environment: Mapping[str, str], command: str) -> dict[Path, str]:
    """KDE's files and what is to be in them. Raises ShortcutError."""
    home = Path(environment.get("HOME", "/"))
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    files = {
        data / "applications" / f"org.sotto.{each.action}.desktop": _entry(each, command)
        for each in SHORTCUTS
    }
    keys = config / "kglobalshortcutsrc"
    try:
        content = keys.read_text() if keys.exists() else ""
    except (OSError, UnicodeError) as error:
        raise ShortcutError(f"{keys} cannot be read: {error}") from error
    return {**files, keys: with_kde_keys(content)}


def with_kde_keys(content: str) -> str:
    """KDE's keys with ours behind all others. Pure."""
    text = content if not content or content.endswith("\n") else f"{content}\n"
    for each in SHORTCUTS:
        group = f"[services][org.sotto.{each.action}.desktop]"
        if group not in content:
            text += f"{chr(10) if text else ''}{group}\n_launch=Meta+Alt+{each.letter.upper()}\n"
    return text


def _entry(each: Shortcut, command: str) -> str:
    return (
        "[Desktop Entry]\nType=Application\nNoDisplay=true\n"
        f"Name=Sotto: {words(each.name)}\nExec={command} {each.action}\n"
        "X-KDE-GlobalAccel-CommandShortcut=true\n"
    )


def sotto_command(environment: Mapping[str, str]) -> str:
    """What the desktop has to run."""
    return shutil.which("sotto", path=environment.get("PATH")) or "sotto"
