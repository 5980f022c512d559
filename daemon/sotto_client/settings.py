"""The user's settings, as a client of the daemon sees and changes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dbus_next import Variant

from sotto_client.errors import InvalidOptionError
from sotto_client.wire import SETTINGS, Wire

Value = str | float | int


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting and its value. `low` and `high` are equal where it is no number; `choices` are
    empty where any value is allowed."""

    name: str
    value: Value
    signature: str
    page: str
    default: Value
    low: float
    high: float
    choices: tuple[str, ...]
    unit: str
    label: str
    help: str

    def read(self, text: str) -> Value:
        """What people write, as a value. Raises InvalidOptionError where a number is wanted."""
        if self.signature == "s":
            return text
        try:
            return int(text) if self.signature == "i" else float(text)
        except ValueError as error:
            if self.signature == "i":
                raise InvalidOptionError(f"{self.name} is a whole number, not {text!r}") from error
            raise InvalidOptionError(f"{self.name} is a number, not {text!r}") from error


@dataclass(frozen=True, slots=True)
class OwnWord:
    """How a word is to be said, in words or in IPA between slashes, in texts of one language or of
    all (""); `keeps_case`: only where its capitals agree. `match` is where it is looked for
    ("whole", "start", "anywhere" or "pattern"), `voice` the only one for which it holds."""

    written: str
    said: str
    language: str = ""
    keeps_case: bool = False
    match: str = "whole"
    voice: str = ""


class Settings:
    """Changes hold at once and for all programs. All methods raise ClientError."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def all(self) -> dict[str, Setting]:
        """All settings by their names, in the order in which people are shown them."""
        described = await self._wire.call("Describe", interface=SETTINGS)
        values = await self._wire.get_all(SETTINGS)
        return {name: _setting(name, values[name], table) for name, table in described.items()}

    async def find(self, name: str) -> Setting:
        """One setting; hyphens are as good as underscores."""
        found = (await self.all()).get(name.replace("-", "_"))
        if found is None:
            raise InvalidOptionError(f"there is no setting {name!r}; `sotto settings` lists them")
        return found

    async def set(self, setting: Setting, value: Value) -> None:
        """Let a value hold from now on."""
        await self._wire.set(setting.name, setting.signature, value, SETTINGS)

    async def reset(self, names: Iterable[str] = ()) -> None:
        """Back to the defaults: these, or all of them."""
        await self._wire.call("Reset", "as", [list(names)], interface=SETTINGS)

    async def undo(self) -> tuple[str, ...]:
        """Take the last change back; the names of what changed."""
        return tuple(await self._wire.call("Undo", interface=SETTINGS))

    async def programs(self) -> dict[str, dict[str, Value]]:
        """What programs have for themselves, by their names."""
        found = await self._wire.call("Programs", interface=SETTINGS)
        return {
            program: {name: variant.value for name, variant in settings.items()}
            for program, settings in found.items()
        }

    async def set_for(self, program: str, setting: Setting, value: Value) -> None:
        """Let a value hold for one program, over what that asks for."""
        given = [program, setting.name, Variant(setting.signature, value)]
        await self._wire.call("SetForProgram", "ssv", given, interface=SETTINGS)

    async def reset_for(self, program: str, names: Iterable[str] = ()) -> None:
        """As for all programs again: these, or all of them."""
        await self._wire.call("ResetProgram", "sas", [program, list(names)], interface=SETTINGS)

    async def words(self) -> list[OwnWord]:
        """The user's own words."""
        found = await self._wire.call("WordEntries", interface=SETTINGS)
        return [OwnWord(*each) for each in found]

    async def add_word(self, word: OwnWord) -> None:
        """Say a word so from now on."""
        await self._wire.call("SetWord", "sssbss", _values(word), interface=SETTINGS)

    async def try_word(self, word: OwnWord, text: str) -> str:
        """A text as it would be said with that word; nothing is changed."""
        given = [*_values(word), text]
        return str(await self._wire.call("TryWord", "sssbsss", given, interface=SETTINGS))

    async def try_word_markup(self, word: OwnWord, text: str) -> str:
        """The same as SSML, to be spoken."""
        given = [*_values(word), text]
        return str(await self._wire.call("TryWordMarkup", "sssbsss", given, interface=SETTINGS))

    async def import_words(self, content: str, language: str = "") -> tuple[int, tuple[str, ...]]:
        """Add the entries of a file; how many, and what is wrong with other lines."""
        given = [content, language]
        count, problems = await self._wire.call("ImportWords", "ss", given, interface=SETTINGS)
        return int(count), tuple(problems)

    async def export_words(self) -> str:
        """All of them, as they stand in the file."""
        return str(await self._wire.call("ExportWords", interface=SETTINGS))

    async def undo_words(self) -> bool:
        """Take the last change of them back; whether there was one."""
        return bool(await self._wire.call("UndoWords", interface=SETTINGS))

    async def remove_word(self, written: str, language: str = "") -> None:
        """Say a word as before."""
        await self._wire.call("RemoveWord", "ss", [written, language], interface=SETTINGS)


def _values(word: OwnWord) -> list[str | bool]:
    return [word.written, word.said, word.language, word.keeps_case, word.match, word.voice]


def _setting(name: str, value: Value, described: Sequence[Any]) -> Setting:
    kind, page, default, low, high, choices, unit, label, text = described
    return Setting(
        name, value, kind, page, default.value, low, high, tuple(choices), unit, label, text
    )
