"""A Qt program that speaks as those of KDE do: Qt Speech with its plugin for Speech Dispatcher."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import IO

from sotto_bench.beyond_ear import Ear, Row
from sotto_bench.session import Session

PROGRAM = """
import json, sys
from PyQt5.QtCore import QCoreApplication, QSocketNotifier
from PyQt5.QtTextToSpeech import QTextToSpeech
application = QCoreApplication([])
speech = QTextToSpeech("speechd")
def done():
    line = sys.stdin.readline()
    if not line:
        return application.quit()
    getattr(speech, (given := json.loads(line))[0])(*given[1:])
notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Read)
notifier.activated.connect(done)
print("ready", flush=True)
application.exec_()
"""
"""Each line of its input is a method of QTextToSpeech with its arguments, as JSON."""

_LONG = "This sentence is long enough that a stop comes before it ends, " * 4


def qt(made: Session, ear: Ear) -> Iterator[Row]:
    """Say, stop, say again, as Okular and KMouth do."""
    with (made.folder / "qt.log").open("ab") as log:
        process = subprocess.Popen(
            ["/usr/bin/python3", "-u", "-c", PROGRAM],
            env=made.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            text=True,
        )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    try:
        yield from _steps(ear, process.stdin, process.stdout)
    finally:
        process.kill()
        process.communicate()


def _steps(ear: Ear, orders: IO[str], answers: IO[str]) -> Iterator[Row]:
    if not answers.readline():
        raise EOFError("the program has ended")

    def order(*given: str) -> None:
        orders.write(json.dumps(given) + "\n")
        orders.flush()

    yield ear.hear("a program speaks", lambda: order("say", "Hello from Qt."))
    yield ear.stopped("stop", lambda: order("say", _LONG), lambda: order("stop"))
    yield ear.hear("it speaks again", lambda: order("say", "And once more."))
