"""The battery saver on a real bus: followed, asked for only when it changes, missed by nobody."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest

from bus import Bus, private_bus
from desk import in_loop
from profiles import BALANCED, NEW, OLD, profiles
from sotto.dbus.power import SAVER, UPOWER, PowerWatch
from sotto.errors import BusError


@pytest.fixture(scope="module")
def bus() -> Iterator[Bus]:
    with private_bus() as made:
        yield made


class Watched:
    """A watch and what it told."""

    def __init__(self) -> None:
        self.told: list[bool] = []
        self.on_battery: list[bool] = []
        self._changed = asyncio.Event()

    def on_change(self, is_saving: bool) -> None:
        self.told.append(is_saving)
        self._changed.set()

    def on_power(self, is_on_battery: bool) -> None:
        self.on_battery.append(is_on_battery)
        self._changed.set()

    async def until(self, *expected: bool, on_battery: bool = False) -> None:
        while tuple(self.on_battery if on_battery else self.told) != expected:
            self._changed.clear()
            await self._changed.wait()


@contextlib.asynccontextmanager
async def watch(bus: Bus) -> AsyncIterator[Watched]:
    watched = Watched()
    environment = {"DBUS_SYSTEM_BUS_ADDRESS": bus.address}
    made = await PowerWatch.connect(environment, watched.on_change, watched.on_power)
    try:
        yield watched
    finally:
        made.close()


@pytest.mark.parametrize("name", [NEW, OLD])
@in_loop
async def test_a_saver_that_is_on_is_known_at_once_and_followed(bus: Bus, name: str) -> None:
    async with profiles(bus, name, SAVER) as service, watch(bus) as watched:
        await watched.until(True)
        service.change(BALANCED)
        await watched.until(True, False)
        service.change("performance")
        service.change(SAVER)
        await watched.until(True, False, True)


@in_loop
async def test_a_service_that_comes_later_counts_and_one_that_goes_saves_nothing(bus: Bus) -> None:
    async with watch(bus) as watched:
        async with profiles(bus, NEW, SAVER):
            await watched.until(True)
        await watched.until(True, False)


@in_loop
async def test_one_service_under_both_names_is_told_once(bus: Bus) -> None:
    both = profiles(bus, OLD, SAVER), profiles(bus, NEW, SAVER)
    async with both[0] as old, both[1] as new, watch(bus) as watched:
        await watched.until(True)
        old.change(BALANCED)
        new.change(BALANCED)
        await watched.until(True, False)


@in_loop
async def test_who_lies_in_a_signal_is_not_believed(bus: Bus) -> None:
    both = profiles(bus, NEW, BALANCED), profiles(bus, OLD, BALANCED)
    async with both[0] as service, both[1] as liar, watch(bus) as watched:
        liar.change(SAVER, name=NEW)
        liar.change(BALANCED)
        service.change(SAVER)
        await watched.until(True)
        service.change(BALANCED)
        await watched.until(True, False)


@in_loop
async def test_a_profile_of_another_type_saves_nothing(bus: Bus) -> None:
    async with profiles(bus, NEW, 7) as service, watch(bus) as watched:
        service.change(SAVER)
        await watched.until(True)


@in_loop
async def test_battery_and_mains_are_followed_apart_from_the_saver(bus: Bus) -> None:
    async with watch(bus) as watched:
        async with profiles(bus, UPOWER, True) as upower, profiles(bus, NEW, BALANCED) as saver:
            await watched.until(True, on_battery=True)
            saver.change(SAVER)
            await watched.until(True)
            upower.change(False)
            await watched.until(True, False, on_battery=True)
            upower.change("yes")
            upower.change(1)
            upower.change(True)
            await watched.until(True, False, True, on_battery=True)
        # Where nobody tells, it is mains.
        await watched.until(True, False, True, False, on_battery=True)


@in_loop
async def test_nothing_is_asked_while_nothing_changes(bus: Bus) -> None:
    async with profiles(bus, NEW, BALANCED) as service, watch(bus) as watched:
        service.change(SAVER)
        await watched.until(True)
        asked = service.asked
        await asyncio.sleep(0.3)
        assert service.asked == asked


@in_loop
async def test_without_a_system_bus_it_is_said_so(bus: Bus) -> None:
    address = f"unix:path={bus.home / 'nothing'}"
    with pytest.raises(BusError, match="system bus"):
        await PowerWatch.connect({"DBUS_SYSTEM_BUS_ADDRESS": address}, print)
