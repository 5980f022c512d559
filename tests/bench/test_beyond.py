"""How other programs are told what to do, and what counts as heard."""

from __future__ import annotations

import json
import os
import socket
import threading

import pytest

from sotto_bench.beyond import PROGRAMS, main, table
from sotto_bench.beyond_browsers import Marionette, Pipe
from sotto_bench.beyond_ear import Row


def test_an_answer_is_the_one_with_the_number_of_the_request() -> None:
    (answers, told), (requests, asked) = os.pipe(), os.pipe()
    pipe = Pipe(answers, asked)
    os.write(told, b'{"method": "other"}\0{"id": 9, "result": 0}\0{"id": 1, "res')
    threading.Timer(0.05, os.write, (told, b'ult": {"a": 2}}\0')).start()
    assert pipe.call("Some.thing", "s", b=3) == {"a": 2}
    sent = os.read(requests, 1000)
    assert sent.endswith(b"\0")
    assert json.loads(sent[:-1]) == {
        "id": 1,
        "method": "Some.thing",
        "params": {"b": 3},
        "sessionId": "s",
    }
    os.close(told)
    with pytest.raises(EOFError):
        pipe.call("More")
    for descriptor in (answers, requests, asked):
        os.close(descriptor)


def test_marionette_has_a_length_before_everything() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b'14:{"greeting":1}')
        theirs.sendall(b'22:[1,1,null,{"value":4}]')
        marionette = Marionette(ours)
        assert marionette.evaluate("2 + 2") == 4
        length, _, request = theirs.recv(1000).partition(b":")
        assert int(length) == len(request)
        assert json.loads(request)[2:] == [
            "WebDriver:ExecuteScript",
            {"script": "return 2 + 2", "args": []},
        ]
        theirs.sendall(b"22:" + b'[1,2,{"error":1},null]')
        with pytest.raises(OSError, match="error"):
            marionette.call("WebDriver:Navigate")
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(EOFError):
            marionette.call("WebDriver:Navigate")


def test_what_is_heard_and_over_in_time_is_good() -> None:
    assert Row("p", "s", 1.0, 9.0).is_good
    assert not Row("p", "s").is_good
    assert Row("p", "stop", 0.0, 0.2, limit=0.5).is_good
    assert not Row("p", "stop", 0.0, 0.7, limit=0.5).is_good
    lines = list(table([Row("p", "s"), Row("p", "t", 1.0, 2.0)]))
    assert lines[2:] == ["| p | s | never | 0.0 s |", "| p | t | 1.0 s | 2.0 s |"]


def test_programs_that_are_not_here_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main([]) == 1
    told = capsys.readouterr().err
    assert all(program.packages in told for program in PROGRAMS)
