"""The command line, described."""

from __future__ import annotations

import argparse
from typing import TypedDict

from sotto import __version__
from sotto.cli.exits import HELP
from sotto.cli.help import Parser
from sotto_orca.arguments import add_orca_arguments, add_read_arguments

KINDS = ("text", "ssml", "character", "key", "spell")
PRIORITIES = ("important", "message", "text", "notification", "progress")
PUNCTUATION = ("none", "some", "most", "all")
CAPITALS = ("none", "spell", "pitch", "icon")
STYLES = ("neutral", "lively", "calm", "whisper")
CLARITY = ("off", "on")
QUALITIES = ("auto", "full", "light")
READINGS = ("natural", "literal")
NUMBERS = ("language", "digits")


def make_parser() -> argparse.ArgumentParser:
    """The parser of `sotto`; `command` names the subcommand."""
    parser: argparse.ArgumentParser = Parser(
        prog="sotto",
        description="Speak, and look after what is spoken. The daemon starts by itself.",
        epilog=HELP,
    )
    parser.add_argument("--version", action="version", version=f"sotto {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_say(commands)
    _add_reading(commands)
    _add(commands, "stop", "be silent at once, and forget what waits")
    _add(commands, "pause", "be silent at once, and keep the rest")
    _add(commands, "resume", "go on at the word where it was paused")
    again = _add(commands, "again", "say the last text once more")
    again.add_argument("back", nargs="?", type=int, default=0, help="1: the one before, up to 49")
    again.add_argument("--slower", action="store_true", help="at six tenths of its rate")
    again.add_argument("--spell", action="store_true", help="name every character")
    again.add_argument(
        "--copy", action="store_true", help="put it on the clipboard instead, and say so"
    )
    again.add_argument("--forget", action="store_true", help="forget what was said instead")
    _add_voices(commands)
    _add(commands, "status", "tell whether the daemon is well, and what it is doing")
    why = _add(commands, "why", "tell who spoke the last texts, and where the time went")
    why.add_argument("id", nargs="?", type=int, help="only this one")
    why.add_argument("--last", type=int, default=10, metavar="N", help="how many (default 10)")
    _add(commands, "doctor", "look at every link between a text and the ear, and say what is wrong")
    bench = _add(commands, "bench", "tell how fast this machine speaks beside espeak-ng")
    bench.add_argument("--anyway", action="store_true", help="although the machine is busy")
    setup = commands.add_parser(
        "setup",
        help="choose voice, speed and screen reader, by ear and keyboard",
        description="Asks aloud, and is answered with the keyboard; nothing needs the screen.",
        epilog=HELP,
    )
    setup.add_argument("--yes", action="store_true", help="ask nothing; take what is proposed")
    setup.add_argument("--undo", action="store_true", help="take everything back, to the byte")
    _add_settings(commands)
    _add_words(commands)
    _add_speech_dispatcher(commands)
    commands.add_parser("window", help="open the settings in a window")
    read = commands.add_parser(
        "read",
        help="read the window in front aloud, without a screen reader",
        description="Speaks the selection, else from the caret on, else the whole window. "
        "`sotto pause`, `resume` and `stop` work on it.",
        epilog=HELP,
    )
    add_read_arguments(read)
    orca = commands.add_parser("orca", help="let the screen reader Orca speak with Sotto, or not")
    add_orca_arguments(orca)
    serve = commands.add_parser("serve", help="be the daemon (the session bus does this for you)")
    serve.add_argument(
        "--log",
        choices=("debug", "info", "warning", "error"),
        help="how much to tell on standard error (default: as in the settings)",
    )
    return parser


_Commands = argparse._SubParsersAction


def _add(
    commands: _Commands[argparse.ArgumentParser], name: str, text: str, *, is_inner: bool = False
) -> argparse.ArgumentParser:
    """`is_inner`: what was given to the command around it still holds."""
    parser = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=HELP,
    )
    default = argparse.SUPPRESS if is_inner else False
    parser.add_argument("--json", action="store_true", default=default, help="answer for programs")
    return parser


