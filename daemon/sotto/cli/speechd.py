"""`sotto speech-dispatcher`: Sotto as the voice of all that speak through it, and exactly back."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from sotto.cli.exits import FAILED, OK
from sotto.cli.setup.record import (
    missing_folders,
    read_text,
    remove_folders,
    replace_file,
    state_folder,
)
from sotto.cli.setup.speechd_default import (
    STOCK,
    configuration,
    is_default,
    with_default,
    without_default,
)
from sotto_words import words


async def speech_dispatcher(given: argparse.Namespace) -> int:
    """Do it; no daemon is needed."""
    file = configuration(os.environ)
    content = read_text(file if file.exists() else STOCK)
    if content is None:
        print(f"sotto: {words('Speech Dispatcher is not installed.')}", file=sys.stderr)
        return FAILED
    if given.action == "status":
        return _tell(given, is_enabled=is_default(content))
    if given.action == "enable":
        _enable(file, content)
        print(words("Programs speak with Sotto, from the next start of Speech Dispatcher on."))
    else:
        _disable(file, content)
        print(words("Programs speak as before, from the next start of Speech Dispatcher on."))
    return OK


def _tell(given: argparse.Namespace, *, is_enabled: bool) -> int:
    if given.json:
        print(json.dumps({"is_enabled": is_enabled}))
    elif is_enabled:
        print(words("Speech Dispatcher speaks with Sotto."))
    else:
        print(words("Speech Dispatcher does not speak with Sotto."))
    return OK


def _record() -> Path:
    return state_folder(os.environ) / "speech-dispatcher.json"


def _enable(file: Path, content: str) -> None:
    if is_default(content):
        return
    record = _record()
    made = [str(each) for at in (file, record) for each in missing_folders(at.parent)]
    for folder in (record.parent, file.parent):
        folder.mkdir(parents=True, exist_ok=True)
    kept = {"before": read_text(file), "after": with_default(content), "made": made}
    replace_file(record, json.dumps(kept))
    replace_file(file, with_default(content))


def _disable(file: Path, content: str) -> None:
    """Byte for byte as before, where nobody has edited it since; else without our choice."""
    before, after, made = _read_record()
    if after is not None and content == after:
        if before is None:
            file.unlink(missing_ok=True)
        else:
            replace_file(file, before)
    elif is_default(content) and file.exists():
        replace_file(file, without_default(content))
    _record().unlink(missing_ok=True)
    remove_folders(made)


def _read_record() -> tuple[str | None, str | None, list[str]]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(_record().read_text())
        before = None if kept["before"] is None else str(kept["before"])
        return before, str(kept["after"]), [str(each) for each in kept["made"]]
    return None, None, []
