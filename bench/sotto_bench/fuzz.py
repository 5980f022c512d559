"""The command behind `script/fuzz`: inputs that follow what the code has not yet done (atheris).

Every input of strangers has a target: a function of bytes that raises only what is wrong. Each runs
in a process of its own, which ends with a crash when it finds one and leaves the input in a file.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_VOICES = _ROOT / "models" / "voices"
_LIMIT_SECONDS = 25
_MEMORY_MB = 2048
_MODULES = ["sotto", "sotto_bus", "sotto_client", "sotto_speechd", "sotto_voices", "dbus_next"]

Target = Callable[[bytes], None]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def read_text(data: bytes) -> None:
    """No character of a text is lost; the first two bytes choose how it is sent."""
    from sotto.messages import Kind, Options, Punctuation
    from sotto.text.clauses import clauses
    from sotto.text.coverage import uncovered

    languages = ("en", "de", "nl", "fr", "es", "it", "pt", "pl", "ja", "ru", "ar", "zh", "")
    kinds, signs = list(Kind), list(Punctuation)
    first, second = (*data[:2], 0, 0)[:2]
    wanted = Options(
        kind=kinds[first % len(kinds)],
        punctuation=signs[second % len(signs)],
        language=languages[second // 8 % len(languages)],
    )
    text = _text(data[2:])
    lost = uncovered(text, wanted, list(clauses(text, wanted, "en")))
    assert not lost, lost


def read_ssml(data: bytes) -> None:
    """The same, as markup."""
    read_text(b"\1\0" + data if _kind_is_ssml(1) else b"\0\0" + data)


def _kind_is_ssml(number: int) -> bool:
    from sotto.messages import Kind

    return list(Kind)[number] is Kind.SSML


def read_settings(data: bytes) -> None:
    """The daemon's and the module's settings."""
    from sotto.errors import InvalidOptionError
    from sotto.settings.file import read_settings as read
    from sotto.settings.programs import read_programs
    from sotto_speechd import configuration
    from sotto_speechd.errors import ConfigurationError

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        file.write_bytes(data)
        read(file)
        with contextlib.suppress(ConfigurationError):
            configuration.load(file)
    with contextlib.suppress(InvalidOptionError):
        read_programs(_text(data))


def read_words(data: bytes) -> None:
    """One's own words, and dictionaries of others that are imported; then used."""
    from sotto.messages import Options
    from sotto.text.clauses import clauses
    from sotto.text.coverage import uncovered
    from sotto.text.dictionary.dictionary import Dictionary
    from sotto.text.dictionary.import_words import import_words
    from sotto.text.own_words import read_words as read

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "words.tsv"
        file.write_bytes(data)
        entries, _ = read(file)
    imported, _ = import_words(_text(data))
    words = Dictionary([*entries, *imported])
    text = "Dr. Nguyen read v2 and a.b of " + _text(data)[:40]
    lost = uncovered(text, Options(), clauses(text, Options(), "en", words))
    assert not lost, lost


def read_frames(data: bytes) -> None:
    """What a client reads from a pipe, in two pieces."""
    from sotto_client.errors import ClientError
    from sotto_client.frames import Decoder

    decoder, middle = Decoder(), len(data) // 2
    with contextlib.suppress(ClientError):
        for piece in (b"0.01", data[:middle], data[middle:]):
            list(decoder.feed(piece))


def read_protocol(data: bytes) -> None:
    """What Speech Dispatcher sends to its module."""
    from sotto_speechd.protocol import Parser

    parser = Parser()
    for piece in (data, b"\n.\n", b"INIT\n"):
        list(parser.feed(piece))


def read_voice(data: bytes) -> None:
    """The description of a voice; its graphs are there."""
    from sotto.errors import SottoError
    from sotto.voice.formats import describe

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (_VOICES / "chorus").iterdir():
            if file.name != "voice.json":
                (folder / file.name).symlink_to(file)
        (folder / "voice.json").write_bytes(data)
        with contextlib.suppress(SottoError):
            describe(folder)


def read_sound(data: bytes) -> None:
    """A phrase that was kept on disk."""
    from sotto.errors import SottoError
    from sotto.synthesis.disk_format import decode

    with contextlib.suppress(SottoError, ValueError):
        decode(data, "title")


def read_index(data: bytes) -> None:
    """An index of voices, and addresses."""
    from sotto_voices.address import read_address
    from sotto_voices.errors import VoicesError
    from sotto_voices.index import read_index as read

    with contextlib.suppress(VoicesError):
        read(data)
    with contextlib.suppress(VoicesError):
        read_address(_text(data))


def read_options(data: bytes) -> None:
    """Options of a request: names and values in lines."""
    from dbus_next import Variant

    from sotto.dbus.options import parse_options
    from sotto.errors import InvalidOptionError
    from sotto.messages import Options

    given: dict[str, Variant] = {}
    for line in _text(data).splitlines():
        name, _, value = line.partition("=")
        try:
            given[name] = Variant("d", float(value))
        except ValueError:
            given[name] = (
                Variant("b", value == "true") if value in ("true", "") else Variant("s", value)
            )
    with contextlib.suppress(InvalidOptionError):
        parse_options(given, Options())


