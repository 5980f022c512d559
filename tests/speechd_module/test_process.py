"""The module's process on bare pipes: what it answers while the daemon is away or odd."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sotto_speechd import replies

PATIENCE = 30.0
LONG = " ".join(["This is a sentence of some length that goes on."] * 20)


class Module:
    """A process of the module; lines of its answers are collected with their times."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sotto_speechd", "/nowhere/sotto.conf"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._changed = threading.Condition()
        self.lines: list[bytes] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def wait(self, found: Callable[[list[bytes]], bool], what: str) -> None:
        with self._changed:
            ok = self._changed.wait_for(lambda: found(self.lines), PATIENCE)
            assert ok, f"no {what} in {self.control()[-20:]}"

    def wait_line(self, line: bytes, count: int = 1) -> None:
        self.wait(lambda lines: lines.count(line) >= count, repr(line))

    def control(self) -> list[bytes]:
        """All but sound."""
        return [line for line in self.lines if line[:3].isdigit() and not line.startswith(b"705")]

    def sound(self) -> int:
        """How many pieces of sound came."""
        return self.lines.count(b"705 AUDIO\n")

    def start(self) -> None:
        self.send(b"INIT\n")
        self.wait_line(b"299 OK LOADED SUCCESSFULLY\n")
        self.send(b"AUDIO\naudio_output_method=server\n.\nLOGLEVEL\nlog_level=3\n.\n")
        self.wait_line(replies.LOGLEVEL_SET)

    def speak(self, text: str = LONG, command: str = "SPEAK") -> None:
        self.send(f"{command}\n{text}\n.\n".encode())

    def quit(self) -> str:
        """What it logged."""
        self.send(b"STOP\nQUIT\n")
        self.wait_line(replies.QUIT)
        assert self.process.wait(PATIENCE) == 0
        self._thread.join()
        return self.log()

    def log(self) -> str:
        assert self.process.stderr is not None
        with self.process.stderr as log:
            return log.read().decode()

    def close(self) -> None:
        # Whoever goes on for one that was killed ends with what the server says.
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self._thread.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self.lines.append(line)
                self._changed.notify_all()


