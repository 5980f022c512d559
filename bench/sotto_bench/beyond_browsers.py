"""Pages that speak, in browsers without a window, told what to do by their own protocols."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sotto_bench.beyond_ear import Ear, Row
from sotto_bench.session import Session

_PAGE = "<!doctype html><html lang=en><title>Speech</title><p>A page that speaks.</html>"
_VOICES = "speechSynthesis.getVoices().length"
_SPEAK = "speechSynthesis.speak(new SpeechSynthesisUtterance({text}))"
_CANCEL = "speechSynthesis.cancel()"
_LONG = "This sentence is long enough that a stop comes before it ends, " * 4
_PATIENCE = 90.0
_CHROMIUM = (
    "chromium", "--headless=new", "--disable-gpu", "--no-first-run", "--enable-speech-dispatcher",
    "--remote-debugging-pipe",
)  # fmt: skip
_FIREFOX = ("firefox-esr", "-headless", "-no-remote", "-marionette")
_PREFERENCES = """user_pref("media.webspeech.synth.enabled", true);
user_pref("marionette.port", {port});
user_pref("datareporting.policy.dataSubmissionEnabled", false);
"""

Evaluate = Callable[[str], Any]
"""An expression of JavaScript, as a gesture of the user, and its value."""


def chromium(made: Session, ear: Ear) -> Iterator[Row]:
    """Chromium, by its debugging protocol on a pipe."""
    page = _page(made.folder)
    command = [*_CHROMIUM, f"--user-data-dir={made.folder / 'chromium'}", page]
    if os.geteuid() == 0:
        command.insert(1, "--no-sandbox")
    theirs, ours = os.pipe()
    answers, told = os.pipe()
    with _running(made, command, (theirs, told)):
        os.close(theirs)
        os.close(told)
        try:
            yield from _steps(ear, _devtools(Pipe(answers, ours)))
        finally:
            os.close(ours)
            os.close(answers)


def firefox(made: Session, ear: Ear) -> Iterator[Row]:
    """Firefox, by Marionette."""
    profile = made.folder / "firefox"
    profile.mkdir()
    port = _free_port()
    (profile / "user.js").write_text(_PREFERENCES.format(port=port))
    page = _page(made.folder)
    with _running(made, [*_FIREFOX, "-profile", str(profile), page]), _connected(port) as peer:
        marionette = Marionette(peer)
        marionette.call("WebDriver:NewSession", capabilities={})
        marionette.call("WebDriver:Navigate", url=page)
        yield from _steps(ear, marionette.evaluate)


def _steps(ear: Ear, evaluate: Evaluate) -> Iterator[Row]:
    limit = time.monotonic() + _PATIENCE
    while not (count := evaluate(_VOICES)):
        if time.monotonic() > limit:
            raise TimeoutError("the page finds no voices")
        time.sleep(0.3)

    def speak(text: str) -> None:
        evaluate(_SPEAK.format(text=json.dumps(text)))

    yield ear.hear(f"a page with {count} voices speaks", lambda: speak("Hello from a page."))
    yield ear.stopped("cancel", lambda: speak(_LONG), lambda: evaluate(_CANCEL))
    yield ear.hear("it speaks again", lambda: speak("And once more."))


class Pipe:
    """Chromium's debugging protocol: JSON that ends with a zero, over two pipes."""

    def __init__(self, answers: int, requests: int) -> None:
        self._answers = answers
        self._requests = requests
        self._number = 0
        self._rest = b""

    def call(self, method: str, session: str = "", **parameters: object) -> Any:  # noqa: ANN401
        """The result of a method. Raises EOFError when the browser ends."""
        self._number += 1
        request = {"id": self._number, "method": method, "params": parameters}
        request |= {"sessionId": session} if session else {}
        os.write(self._requests, json.dumps(request).encode() + b"\0")
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == self._number:
                return answer["result"]

    def _next(self) -> bytes:
        while b"\0" not in self._rest:
            data = os.read(self._answers, 65_536)
            if not data:
                raise EOFError("the browser has ended")
            self._rest += data
        message, self._rest = self._rest.split(b"\0", 1)
        return message


def _devtools(pipe: Pipe) -> Evaluate:
    limit = time.monotonic() + _PATIENCE
    pages: list[str] = []
    while not pages:
        found = pipe.call("Target.getTargets")["targetInfos"]
        pages = [each["targetId"] for each in found if each["type"] == "page"]
        if time.monotonic() > limit:
            raise TimeoutError("the browser shows no page")
    session = pipe.call("Target.attachToTarget", targetId=pages[0], flatten=True)["sessionId"]

    def evaluate(expression: str) -> object:
        options: dict[str, object] = {"expression": expression, "userGesture": True}
        options["returnByValue"] = True
        done = pipe.call("Runtime.evaluate", session, **options)
        return done["result"].get("value")

    return evaluate


class Marionette:
    """Firefox's protocol: a length, a colon, JSON."""

    def __init__(self, peer: socket.socket) -> None:
        self._peer = peer
        self._file = peer.makefile("rb")
        self._number = 0
        self._read()

    def call(self, command: str, **parameters: object) -> Any:  # noqa: ANN401
        """The result of a command. Raises OSError when it is refused."""
        self._number += 1
        request = json.dumps([0, self._number, command, parameters]).encode()
        self._peer.sendall(b"%d:%s" % (len(request), request))
        _, _, error, result = self._read()
        if error is not None:
            raise OSError(f"{command}: {error}")
        return result

    def evaluate(self, expression: str) -> object:
        """The value of an expression."""
        return self.call("WebDriver:ExecuteScript", script=f"return {expression}", args=[])["value"]

    def _read(self) -> Any:  # noqa: ANN401
        length = b""
        while (byte := self._file.read(1)) not in (b":", b""):
            length += byte
        if not length:
            raise EOFError("the browser has ended")
        return json.loads(self._file.read(int(length)))


def _page(folder: Path) -> str:
    file = folder / "page.html"
    file.write_text(_PAGE)
    return file.as_uri()


@contextlib.contextmanager
def _running(
    made: Session, command: Sequence[str], pipes: tuple[int, int] | None = None
) -> Iterator[None]:
    """A browser, whose descriptors 3 and 4 are the pipes; all of its processes end with it."""
    words = [*command]
    if pipes is not None:
        words = ["bash", "-c", f'exec "$@" 3<&{pipes[0]} 4>&{pipes[1]}', "bash", *command]
    with (made.folder / "browser.log").open("ab") as log:
        process = subprocess.Popen(
            words, env=made.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, pass_fds=pipes or (),
        )  # fmt: skip
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            time.sleep(0.5)
        process.wait()


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _connected(port: int) -> socket.socket:
    limit = time.monotonic() + _PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)
