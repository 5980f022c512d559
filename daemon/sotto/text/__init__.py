"""The text stage: what a client sends becomes clauses of speakable words.

Front door: `clauses.clauses(text, options, default_language) -> Iterator[Clause]`, lazy, so the
first clause costs the same for a label and a book. `markup.parse.parse(text, kind)` alone gives
the closed set of segments; `coverage.uncovered(text, clauses)` tells which graphemes got no word.

Rooms, each of which knows those before it: `tables` (languages), `tokens` (the smallest parts),
`figures`, `signs` (characters by name), `dictionary` (the user's own words), `markup`. The files
beside them make clauses of what these find.
"""
