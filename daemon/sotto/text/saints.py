"""`S. Maria` and `S. João`: a saint, where the name is one's; elsewhere the letter of a name."""

from __future__ import annotations

import re

from sotto.patterns import regex
from sotto.text.tables import Table
from sotto.text.tokens.items import Found, spread

_SAINT = regex(r"(?P<mark>SS?)\.[ \xa0]?(?P<name>[^\W\d_]{3,16})(?!\w)")
_MALE = {
    "it": "agostino ambrogio andrea angelo antonio bartolomeo basilio benedetto bernardo biagio "
    "carlo cristoforo domenico donato eustachio felice filippo francesco gabriele gennaro "
    "giacomo giorgio giovanni giuseppe gregorio ignazio ilario lazzaro leonardo lorenzo luca "
    "marco martino matteo maurizio michele nicola paolo petronio pietro remo rocco sebastiano "
    "silvestro siro stefano tommaso valentino vincenzo vitale zeno",
    "pt": "antónio antônio bartolomeu bento bernardo brás carlos cristóvão domingos francisco "
    "gonçalo joão jorge josé lourenço lucas luís marcos martinho mateus miguel nicolau paulo "
    "pedro roque salvador sebastião tiago tomé vicente",
    "es": "agustín andrés antonio bartolomé benito bernardo blas carlos cristóbal domingo esteban "
    "felipe fernando francisco ignacio isidro jerónimo joaquín jorge josé juan lorenzo lucas luis "
    "marcos martín mateo miguel nicolás pablo pedro rafael ramón roque sebastián tomás vicente",
}
_FEMALE = {
    "it": "agata agnese anna apollonia barbara caterina cecilia chiara croce elena elisabetta "
    "lucia margherita maria marta monica rita rosa sofia teresa trinità",
    "pt": "ana bárbara catarina cecília clara cruz helena inês isabel joana luzia maria marta rita "
    "teresa",
    "es": "ana bárbara catalina cecilia clara cruz elena inés isabel lucía margarita maría marta "
    "rita teresa",
}
_MANY = {"it": "santi", "pt": "santos", "es": "santos"}


def saint(text: str, at: int, table: Table) -> Found | None:
    """The saint whose name begins with the `S.` at `text[at]`."""
    found = _SAINT.match(text, at) if text[at] == "S" and table.language in _MALE else None
    if not found:
        return None
    name = found["name"].lower()
    is_female = name in _FEMALE[table.language].split()
    if not is_female and name not in _MALE[table.language].split():
        return None
    said = _MANY[table.language] if found["mark"] == "SS" else _title(name, is_female, table)
    joint = "" if said.endswith("'") else " "
    return spread(f"{said}{joint}{found['name']}", at, found.end()), found.end()


def _title(name: str, is_female: bool, table: Table) -> str:
    """`Sant'Anna` and `Santo Stefano`, `são João` and `santo António`, `santo Tomás`."""
    if table.language == "it":
        if name[0] in "aeiou":
            return "sant'"
        return "santa" if is_female else ("santo" if re.match("s[^aeiou]", name) else "san")
    if is_female:
        return "santa"
    if table.language == "pt":
        return "santo" if name[0] in "aeiou" or name == "tomé" else "são"
    return "santo" if name in ("domingo", "tomás") else "san"
