"""Whether cells come from the right section: `python -m eval.bench.columns DATA`.

The abstracts of PubMedQA were published with labelled sections; the labels are no part of the text
and are not looked at when cells are chosen.  A cell is right whose quote stands in a section that
its column asks for.  Held against it: a sentence drawn at random, and the best fixed place (each
tenth of the abstract is tried, the best is taken with hindsight).  Every second abstract was read
while the signs of the columns were written; the others are the figures that count.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import settings
from assistant.answering.comparing import columns, filling, quotable
from assistant.answering.comparing.known_columns import Column
from assistant.app import App
from assistant.types import Embedder
from eval.datasets.files import require, rows

_MEASURED = "method,data,result,limits,task,conclusion"
_PLACES = 11
# The words of labels by what a column asks for.
_LABELS = {
    "method": "METHOD METHODS METHODOLOGY DESIGN MATERIAL MATERIALS INTERVENTION INTERVENTIONS "
    "MEASUREMENTS MEASURES MEASURE OUTCOME OUTCOMES EXTRACTION SELECTION PATIENTS PARTICIPANTS "
    "SUBJECTS SETTING SETTINGS POPULATION SOURCES DATA",
    "data": "PATIENTS PARTICIPANTS SUBJECTS SETTING SETTINGS POPULATION SOURCES",
    "result": "RESULT RESULTS FINDING FINDINGS",
    "limits": "CONCLUSIONS LIMITATIONS DISCUSSION",
    "conclusion": "CONCLUSIONS DISCUSSION",
    "task": "BACKGROUND INTRODUCTION OBJECTIVE OBJECTIVES AIM AIMS PURPOSE PURPOSES CONTEXT "
    "HYPOTHESIS RATIONALE",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """An abstract, and where each of its sections begins with what label."""

    text: str
    sections: tuple[tuple[int, frozenset[str]], ...]

    def suits(self, column: str, place: int) -> bool:
        """Tell whether what stands at a place is under a label that a column asks for."""
        words = [label for start, label in self.sections if start <= place][-1]
        return bool(words & set(_LABELS[column].split()))

    def has(self, column: str) -> bool:
        """Tell whether there is a section that a column asks for."""
        return any(self.suits(column, start) for start, _ in self.sections)


def abstracts(data: Path | None) -> Iterator[Labelled]:
    """Yield the abstracts of PubMedQA with their conclusions.

    Raises:
        MissingData: they are not in the folder of data.
    """
    (items,) = require("pubmedqa", data, "bench/pubmedqa/train500.jsonl")
    for _, fields in rows(items):
        labels = [*fields["section_labels"], "CONCLUSIONS"]
        text, sections = "", []
        for label, part in zip(labels, [*fields["contexts"], fields["long_answer"]], strict=True):
            sections.append((len(text), frozenset(re.findall("[A-Z]+", label))))
            text += part + " "
        yield Labelled(text.rstrip(), tuple(sections))


def table(named: str, read: Sequence[Labelled], embedder: Embedder) -> str:
    """Return a row for each column: how many cells are filled, and how many of these are right."""
    wanted = columns.parse([_MEASURED])
    asked = embedder.embed([column.description for column in wanted])
    cells = [filling.fill(one.text, wanted, asked, embedder) for one in read]
    lines = [f"{named}: {len(read)} abstracts"]
    for row, column in enumerate(wanted):
        pairs = zip(read, (got[row] for got in cells), strict=True)
        having = [(one, cell) for one, cell in pairs if one.has(column.name)]
        right = [
            one.suits(column.name, cell.start) for one, cell in having if cell.start is not None
        ]
        sure = [_sentences_that_suit(one, column) for one, _ in having]
        random = _mean([_mean(one) for one in sure])
        placed = max(
            _mean([one[round(tenth / (_PLACES - 1) * (len(one) - 1))] for one in sure])
            for tenth in range(_PLACES)
        )
        lines.append(
            f"  {column.name:<11} of {len(having):>3} filled {len(right) / len(having):.2f}, right "
            f"{_mean(right):.2f}; at random {random:.2f}, by place {placed:.2f}"
        )
    return "\n".join(lines)


def _sentences_that_suit(one: Labelled, column: Column) -> list[bool]:
    return [one.suits(column.name, part.start) for part in quotable.find(one.text) if part.whole]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def main(data: Path | None) -> None:
    """Measure and print the tables."""
    embedder = App(settings.load(), print).local_embedder
    read = list(abstracts(data))
    print(table("read while the signs were written", read[0::2], embedder))
    print(table("not looked at", read[1::2], embedder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
