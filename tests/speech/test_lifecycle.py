"""The life cycle: the whole table, step by step."""

from __future__ import annotations

import pytest

from sotto.errors import IllegalTransitionError
from sotto.speech.lifecycle import TRANSITIONS, LifeCycle, Reason, State, Step

WAY = {
    State.QUEUED: (),
    State.PREPARING: (Step.PREPARE,),
    State.SPEAKING: (Step.PREPARE, Step.HEAR),
    State.PAUSED: (Step.PAUSE,),
    State.INTERRUPTED: (Step.PREPARE, Step.HEAR, Step.INTERRUPT),
    State.DONE: (Step.END,),
}

LEGAL = {
    (State.QUEUED, Step.PREPARE): State.PREPARING,
    (State.QUEUED, Step.PAUSE): State.PAUSED,
    (State.QUEUED, Step.END): State.DONE,
    (State.PREPARING, Step.HEAR): State.SPEAKING,
    (State.PREPARING, Step.PUT_BACK): State.QUEUED,
    (State.PREPARING, Step.INTERRUPT): State.INTERRUPTED,
    (State.PREPARING, Step.PAUSE): State.PAUSED,
    (State.PREPARING, Step.END): State.DONE,
    (State.SPEAKING, Step.INTERRUPT): State.INTERRUPTED,
    (State.SPEAKING, Step.PAUSE): State.PAUSED,
    (State.SPEAKING, Step.END): State.DONE,
    (State.PAUSED, Step.RESUME): State.INTERRUPTED,
    (State.PAUSED, Step.END): State.DONE,
    (State.INTERRUPTED, Step.PREPARE): State.PREPARING,
    (State.INTERRUPTED, Step.PAUSE): State.PAUSED,
    (State.INTERRUPTED, Step.END): State.DONE,
}


def take(life: LifeCycle, step: Step) -> None:
    if step is Step.END:
        life.end(Reason.FINISHED)
    else:
        life.advance(step)


def brought_to(state: State) -> LifeCycle:
    life = LifeCycle(7, ":1.5")
    assert life.reason is None
    for step in WAY[state]:
        take(life, step)
    assert life.state is state
    return life


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_in_every_state(state: State, step: Step) -> None:
    life = brought_to(state)
    before = repr(life)
    target = LEGAL.get((state, step))
    if target is not None:
        take(life, step)
        assert life.state is target
        return
    with pytest.raises(IllegalTransitionError):
        take(life, step)
    assert repr(life) == before


@pytest.mark.parametrize("state", [state for state in State if state is not State.DONE])
@pytest.mark.parametrize("reason", Reason)
def test_every_state_can_end_for_every_reason(state: State, reason: Reason) -> None:
    life = brought_to(state)
    life.end(reason)
    assert (life.state, life.reason) == (State.DONE, reason)


def test_the_end_needs_a_reason() -> None:
    life = brought_to(State.SPEAKING)
    with pytest.raises(IllegalTransitionError):
        life.advance(Step.END)
    assert life.state is State.SPEAKING


def test_the_first_reason_stays() -> None:
    life = brought_to(State.SPEAKING)
    life.end(Reason.CANCELLED)
    with pytest.raises(IllegalTransitionError):
        life.end(Reason.FAILED)
    assert life.reason is Reason.CANCELLED


def test_the_table_has_a_row_for_every_state_and_no_way_out_of_done() -> None:
    assert set(TRANSITIONS) == set(State)
    assert TRANSITIONS[State.DONE] == {}
    reached = {target for row in TRANSITIONS.values() for target in row.values()}
    assert reached | {State.QUEUED} == set(State)


def test_it_reads_as_a_sentence() -> None:
    life = brought_to(State.SPEAKING)
    assert repr(life) == "<utterance 7 of :1.5: speaking>"
    life.end(Reason.CLIENT_GONE)
    assert repr(life) == "<utterance 7 of :1.5: done (client-gone)>"
