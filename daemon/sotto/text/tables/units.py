"""Names of measured units, built from a language's own words for the simple ones."""

from __future__ import annotations

from collections.abc import Mapping

Names = Mapping[str, tuple[str, str]]

_PREFIXES: Mapping[str, str] = {
    "k": "kilo", "M": "mega", "G": "giga", "T": "tera", "m": "milli", "µ": "mikro",
    "μ": "mikro", "n": "nano", "h": "hekto", "d": "dezi", "c": "zenti",
}  # fmt: skip
"""As German writes them; `built` adapts them where another language's unit follows."""

_OTHERS = {"mikro": "micro", "hekto": "hecto", "dezi": "deci", "zenti": "centi"}
_USUAL = {
    "m": "k m µ μ n d c", "g": "k m µ μ", "l": "m d c h", "L": "m", "s": "m µ μ n",
    "Hz": "k M G T", "W": "k M G T m", "Wh": "k M G T", "V": "k m M", "A": "m k µ μ", "Ah": "m",
    "Pa": "k M h G", "J": "k M G", "N": "k", "B": "k M G T", "Ω": "k M", "F": "µ μ n",
    "cal": "k", "bit": "k M G", "Bit": "k M G", "b": "M G", "bps": "k M G", "eV": "k M G",
}  # fmt: skip
_TIMES = ("s", "h")


def built(bases: Names, per: str, hour: str, powers: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """All units of `bases` with the prefixes they are used with, squares and cubes of lengths,
    and rates by second and `hour`. `powers` are the forms of squares and cubes."""
    units = dict(bases)
    for base, (one, many) in bases.items():
        for prefix in _USUAL.get(base, "").split():
            units[prefix + base] = (_with(_PREFIXES[prefix], one), _with(_PREFIXES[prefix], many))
    for length in ("m", "km", "cm", "mm", "dm"):
        for form, signs in zip(powers, ("²2", "³3"), strict=True):
            for sign in signs:
                units[length + sign] = _raised(form, units[length])
    time = {"s": bases["s"][0], "h": hour}
    for base in (
        "m",
        "km",
        "l",
        "kg",
        "g",
        "m³",
        "MB",
        "GB",
        "kB",
        "Mbit",
        "Gbit",
        "kbit",
        "MBit",
        "GBit",
    ):
        if base not in units:
            continue
        for sign in _TIMES:
            one, many = units[base]
            units[f"{base}/{sign}"] = (f"{one} {per} {time[sign]}", f"{many} {per} {time[sign]}")
    return units


def _with(prefix: str, name: str) -> str:
    if name[0].isupper():
        return prefix.title() + name.lower()
    return _OTHERS.get(prefix, prefix) + name


def _raised(form: str, names: tuple[str, str]) -> tuple[str, str]:
    one, many = (form.format(name.lower() if form[0].isupper() else name) for name in names)
    return one, many
