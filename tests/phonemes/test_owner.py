"""The thread that owns libespeak-ng: order, errors, tries, closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import cast

import pytest

from sotto.errors import PhonemesError
from sotto.phonemes.binding import Library
from sotto.phonemes.espeak import Espeak
from sotto.phonemes.owner import EspeakThread


class Makers:
    """Makes libraries that tell how many there were before; refuses the first ones."""

    def __init__(self, refusals: int = 0) -> None:
        self.made: list[str] = []
        self._refusals = refusals

    def first(self) -> Library:
        return self._make("first")

    def then(self) -> Library:
        return self._make("then")

    def _make(self, name: str) -> Library:
        self.made.append(name)
        if len(self.made) <= self._refusals:
            raise PhonemesError(f"no {name}")
        return cast("Library", SimpleNamespace(sample_rate=len(self.made)))


def rate(espeak: Espeak) -> int:
    return espeak.binding.sample_rate


@pytest.fixture
def makers() -> Makers:
    return Makers()


@pytest.fixture
def owner(makers: Makers) -> Iterator[EspeakThread]:
    owner = EspeakThread(makers.first, makers.then, patience=60)
    yield owner
    owner.close()


def test_all_work_is_done_in_order_by_one_thread_that_is_not_the_callers(
    owner: EspeakThread, makers: Makers
) -> None:
    done: list[int] = []

    def work(number: int, espeak: Espeak) -> int:
        done.append(number)
        return threading.get_ident()

    futures = [owner.submit(partial(work, number)) for number in range(50)]
    threads = {future.result(60) for future in futures}
    assert done == list(range(50))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    assert makers.made == ["first"]


def test_the_library_is_made_by_the_first_work_only(owner: EspeakThread, makers: Makers) -> None:
    assert makers.made == []
    assert owner.call(rate) == 1
    assert owner.call(rate) == 1
    assert makers.made == ["first"]


@pytest.mark.parametrize("error", [ValueError("odd"), PhonemesError("odd"), SystemExit(3)])
def test_an_error_reaches_who_waits_and_the_thread_goes_on(
    owner: EspeakThread, makers: Makers, error: BaseException
) -> None:
    def fail(espeak: Espeak) -> None:
        raise error

    with pytest.raises(type(error)) as found:
        owner.call(fail)
    assert found.value is error
    assert owner.call(rate) == 1
    assert makers.made == ["first"]


def test_a_library_that_could_not_be_made_is_tried_again_by_the_next_work() -> None:
    makers = Makers(refusals=2)
    owner = EspeakThread(makers.first, makers.then, patience=60)
    for _ in range(2):
        with pytest.raises(PhonemesError, match="no first"):
            owner.call(rate)
    assert owner.call(rate) == 3
    owner.close()


def test_of_several_tries_the_later_ones_are_of_another_instance() -> None:
    makers = Makers(refusals=1)
    owner = EspeakThread(makers.first, makers.then, patience=60)
    assert owner.call(rate, tries=2) == 2
    assert makers.made == ["first", "then"]
    owner.close()


def test_the_last_of_the_errors_is_told() -> None:
    makers = Makers(refusals=9)
    owner = EspeakThread(makers.first, makers.then, patience=60)
    with pytest.raises(PhonemesError, match="no then"):
        owner.call(rate, tries=3)
    assert makers.made == ["first", "then", "then"]
    owner.close()


def test_an_error_that_is_no_fault_of_the_library_is_not_tried_again(
    owner: EspeakThread, makers: Makers
) -> None:
    tried: list[int] = []

    def fail(espeak: Espeak) -> None:
        tried.append(1)
        raise LookupError

    with pytest.raises(LookupError):
        owner.call(fail, tries=3)
    assert len(tried) == 1
    assert makers.made == ["first"]


def test_many_that_waited_for_one_that_hangs_get_one_other_instance(
    owner: EspeakThread, makers: Makers
) -> None:
    assert owner.call(rate) == 1
    hanging = owner._thread
    for _ in range(4):
        owner._replace(hanging)
        assert owner.call(rate) == 2
    assert makers.made == ["first", "then"]


def test_what_nobody_waits_for_any_more_is_not_begun(owner: EspeakThread) -> None:
    entered, released, begun = threading.Event(), threading.Event(), []

    def hold(espeak: Espeak) -> None:
        entered.set()
        released.wait(60)

    held = owner.submit(hold)
    assert entered.wait(60)
    late = owner.submit(lambda _: begun.append(1))
    assert late.cancel()
    released.set()
    held.result(60)
    owner.call(rate)
    assert begun == []


def test_what_was_submitted_before_closing_is_done_and_later_work_refused(
    owner: EspeakThread,
) -> None:
    before = [owner.submit(rate) for _ in range(20)]
    owner.close()
    assert [future.result(60) for future in before] == [1] * 20
    with pytest.raises(PhonemesError, match="closed"):
        owner.call(rate)
    owner.close()
