"""Results as tables, one a question, in Markdown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sotto_models.evaluation.phones import ear_for
from sotto_models.evaluation.tasks import READ_FOR, Task
from sotto_models.readers import READERS

Results = Mapping[Task, Mapping[str, Any]]
Row = list[str]


@dataclass(slots=True)
class Table:
    """A heading, column names and rows of cells."""

    title: str
    columns: Sequence[str]
    rows: list[Row] = field(default_factory=list)

    def markdown(self) -> str:
        """Return the table."""
        lines = [f"**{self.title}**", "", "| " + " | ".join(self.columns) + " |"]
        lines.append("|" + "---|" * len(self.columns))
        return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in self.rows)]) + "\n"


def cell(found: Mapping[str, Any] | None, name: str, digits: int = 1) -> str:
    """Return one figure, or nothing where it was not measured."""
    value = found.get(name) if found else None
    return "" if value is None else f"{value:.{digits}f}"


def _of(results: Results, table: str) -> dict[tuple[str, str], dict[tuple[float, str], Any]]:
    """Return the results of a table by (system, reader), then by (rate, variant)."""
    found: dict[tuple[str, str], dict[tuple[float, str], Any]] = {}
    for task, result in results.items():
        if task.table == table:
            place = found.setdefault((task.system, task.reader), {})
            place[task.rate, task.variant] = result
    return found


def words_table(results: Results) -> Table:
    """English sentences heard by pocketsphinx, by speed."""
    rates = sorted({task.rate for task in results if task.table == "words"})
    columns = ["sentences of", "system", *(f"WER {r:g}x" for r in rates), "CER 1x"]
    table = Table("English sentences, word error rate in %, by speed", columns)
    for (system, reader), found in sorted(_of(results, "words").items(), key=lambda i: i[0][1]):
        rows = [cell(found.get((rate, "")), "wer") for rate in rates]
        table.rows.append([reader, system, *rows, cell(found.get((1.0, "")), "cer")])
    return table


def lists_table(results: Results) -> Table:
    """Letters, digits and interface phrases told from each other, by speed."""
    rates = sorted({task.rate for task in results if task.table == "lists"})
    kinds = ("letters", "digits", "phrases")
    columns = ["system", *(f"{kind} {rate:g}x" for kind in kinds for rate in rates)]
    table = Table(
        "One of 26 letters and 10 digits in 7 lengths, of 99 interface phrases: heard rightly, %",
        columns,
    )
    for (system, _), found in _of(results, "lists").items():
        row = [cell(found.get((rate, kind)), "right") for kind in kinds for rate in rates]
        table.rows.append([system, *row])
    return table


def phones_table(results: Results) -> Table:
    """Each voice in its own language, beside who else speaks it."""
    systems = ("natural", "sotto", "flite slt", "espeak-ng")
    letters = [f"letters {name}" for name in systems[1:]]
    columns = ["voice", "language", *(f"PER {name}" for name in systems), *letters]
    table = Table("Own language: phone error rate, and letter names heard rightly, in %", columns)
    phones, names = _of(results, "phones"), _of(results, "names")
    for reader in READERS:

        def get(
            found: dict[tuple[str, str], dict[tuple[float, str], Any]],
            column: str,
            name: str = reader.name,
        ) -> Mapping[str, Any] | None:
            system = f"sotto {name}" if column == "sotto" else column
            return found.get((system, name), {}).get((1.0, ""))

        rates = [cell(get(phones, column), "per") for column in systems]
        heard = [cell(get(names, column), "right") for column in systems[1:]]
        table.rows.append([reader.name, reader.language, *rates, *heard])
    return table


def languages_table(results: Results) -> Table:
    """Every voice in every language, on the same sentences; rows of one judge compare."""
    title = "Every voice in every language: phone error rate in %, by recogniser A or B"
    table = Table(title, ["voice", "judge", *READ_FOR, "all three"])
    phones = _of(results, "phones")
    mixed = ", ".join(ear_for(name) for name in READ_FOR.values())
    judges = {f"sotto {reader.name}": ear_for(reader.name) for reader in READERS}
    for system, judge in {**judges, "natural": mixed, "espeak-ng": mixed}.items():
        found = [phones.get((system, name), {}).get((1.0, "")) for name in READ_FOR.values()]
        rates = [result["per"] for result in found if result]
        mean = f"{sum(rates) / len(rates):.1f}" if len(rates) == len(found) else ""
        table.rows.append([system, judge, *(cell(result, "per") for result in found), mean])
    return table


def foreign_table(results: Results) -> Table:
    """Foreign words in English sentences, read in their own language or not."""
    columns = ["voice"]
    for tag in ("de", "nl"):
        columns += [f"{tag} switched", f"{tag} unswitched"]
    table = Table("Foreign words inside English sentences: phone error rate in %", columns)
    for (system, _), found in _of(results, "foreign").items():
        row = [system]
        for tag in ("de", "nl"):
            result = found.get((1.0, tag))
            row += [cell(result, "switched"), cell(result, "unswitched")]
        table.rows.append(row)
    return table


SOUND: tuple[tuple[str, str, int], ...] = (
    ("P.808", "p808", 2),
    ("ovrl", "ovrl", 2),
    ("MCD dB", "mcd", 2),
    ("length", "length", 2),
    ("F0 Hz", "median_f0", 0),
    ("F0 spread st", "f0_spread", 2),
    ("level dB", "level", 1),
    ("its spread: sentences", "sentences_spread", 2),
    ("phrases", "phrases_spread", 2),
    ("letters", "letters_spread", 2),
    ("peak", "peak", 2),
    ("clipped", "clipped", 0),
)


def sound_table(results: Results) -> Table:
    """Quality, intonation and loudness."""
    columns = ["sentences of", "system", *(title for title, _, _ in SOUND)]
    table = Table("Sound", columns)
    for (system, reader), found in _of(results, "sound").items():
        result = found[1.0, ""]
        # Distance to a reader says something of that reader's own voice alone.
        is_copy = system == f"sotto {reader}"
        shown = result if is_copy else {k: v for k, v in result.items() if k != "mcd"}
        cells = [cell(shown, name, digits) for _, name, digits in SOUND]
        table.rows.append([reader, system, *cells])
    return table


def copy_table(results: Results) -> Table:
    """Recordings sent through latents and the vocoder alone."""
    table = Table("Copy-synthesis of the reader's recordings", ["voice", "PESQ-WB", "MCD dB"])
    for (_, reader), found in _of(results, "copy").items():
        result = found.get((1.0, ""))
        table.rows.append([reader, cell(result, "pesq", 2), cell(result, "mcd", 2)])
    return table


TABLES: tuple[Callable[[Results], Table], ...] = (
    words_table,
    lists_table,
    phones_table,
    languages_table,
    foreign_table,
    sound_table,
    copy_table,
)


def as_markdown(results: Results) -> str:
    """Return every table that has rows."""
    tables = [make(results) for make in TABLES]
    return "\n".join(table.markdown() for table in tables if table.rows)


def as_rows(results: Results) -> list[dict[str, Any]]:
    """Return the results as they are stored in evaluation.json."""
    return [
        {
            "table": task.table,
            "system": task.system,
            "sentences": task.reader,
            "rate": task.rate,
            **({"variant": task.variant} if task.variant else {}),
            **{k: round(v, 4) if isinstance(v, float) else v for k, v in result.items()},
        }
        for task, result in results.items()
    ]
