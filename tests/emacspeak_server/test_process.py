"""The program between a pipe, as Emacs holds it, and a daemon that writes down what it is asked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bus import Bus, private_bus
from desk import in_loop
from emacspeak_server.listening_daemon import ListeningDaemon, listening_daemon

COMMAND = (sys.executable, "-m", "sotto_emacspeak")


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with private_bus() as made:
        yield made


class Served:
    """The program, and the daemon that it talks to."""

    def __init__(self, process: asyncio.subprocess.Process, daemon: ListeningDaemon) -> None:
        self.process = process
        self.daemon = daemon

    def send(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode())

    async def spoken(self, *texts: str) -> None:
        """Wait until these, and no others, were asked for."""
        await self.daemon.until(lambda: len(self.daemon.spoken()) >= len(texts))
        assert self.daemon.spoken() == list(texts)

    async def end(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return await self.process.wait()


@contextlib.asynccontextmanager
async def served(bus: Bus, *options: str, **extra: str) -> AsyncIterator[Served]:
    async with listening_daemon(bus.address) as daemon:
        process = await asyncio.create_subprocess_exec(
            *(*COMMAND, *options),
            env=bus.environment | extra,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield Served(process, daemon)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()


@in_loop
async def test_texts_are_asked_for_in_order_with_what_is_set(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("tts_sync_state some 0 0 0 400\nq {one }\nd\nl {X}\nq {two }\nd\n")
        await it.spoken("one ", "X", "two ")
        # The daemon has told 400 words a minute at rate 2, so 200 at rate 1.
        assert it.daemon.options(0) == {
            "kind": "text",
            "priority": "text",
            "punctuation": "some",
            "rate": 2.0,
        }
        assert it.daemon.options(1)["kind"] == "character"
        assert it.daemon.options(1)["rate"] == 2.4
        assert it.daemon.options(1)["capitals"] == "pitch"


@in_loop
async def test_stop_ends_what_is_said_and_what_waits_and_nothing_else(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("".join(f"q {{text {n} }}\nd\n" for n in range(20)))
        await it.daemon.until(lambda: len(it.daemon.spoken()) == 8)
        it.send("q {queued }\ns\nd\ntts_say { after}\n")
        await it.daemon.until(lambda: " after" in it.daemon.spoken())
        assert len(it.daemon.spoken()) == 9
        await it.daemon.until(lambda: len(it.daemon.called("Cancel")) == 8)
        assert sorted(it.daemon.called("Cancel")) == list(range(1, 9))
        assert it.daemon.called("CancelAll") == []


@in_loop
async def test_more_follows_when_something_has_ended(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("".join(f"q {{text {n} }}\nd\n" for n in range(10)))
        await it.daemon.until(lambda: len(it.daemon.spoken()) == 8)
        it.daemon.finish(1)
        await it.spoken(*(f"text {n} " for n in range(9)))


@in_loop
async def test_pausing_and_going_on(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("q {text }\nd\n")
        await it.spoken("text ")
        it.send("tts_pause\n")
        await it.daemon.until(lambda: it.daemon.called("Pause") == [1])
        it.send("tts_resume\n")
        await it.daemon.until(lambda: it.daemon.called("Resume") == [1])


@in_loop
async def test_the_second_stream_is_more_urgent(bus: Bus) -> None:
    async with served(bus, "--notify") as it:
        it.send("tts_say { Mail}\n")
        await it.spoken(" Mail")
        assert it.daemon.options(0)["priority"] == "message"


@in_loop
async def test_a_text_that_never_ends_for_tcl_is_said_without_waiting(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("tts_say { a { b}\n")
        await it.spoken(" a { b")


@in_loop
async def test_all_is_said_before_the_program_ends_with_its_input(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("q {one }\nd\nq {two")
        await it.spoken("one ")
        assert it.process.stdin is not None
        it.process.stdin.close()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(it.process.wait()), 0.2)
        it.daemon.finish(1)
        assert await it.process.wait() == 0


@in_loop
async def test_emacs_may_end_it_at_once(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("q {one }\nd\n")
        await it.spoken("one ")
        it.process.send_signal(signal.SIGINT)
        it.send("q {two }\nd\n")
        await it.spoken("one ", "two ")
        it.process.send_signal(signal.SIGHUP)
        assert await it.process.wait() == 0


@in_loop
async def test_a_daemon_that_went_away_is_asked_once_more_from_the_word_on(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("q {one two three }\nd\nq {next }\nd\n")
        await it.spoken("one two three ", "next ")
        it.daemon.tell("Word", "tuu", 1, 4, 7)
        it.daemon.finish(1, "daemon-gone")
        it.daemon.finish(2, "daemon-gone")
        await it.spoken("one two three ", "next ", "two three ", "next ")
        it.daemon.finish(3, "daemon-gone")
        it.send("tts_say { more}\n")
        await it.spoken("one two three ", "next ", "two three ", "next ", " more")


@in_loop
async def test_noises_wait_for_what_is_said_before_them(bus: Bus, tmp_path: Path) -> None:
    played, icon = tmp_path / "played", tmp_path / "icon.wav"
    icon.write_bytes(b"")
    player = tmp_path / "player"
    player.write_text(f'#!/bin/sh\nwc -c <"$1" >>{played}\n')
    player.chmod(0o755)
    async with served(bus, EMACSPEAK_PLAY_PROGRAM=str(player)) as it:
        it.send(f"q {{one }}\nt 440 50\na {icon}\nq {{two }}\nd\na {icon}\nt 300 20\nd\n")
        marked = '<speak>one <mark name="0"/><mark name="1"/>two </speak>'
        await it.spoken(marked)
        assert not played.exists()
        it.daemon.tell("Mark", "ts", 1, "1")
        it.daemon.tell("Mark", "ts", 1, "77")
        it.daemon.tell("Mark", "ts", 1, "0")
        it.daemon.finish(1)
        assert await it.end() == 0
        # An empty icon twice, and 50 and 20 milliseconds at 24 kHz behind a head of 44 bytes.
        assert sorted(played.read_text().split()) == sorted(["0", "2444", "0", "1004"])


@in_loop
async def test_only_files_are_played(bus: Bus, tmp_path: Path) -> None:
    player = tmp_path / "player"
    player.write_text(f"#!/bin/sh\ntouch {tmp_path}/played\n")
    player.chmod(0o755)
    async with served(bus, EMACSPEAK_PLAY_PROGRAM=str(player)) as it:
        for name in ("/dev/null", "relative.wav", "--help", "/no/such", str(tmp_path), "a\0b", ""):
            it.send(f"a {name}\nd\np {name}\n")
        it.send("t 440 0\nt 440 -5\nd\nversion\n")
        await it.spoken("Sotto 9.9")
        it.daemon.finish(1)
        assert await it.end() == 0
    assert not (tmp_path / "played").exists()


@in_loop
async def test_languages_are_those_of_the_voices(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("list_lang\nset_next_lang nil\nset_next_lang t\n")
        await it.spoken("de")
        assert it.daemon.options(0)["language"] == "de"
        assert it.process.stdout is not None
        assert await it.process.stdout.readline() == b"en de\n"


@in_loop
async def test_nonsense_ends_nothing(bus: Bus) -> None:
    async with served(bus) as it:
        it.send("tts_set_speech_rate\nnonsense {\n}}}\nt a b c d e f\n\0\nq\nc {<voice}\nr\n")
        assert it.process.stdin is not None
        it.process.stdin.write(os.urandom(5000).replace(b"{", b"x") + b"\n}\ns\n")
        it.send("tts_say { still here}\n")
        await it.daemon.until(lambda: " still here" in it.daemon.spoken())


def test_without_a_bus_it_says_so(bus: Bus) -> None:
    done = bus.run(*COMMAND, text="q {a}\nd\n", DBUS_SESSION_BUS_ADDRESS="unix:path=/no/bus")
    assert done.returncode == 1
    assert "no session bus" in done.stderr
