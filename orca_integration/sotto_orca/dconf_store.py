"""Settings of Orca from version 50 on: keys in dconf, which Orca notices at its next start.

Orca reads only what the user's own database holds, so that is where the keys go.
"""

from __future__ import annotations

from collections.abc import Callable

from sotto_orca import files
from sotto_orca.choice import Choice, is_sotto
from sotto_orca.errors import OrcaSettingsError
from sotto_orca.record import Record

_SPEECH = "/org/gnome/orca/default/speech/"
FACTORY, SYNTHESIZER = _SPEECH + "speech-server-factory", _SPEECH + "synthesizer"
_VOICES_50 = "/org/gnome/orca/default/voices/default/"
_VOICES_51 = "/org/gnome/orca/default/voice-sets/primary/default/"

Dconf = Callable[..., str]
"""Runs the dconf command with these arguments and returns what it prints."""


def entries(choice: Choice, version: int) -> dict[str, str]:
    """Keys and their values as GVariant text. Pure."""
    values = {FACTORY: quote(choice.system.value), SYNTHESIZER: quote(choice.synthesizer)}
    if choice.family is not None:
        folder = _VOICES_50 if version <= 50 else _VOICES_51
        values |= {
            folder + "established": "true",
            folder + "family-name": quote(choice.family.name),
            folder + "family-lang": quote(choice.family.language),
            folder + "family-dialect": quote(choice.family.dialect),
        }
    return values


def quote(text: str) -> str:
    """A string as GVariant text, in the form that dconf prints. Pure."""
    mark = '"' if "'" in text else "'"
    return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark


class DconfStore:
    """Single keys are put back to what they were, or to nothing, unless changed since."""

    is_live = True

    def __init__(self, dconf: Dconf, record: Record, version: int) -> None:
        self._dconf = dconf
        self._record = record
        self._version = version

    def enable(self, choice: Choice) -> None:
        """Write the keys; the record of how they were comes first."""
        self.disable()
        wanted = entries(choice, self._version)
        before = {key: self._read(key) for key in wanted}
        if before == wanted:
            return
        made = files.missing_folders(self._record.path)
        self._record.back_up("dconf", self._dconf("dump", "/org/gnome/orca/").encode())
        self._record.write({"made": made, "before": before, "written": wanted})
        for key, value in wanted.items():
            self._dconf("write", key, value)

    def disable(self) -> bool:
        """Put the keys back."""
        kept = self._record.read()
        if kept is None:
            return False
        try:
            pairs = [(key, kept["before"][key], ours) for key, ours in kept["written"].items()]
        except (KeyError, AttributeError, TypeError) as error:
            raise OrcaSettingsError(f"{self._record.path} is damaged: {error}") from error
        for key, old, ours in pairs:
            if self._read(key) == ours:
                self._dconf(*(("write", key, old) if old else ("reset", key)))
        self._record.remove()
        return True

    def is_enabled(self) -> bool:
        """Look at the keys."""
        system, synthesizer = self._read(FACTORY), self._read(SYNTHESIZER)
        return is_sotto(system.strip("'"), synthesizer.strip("'"))

    def _read(self, key: str) -> str:
        return self._dconf("read", key).strip()
