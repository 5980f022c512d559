"""Currencies of the hand-written tables, by sign and by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sotto.text.tables.table import Money

_CODES = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₪": "ILS",
    "₽": "RUB", "₴": "UAH", "₺": "TRY", "zł": "PLN", "Kč": "CZK", "R$": "BRL",
}  # fmt: skip

_DOLLARS = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "MX$": "MXN", "CN¥": "CNY",
}  # fmt: skip
_COUNTRIES = "US A AU C CA NZ HK S NT MX".split()
"""What stands before a dollar sign, where the currency has no name in the table."""


def currencies(common: Mapping[str, Money], others: str) -> dict[str, Money]:
    """`common`, and `others` written as `sign: one/many`, parted by `;`; codes beside signs."""
    money = dict(common)
    for entry in filter(None, map(str.strip, others.split(";"))):
        sign, _, names = entry.partition(":")
        one, _, many = names.strip().partition("/")
        money[sign] = Money(one, many or one)
    return with_dollars(
        money | {code: money[sign] for sign, code in _CODES.items() if sign in money}
    )


def with_dollars(
    money: Mapping[str, Money], american: tuple[str, ...] = (), *, letters_last: bool = False
) -> dict[str, Money]:
    """`money`, and the dollars of other countries: by their names, or as dollars with letters.

    `american`: forms of the American one, where `USD` is told without its country.
    """
    named = {sign: money[code] for sign, code in _DOLLARS.items() if code in money}
    if american:
        named["US$"] = Money(american[0], american[1], more=american[2:])
    if "$" not in money:
        return {**named, **money}
    plain = money["$"]
    lettered = {
        f"{letters}$": replace(
            plain,
            one=_lettered(plain.one, letters, letters_last),
            many=_lettered(plain.many, letters, letters_last),
            more=tuple(form and _lettered(form, letters, letters_last) for form in plain.more),
        )
        for letters in _COUNTRIES
    }
    return {**lettered, **named, **money}


def _lettered(name: str, letters: str, letters_last: bool) -> str:
    return f"{name} {letters}" if letters_last else f"{letters} {name}"
