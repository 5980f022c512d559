"""What of the links between a text and the ear can be seen in files, whether or not anything runs.

`root` stands for `/`, so that tests can show what other machines have.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from configparser import ConfigParser, Error
from contextlib import suppress
from pathlib import Path

from sotto.cli.doctor.findings import Finding
from sotto.cli.setup.speechd_default import configuration, is_default
from sotto_words import words

_NAME = "org.sotto.Voice1.service"
_SPIEL = "org.sotto.Speech.Provider.service"
_BROWSERS = re.compile(
    r"firefox|chrom(e|ium)|brave|vivaldi|opera|edge|librewolf|epiphany|falkon", re.IGNORECASE
)
_CHECKOUT = Path(__file__).parents[4] / "models" / "voices"
_SOCKET = "xdg-run/speech-dispatcher"
_MANAGERS = Path("etc/X11/default-display-manager")


def data_folders(environment: Mapping[str, str], root: Path) -> list[Path]:
    """Where D-Bus looks for what it may start, the user's own first."""
    home = Path(environment.get("HOME", "/"))
    own = environment.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [Path(own), *(root / each.lstrip("/") for each in shared.split(":") if each)]


def activation(environment: Mapping[str, str], root: Path) -> list[Finding]:
    """Whether the bus can start the daemon."""
    files = [each / "dbus-1/services" / _NAME for each in data_folders(environment, root)]
    file = next((each for each in files if each.is_file()), None)
    if file is None:
        told = words("the bus does not know how to start the daemon")
        return [Finding("activation", False, told, installs())]
    command = _key(file, "D-BUS Service", "Exec")
    parts = []
    with suppress(ValueError):
        parts = shlex.split(command)
    if not parts or not os.access(parts[0], os.X_OK):
        text = "{file} starts {command}, which cannot be run"
        told = words(text, file=file, command=command or words("nothing"))
        return [Finding("activation", False, told, installs())]
    return [Finding("activation", True, words("the bus starts {command}", command=parts[0]))]


def espeak_data(environment: Mapping[str, str], root: Path) -> list[Finding]:
    """Whether libespeak-ng has its languages."""
    own = environment.get("ESPEAK_DATA_PATH", "")
    folders = [Path(own), Path(own) / "espeak-ng-data"] if own else []
    folders += [root / "usr/share/espeak-ng-data", *root.glob("usr/lib/*/espeak-ng-data")]
    for folder in folders:
        if (folder / "phontab").is_file():
            return [Finding("espeak-ng data", True, words("it is in {folder}", folder=folder))]
    told = words("the languages of libespeak-ng are missing")
    return [Finding("espeak-ng data", False, told, "sudo apt install espeak-ng-data")]


def models(environment: Mapping[str, str], root: Path) -> list[Finding]:
    """Whether there are voices besides those of espeak-ng, and their files are all there."""
    own = [Path(each) for each in environment.get("SOTTO_VOICES", "").split(":") if each]
    shared = [each / "sotto/voices" for each in data_folders(environment, root)]
    places = [*own, *shared, *([_CHECKOUT] if root == Path("/") else [])]
    described = [file for place in places for file in sorted(place.glob("*/voice.json"))]
    if not described:
        told = words("there is no voice but those of espeak-ng")
        return [Finding("model", False, told, installs())]
    lacking = [(file.parent, name) for file in described for name in _lacking(file)]
    text = "{folder} lacks {file}"
    found = [
        Finding("model", False, words(text, folder=folder, file=name), installs())
        for folder, name in lacking
    ]
    whole = words("{count} folders of voices are whole", count=len(described))
    return found or [Finding("model", True, whole)]


def _lacking(description: Path) -> list[str]:
    """The files of a voice that are not there, or the description where it is none."""
    try:
        graphs = json.loads(description.read_text(encoding="utf-8")).get("graphs", {}).values()
    except (OSError, ValueError, AttributeError):
        return [description.name]
    names = [each for each in graphs if isinstance(each, str)]
    return [each for each in names if not (description.parent / each).is_file()]