def read_bus(data: bytes) -> None:
    """Raw bytes of the bus, by the reader that the daemon has."""
    import io

    from dbus_next import InvalidMessageError

    from sotto_bus.reader import Reader

    with contextlib.suppress(InvalidMessageError, EOFError):
        Reader(io.BytesIO(data)).unmarshall()


TARGETS: dict[str, Target] = {
    "text": read_text,
    "ssml": read_ssml,
    "settings": read_settings,
    "words": read_words,
    "frames": read_frames,
    "protocol": read_protocol,
    "voice": read_voice,
    "sound": read_sound,
    "index": read_index,
    "options": read_options,
    "bus": read_bus,
}

_SEEDS: dict[str, tuple[bytes, ...]] = {
    "text": (b"\0\0Dr. Smith, 5 km, 3 .5, $1.20 on 2024-05-01 at 14:30.", "\0\0é½ ¥1 🙂".encode()),
    "ssml": (
        b"<speak>a <mark name='m'/><break time='9s'/><say-as interpret-as='date' format='ymd'>"
        b"2024-01-02</say-as><lang xml:lang='de'>b</lang><sub alias='c'>d</sub>&amp;</speak>",
        b"<?xml?><!DOCTYPE x [<!ENTITY a 'b'>]><prosody rate='2'><![CDATA[x]]><!-- y --></prosody>",
    ),
    "settings": (b'rate = 2.0\nvoice = "x"\nprograms = "firefox: rate=2"\naudio = "server"\n',),
    "words": (b"Nguyen\twin\ten\n", b"v(\\d+)\tversion \\1\t\tpattern\n", b"symbols:\n$\tdollar\t"),
    "frames": (b"\x01\x04\x00\x00\x00abcd\x02\x01\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00",),
    "protocol": (b"SPEAK\n<speak>a</speak>\n.\nSET\nrate=50\n.\nLIST VOICES\nSTOP\n",),
    "voice": tuple(file.read_bytes() for file in _VOICES.glob("*/voice.json")),
    "index": (b'{"en_US-joe-medium": {"key": "x", "files": {"a/b.onnx": {"size_bytes": 1}}}}',),
    "options": (b"rate=2\nkind=ssml\nvoice=heart\nvoices=de=x\npriority=text\ndetach=true",),
    "bus": (
        b"l\1\0\1(\0\0\0\1\0\0\0\x2c\0\0\0\1\1o\0\2\0\0\0/a\0\0\0\0\0\0"
        b"\3\1s\0\1\0\0\0M\0\0\0\0\0\0\0\x08\1g\0\6sa{sv}\0\0\0\0\0"
        b"\1\0\0\0x\0\0\0\x18\0\0\0\0\0\0\0\1\0\0\0r\0\1d\0\0\0" + bytes(12) + b"@",
    ),
}


def _fuzz(name: str, given: list[str]) -> None:
    """Never returns."""
    import atheris

    with atheris.instrument_imports(include=_MODULES):
        for _ in range(2):
            with contextlib.suppress(AssertionError):
                TARGETS[name](next(iter(_SEEDS.get(name, (b"a",)))))
    logging.disable(logging.CRITICAL)
    atheris.Setup([name, *given], TARGETS[name])
    atheris.Fuzz()


def _run(name: str, seconds: int, folder: Path) -> bool:
    """One target in a process of its own; whether it found nothing."""
    corpus, found = folder / name, folder / f"{name}-"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_SEEDS.get(name, ())):
        (corpus / f"seed{number}").write_bytes(seed)
    limits = (f"-timeout={_LIMIT_SECONDS}", f"-rss_limit_mb={_MEMORY_MB}")
    given = (f"-max_total_time={seconds}", f"-artifact_prefix={found}", "-print_final_stats=1")
    command = [
        sys.executable,
        "-m",
        "sotto_bench.fuzz",
        "--only",
        name,
        *limits,
        *given,
        str(corpus),
    ]
    with (folder / f"{name}.log").open("wb") as log:
        done = subprocess.run(command, stdout=log, stderr=log, check=False)
    count = _executed(folder / f"{name}.log")
    print(f"{name}: {count} inputs, {'nothing found' if not done.returncode else 'see its log'}")
    sys.stdout.flush()
    return not done.returncode


def _executed(log: Path) -> str:
    for line in log.read_text(errors="replace").splitlines():
        if line.startswith("stat::number_of_executed_units:"):
            return line.split()[-1]
    return "unknown many"


def main(argv: list[str]) -> int:
    """0 when nothing was found."""
    if argv[:1] == ["--only"]:
        _fuzz(argv[1], argv[2:])
    parser = argparse.ArgumentParser(prog="script/fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="in all (default: 60)")
    parser.add_argument("--folder", type=Path, default=Path("fuzz"), help="of inputs and findings")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)} (default: all)")
    given = parser.parse_args(argv)
    names = given.targets or list(TARGETS)
    os.nice(19)
    seconds = max(1, round(given.minutes * 60 / len(names)))
    return 0 if all([_run(name, seconds, given.folder) for name in names]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
