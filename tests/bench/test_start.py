"""Under what conditions a start is measured."""

from __future__ import annotations

from sotto_bench.start import conditions


def test_every_condition_has_a_heading_of_its_own() -> None:
    names = [each.name for each in conditions(can_weigh=True)]
    assert len(set(names)) == len(names) == 6
    assert sum(name.endswith("weighed") for name in names) == 2


def test_where_no_share_can_be_given_none_is_told() -> None:
    names = [each.name for each in conditions(can_weigh=False)]
    assert len(names) == 4
    assert not any("weighed" in name for name in names)
