"""Small programs of the desktop, run to their end."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

from sotto_orca.errors import OrcaMissingError, OrcaSettingsError

_SECONDS = 10


def run(environment: Mapping[str, str], *command: str, given: str | None = None) -> str:
    """What it printed. Raises OrcaMissingError without the program, OrcaSettingsError when it
    fails or hangs."""
    try:
        done = subprocess.run(
            command,
            env=dict(environment),
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise OrcaMissingError(f"the program {command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise OrcaSettingsError(f"{command[0]} does not end") from error
    if done.returncode:
        raise OrcaSettingsError(f"{command[0]}: {done.stderr.strip() or done.returncode}")
    return done.stdout
