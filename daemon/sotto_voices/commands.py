"""What the program does for its callers, one function a command; their answers are JSON."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sotto_voices.ability import check_ability
from sotto_voices.address import Address, chosen, of_home
from sotto_voices.card import UNKNOWN, licence, origin
from sotto_voices.errors import UnknownOfferError, VoicesError
from sotto_voices.fetch import Patience, read_checked, read_small
from sotto_voices.files import Places
from sotto_voices.index import LARGEST_INDEX, LARGEST_TEXT, Index, Offer, read_index
from sotto_voices.install import (
    Installer,
    add_file,
    find_installed,
    installed,
    measured_pace,
    read_name,
    read_origin,
    remove,
)
from sotto_voices.preparation import prepare_aside
from sotto_voices.report import Reporter, tell
from sotto_voices.speed import convolution_ms, times_real_time
from sotto_voices.trial import try_voice

Answer = dict[str, Any]

_MOST_CARDS = 8
"""Licences that a search looks up: each is a file of its own."""

_CARDS_SECONDS = 15.0
"""After so long a search looks up no further ones."""


class Shop:
    """An index, the user's folders, and how fast this machine is, each looked at when needed."""

    def __init__(self, address: Address, places: Places, patience: Patience) -> None:
        self.address = address
        self.places = places
        self.patience = patience

    @cached_property
    def index(self) -> Index:
        """Raises FetchError, DamagedError."""
        data = read_small(self.address, self.address.index, LARGEST_INDEX, self.patience)
        return read_index(data)

    @cached_property
    def _pace(self) -> float:
        return convolution_ms()

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(folder.name for folder in installed(self.places))

    def described(self, offer: Offer) -> Answer:
        """An offer as callers are told of it."""
        pace = times_real_time(offer.quality, self._pace)
        return {
            "id": offer.key,
            "name": offer.name,
            "language": offer.tag,
            "languages": list(offer.languages),
            "country": offer.country,
            "quality": offer.quality,
            "speakers": offer.speakers,
            "bytes": offer.size,
            "times_real_time": None if pace is None else round(pace, 1),
            "installed": offer.key in self._own,
        }

    def card(self, offer: Offer) -> str:
        """The text of its model card; "" where it has none. Raises FetchError, DamagedError."""
        if offer.card is None or offer.card.size > LARGEST_TEXT:
            return ""
        return read_checked(self.address, offer.card, self.patience).decode("utf-8", "replace")


def search(shop: Shop, given: argparse.Namespace) -> Answer:
    """Offers that fit the words."""
    found = shop.index.search(given.words, given.language or "")
    voices = [shop.described(offer) for offer in found]
    if len(found) <= _MOST_CARDS:
        _add_licences(shop, found, voices)
    return {
        "index": shop.address.index,
        "voices": voices,
        "refused": list(shop.index.refused),
    }


def _add_licences(shop: Shop, offers: Sequence[Offer], voices: Sequence[Answer]) -> None:
    end = time.monotonic() + _CARDS_SECONDS
    for offer, voice in zip(offers, voices, strict=True):
        if time.monotonic() < end:
            voice.update(_licence(shop, offer))


def info(shop: Shop, given: argparse.Namespace) -> Answer:
    """All that is known of one voice, its licence included; an installed one needs no index."""
    try:
        offer = shop.index.find(given.id)
    except VoicesError as error:
        return _installed_info(shop, given.id, error)
    return shop.described(offer) | _licence(shop, offer)


def _installed_info(shop: Shop, key: str, reason: VoicesError) -> Answer:
    try:
        folder = find_installed(shop.places, key)
    except UnknownOfferError:
        raise reason from None
    known = read_origin(folder)
    wanted = ("quality", "licence", "languages")
    pace = {"times_real_time": measured_pace(folder)}
    return {"id": folder.name, "installed": True} | pace | {n: known.get(n) for n in wanted}


def _licence(shop: Shop, offer: Offer) -> Answer:
    try:
        card = shop.card(offer)
    except VoicesError as error:
        return {"licence": UNKNOWN, "tuned_from": "", "note": f"its card cannot be read: {error}"}
    return {"licence": licence(card), "tuned_from": origin(card)}


def install(shop: Shop, given: argparse.Namespace) -> Answer:
    """Tell what it is, then fetch, check, prepare and put in place."""
    offer = shop.index.find(given.id)
    tell("offer", **shop.described(offer), **_licence(shop, offer))
    check_ability(offer)
    installer = Installer(shop.places, prepare_aside, try_voice, shop.patience)
    folder = installer.install(shop.address, offer, Reporter())
    return {"id": offer.key, "folder": str(folder), "name": read_name(folder)} | {
        name: read_origin(folder).get(name) for name in ("quality", "licence")
    }


def add(shop: Shop, given: argparse.Namespace) -> Answer:
    """Prepare a voice from a file, a folder or an archive of the user's, and put it in place."""
    voices = of_home(given.voices) if given.voices else None
    return add_file(shop.places, of_home(given.path), try_voice, voices)


def take_away(shop: Shop, given: argparse.Namespace) -> Answer:
    """Remove an installed one."""
    name = find_installed(shop.places, given.id).name
    remove(shop.places, name)
    return {"id": name}


COMMANDS: Mapping[str, Callable[[Shop, argparse.Namespace], Answer]] = MappingProxyType(
    {"search": search, "info": info, "install": install, "add": add, "remove": take_away}
)


def run(given: argparse.Namespace) -> Answer:
    """The command's answer. Raises VoicesError."""
    shop = Shop(chosen(given.index, os.environ), Places.of(os.environ), Patience())
    return COMMANDS[given.command](shop, given)
