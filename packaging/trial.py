"""Part of script/try_package, run by a user inside its Debian 13: who speaks, and is it heard?"""

from __future__ import annotations

import array
import asyncio
import subprocess
import sys
import time

_LOUD = 300
_PATIENCE = 30.0


def main() -> None:
    """`daemon` prints its process; `heard COMMAND...` runs it, and fails where nothing sounds."""
    if sys.argv[1] == "daemon":
        print(asyncio.run(_owner()) or "")
    else:
        sys.exit(_heard(sys.argv[2:]))


async def _owner() -> int:
    from dbus_next import Message, MessageType
    from dbus_next.aio import MessageBus

    bus = await MessageBus().connect()
    reply = await bus.call(
        Message(
            destination="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            member="GetConnectionUnixProcessID",
            signature="s",
            body=["org.sotto.Voice1"],
        )
    )
    bus.disconnect()
    return int(reply.body[0]) if reply.message_type is MessageType.METHOD_RETURN else 0


def _heard(command: list[str]) -> int:
    recorder = ["parec", "--raw", "--device=silent.monitor", "--format=s16le", "--channels=1"]
    with subprocess.Popen(recorder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as listening:
        assert listening.stdout is not None
        listening.stdout.read(1000)
        asked = subprocess.Popen(command)
        end, loud = time.monotonic() + _PATIENCE, 0
        while loud < 2000 and time.monotonic() < end:
            samples = array.array("h", listening.stdout.read(4096))
            loud += sum(abs(sample) > _LOUD for sample in samples)
        asked.wait(_PATIENCE)
        listening.terminate()
    print(f"   {' '.join(command[:2])}: {'heard' if loud else 'NOT heard'}", flush=True)
    return 0 if loud and asked.returncode == 0 else 1


if __name__ == "__main__":
    main()
