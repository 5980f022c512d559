"""A process that gets no memory any more ends, so that another one speaks."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from sotto import memory
from sotto.memory import OUT_OF_MEMORY, Trim

_PROGRAM = """
import asyncio, ctypes, threading
from sotto.memory import end_without_memory, note

def fail(*_):
    raise MemoryError

def answer():
    try:
        fail()
    except MemoryError as error:
        note(error)

async def main():
    loop = asyncio.get_running_loop()
    end_without_memory(loop)
    {}
    await asyncio.sleep(60)

asyncio.run(main())
"""
PLACES = {
    "a callback of the loop": "loop.call_soon(fail)",
    "a thread": "threading.Thread(target=fail).start()",
    "a callback of a library": "ctypes.CFUNCTYPE(None)(fail)()",
    "a request that was answered with the error": "answer()",
}


def _run(line: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _PROGRAM.format(line)]
    return subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)


@pytest.mark.parametrize("line", PLACES.values(), ids=list(PLACES))
def test_want_of_memory_ends_the_process(line: str) -> None:
    done = _run(line)
    assert done.returncode == OUT_OF_MEMORY
    assert "out of memory" in done.stderr


@pytest.mark.parametrize("line", PLACES.values(), ids=list(PLACES))
def test_other_errors_do_not(line: str) -> None:
    program = _PROGRAM.replace("raise MemoryError", "raise RuntimeError").replace(
        "except MemoryError", "except RuntimeError"
    )
    command = [sys.executable, "-c", program.replace("sleep(60)", "sleep(0.2)").format(line)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert done.returncode == 0, done.stderr


def test_who_is_asked_without_memory_left_ends() -> None:
    done = _run("""
    import resource
    from sotto.memory import look_for_memory
    look_for_memory()
    size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + (8 << 20), -1))
    look_for_memory()
""")
    assert done.returncode == OUT_OF_MEMORY
    assert "out of memory" in done.stderr


def test_more_may_be_asked_for_than_a_daemon_wants_now_and_then() -> None:
    done = _run("""
    import resource
    from sotto.memory import look_for_memory
    size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + (64 << 20), -1))
    look_for_memory()
    look_for_memory(128 << 20)
""")
    assert done.returncode == OUT_OF_MEMORY


def test_a_thread_that_never_begins_ends_the_process() -> None:
    done = _run("""
    def never(*_, **__):
        pass
    # The second is Python 3.13's.
    threading._start_new_thread = threading._start_joinable_thread = never
    threading.Thread(target=fail).start()
""")
    assert done.returncode == -signal.SIGALRM


_BEGUN_TOGETHER = """
import asyncio, signal, threading, time
from sotto.memory import end_without_memory

begin = threading.Thread.start

def begin_slowly(thread):
    begin(thread)
    time.sleep(float(thread.name))

threading.Thread.start = begin_slowly
end_without_memory(asyncio.new_event_loop())

def begin_another(seconds):
    threading.Thread(target=int, name=seconds).start()

first = threading.Thread(target=begin_another, args=("0.3",), name="0.1")
first.start()
begin_another("0.1")
time.sleep(0.5)
print(signal.alarm(0))
"""


def test_threads_that_begin_together_leave_no_alarm_behind() -> None:
    command = [sys.executable, "-c", _BEGUN_TOGETHER]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=True)
    assert done.stdout == "0\n"


def test_freed_memory_is_given_back_beside_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    given_by: list[threading.Thread] = []
    given = threading.Event()

    def give_back() -> None:
        given_by.append(threading.current_thread())
        given.set()

    async def rest() -> None:
        trim = Trim(asyncio.get_running_loop())
        trim.run()
        await asyncio.to_thread(given.wait, 30)
        trim.hold()

    monkeypatch.setattr(memory, "give_back", give_back)
    asyncio.run(rest())
    assert given_by
    assert threading.main_thread() not in given_by


def test_what_the_next_sentence_wants_again_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the rest was given back, only what is worth it goes."""
    own, given = [50 << 20], []
    monkeypatch.setattr(memory, "_own_bytes", lambda: own[0])
    monkeypatch.setattr(memory, "_TRIM_AFTER_SECONDS", 0.0)

    def aside(*then: Callable[[], object]) -> None:
        given.append(own[0])
        own[0] = 40 << 20
        for each in then:
            each()

    async def rest() -> None:
        trim = Trim(asyncio.get_running_loop())
        for grown in (0, 1, 1, 1, 0, 9):
            own[0] += grown << 20
            trim.run()
            await asyncio.sleep(0.01)

    monkeypatch.setattr(memory, "give_back_aside", aside)
    asyncio.run(rest())
    assert given == [50 << 20, 43 << 20, 49 << 20]


_CODE = """
import numpy
from sotto.memory import give_back_code

def mapped():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("RssFile"))

def work():
    return numpy.linalg.solve(numpy.eye(5) * 2, numpy.arange(5.0)).tolist()

result, before = work(), mapped()
given = give_back_code()
print(given, before - mapped(), work() == result)
"""


def test_code_of_libraries_is_given_back_and_comes_back_when_it_is_run() -> None:
    command = [sys.executable, "-c", _CODE]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=True)
    given, fewer, is_same = done.stdout.split()
    assert int(given) > 4 << 20
    assert int(fewer) > int(given) // 2
    assert is_same == "True"
