"""The manual and the completion of the commands, made from what they say of themselves."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from sotto.cli.parser import make_parser
from sotto_emacspeak.arguments import make_parser as make_emacspeak_parser

_MODULE = """.TH SD_SOTTO 1 "" "sotto @VERSION@" "User Commands"
.SH NAME
sd_sotto \\- Sotto as an output module of Speech Dispatcher
.SH SYNOPSIS
.B sd_sotto
.RI [ FILE ]
.SH DESCRIPTION
Speech Dispatcher starts it by itself and talks to it on standard input and output. FILE is the
module's configuration, a TOML file. Sound is made by the daemon of
.BR sotto (1).
.SH SEE ALSO
.BR sotto (1),
.BR spd-say (1)
"""

_EMACSPEAK = """.SH EXAMPLES
.TP
.B DTK_PROGRAM=/usr/bin/sotto\\-espeak emacspeak
Emacs speaks with Sotto, in the styles of its faces:
.B sotto\\-espeak
is the same program under a name that ends as Emacspeak expects.
.TP
.B DTK_PROGRAM=/usr/bin/sotto\\-emacspeak emacspeak
Without styles.
.SH ENVIRONMENT
.TP
.B EMACSPEAK_PLAY_PROGRAM
What plays icons and tones, called with a file; otherwise paplay, pw\\-play or aplay.
.SH EXIT STATUS
.TP
.B 0
Standard input has ended and all was said.
.TP
.B 1
There is no session bus.
.SH SEE ALSO
.BR sotto (1),
.BR emacspeak (1)
"""


def pages(version: str) -> Iterator[tuple[str, str]]:
    """Name and text of each manual page."""
    yield "sotto", _manual(make_parser(), version)
    yield "sd_sotto", _MODULE.replace("@VERSION@", version)
    yield "sotto-emacspeak", _program(make_emacspeak_parser(), _EMACSPEAK, version)


def completions() -> Iterator[tuple[str, str]]:
    """For bash: name and text of each command's."""
    yield "sotto", _completion()
    options = " ".join(_options(make_emacspeak_parser()))
    names = ("sotto-emacspeak", "sotto-espeak")
    for name in names:
        yield name, f"# bash completion for {name}\ncomplete -W '{options}' {name}\n"


def _program(parser: argparse.ArgumentParser, rest: str, version: str) -> str:
    """The page of a program without commands; `rest` follows its options."""
    name = parser.prog
    lines = [
        f'.TH {name.upper()} 1 "" "sotto {version}" "User Commands"',
        ".SH NAME",
        f"{_escaped(name)} \\- speech server for Emacspeak",
        ".SH SYNOPSIS",
        f".B {_escaped(name)}",
        *(f"[{_escaped(option)}]" for option in _options(parser)),
        ".SH DESCRIPTION",
        _escaped(parser.description or ""),
        ".SH OPTIONS",
    ]
    for action in parser._actions:
        lines += [".TP", f".B {_escaped(', '.join(action.option_strings))}"]
        lines.append(_escaped(action.help or ""))
    return "\n".join([*lines, rest])


def _completion() -> str:
    """Commands, and the options and values of each."""
    parser = make_parser()
    commands = _commands(parser)
    lines = ["# bash completion for sotto", "_sotto() {", "    local words"]
    lines.append('    case "${COMP_WORDS[1]}" in')
    for name, each in commands.items():
        lines.append(f'        {name}) words="{" ".join(_all_options(each))}" ;;')
    lines.append(f'        *) words="{" ".join(commands)} --help --version" ;;')
    lines.append("    esac")
    lines.append(
        '    [ "$COMP_CWORD" -gt 1 ] || words="' + " ".join(commands) + ' --help --version"'
    )
    lines.append('    mapfile -t COMPREPLY < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")')
    return "\n".join([*lines, "}", "complete -o default -F _sotto sotto", ""])


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _options(parser: argparse.ArgumentParser) -> list[str]:
    found = [option for action in parser._actions for option in action.option_strings]
    choices = [str(c) for action in parser._actions for c in action.choices or ()]
    return [*(each for each in found if each.startswith("--")), *choices]


def _all_options(parser: argparse.ArgumentParser) -> list[str]:
    """Those of a command, and of the commands that it has itself."""
    found = _options(parser)
    for each in _commands(parser).values():
        found += _all_options(each)
    return list(dict.fromkeys(found))


def _manual(parser: argparse.ArgumentParser, version: str) -> str:
    lines = [
        f'.TH SOTTO 1 "" "sotto {version}" "User Commands"',
        ".SH NAME",
        "sotto \\- a natural voice: speak, and look after what is spoken",
        ".SH SYNOPSIS",
        ".B sotto",
        ".RI COMMAND\\ [ OPTION ...]",
        ".SH DESCRIPTION",
        _escaped(parser.description or ""),
        ".SH COMMANDS",
    ]
    for name, each in _commands(parser).items():
        lines += _command(name, each)
    codes = [line.split(None, 1) for line in (parser.epilog or "").splitlines()[1:]]
    lines.append(".SH EXIT STATUS")
    for code in codes:
        lines += [".TP", f".B {code[0]}", _escaped(code[1])]
    lines += [".SH SEE ALSO", ".BR spd-say (1),", ".BR orca (1)", ""]
    return "\n".join(lines)


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    """A command, and after it those that it has itself."""
    usage = " ".join(parser.format_usage().split()[2:])
    yield from (".TP", f".B {_escaped(usage)}", _escaped(parser.description or name))
    for action in parser._actions:
        yield from _option(action)
    for inner, each in _commands(parser).items():
        yield from _command(inner, each)


def _option(action: argparse.Action) -> list[str]:
    if isinstance(action, argparse._HelpAction | argparse._SubParsersAction) or not action.help:
        return []
    shown = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    return [".br", f"\\fI{_escaped(shown)}\\fR: {_escaped(str(action.help))}"]


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%").replace("\n", " ")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