def _add_say(commands: _Commands[argparse.ArgumentParser]) -> None:
    say = _add(commands, "say", "speak a text, or what comes on standard input")
    say.add_argument("text", nargs="*", metavar="TEXT", help="without it: standard input")
    when = say.add_mutually_exclusive_group()
    when.add_argument(
        "--now", action="store_true", help="instead of what was to be said; without it: after that"
    )
    when.add_argument("--after", action="store_true", help="after what was to be said (default)")
    say.add_argument("--wait", action="store_true", help="return when it is spoken")
    say.add_argument("--out", metavar="FILE", help="write a WAV file instead; -: standard output")
    say.add_argument("--rate", type=float, help="0.3 to 6; 2 is twice as fast")
    say.add_argument("--pitch", type=float, help="0.5 to 2; a factor")
    say.add_argument("--pitch-range", type=float, help="0 (monotone) to 2; a factor")
    say.add_argument("--volume", type=float, help="0 to 2; a factor")
    say.add_argument("--style", choices=STYLES, help="how the voice speaks")
    say.add_argument("--clarity", choices=CLARITY, help="on: to be understood in noise")
    say.add_argument("--quality", choices=QUALITIES, help="light: a variant that computes less")
    say.add_argument("--voice", metavar="ID", help="one of `sotto voices`")
    say.add_argument("--language", metavar="TAG", help="language of the text, as in: de")
    say.add_argument("--ssml", action="store_const", const="ssml", dest="kind", help="it is SSML")
    say.add_argument("--kind", choices=KINDS, help="what the text is (default text)")
    say.add_argument("--priority", choices=PRIORITIES, help="default text")
    say.add_argument("--punctuation", choices=PUNCTUATION, help="how much of it is named")
    say.add_argument("--capitals", choices=CAPITALS, help="how they are told")
    _add_wishes(say)


def _add_reading(commands: _Commands[argparse.ArgumentParser]) -> None:
    reading = _add(commands, "reading", "tell what would be said of a text, without a sound")
    reading.add_argument("text", nargs="*", metavar="TEXT", help="without it: standard input")
    reading.add_argument("--voice", metavar="ID", help="one of `sotto voices`")
    reading.add_argument("--language", metavar="TAG", help="language of the text, as in: de")
    way = reading.add_mutually_exclusive_group()
    way.add_argument("--ssml", action="store_const", const="ssml", dest="kind", help="it is SSML")
    way.add_argument("--speechd", action="store_true", help="as Speech Dispatcher sends it")
    way.add_argument("--kind", choices=KINDS, help="what the text is (default text)")
    reading.add_argument("--punctuation", choices=PUNCTUATION, help="how much of it is named")
    reading.add_argument("--capitals", choices=CAPITALS, help="how they are told")
    _add_wishes(reading)


def _add_wishes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reading", choices=READINGS, help="literal: nothing is expanded")
    parser.add_argument("--numbers", choices=NUMBERS, help="digits: one by one")


def _add_voices(commands: _Commands[argparse.ArgumentParser]) -> None:
    voices = _add(commands, "voices", "list the voices, choose among them, and get more")
    voices.add_argument("--all", action="store_true", help="the plain ones of espeak-ng as well")
    voices.add_argument("--language", metavar="TAG", help="only those that speak it, as in: de")
    actions = voices.add_subparsers(dest="action", metavar="ACTION")
    search = _add(
        actions, "search", "look for voices in the published index, and fetch none", is_inner=True
    )
    search.add_argument("words", nargs="*", metavar="WORD", help="in a name, language or quality")
    search.add_argument("--language", metavar="TAG", default=argparse.SUPPRESS, help="as in: pt-BR")
    info = _add(
        actions, "info", "tell quality, size, licence and expected speed of a voice", is_inner=True
    )
    install = _add(
        actions, "install", "fetch a voice, check it, and make it ready to speak", is_inner=True
    )
    install.add_argument("--quiet", action="store_true", help="print the progress, but say nothing")
    add = _add(
        actions, "add", "make a Piper or Kokoro voice that you have ready to speak", is_inner=True
    )
    add.add_argument(
        "path", metavar="FILE", help="its .onnx (with .onnx.json beside it), folder or .tar.gz"
    )
    add.add_argument(
        "--voices",
        metavar="FILE",
        help="of Kokoro and its family: the .bin, .npz or folder of them",
    )
    remove = _add(actions, "remove", "remove a voice that was installed", is_inner=True)
    default = _add(
        actions, "default", "choose the voice of a language, or list the choices", is_inner=True
    )
    default.add_argument(
        "choice", nargs="?", metavar="LANG=VOICE", help='as in: de=sotto:kerstin; "de=": its best'
    )
    for parser in (info, install, remove):
        parser.add_argument("id", metavar="ID", help="as `sotto voices search` tells it")
    for parser in (search, info, install):
        parser.add_argument(
            "--index",
            metavar="ADDRESS",
            help="of the index, or a folder with it (default $SOTTO_VOICES_INDEX, else Piper's)",
        )


