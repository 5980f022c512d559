"""What stands between a key and its sound: what is seen of it, and how it is told."""

from __future__ import annotations

import asyncio
from pathlib import Path

from dbus_next import Message, Variant

from sotto_bench.monitor import BusMonitor, SsipProxy
from sotto_bench.orca_stages import STAGES, Key, Run, show
from sotto_bench.session import session
from sotto_bus import close_bus, open_bus


def test_calls_and_signals_are_seen_and_nothing_is_answered() -> None:
    async def watch(address: str) -> None:
        monitor = await BusMonitor.watch(address, ["type='method_call'", "type='signal'"])
        served = await open_bus(address)
        served.add_message_handler(
            lambda m: Message.new_method_return(m, "s", ["hello"]) if m.member == "Greet" else None
        )
        client = await open_bus(address)
        reply = await client.call(
            Message(destination=served.unique_name, path="/a", interface="a.b", member="Greet")
        )
        assert reply is not None and reply.body == ["hello"]
        await client.send(Message.new_signal("/a", "a.b", "Changed", "sv", ["x", Variant("i", 1)]))
        while monitor.first(0.0, "Changed") is None:
            await asyncio.sleep(0.01)
        greeted = monitor.first(0.0, "Greet")
        assert greeted is not None and monitor.first(greeted + 1e-9, "Greet") is None
        kinds = {p.member: (p.is_signal, p.sender) for p in monitor.passed}
        assert kinds["Greet"] == (False, client.unique_name)
        assert kinds["Changed"] == (True, client.unique_name)
        for bus in (served, client):
            close_bus(bus)
        monitor.close()

    with session() as made:
        made.start_bus()
        asyncio.run(asyncio.wait_for(watch(made.environment["DBUS_SESSION_BUS_ADDRESS"]), 60))


def test_the_socket_between_passes_everything_and_notes_what_asks_for_speech(
    tmp_path: Path,
) -> None:
    async def talk() -> None:
        got: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while line := await reader.readline():
                got.append(line)
                writer.write(b"2" + line)
            writer.close()
            await writer.wait_closed()

        behind = await asyncio.start_unix_server(serve, tmp_path / "behind")
        proxy = SsipProxy(tmp_path / "behind")
        await proxy.listen(tmp_path / "before")
        reader, writer = await asyncio.open_unix_connection(tmp_path / "before")
        sent = [b"SET SELF RATE 1\r\n", b"SPEAK\r\n", b"hello\r\n", b".\r\n", b"CHAR a\r\n"]
        for line in sent:
            writer.write(line)
            assert await reader.readline() == b"2" + line
        assert got == sent
        assert len(proxy.asked) == 2
        assert proxy.first(proxy.asked[1]) == proxy.asked[1]
        assert proxy.first(proxy.asked[1] + 1e-9) is None
        writer.close()
        await writer.wait_closed()
        await proxy.close()
        behind.close()

    asyncio.run(asyncio.wait_for(talk(), 60))


def test_sessions_stand_beside_each_other_with_what_differs() -> None:
    calm = Key("row", (1.0, 60.0, 2.0, 10.0, 4.0), 14, True, False)
    slow = Key("row", (1.0, 80.0, 2.0, 0.0, 4.0), 14, False, True)
    letter = Key("letter", (1.0, 0.0, 2.0, 10.0, 4.0), 2, True, True)
    runs = [Run(False, (calm, letter), 0), Run(True, (slow, letter), 1)]
    lines = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in show(runs, "row").splitlines()
        if line.startswith("|")
    ]
    assert lines[0][1:6] == list(STAGES)
    assert lines[2] == [
        *("1, look-ahead off", "1.0", "60.0", "2.0", "10.0", "4.0", "77.0", "77.0", "1"),
        *("14", "1", "0"),
    ]
    assert lines[3][0] == "2, look-ahead on" and lines[3][-2:] == ["0", "1"]
    assert lines[4][1:6] == ["0.0", "10.0", "0.0", "5.0", "0.0"]
    assert "67.0" not in show(runs, "letter")
