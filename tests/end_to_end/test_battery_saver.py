"""The daemon follows the desktop's battery saver, and tells so."""

from __future__ import annotations

import asyncio

from bus import private_bus
from desk import in_loop
from profiles import BALANCED, NEW, profiles
from sotto.dbus.power import SAVER
from sotto_client import Client, connect
from waiting import wait_until


async def until(client: Client, quality: str, reason: str) -> None:
    while (state := await client.state()).quality != quality:
        await asyncio.sleep(0.05)
    assert state.quality_reason == reason


@in_loop
async def test_the_quality_follows_the_battery_saver() -> None:
    with private_bus() as bus:
        async with profiles(bus, NEW, SAVER) as service:
            await asyncio.to_thread(bus.serve, DBUS_SYSTEM_BUS_ADDRESS=bus.address)
            await asyncio.to_thread(wait_until, lambda: "loaded;" in bus.log, "it is loaded")
            async with await connect(bus.address) as client:
                await until(client, "light", "the machine saves power")
                service.change(BALANCED)
                await until(client, "full", "")
                bus.write_settings("quality = 'light'\n")
                await until(client, "light", "the settings ask for it")
