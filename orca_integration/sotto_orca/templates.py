"""How the reader words what is focused, learned from what it said. Pure, bounded, kept nowhere.

A template is what was said with the name, the role and the position taken out. Until something of
a kind was said, and beside what was said of it only once, the wording of Orca 43 holds.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence

from sotto_orca.scene import PASSWORD, Feature, Item
from sotto_orca.wording import Translate, named, utterances

MOST_KINDS = 64
MOST_TEMPLATES = 3
"""Of one kind: the ones said last."""

_LONGEST = 100
"""Characters of a template; what is longer says more than role and states."""

_SURE = 2
_NAME, _ROLE, _PLACE, _COUNT = "\ue000", "\ue001", "\ue002", "\ue003"
_FIELDS = re.compile("[\ue000-\ue003]")

Template = tuple[str, ...]
"""One text or several, as they follow each other."""

_Kind = tuple[str, frozenset[Feature]]


class Templates:
    """What was learned of each role in each of its states."""

    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        self._known: OrderedDict[_Kind, OrderedDict[Template, int]] = OrderedDict()

    def learn(self, item: Item, said: Sequence[str]) -> bool:
        """Of texts said lately, the last ones about what is focused; whether there were any."""
        template = template_of(item, said)
        if template is None:
            return False
        kind = (item.role, item.features)
        known = self._known.setdefault(kind, OrderedDict())
        self._known.move_to_end(kind)
        known[template] = known.pop(template, 0) + 1
        _shorten(known, MOST_TEMPLATES)
        _shorten(self._known, MOST_KINDS)
        return True

    def utterances(self, item: Item) -> Iterator[str]:
        """What is said of it, one text after the other; the likeliest wording first."""
        if item.role == PASSWORD or not named(item):
            return
        known = self._known.get((item.role, item.features), OrderedDict())
        last = next(reversed(known), ())
        if known.get(last, 0) >= _SURE:
            # An older wording is the one of another place or mood: not the likeliest here.
            yield from fill(last, item)
            return
        said = (text for template in reversed(known) for text in fill(template, item))
        yield from dict.fromkeys([*said, *utterances(item, self._translate)])


def template_of(item: Item, said: Sequence[str]) -> Template | None:
    """From the last text with its name in it on; None without one, and for what is secret."""
    name = named(item)
    if item.role == PASSWORD or not name or _FIELDS.search("".join(said)):
        return None
    texts = [" ".join(text.split()) for text in said]
    about = _whole(name)
    first = max((place for place, text in enumerate(texts) if about.search(text)), default=None)
    if first is None:
        return None
    template = (
        _without(item, about.sub(_NAME, texts[first], count=1)),
        *(_without(item, text) for text in texts[first + 1 :]),
    )
    return template if sum(map(len, template)) <= _LONGEST else None


def fill(template: Template, item: Item) -> Iterator[str]:
    """The texts of a template for an item; none where the item has no such field."""
    fields = {
        _NAME: named(item),
        _ROLE: item.role_name,
        _PLACE: str(item.place or ""),
        _COUNT: str(item.count or ""),
    }
    for text in template:
        if all(fields[field[0]] for field in _FIELDS.finditer(text)):
            yield _FIELDS.sub(lambda found: fields[found[0]], text)


def _without(item: Item, text: str) -> str:
    """Role and position taken out, each once: elsewhere the same words may mean another thing."""
    if item.role_name:
        text = _whole(item.role_name).sub(_ROLE, text, count=1)
    if item.count:
        both = re.compile(rf"(?<!\d){item.place}(\D+){item.count}(?!\d)")
        text = both.sub(rf"{_PLACE}\1{_COUNT}", text, count=1)
    return text


def _whole(words: str) -> re.Pattern[str]:
    """These words, and not as a part of others."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _shorten(table: OrderedDict[_Kind, OrderedDict[Template, int]] | OrderedDict[Template, int],
             most: int) -> None:  # fmt: skip
    while len(table) > most:
        table.popitem(last=False)