def environment(folder: Path) -> dict[str, str]:
    """No session bus, and nothing of the user's."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/no-bus",
    }


@pytest.fixture
def module(tmp_path: Path) -> Iterator[Module]:
    """One that cannot reach any daemon."""
    module = Module(environment(tmp_path))
    yield module
    module.close()


def test_a_start_as_the_server_does_it(module: Module) -> None:
    module.start()
    module.send(
        b"LIST VOICES\nLIST VOICES en none\nLIST VOICES zz\nDEBUG ON /dev/null \nDEBUG OFF \n"
    )
    module.wait_line(replies.DEBUG_OFF)
    voice = b"200-Sotto\ten\tnone\n"
    assert module.lines == [
        b"299-Sotto\n",
        b"299 OK LOADED SUCCESSFULLY\n",
        replies.AUDIO_EXPECTED,
        replies.AUDIO_ACCEPTED,
        replies.LOGLEVEL_EXPECTED,
        replies.LOGLEVEL_SET,
        *(voice, replies.VOICES_SENT, voice, replies.VOICES_SENT, replies.NO_VOICES),
        *(replies.DEBUG_ON, replies.DEBUG_OFF),
    ]
    assert module.quit() == ""


def test_nothing_heavy_is_imported_before_the_first_answer() -> None:
    script = (
        "import sys, sotto_speechd.main\n"
        "heavy = {'asyncio', 'dbus_next', 'numpy', 'sotto', 'sotto_client', 'tomllib'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_without_a_daemon_the_plain_voice_speaks_and_says_why_once(module: Module) -> None:
    module.start()
    module.speak("<speak>Hello.</speak>")
    module.wait_line(replies.END)
    first = module.sound()
    module.speak("<speak>Hello.</speak>")
    module.wait_line(replies.END, 2)
    assert 0 < module.sound() - first < first / 2, "it is not explained again"
    assert module.lines.count(replies.BEGIN) == 2
    assert "the plain voice speaks" in module.quit()


def test_the_plain_voice_tells_marks_where_they_are(module: Module) -> None:
    module.start()
    module.speak('<speak>One two. <mark name="__spd_0"/>Three <mark name="a:b"/>four.</speak>')
    module.wait_line(replies.END)
    events = [line for line in module.lines if line.startswith((b"700-", b"705 "))]
    marks = [index for index, line in enumerate(events) if line.startswith(b"700-")]
    assert [events[index] for index in marks] == [b"700-__spd_0\n", b"700-a:b\n"]
    assert 0 < marks[0] < marks[1] - 1 < len(events) - 2


@pytest.mark.parametrize("command", ["CHAR", "KEY", "SOUND_ICON"])
def test_short_messages_without_a_daemon(module: Module, command: str) -> None:
    module.start()
    module.speak("a", command)
    module.wait_line(replies.END)
    assert module.sound() > 0
    module.send(f"{command}\na\nb\n.\n".encode())
    module.wait_line(replies.MORE_THAN_ONE_LINE)


def test_stop_and_pause_at_every_moment(module: Module) -> None:
    module.start()
    generator = random.Random(1)
    for index in range(60):
        module.speak()
        time.sleep(generator.choice((0, 0.001, 0.01, 0.05, 0.12)))
        if index % 2:
            module.send(b"PAUSE\n")
            module.wait_line(replies.PAUSE, index // 2 + 1)
        else:
            module.send(b"STOP\n")
            module.wait_line(replies.STOP, index // 2 + 1)
    assert replies.END not in module.lines
    module.speak("Well.")
    module.wait_line(replies.END)
    module.quit()


def test_stop_and_pause_while_idle_are_ignored(module: Module) -> None:
    module.start()
    module.send(b"STOP\nPAUSE\nSTOP\nHELLO\n")
    module.wait_line(replies.UNKNOWN)
    assert module.lines[-1] == replies.UNKNOWN
    assert not {replies.STOP, replies.PAUSE} & set(module.lines)


def test_nothing_is_sent_far_ahead_of_the_ear(module: Module) -> None:
    module.start()
    module.speak()
    module.wait(lambda lines: lines.count(b"705 AUDIO\n") >= 3, "sound")
    begun = time.monotonic()
    module.wait(lambda lines: lines.count(b"705 AUDIO\n") >= 40, "more sound")
    sizes = [int(line[16:]) for line in module.lines if line.startswith(b"705-num_samples=")]
    sent = sum(sizes[3:]) / 24_000
    assert sent - (time.monotonic() - begun) < 0.4
    assert sizes[0] <= 0.02 * 24_000


def test_nobody_reads_the_answers(tmp_path: Path) -> None:
    """The pipe is full: commands are still read, and what waited comes out afterwards."""
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "sotto_speechd"],
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    assert process.stdin is not None
    try:
        process.stdin.write(b"INIT\n")
        for index in range(3000):
            process.stdin.write(b"SPEAK\nText number %d.\n.\nLIST VOICES\nSTOP\n" % index)
        # More than both pipes hold: it ends only when the module goes on reading.
        process.stdin.write(b"QUIT\n")
        process.stdin.flush()
        data = b""
        while not data.endswith(replies.QUIT):
            data += os.read(reader, 65_536)
        assert data.count(replies.SPEAKING) == data.count(replies.STOP) == 3000
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        os.close(reader)


def test_the_end_of_input_ends_it(module: Module) -> None:
    module.start()
    module.speak()
    assert module.process.stdin is not None
    module.process.stdin.close()
    assert module.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_never_end_it(module: Module, seed: int) -> None:
    generator = random.Random(seed)
    words = [b"INIT", b"AUDIO", b"SPEAK", b"CHAR", b"KEY", b"SET", b"STOP", b"PAUSE", b".", b"..",
             b"LIST VOICES", b"SOUND_ICON", b"LOGLEVEL", b"DEBUG ON /dev/null", b"rate=7", b"\0",
             b"<speak>a</speak>", b"\xff\xfe", b"SPEAK\na\n.", b"x" * 5000, b"",
             b"language=\x01"]  # fmt: skip
    module.start()
    for _ in range(300):
        if generator.random() < 0.2:
            module.send(generator.randbytes(generator.randrange(50)).replace(b"QUIT", b""))
        module.send(generator.choice(words) + b"\n")
    module.send(b"\n.\nSTOP\n")
    log = module.quit()
    ends = sum(map(module.lines.count, (replies.END, replies.STOP, replies.PAUSE)))
    assert 0 < ends == module.lines.count(replies.SPEAKING)
    assert "Traceback" not in log


def test_a_damaged_configuration_is_told_and_costs_nothing(tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "sotto"
    folder.mkdir(parents=True)
    (folder / "speechd.toml").write_text("audio = 7")
    module = Module(environment(tmp_path))
    try:
        module.start()
        module.speak("Hello.")
        module.wait_line(replies.END)
        assert "the defaults are used" in module.quit()
    finally:
        module.close()


TEXT = b"SPEAK\nThis is said while it is killed.\n.\n"
KILLED = {
    "idle": (b"", replies.LOGLEVEL_SET),
    "speaking": (TEXT, replies.BEGIN),
    "paused": (TEXT + b"PAUSE\n", replies.PAUSE),
    "stopped": (TEXT + b"STOP\n", replies.STOP),
}
ENDS = (replies.END, replies.STOP, replies.PAUSE)


@pytest.mark.parametrize(("sent", "told"), KILLED.values(), ids=list(KILLED))
def test_another_process_goes_on_for_one_that_was_killed(
    module: Module, sent: bytes, told: bytes
) -> None:
    module.start()
    module.send(sent)
    module.wait_line(told)
    # In the middle of an answer it would be another test.
    time.sleep(0.3)
    module.process.kill()
    module.process.wait()
    module.send(b"SET\nrate=10\n.\n")
    module.wait_line(replies.SETTINGS_TAKEN)
    assert sum(map(module.lines.count, ENDS)) == bool(sent), "the message ended once"
    module.speak("It goes on.")
    module.wait(lambda lines: sum(map(lines.count, ENDS)) == 1 + bool(sent), "the end")
    module.send(b"QUIT\n")
    module.wait_line(replies.QUIT)


def test_one_that_was_killed_in_a_command_leaves_nothing_open(module: Module) -> None:
    module.start()
    module.send(b"SPEAK\nhalf of it\n")
    module.wait_line(replies.MESSAGE_EXPECTED)
    module.process.kill()
    module._thread.join(PATIENCE)
    assert not module._thread.is_alive(), "the server knows that it is gone"
    assert module.lines[-1] == replies.MESSAGE_EXPECTED
