"""What the command says to people, as far as its source and its parser show it."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sotto.cli.parser import make_parser
from sotto.cli.setup.shortcuts import SHORTCUTS, TOLD
from sotto.cli.setup.talk import FASTER, SLOWER, YES
from sotto.errors import (
    EngineError,
    NoSoundReason,
    SettingsError,
    SinkError,
    SottoError,
    TextTooLongError,
    VoiceDamagedError,
)
from sotto.settings.values import describe_all

ROOT = Path(__file__).parents[1]
CLI = ROOT / "daemon" / "sotto" / "cli"
ORCA = ROOT / "orca_integration" / "sotto_orca"
_SPEAKING = {"words", "tell", "ask", "refuse", "_say"}
_RAISING = (
    *("daemon/sotto_client", "daemon/sotto_bus", "orca_integration/sotto_orca", "daemon/sotto/cli"),
    *("daemon/sotto/settings", "daemon/sotto/chosen.py"),
    "daemon/sotto/text/dictionary/dictionary.py",
    *("daemon/sotto/text/own_words.py", "daemon/sotto/text/dictionary/patterns.py"),
    *("daemon/sotto/text/dictionary/ipa.py", "daemon/sotto/text/dictionary/import_words.py"),
    *("daemon/sotto/dbus/again.py", "daemon/sotto/dbus/interface.py"),
    *("daemon/sotto/dbus/settings.py", "daemon/sotto/dbus/options.py"),
    *("daemon/sotto/dbus/service.py", "daemon/sotto/messages/request.py"),
    *("daemon/sotto/voice/catalogue.py", "daemon/sotto/speech/history.py"),
    *("daemon/sotto_voices/address.py", "daemon/sotto_voices/files.py"),
    *("daemon/sotto_voices/web.py", "daemon/sotto_voices/fetch.py"),
    *("daemon/sotto_voices/install.py", "daemon/sotto_voices/deadline.py"),
)
"""Where errors arise that a user of the command meets by what they ask for."""

_FOR_PROGRAMS = {"frames.py", "json_format.py", "reader.py"}
"""Files whose errors tell programmers, or name a place in a damaged file."""


def said() -> set[str]:
    """All of it."""
    return {*spoken(), *_parser_texts(), *numbered_errors(), *OF_ARGPARSE, *_HELP}


def spoken() -> Iterator[str]:
    for file in (*CLI.rglob("*.py"), ORCA / "command.py"):
        yield from _of_source(ast.parse(file.read_text()))
    yield from (TOLD, *(each.name for each in SHORTCUTS), YES, FASTER, SLOWER)
    yield from (each.unit for each in describe_all() if each.unit)


def _of_source(tree: ast.Module) -> Iterator[str]:
    constants = _constants(tree.body)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in functions:
        known = constants | _constants(ast.walk(function))
        for call in ast.walk(function):
            if isinstance(call, ast.Call):
                yield from _of_call(call, known)
    yield from (t for name, texts in constants.items() if name.endswith("_HEAD") for t in texts)


def _constants(nodes: Iterable[ast.AST]) -> dict[str, list[str]]:
    """What may be in a name."""
    found: dict[str, list[str]] = {}
    for node in nodes:
        for name, texts in _assigned(node):
            found.setdefault(name, []).extend(texts)
    return found


def _assigned(node: ast.AST) -> Iterator[tuple[str, list[str]]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            parted = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            values = node.value.elts if parted else [node.value] * len(names)  # type: ignore[attr-defined]
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name):
                    yield name.id, _strings(value)


def _strings(node: ast.AST) -> list[str]:
    found = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
    return [each for each in found if isinstance(each, str) and re.search("[a-zA-Z]", each)]


def _of_call(call: ast.Call, known: Mapping[str, list[str]]) -> Iterator[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = call.args if name in _SPEAKING else call.args[:1] if name == "Finding" else ()
    given = call.args[:1] if name == "print_table" else given
    for each in given:
        if isinstance(each, ast.Name):
            yield from known.get(each.id, ())
        elif isinstance(each, ast.Constant | ast.IfExp | ast.Tuple):
            yield from _strings(each.body) if isinstance(each, ast.IfExp) else _strings(each)
            yield from _strings(each.orelse) if isinstance(each, ast.IfExp) else ()


def _parser_texts() -> Iterator[str]:
    waiting = [make_parser()]
    while waiting:
        parser = waiting.pop()
        yield from filter(None, (parser.epilog,))
        for action in parser._actions:
            if action.help and action.help != argparse.SUPPRESS:
                yield action.help
            if isinstance(action, argparse._SubParsersAction):
                yield from (each.help for each in action._choices_actions if each.help)
                waiting += action.choices.values()


OF_ARGPARSE = (
    *("usage: ", "options", "positional arguments", "show this help message and exit"),
    *("argument {0}: {1}", "unrecognized arguments: {0}", "expected one argument"),
    *("the following arguments are required: {0}", "one of the arguments {0} is required"),
    *("expected {0} arguments", "expected at least one argument", "expected at most one argument"),
    *("invalid choice: {0} (choose from {1})", "invalid {0} value: {1}"),
    *("not allowed with argument {0}", "ambiguous option: {0} could match {1}"),
    "ignored explicit argument {0}",
)
_HELP = (
    "{program}: error: {message}\n",
    "Speak, and look after what is spoken. The daemon starts by itself.",
    "Asks aloud, and is answered with the keyboard; nothing needs the screen.",
    "Your own words hold for everything that is spoken, from the next text on.",
    "Speaks the selection, else from the caret on, else the whole window. "
    "`sotto pause`, `resume` and `stop` work on it.",
)
"""What is described otherwise than in the list of the commands."""


def argparse_texts() -> set[str]:
    """What argparse itself says, in this Python, with numbered places."""
    found: set[object] = set()
    for call in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "ngettext"):
            found |= {a.value for a in call.args if isinstance(a, ast.Constant)}
    texts = (each for each in found if isinstance(each, str))
    return {_numbered(re.split(r"'?%(?:\(\w+\))?[sr]'?", each)) for each in texts}


def _numbered(parts: list[str]) -> str:
    head, *rest = parts
    return head + "".join(f"{{{number}}}{part}" for number, part in enumerate(rest))


def numbered_errors() -> set[str]:
    """The texts of errors with their places numbered, and what they are told with."""
    heard = (VoiceDamagedError, SettingsError, SottoError, SinkError, EngineError)
    found = {f"{each.hears}: {{0}}" for each in heard} | {TextTooLongError.hears}
    found |= {form for each in NoSoundReason for form in (each.value, f"{each.value}: {{0}}")}
    for name in ("switch.py", "command.py"):
        found |= set(_returned(ast.parse((ORCA / name).read_text())))
    files = [f for p in _RAISING for f in (sorted((ROOT / p).rglob("*.py")) or [ROOT / p])]
    for file in files:
        if file.name not in _FOR_PROGRAMS:
            found |= set(_raised(ast.parse(file.read_text())))
    return found


def _raised(tree: ast.Module) -> Iterator[str]:
    constants = _constants(tree.body)
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            for each in node.exc.args[:1]:
                text = numbered(each, constants)
                if re.search(r"[a-z]{2} [a-z{]", text):
                    yield text


def _returned(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            text = numbered(node.value, {})
            if " " in text:
                yield text


def numbered(node: ast.expr, constants: Mapping[str, list[str]]) -> str:
    """A text with {0}, {1} ... for what is put in; "" where it is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Name):
        return "".join(constants.get(node.id, ()))
    if not isinstance(node, ast.JoinedStr):
        return ""
    text, count = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            own = getattr(part.value, "id", "")
            told = "".join(constants.get(own, ()))
            text += told or f"{{{count}}}"
            count += not told
    return text