def speech_dispatcher_default(environment: Mapping[str, str], root: Path) -> list[Finding]:
    """Who speaks for programs that do not choose."""
    name = "Speech Dispatcher's default"
    for file in (configuration(environment), root / "etc/speech-dispatcher/speechd.conf"):
        with suppress(OSError, UnicodeError):
            if is_default(file.read_text()):
                return [Finding(name, True, words("Sotto, by {file}", file=file))]
            told = words("another voice, unless a program asks for Sotto")
            return [Finding(name, True, told, "sotto setup")]
    return [Finding(name, True, words("it has no configuration"))]


def spiel(environment: Mapping[str, str], root: Path) -> list[Finding]:
    """Programs of GNOME that speak by libspiel."""
    libraries = [*root.glob("usr/lib/*/libspiel*.so*"), *root.glob("usr/lib/libspiel*.so*")]
    if not libraries:
        told = words("libspiel is not installed; few programs want it")
        return [Finding("Spiel", True, told)]
    files = [each / "dbus-1/services" / _SPIEL for each in data_folders(environment, root)]
    if not any(each.is_file() for each in files):
        told = words("libspiel is there and does not know Sotto")
        return [Finding("Spiel", False, told, installs())]
    return [Finding("Spiel", True, words("libspiel can start Sotto"))]


def sandboxes(environment: Mapping[str, str], root: Path) -> list[Finding]:
    """Browsers of Flatpak and Snap that cannot reach Speech Dispatcher."""
    return [*_flatpaks(environment, root), *_snaps(root)]


def _flatpaks(environment: Mapping[str, str], root: Path) -> Iterator[Finding]:
    home = Path(environment.get("HOME", "/"))
    own = Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "flatpak"
    for base in (own, root / "var/lib/flatpak"):
        for app in sorted((base / "app").glob("*")):
            if not _BROWSERS.search(app.name):
                continue
            granted = [
                app / "current/active/metadata",
                own / "overrides" / app.name,
                root / "var/lib/flatpak/overrides" / app.name,
            ]
            if any(_SOCKET in _key(file, "Context", "filesystems") for file in granted):
                yield Finding(app.name, True, words("it can reach Speech Dispatcher"))
            else:
                mend = f"flatpak override --user --filesystem={_SOCKET}:ro {app.name}"
                told = words("it cannot speak: its sandbox hides Speech Dispatcher")
                yield Finding(app.name, False, told, mend)


def _snaps(root: Path) -> Iterator[Finding]:
    for app in sorted((root / "snap").glob("*")):
        if app.is_dir() and _BROWSERS.search(app.name):
            text = "as a Snap it may not reach Speech Dispatcher; its package of Debian does"
            yield Finding(f"Snap {app.name}", True, words(text), f"sudo apt install {app.name}")


def greeter(environment: Mapping[str, str], root: Path) -> list[Finding]:
    """Whether the login screen could speak with Sotto: it has another user."""
    name = "login screen"
    manager = root / _MANAGERS
    if not manager.is_file():
        return [Finding(name, True, words("there is none here"))]
    shared = [root / "usr/local/share", root / "usr/share"]
    if any((each / "dbus-1/services" / _NAME).is_file() for each in shared):
        told = words("Sotto is installed for all users, that of the login too")
        return [Finding(name, True, told)]
    told = words("Sotto is installed for you alone, not for the login")
    return [Finding(name, True, told, "sudo script/install --system")]


def installs() -> str:
    """What puts everything of Sotto's in its place again, by where it is."""
    is_package = Path(__file__).is_relative_to("/usr/lib")
    return "sudo apt install --reinstall sotto" if is_package else "script/install"


def sound_server(root: Path) -> str:
    """What starts the one that is installed, or installs one."""
    starts = {
        "pipewire-pulse": "systemctl --user restart pipewire-pulse",
        "pulseaudio": "pulseaudio --start",
    }
    found = (mend for name, mend in starts.items() if (root / "usr/bin" / name).exists())
    return next(found, "sudo apt install pipewire-pulse")


def _key(file: Path, section: str, key: str) -> str:
    parser = ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    try:
        parser.read_string(file.read_text())
    except (OSError, UnicodeError, Error):
        return ""
    return parser.get(section, key, fallback="")
