"""The command behind `script/beyond`: other programs speak, and somebody listens.

Emacspeak, Fenrir, BRLTTY, Chromium, Firefox and Qt, each as far as it is installed: in a
pseudo-terminal or without a window, on a sink that is silent and recorded. It exits with 1 when a
step was not heard.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sotto_bench.beyond_browsers import chromium, firefox
from sotto_bench.beyond_ear import Ear, Row
from sotto_bench.beyond_qt import qt
from sotto_bench.beyond_terminals import brltty, emacspeak, fenrir
from sotto_bench.session import MONITOR, Session, session
from sotto_measure.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Program:
    """What has to be installed, and how it is tried. A library has no `command`."""

    name: str
    command: str
    packages: str
    attempt: Callable[[Session, Ear], Iterator[Row]]


NOT_THERE = "not from Debian"
PROGRAMS = (
    Program("Emacspeak", "emacspeak", "emacs-nox emacspeak", emacspeak),
    Program("Fenrir", "fenrir", "fenrir", fenrir),
    Program("BRLTTY", "brltty", "brltty brltty-speechd", brltty),
    Program("Chromium", "chromium", "chromium", chromium),
    Program("Firefox", "firefox-esr", "firefox-esr", firefox),
    Program("Qt", "", "python3-pyqt5.qttexttospeech qtspeech5-speechd-plugin", qt),
)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/beyond",
        description="Lets other programs speak with Sotto, each as far as it is installed, and "
        "listens to a silent sink. Nothing is heard.",
    )
    names = [program.name for program in PROGRAMS]
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=", ".join(names))
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Print a table; 0 when every step of every program that is there was heard."""
    wanted = {name.casefold() for name in _arguments(argv).programs}
    rows: list[Row] = []
    for program in PROGRAMS:
        if wanted and program.name.casefold() not in wanted:
            continue
        if not _is_here(program):
            print(f"{program.name} is not here: apt install {program.packages}", file=sys.stderr)
            continue
        print(f"{program.name}: {version(program.packages)}", file=sys.stderr, flush=True)
        rows += tried(program)
    print("\n".join(table(rows)))
    return 0 if rows and all(row.is_good for row in rows) else 1


def _is_here(program: Program) -> bool:
    if program.command:
        return shutil.which(program.command) is not None
    return all(version(name) != NOT_THERE for name in program.packages.split())


def version(packages: str) -> str:
    """The packages and their versions, as Debian has them."""
    command = ["dpkg-query", "-W", "-f", "${Package} ${Version}, ", *packages.split()]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return NOT_THERE
    return done.stdout.rstrip(", ") or NOT_THERE


def tried(program: Program) -> list[Row]:
    """In a session of its own; what went wrong is a row as well."""
    rows: list[Row] = []
    with session() as made:
        made.environment["LANG"] = "C.UTF-8"
        # A busy machine must not decide which voice is heard.
        made.write_settings("phrase_cache_mb = 0\ndeadline_ms = 5000\n")
        made.start_bus()
        made.start_sound()
        made.start(sys.executable, "-m", "sotto", "serve")
        with Recorder(MONITOR, made.environment) as recorder:
            socket = made.start_speech_dispatcher(["sotto"])
            made.environment["SPEECHD_ADDRESS"] = f"unix_socket:{socket}"
            try:
                rows.extend(program.attempt(made, Ear(recorder, program.name)))
            except (OSError, EOFError, TimeoutError, KeyError) as error:
                rows.append(Row(program.name, f"failed: {error!r}"))
    return rows


def table(rows: Sequence[Row]) -> Iterator[str]:
    """In Markdown, line by line; seconds."""
    yield "| program | what | begins after | lasts |"
    yield "|---|---|---|---|"
    for row in rows:
        after = "never" if row.after is None else f"{row.after:.1f} s"
        yield f"| {row.program} | {row.step} | {after} | {row.lasts:.1f} s |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
