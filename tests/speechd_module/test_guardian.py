"""The module is killed: another process goes on for it, and it speaks without anyone's help."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from hearing import Recorder
from sotto_speechd.guardian import takes_signal
from sound import Server, sound_session
from speechd_module.dispatcher import Desktop, _processes
from waiting import wait_until


@pytest.mark.hears
@pytest.mark.parametrize("state", ["idle", "speaking", "paused"])
def test_a_killed_module_is_replaced(state: str) -> None:
    with sound_session(Server.PULSEAUDIO) as session:
        desktop = Desktop(session)
        desktop.start_daemon()
        desktop.start_server()
        with desktop.client() as client:
            client.say("Hello.")
            before = set(_processes("sd_sotto", str(desktop.home)))
            if state != "idle":
                client.wait(client.speak("This is said while it is killed. " * 4), "BEGIN")
            if state == "paused":
                client.command("PAUSE SELF")
            os.kill(min(before), signal.SIGKILL)
            wait_until(
                lambda: len(set(_processes("sd_sotto", str(desktop.home))) - {min(before)}) == 2,
                "another module and its guardian run",
            )
        with desktop.client() as client, Recorder(session) as recorder:
            client.command("CANCEL ALL")
            assert client.say("It speaks again.")[-1].kind == "END"
            assert len(recorder.wait_for_silence(0.3).sound()) > 24_000


@pytest.mark.hears
def test_a_stop_right_behind_a_pause_leaves_the_server_able_to_speak() -> None:
    """Version 0.11.4 waited for a mark that it had dropped, in more than every second case. It may
    also carry out PAUSE after the RESUME behind it, with any module: this client is paused then,
    and no other, until it sends RESUME again."""
    with sound_session(Server.PULSEAUDIO) as session:
        desktop = Desktop(session)
        desktop.start_daemon()
        desktop.start_server()
        for number in range(8):
            with desktop.client() as client:
                client.wait(client.speak("This goes on for a while, so that it lasts."), "BEGIN")
                client.command("PAUSE SELF")
                client.command("RESUME SELF")
                client.command("CANCEL SELF")
                client.command("RESUME SELF")
                assert client.say(f"Number {number}.")[-1].kind == "END"


@pytest.mark.parametrize("is_caught", [True, False])
def test_only_who_takes_a_signal_gets_it(is_caught: bool) -> None:
    handler = "signal.signal(signal.SIGUSR1, lambda *_: None); " if is_caught else ""
    program = f"import signal, sys; {handler}print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert takes_signal(process.pid, signal.SIGUSR1) is is_caught
        process.communicate()


def test_a_process_that_is_gone_takes_none() -> None:
    with subprocess.Popen(["true"]) as process:
        process.wait()
    assert not takes_signal(process.pid, signal.SIGUSR1)