def _add_speech_dispatcher(commands: _Commands[argparse.ArgumentParser]) -> None:
    name, text = "speech-dispatcher", "let Speech Dispatcher speak with Sotto, or not"
    actions = commands.add_parser(name, help=text, epilog=HELP).add_subparsers(
        dest="action", metavar="ACTION", required=True
    )
    actions.add_parser("enable", help="let all its programs speak with Sotto")
    actions.add_parser("disable", help="let its programs speak as before")
    status = actions.add_parser("status", help="tell whether it speaks with Sotto")
    status.add_argument("--json", action="store_true", help="answer for programs")


def _add_words(commands: _Commands[argparse.ArgumentParser]) -> None:
    word = commands.add_parser(
        "word",
        help="teach how a word is to be said",
        description="Your own words hold for everything that is spoken, from the next text on.",
        epilog=HELP,
    )
    actions = word.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="say a word in another way from now on")
    remove = actions.add_parser("remove", help="say a word as before")
    shown = actions.add_parser("list", help="list your words")
    shown.add_argument("--json", action="store_true", help="answer for programs")
    tried = actions.add_parser("try", help="hear how a word would be said, and change nothing")
    for parser in (add, remove, tried):
        parser.add_argument("written", metavar="WORD", help="as it is written")
        parser.add_argument("--language", metavar="TAG", default="", help="only in texts in it")
    for parser in (add, tried):
        _add_word_details(parser)
    tried.add_argument("--in", dest="text", metavar="TEXT", help="a text with the word in it")
    imported = actions.add_parser("import", help="add the words of a file, ours, NVDA's or symbols")
    imported.add_argument("file", metavar="FILE")
    imported.add_argument("--language", metavar="TAG", default="", help="of the file's words")
    exported = actions.add_parser("export", help="write all your words to a file")
    exported.add_argument("file", metavar="FILE", nargs="?", default="-", help="-: standard output")
    actions.add_parser("undo", help="take the last change of your words back")


def _add_word_details(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("said", metavar="READING", help="words that sound right, or IPA: /dʒɪf/")
    parser.add_argument(
        "--ipa", action="store_true", help="READING is IPA, with or without slashes"
    )
    parser.add_argument("--case", action="store_true", help="only where its capitals agree")
    parser.add_argument("--voice", metavar="ID", default="", help="only for this voice")
    where = parser.add_mutually_exclusive_group()
    for match, text in (
        ("start", "at the start of a word"),
        ("anywhere", "inside of words as well, or a sign"),
        ("pattern", "WORD is a regular expression, of a subset that is always fast"),
    ):
        where.add_argument(f"--{match}", action="store_const", const=match, dest="match", help=text)
    parser.set_defaults(match="whole")


class _Program(TypedDict):
    metavar: str
    default: str
    help: str


def _add_settings(commands: _Commands[argparse.ArgumentParser]) -> None:
    settings = _add(commands, "settings", "list the settings, their values and what they do")
    settings.add_argument("--markdown", action="store_true", help="their defaults, for a README")
    program = _Program(metavar="PROGRAM", default="", help="only for what this program says")
    get = _add(commands, "get", "tell the value of a setting")
    get.add_argument("name", metavar="NAME", help="one of `sotto settings`")
    change = _add(commands, "set", "change a setting, for everything that is spoken from now on")
    change.add_argument("name", metavar="NAME", help="one of `sotto settings`")
    change.add_argument("value", metavar="VALUE", help='its new value; "" empties a text')
    change.add_argument("--program", **program)
    get.add_argument("--program", **program)
    reset = _add(commands, "reset", "set settings back to their defaults")
    reset.add_argument("names", nargs="*", metavar="NAME", help="without any: all of them")
    reset.add_argument("--program", **program)
    _add(commands, "undo", "take the last change of a setting back")
