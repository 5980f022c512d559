"""A server that does not read any more is noticed, and asked until it does."""

from __future__ import annotations

import os

import pytest

from sotto_speechd.errors import ModuleError
from sotto_speechd.outlet import Outlet
from sotto_speechd.ssip import ask_for_voices
from sotto_speechd.unread import UnreadWatch
from speechd_module.dispatcher import Desktop
from waiting import wait_until

_SECONDS = 0.005


class Server:
    """Reads when it is asked, or the `lazy` times after that; `watch` is the module's side."""

    def __init__(self, lazy: int = 0, seconds: float = _SECONDS) -> None:
        self.reader, writer = os.pipe()
        self.outlet = Outlet(writer)
        self.questions = 0
        self.is_speaking = True
        self.is_busy = False
        self._lazy = lazy
        self.watch = UnreadWatch(self.outlet.unread, lambda: self.is_speaking, self._ask, seconds)

    def _ask(self) -> None:
        self.questions += 1
        if self.questions <= self._lazy:
            raise ModuleError("not now")
        self.is_speaking = self.is_busy
        os.read(self.reader, 1000)

    def wait(self) -> None:
        wait_until(lambda: not self.watch.is_looking, "the watch is over")


@pytest.mark.parametrize("lazy", [0, 1, 5])
def test_it_is_asked_until_it_reads(lazy: int) -> None:
    server = Server(lazy)
    server.outlet.send(b"702 END\n")
    server.watch.begin()
    server.wait()
    assert server.questions == lazy + 1


def test_one_that_never_reads_is_not_asked_for_ever() -> None:
    server = Server(lazy=1000)
    server.outlet.send(b"702 END\n")
    server.watch.begin()
    wait_until(lambda: server.questions == 20, "all questions")
    assert server.watch.is_looking
    os.read(server.reader, 1000)
    server.is_speaking = False
    server.wait()
    assert server.questions == 20


def test_one_that_ceases_to_read_often_is_asked_each_time() -> None:
    server = Server()
    server.is_busy = True
    server.watch.begin()
    for count in range(1, 31):
        server.outlet.send(b"702 END\n")
        wait_until(lambda count=count: server.questions == count, "it is asked")  # type: ignore[misc]
        wait_until(lambda: server.outlet.unread()[0] == 0, "it has read")
    server.is_speaking = False
    server.wait()


def test_one_that_reads_is_not_asked() -> None:
    # A busy machine may keep the reader waiting for a while.
    server = Server(seconds=1.0)
    server.watch.begin()
    for _ in range(20):
        server.outlet.send(b"700-0:3\n700 INDEX MARK\n")
        os.read(server.reader, 1000)
    assert server.watch.is_looking
    server.is_speaking = False
    server.wait()
    assert server.questions == 0


def test_a_second_watch_follows_the_first() -> None:
    server = Server()
    for count in (1, 2):
        server.is_speaking = True
        server.outlet.send(b"702 END\n")
        server.watch.begin()
        server.watch.begin()
        server.wait()
        assert server.questions == count


def test_what_was_read_is_counted() -> None:
    server = Server()
    server.outlet.send(b"12345678")
    assert server.outlet.unread() == (8, 0)
    os.read(server.reader, 5)
    assert server.outlet.unread() == (3, 5)


@pytest.mark.hears
def test_the_real_server_is_found_and_answers(desktop: Desktop) -> None:
    lines = ask_for_voices(desktop.server_pid())
    assert any(line.startswith("249-") for line in lines), lines
    assert not [line for line in lines if line[:1] != "2"]


def test_where_no_server_listens_that_is_an_error() -> None:
    with pytest.raises(ModuleError):
        ask_for_voices(os.getpid())
