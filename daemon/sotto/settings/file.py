"""The settings file: read whole, changed value by value, so that comments and order stay.

A value that cannot be used is told about and stays as it was; the others hold.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sotto.errors import InvalidOptionError, SettingsError
from sotto.settings.values import FORMER_NAMES, Settings, convert, describe, plain

_LARGEST_FILE = 64 * 1024


def read_settings(path: Path, before: Settings | None = None) -> tuple[Settings, list[str]]:
    """The settings, and in words what of the file could not be used. No file: the defaults.

    What cannot be used is as in `before`, and as in the defaults without it.
    """
    kept = before or Settings()
    try:
        return _check(tomllib.loads(_content(path)), kept)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return kept, [f"the settings cannot be read: {error.strerror}"]
    except (ValueError, RecursionError) as error:
        return kept, [f"{SettingsError.hears}: {str(error) or type(error).__name__}"]


def _content(path: Path) -> str:
    """Raises OSError, and ValueError for what is no text or too much of it."""
    # A pipe in its place must not be waited for.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(_LARGEST_FILE + 1) or b""
    if len(content) > _LARGEST_FILE:
        raise SettingsError(f"more than {_LARGEST_FILE} bytes")
    return content.decode()


def _check(table: Mapping[str, object], kept: Settings) -> tuple[Settings, list[str]]:
    good: dict[str, object] = {}
    problems = []
    for name, value in _as_named_now(table).items():
        try:
            good[name] = convert(name, value)
        except InvalidOptionError as error:
            problems.append(f"the settings have a mistake: {error}")
            with suppress(AttributeError):
                good[name] = getattr(kept, name)
    known = {each.name for each in describe()}
    return Settings(**{n: v for n, v in good.items() if n in known}), problems  # type: ignore[arg-type]


def _as_named_now(table: Mapping[str, object]) -> dict[str, object]:
    """A name of today goes before the one it had once."""
    former = {FORMER_NAMES[name]: value for name, value in table.items() if name in FORMER_NAMES}
    return former | {name: value for name, value in table.items() if name not in FORMER_NAMES}


def write_changes(path: Path, changes: Mapping[str, object]) -> None:
    """Write these values, at once or not at all; a default is taken out. The rest stays.

    A file that is damaged is set aside as `settings.toml.damaged`. Raises SettingsError.
    """
    try:
        # Whoever keeps the file elsewhere, by a link, wants it to stay a link.
        target = Path(os.path.realpath(path))
        old = _old_content(target)
        new = _changed(old, changes)
        if new is None:
            target.replace(target.with_name(target.name + ".damaged"))
            new = _changed("", changes) or ""
        if new != old:
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, new)
    except (OSError, ValueError) as error:
        raise SettingsError(f"the settings cannot be written: {error}") from error


def _old_content(target: Path) -> str:
    try:
        return _content(target)
    except FileNotFoundError:
        return ""
    except ValueError:
        return "\0"


def _changed(content: str, changes: Mapping[str, object]) -> str | None:
    """The file with the changes in it; None when it is damaged."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        tomllib.loads(content)
        document = tomlkit.parse(content)
    except (TOMLKitError, ValueError, RecursionError):
        return None
    defaults = {each.name: each.default for each in describe()}
    for name, value in changes.items():
        for former in (each for each, now in FORMER_NAMES.items() if now == name):
            document.pop(former, None)
        if value != defaults[name]:
            document[name] = plain(value)
        elif name in document:
            del document[name]
    return tomlkit.dumps(document)


def _replace(target: Path, content: str) -> None:
    import tempfile  # with all the compressors that it brings, a hundredth of a start

    with tempfile.NamedTemporaryFile("wb", dir=target.parent, delete=False) as file:
        try:
            file.write(content.encode())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                os.fchmod(file.fileno(), target.stat().st_mode & 0o777)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def differences(one: Settings, other: Settings) -> dict[str, object]:
    """The values of `other` that are not those of `one`."""
    names = (each.name for each in describe())
    return {n: getattr(other, n) for n in names if getattr(one, n) != getattr(other, n)}


def changed(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """The settings with some values changed. Raises InvalidOptionError."""
    good = {name: convert(name, plain(value)) for name, value in changes.items()}
    return replace(settings, **good)  # type: ignore[arg-type]
