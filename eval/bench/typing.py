"""What typing costs: `python -m eval.bench.typing [--set NAME] [--data DATA]`.

Each set's questions are searched for as they stand, with typing errors in up to two words, and with
what the library spells out put in short, and the reverse.  Recall and nDCG by kind of question; the
questions a variant does not apply to are left out of it.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from assistant import settings
from assistant.answering.assistant import Assistant
from assistant.corpus import short_forms
from assistant.types import Paper, Question
from eval.commands.options import add_data, add_sets
from eval.datasets import catalog
from eval.experiment.libraries import shelve
from eval.metrics.ranking import ndcg_at, recall_at
from eval.robustness.typos import mistyped
from eval.types import Case

_FEWEST_PAPERS = 2  # that spell a short form out so: one paper's own name is no common one
Variant = Callable[[str], str | None]


def swaps(papers: Mapping[str, Paper]) -> tuple[Variant, Variant]:
    """Return what puts a question in short, and what spells it out, as the papers do."""
    told: dict[tuple[str, str], int] = defaultdict(int)
    for paper in papers.values():
        for text in (paper.title, paper.abstract):
            for short, long in set(short_forms.pairs(text)):
                told[short.removesuffix("s"), long.lower()] += 1
    usual = [pair for pair, count in told.items() if count >= _FEWEST_PAPERS]

    def in_short(question: str) -> str | None:
        return _replaced(question, [(long, short) for short, long in usual], re.IGNORECASE)

    def in_full(question: str) -> str | None:
        return _replaced(question, usual)

    return in_short, in_full


def _replaced(question: str, pairs: list[tuple[str, str]], flags: int = 0) -> str | None:
    changed = question
    for old, new in sorted(pairs, key=lambda pair: -len(pair[0])):
        changed = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, changed, flags=flags)
    return changed if changed != question else None


def table(assistant: Assistant, cases: list[Case], vary: Variant) -> Iterator[str]:
    """Yield a line for each kind of question, and one for all."""
    found: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for case in cases:
        typed = vary(case.question)
        if typed is None or not case.gold:
            continue
        asked = assistant.understand(Question(typed, case.history)).text
        ids = [hit.paper.id for hit in assistant.searcher.search(asked, 10)]
        scores = (recall_at(5, ids, case.gold), recall_at(10, ids, case.gold))
        row = tuple(one or 0.0 for one in (*scores, ndcg_at(10, ids, case.gold)))
        found[case.type].append(row)
        found["all"].append(row)
    for kind, rows in sorted(found.items()):
        means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        yield f"  {kind:<14} of {len(rows):>3}: recall@5 {means[0]:.3f}, recall@10 " + (
            f"{means[1]:.3f}, nDCG@10 {means[2]:.3f}"
        )


def main(sets: list[str], data: Path | None, work: Path) -> None:
    """Measure and print the tables."""
    chosen = settings.load(overrides={"llm.provider": "extractive"})
    for name in sets:
        given = catalog.load(name, data)
        shelf = shelve(given, work, chosen)
        cases = [shelf.resolved(case) for case in given.cases]
        in_short, in_full = swaps(shelf.papers)
        variants: list[tuple[str, Variant]] = [
            ("as they stand", str), ("typing errors", mistyped),
            ("in short", in_short), ("in full", in_full),
        ]  # fmt: skip
        with shelf.app.assistant() as assistant:
            for said, vary in variants:
                print(f"{name}, {said}", *table(assistant, cases, vary), sep="\n", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_sets(parser)
    add_data(parser)
    options = parser.parse_args()
    main(options.sets or ["demo"], options.data, options.work)
