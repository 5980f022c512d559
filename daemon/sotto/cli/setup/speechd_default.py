"""Sotto as the voice of Speech Dispatcher: one line in the user's own configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

STOCK = Path("/etc/speech-dispatcher/speechd.conf")
_DEFAULT = re.compile(r"[ \t]*DefaultModule[ \t]")
_EXAMPLE = re.compile(r"[ \t]*#[ \t]*DefaultModule[ \t]")
_OURS = re.compile(r'[ \t]*DefaultModule[ \t]+"?sotto"?[ \t]*$')
_ADD = re.compile(r"[ \t]*AddModule[ \t]")
_LINE, _MODULE = "DefaultModule sotto", 'AddModule "sotto" "sd_sotto" "sotto.conf"'


def configuration(environment: Mapping[str, str]) -> Path:
    """The user's own file."""
    base = environment.get("XDG_CONFIG_HOME") or f"{environment.get('HOME', '/')}/.config"
    return Path(base) / "speech-dispatcher" / "speechd.conf"


def is_default(content: str) -> bool:
    """Whether it is chosen there."""
    active = [line for line in content.splitlines() if _DEFAULT.match(line)]
    return bool(active) and all(_OURS.match(line) for line in active)


def without_default(content: str) -> str:
    """The configuration without our choice; a module that is named stays."""
    kept = [line for line in content.splitlines() if not _OURS.match(line)]
    return "\n".join(kept) + "\n"


def with_default(content: str) -> str:
    """The configuration with Sotto chosen, and named where modules are named one by one."""
    found: list[str] = []
    has_active = any(_DEFAULT.match(line) for line in content.splitlines())
    is_chosen = False
    for line in content.splitlines():
        if _DEFAULT.match(line):
            found += [] if is_chosen else [_LINE]
            is_chosen = True
            continue
        found.append(line)
        if not has_active and not is_chosen and _EXAMPLE.match(line):
            found.append(_LINE)
            is_chosen = True
    found += [] if is_chosen else [_LINE]
    named = [line for line in found if _ADD.match(line)]
    if named and not any('"sotto"' in line for line in named):
        found.append(_MODULE)
    return "\n".join(found) + "\n"
