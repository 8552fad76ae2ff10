"""RAGTruth: answers of language models in which people marked what their source does not say.

Niu et al. 2024.  The marks are spans; here each sentence of an answer is a claim, and a sentence
that touches a mark is not supported.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.grounding import sentences
from eval.datasets.files import Fields, digest, no_records, require, rows
from eval.types import Claim, ClaimLabel, DataSet, Source

# Shorter ones are headings and list marks, which claim nothing.
_FEWEST_WORDS = 4


def read(data: Path | None) -> DataSet:
    """Return the sentences of the answers for tuning; there are no papers and no questions.

    Raises:
        MissingData: its file is not on this machine.
    """
    places = require("ragtruth", data, "bench/ragtruth/dev.jsonl")
    claims = tuple(claim for _, fields in rows(places[0]) for claim in _claims(fields))
    return DataSet(name="ragtruth", digest=digest(places), papers=no_records, claims=claims)


def _claims(fields: Fields) -> Iterator[Claim]:
    source, response = str(fields["source_id"]), fields["response"]
    evidence = (Source(f"ragtruth:{source}", _text(fields["source"])),)
    for index, (start, end) in enumerate(sentences.spans(response)):
        sentence = response[start:end]
        if len(sentence.split()) >= _FEWEST_WORDS:
            yield Claim(
                id=f"{source}:{fields['model']}:{index}",
                text=sentence,
                evidence=evidence,
                label=_label(start, end, fields["labels"]),
                cluster=source,
            )


def _label(start: int, end: int, marks: Sequence[Fields]) -> ClaimLabel:
    kinds = [mark["label_type"] for mark in marks if mark["start"] < end and start < mark["end"]]
    if not kinds:
        return "supported"
    return "contradicted" if any("Conflict" in kind for kind in kinds) else "unsupported"


def _text(source: object) -> str:
    return source if isinstance(source, str) else json.dumps(source, indent=1, ensure_ascii=False)
