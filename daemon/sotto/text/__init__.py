"""The text stage: what a client sends becomes clauses of speakable words.

Front door: `clauses.clauses(text, options, default_language) -> Iterator[Clause]`, lazy, so the
first clause costs the same for a label and a book. `parse.parse(text, kind)` alone gives the
closed set of segments; `coverage.uncovered(text, clauses)` tells which graphemes got no word.
"""
