"""The desktop's shortcuts, as `sotto setup` sets them and takes them back."""

from __future__ import annotations

import os

from sotto.cli.setup.record import Record
from sotto.cli.setup.shortcuts import (
    list_keys,
    read_key,
    sotto_command,
    wanted_files,
    wanted_keys,
    without_ours,
    write_key,
)


def bind(kind: str, record: Record) -> None:
    """Write the desktop's shortcuts down and set them. Raises OSError and ShortcutError."""
    command = sotto_command(os.environ)
    if kind == "kde":
        for path, content in wanted_files(os.environ, command).items():
            record.write_file(path, content)
        return
    now = {key: read_key(kind, key) for key in list_keys(kind)}
    wanted = wanted_keys(kind, command, now)
    before = record.keys.get(kind, {})
    record.keys[kind] = {
        key: (before[key][0] if key in before else read_key(kind, key), value)
        for key, value in wanted.items()
    }
    record.write()
    for key, value in wanted.items():
        write_key(kind, key, value)


def unbind(record: Record) -> None:
    """The desktop's keys as they were; what somebody changed since stays. Raises ShortcutError."""
    for kind, keys in record.keys.items():
        for key, (before, written) in keys.items():
            now = read_key(kind, key)
            if now == written:
                write_key(kind, key, before)
            elif key in list_keys(kind):
                write_key(kind, key, without_ours(now))
