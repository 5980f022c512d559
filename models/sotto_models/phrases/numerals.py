"""Numbers as people write them: cardinals, ordinals, dates, times, money, units, versions."""

from collections.abc import Callable
from random import Random

MONTHS = """January February March April May June July August September October November
December""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = """kilometers meters centimeters millimeters miles inches feet kilograms grams pounds liters
seconds minutes hours days weeks months years bytes kilobytes megabytes gigabytes degrees pixels
points dollars cents euros percent hertz kilohertz watts volts""".split()
COUNTED = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
hundred""".split()
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
twenty-first thirtieth thirty-first hundredth""".split()


def _cardinal(rng: Random) -> str:
    return str(rng.choice([rng.randrange(100), rng.randrange(1000), rng.randrange(10000)]))


def _large(rng: Random) -> str:
    return f"{rng.randrange(2, 40)} {rng.choice(['thousand', 'million', 'billion'])}"


def _decimal(rng: Random) -> str:
    return f"{rng.randrange(50)}.{rng.randrange(1, 100)}"


def _date(rng: Random) -> str:
    month, day = rng.choice(MONTHS), rng.randrange(1, 31)
    year = rng.choice([f"19{rng.randrange(10, 100)}", f"20{rng.randrange(10, 30)}"])
    dated = f"{month} {_ordinal(day)}"
    return rng.choice(
        [dated, f"{month} {year}", f"{rng.choice(DAYS)}, {dated}", f"{dated}, {year}"]
    )


def _ordinal(day: int) -> str:
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _time(rng: Random) -> str:
    hour, minute = rng.randrange(1, 13), rng.choice([*range(10, 60), 15, 30, 45])
    half = rng.choice(["_a _m", "_p _m"])
    forms = [f"{hour} {minute}", f"{hour} o'clock", f"{hour} {minute} {half}", f"{hour} {half}"]
    return rng.choice([*forms, f"half past {hour}", f"a quarter to {hour}"])


def _money(rng: Random) -> str:
    amount, cents = rng.randrange(2, 500), rng.randrange(5, 100)
    forms = [f"{amount} dollars", f"{amount} dollars {cents} cents", f"{amount} euros"]
    return rng.choice([*forms, f"{cents} cents", f"{amount} pounds"])


def _measure(rng: Random) -> str:
    amount = rng.choice([str(rng.randrange(2, 200)), _decimal(rng)])
    return f"{amount} {rng.choice(UNITS)}"


def _version(rng: Random) -> str:
    major, minor, patch = (rng.randrange(13) for _ in range(3))
    return rng.choice([f"version {major} dot {minor}", f"version {major} dot {minor} dot {patch}"])


def _telephone(rng: Random) -> str:
    groups = [" ".join(str(rng.randrange(10)) for _ in range(size)) for size in (3, 3, 4)]
    return ", ".join(groups[: rng.randrange(1, 4)])


def _sum(rng: Random) -> str:
    sign = rng.choice(["plus", "minus", "times", "divided by"])
    return f"{rng.randrange(2, 60)} {sign} {rng.randrange(2, 20)}"


def _ranked(rng: Random) -> str:
    thing = rng.choice("place floor page time row chapter attempt street century day".split())
    return f"the {rng.choice(ORDINALS)} {thing}"


KINDS: tuple[Callable[[Random], str], ...] = (
    *(_cardinal, _cardinal, _cardinal, _large, _decimal, _date, _date, _time, _time),
    *(_money, _measure, _measure, _version, _telephone, _sum, _ranked),
)


def numerals(rng: Random, count: int) -> list[str]:
    """Return `count` different numerals, each kind in turn."""
    found: dict[str, None] = {}
    turn = 0
    while len(found) < count:
        found[KINDS[turn % len(KINDS)](rng)] = None
        turn += 1
    return list(found)
