"""People's labels on a sample of sentences: how good the judge was, and the figure set right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.statistics.agreement import Agreement, agreement
from eval.statistics.correction import prediction_powered_mean
from eval.statistics.intervals import Interval
from eval.types import JudgedSentence, Scored

Key = tuple[str, int]
"""A question's id and the number of a sentence of its answer, from 1."""


class UnfitLabels(Exception):
    """Raised for a file of labels that cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The share of sentences that their citations support: as judged, and set right by labels.

    Prediction-powered inference: what the judge says of all sentences, plus how far it was off on
    those that people labelled.  None where fewer than two are labelled.
    """

    sentences: int
    labelled: int
    judged: float
    corrected: float | None
    interval: Interval | None
    agreement: Agreement


def sample(scored: Scored, size: int) -> list[dict[str, Any]]:
    """Return that many sentences to be labelled, chosen by a hash: alike at each call.

    `supported` is left open for a person, who does not see what the judge said.
    """
    chosen = sorted(_sentences(scored), key=lambda pair: _hash(pair[0]))[:size]
    return [
        {
            "id": key[0],
            "sentence": key[1],
            "text": one.sentence.text,
            "cited": [
                {"title": scored.titles.get(id, id), "abstract": scored.abstracts.get(id, "")}
                for id in one.sentence.cites
            ],
            "supported": None,
        }
        for key, one in sorted(chosen, key=lambda pair: pair[0])
    ]


def read_labels(path: Path) -> dict[Key, bool]:
    """Return the labels of a file of JSON Lines; those still open are left out.

    Raises:
        UnfitLabels: the file cannot be read, or a line is no label.
    """
    labels: dict[Key, bool] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnfitLabels(f"cannot read {path}: {error}; name a file of labels") from None
    for number, line in enumerate(lines, 1):
        try:
            fields = json.loads(line)
            key, supported = (str(fields["id"]), int(fields["sentence"])), fields["supported"]
        except (ValueError, KeyError, TypeError):
            supported = line
        if supported is not None and not isinstance(supported, bool):
            raise UnfitLabels(
                f'{path}:{number}: expected {{"id", "sentence", "supported": true or false}}; '
                "correct that line"
            )
        if supported is not None:
            labels[key] = supported
    return labels


def corrected(scored: Scored, labels: dict[Key, bool]) -> Corrected | None:
    """Return the rate of supported sentences, set right by the labels; None without sentences.

    What is unjudged counts as unsupported.
    """
    judged = dict(_sentences(scored))
    if not judged:
        return None
    known = [key for key in labels if key in judged]
    all_said = [_full(one) for one in judged.values()]
    found = prediction_powered_mean(
        all_said,
        [_full(judged[key]) for key in known],
        [float(labels[key]) for key in known],
    )
    return Corrected(
        sentences=len(judged),
        labelled=len(known),
        judged=sum(all_said) / len(all_said),
        corrected=found[0] if found else None,
        interval=found[1] if found else None,
        agreement=agreement([_said(judged[key]) for key in known], [labels[key] for key in known]),
    )


def _sentences(scored: Scored) -> Sequence[tuple[Key, JudgedSentence]]:
    return [
        ((item.case.id, number), one)
        for item in scored.items
        for number, one in enumerate(item.judged, 1)
    ]


def _hash(key: Key) -> str:
    return hashlib.sha256(f"{key[0]} {key[1]}".encode()).hexdigest()


def _full(one: JudgedSentence) -> float:
    return float(one.union == "full")


def _said(one: JudgedSentence) -> bool | None:
    return None if one.union == "unjudged" else one.union == "full"
