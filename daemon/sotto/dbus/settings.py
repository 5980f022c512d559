"""org.sotto.Settings1: each setting is a property; how they are described, reset and taken back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from dbus_next import Message, Variant

from sotto.dbus.definition import XML, Definition
from sotto.dbus.names import PATH, SETTINGS_INTERFACE
from sotto.dbus.object import BusObject, Call
from sotto.errors import InvalidOptionError, SettingsError
from sotto.messages import RATE_RANGE
from sotto.settings.description import SettingDescription, check_limits
from sotto.settings.programs import read_programs
from sotto.settings.translation import translation
from sotto.settings.values import (
    LONGEST_STRING,
    PER_PROGRAM,
    WORDS_PER_MINUTE,
    convert,
    describe_all,
    from_text,
    plain,
)
from sotto.text.markup.escapes import quoteattr

if TYPE_CHECKING:  # the bus name is owned before files are thought of
    from sotto.settings.store import SettingsStore
    from sotto.text.dictionary.dictionary import DictionaryEntry, Match
    from sotto.text.own_words import OwnWords

SETTINGS_XML = XML.with_name("org.sotto.Settings1.xml")
_PROPERTIES = "org.freedesktop.DBus.Properties"
_PACE = ("rate", "voice", "voices", "language")
"""What the words a minute follow from."""

_NUMBERS = frozenset("ynqiuxtd")


@dataclass(frozen=True, slots=True)
class SettingsBoard:
    """`choices` are those of a setting that depend on the machine, `check` raises SottoError
    for a value that this machine has not; `pace` is the words a minute of the user's voice at
    rate 1."""

    store: SettingsStore
    choices: Callable[[str], Sequence[str]] = lambda _: ()
    check: Callable[[str, object], None] = lambda _name, _value: None
    pace: Callable[[], float] = lambda: 175.0
    words: OwnWords | None = None


class SettingsObject:
    """The interface; it refuses everything until `attach`."""

    def __init__(self, send: Callable[[Message], object]) -> None:
        self._send = send
        self._board: SettingsBoard | None = None
        self._all = {each.name: each for each in describe_all()}
        self.definition = Definition(SETTINGS_XML, "".join(map(_element, self._all.values())))
        methods = {"Reset": self._reset, "Undo": self._undo, "Describe": self._describe}
        methods |= {"Words": self._words, "AddWord": self._add_word}
        methods |= {"RemoveWord": self._remove_word, "WordEntries": self._word_entries}
        methods |= {"SetWord": self._set_word, "TryWord": self._try_word}
        methods |= {"ImportWords": self._import_words, "ExportWords": self._export_words}
        methods |= {"UndoWords": self._undo_words, "TryWordMarkup": self._try_word_markup}
        methods |= {"ChangeWords": self._change_words}
        methods |= {"Programs": self._programs, "SetForProgram": self._set_for_program}
        methods |= {"ResetProgram": self._reset_program}
        self.object = BusObject(
            PATH,
            self.definition,
            methods,
            {name: _bound(self._get, name) for name in self._all},
            {name: _bound(self._set, name) for name in self._all},
        )

    def attach(self, board: SettingsBoard | None) -> None:
        """Answer with these from here on."""
        self._board = board

    def is_meant(self, message: Message) -> bool:
        """Whether a call is about this interface."""
        if message.interface == _PROPERTIES:
            return bool(message.body[:1] == [SETTINGS_INTERFACE])
        return bool(message.interface == SETTINGS_INTERFACE)

    def changed(self, names: Iterable[str]) -> None:
        """Tell what has another value now."""
        told = list(names)
        if any(name in told for name in _PACE):
            told.append(WORDS_PER_MINUTE.name)
        if told:
            self._send(self.object.changed(told))

    # ---- methods

    def _reset(self, call: Call) -> Sequence[Any]:
        self._need().store.reset(call.arguments[0])
        return []

    def _undo(self, call: Call) -> Sequence[Any]:
        return [list(self._need().store.undo())]

    def _describe(self, call: Call) -> Sequence[Any]:
        board, texts = self._need(), translation(os.environ)
        return [{name: _described(each, board, texts) for name, each in self._all.items()}]

    # ---- settings of programs

    def _programs(self, call: Call) -> Sequence[Any]:
        chosen = read_programs(self._need().store.current.programs).items()
        return [
            {
                program: {n: self._variant(n, from_text(n, text)) for n, text in settings.items()}
                for program, settings in chosen
            }
        ]

    def _set_for_program(self, call: Call) -> Sequence[Any]:
        from sotto.settings.overrides import with_override

        program, name, value = call.arguments
        board = self._need()
        if name not in self._all:
            raise InvalidOptionError(f"there is no setting {name[:LONGEST_STRING]!r}")
        given = convert(name, _unwrapped(self._all[name], value)) if name in PER_PROGRAM else ""
        text = with_override(board.store.current.programs, program, name, given)
        board.check("programs", text)
        board.store.set("programs", text)
        return []

    def _reset_program(self, call: Call) -> Sequence[Any]:
        from sotto.settings.overrides import without_overrides

        store = self._need().store
        store.set("programs", without_overrides(store.current.programs, *call.arguments))
        return []

    def _variant(self, name: str, value: object) -> Variant:
        return Variant(_signature(self._all[name]), plain(value))

    # ---- the user's own words

    def _words(self, call: Call) -> Sequence[Any]:
        entries = self._own_words().current().entries
        return [[[each.written, each.said, each.language, each.keeps_case] for each in entries]]

    def _add_word(self, call: Call) -> Sequence[Any]:
        from sotto.text.dictionary.dictionary import DictionaryEntry

        self._own_words().add(DictionaryEntry(*call.arguments))
        return []

    def _remove_word(self, call: Call) -> Sequence[Any]:
        self._own_words().remove(*call.arguments)
        return []

    def _word_entries(self, call: Call) -> Sequence[Any]:
        entries = self._own_words().current().entries
        return [
            [
                [
                    each.written,
                    each.said,
                    each.language,
                    each.keeps_case,
                    each.match.value,
                    each.voice,
                ]
                for each in entries
            ]
        ]

    def _set_word(self, call: Call) -> Sequence[Any]:
        self._own_words().add(self._entry(call.arguments))
        return []

    def _change_words(self, call: Call) -> Sequence[Any]:
        gone, come = call.arguments
        keys = [
            (written, language, voice, _match(match)) for written, language, match, voice in gone
        ]
        self._own_words().change(keys, [self._entry(each) for each in come])
        return []

    def _try_word(self, call: Call) -> Sequence[Any]:
        return [self._said_with(call)[0]]

    def _try_word_markup(self, call: Call) -> Sequence[Any]:
        return [self._said_with(call)[1]]

    def _said_with(self, call: Call) -> tuple[str, str]:
        from sotto.text.own_words import said_with

        *given, text = call.arguments
        return said_with(self._entry(given), self._own_words().current().entries, text)

    def _import_words(self, call: Call) -> Sequence[Any]:
        from sotto.text.dictionary.import_words import import_words

        entries, problems = import_words(*call.arguments)
        if entries:
            self._own_words().add(*entries)
        return [[len(entries), problems]]

    def _export_words(self, call: Call) -> Sequence[Any]:
        entries = self._own_words().current().entries
        return ["".join(f"{each.line}\n" for each in entries)]

    def _undo_words(self, call: Call) -> Sequence[Any]:
        return [self._own_words().undo()]

    def _entry(self, given: Sequence[Any]) -> DictionaryEntry:
        from sotto.text.dictionary.dictionary import DictionaryEntry

        written, said, language, keeps_case, match, voice = given
        if voice:
            self._need().check("voice", voice)
        return DictionaryEntry(written, said, language, keeps_case, _match(match), voice)

    def _own_words(self) -> OwnWords:
        words = self._need().words
        if words is None:
            raise SettingsError("there are no words here")
        return words

    # ---- properties

    def _get(self, name: str) -> object:
        board = self._need()
        settings = board.store.current
        if name == WORDS_PER_MINUTE.name:
            return round(settings.rate * board.pace())
        return plain(getattr(settings, name))

    def _set(self, name: str, value: Variant) -> None:
        board, given = self._need(), _unwrapped(self._all[name], value)
        if name == WORDS_PER_MINUTE.name:
            check_limits(name, given, WORDS_PER_MINUTE.limits)
            factor = round(given / board.pace(), 3)
            name, given = "rate", min(max(factor, RATE_RANGE[0]), RATE_RANGE[1])
        board.check(name, given)
        board.store.set(name, given)

    def _need(self) -> SettingsBoard:
        if self._board is None:
            raise SettingsError("there are no settings here")
        return self._board


def _match(name: str) -> Match:
    from sotto.text.dictionary.dictionary import Match

    if name not in {each.value for each in Match}:
        raise InvalidOptionError(f"{name[:20]!r} is not whole, start, anywhere or pattern")
    return Match(name)


def _bound(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    return lambda *arguments: function(name, *arguments)


def _signature(each: SettingDescription) -> str:
    default = each.default
    if isinstance(default, Enum | str):
        return "s"
    return "i" if isinstance(default, int) else "d"


def _element(each: SettingDescription) -> str:
    """The property as introspection has it."""
    text = quoteattr(f"{each.label}. {each.help}")
    return (
        f'    <property name="{each.name}" type="{_signature(each)}" access="readwrite">\n'
        f'      <annotation name="org.gtk.GDBus.DocString" value={text}/>\n'
        "    </property>\n"
    )


def _described(
    each: SettingDescription, board: SettingsBoard, texts: Mapping[str, str]
) -> list[Any]:
    low, high = each.limits or (0.0, 0.0)
    signature = _signature(each)
    return [
        signature,
        each.page.value,
        Variant(signature, plain(each.default)),
        float(low),
        float(high),
        list(each.choices or board.choices(each.name)),
        each.unit,
        texts.get(each.label, each.label),
        texts.get(each.help, each.help),
    ]


def _unwrapped(each: SettingDescription, given: Variant) -> Any:  # noqa: ANN401 - each has its own type
    """A number is taken in any type of number that holds it. Raises InvalidOptionError."""
    wanted = _signature(each)
    if given.signature == wanted:
        return given.value
    if wanted == "s" or given.signature not in _NUMBERS:
        raise InvalidOptionError(
            f"{each.name} has the type {given.signature[:20]!r}, not {wanted!r}"
        )
    if wanted == "d":
        return float(given.value)
    if not float(given.value).is_integer():
        raise InvalidOptionError(f"{each.name} is not a whole number")
    return int(given.value)
