"""What `script/rooms.py` tells of folders: files, imports, and floors."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "script" / "rooms.py"

TEXTS = {
    "sotto": "",
    "sotto.app": "from sotto.low import first\nfrom sotto.high.top import Top\n",
    "sotto.low": '"""Nothing else."""',
    "sotto.low.first": "import os\nX = 1\n",
    "sotto.low.second": "from sotto.low.first import X\nY = X\n",
    "sotto.low.third": "def f():\n    import sotto.low.second\n    from sotto.low import first\n",
    "sotto.low.fourth": "import sotto.low.third\nZ = 1\n",
    "sotto.high.top": "from sotto.low import first, second\nclass Top: pass\n",
}


@pytest.fixture(scope="module")
def rooms() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("rooms_script", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_files_imports_and_floors_of_a_folder(rooms: ModuleType) -> None:
    high, low = rooms.rooms(TEXTS)
    assert (low.name, low.files, low.inside, low.outside, low.floors) == ("low", 4, 4, 0, 4)
    assert (high.name, high.files, high.inside, high.outside, high.floors) == ("high", 1, 0, 2, 1)
    assert low.longest == 3


def test_a_ring_of_files_ends(rooms: ModuleType) -> None:
    ring = {
        "sotto.a.one": "import sotto.a.two\nX = 1\n",
        "sotto.a.two": "import sotto.a.one\nX = 1\n",
    }
    (room,) = rooms.rooms(ring)
    assert room.floors == 2
    assert rooms.table([room]).splitlines()[-1] == "| `a` | 2 | 2 | 0 | 2 | 2 |"
