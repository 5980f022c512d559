"""The module is killed: Speech Dispatcher starts it anew, and it speaks without anyone's help."""

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
def test_a_killed_module_comes_back() -> None:
    with sound_session(Server.PULSEAUDIO) as session:
        desktop = Desktop(session)
        desktop.start_daemon()
        desktop.start_server()
        with desktop.client() as client:
            client.say("Hello.")
            before = set(_processes("sd_sotto", str(desktop.home)))
            os.kill(min(before), signal.SIGKILL)
            wait_until(
                lambda: len(set(_processes("sd_sotto", str(desktop.home))) - before) == 2,
                "another module and its guardian run",
            )
            with Recorder(session) as recorder:
                assert client.say("It speaks again.")[-1].kind == "END"
                assert len(recorder.wait_for_silence(0.3).sound()) > 24_000


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
