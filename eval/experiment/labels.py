"""People's labels on a sample of sentences: how good the judge was, and the figure set right."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.statistics.agreement import Agreement, agreement
from eval.statistics.correction import prediction_powered_mean
from eval.statistics.intervals import Interval
from eval.types import JudgedSentence, Scored

Key = tuple[str, str]
"""A question's id and the text of a sentence of its answer: a number would fit any run."""


class UnfitLabels(Exception):
    """Raised for a file of labels that cannot be used; the message names the line."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The share of sentences that their citations support: as judged, and set right by labels.

    Prediction-powered inference: what the judge says of all sentences, plus how far it was off on
    those that people labelled.  None where the labels are of fewer than two questions.  `unknown`
    labels are of sentences that the run does not have.
    """

    sentences: int
    labelled: int
    unknown: int
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
            "text": key[1],
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
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnfitLabels(f"cannot read {path}: {error}; name a file of labels") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            key, supported = (str(fields["id"]), str(fields["text"])), fields["supported"]
        except (ValueError, KeyError, TypeError):
            supported = line
        if supported is not None and not isinstance(supported, bool):
            raise UnfitLabels(
                f'{path}:{number}: expected {{"id", "text", "supported": true or false}}; '
                "correct that line"
            )
        if supported is not None:
            labels[key] = supported
    return labels


def corrected(scored: Scored, labels: dict[Key, bool]) -> Corrected | None:
    """Return the rate of supported sentences, set right by the labels; None without sentences.

    What is unjudged counts as unsupported.
    """
    judged = {_name(key): (key, one) for key, one in _sentences(scored)}
    if not judged:
        return None
    known = {_name(key): label for key, label in labels.items() if _name(key) in judged}
    said = {name: float(one.union == "full") for name, (_, one) in judged.items()}
    units = {item.case.id: item.case.unit for item in scored.items}
    found = prediction_powered_mean(
        said,
        {name: float(label) for name, label in known.items()},
        {name: units[key[0]] for name, (key, _) in judged.items()},
    )
    return Corrected(
        sentences=len(judged),
        labelled=len(known),
        unknown=len(labels) - len(known),
        judged=sum(said.values()) / len(said),
        corrected=found[0] if found else None,
        interval=found[1] if found else None,
        agreement=agreement([_said(judged[name][1]) for name in known], list(known.values())),
    )


def _sentences(scored: Scored) -> list[tuple[Key, JudgedSentence]]:
    return [
        ((item.case.id, one.sentence.text), one) for item in scored.items for one in item.judged
    ]


def _name(key: Key) -> str:
    return "\0".join(key)


def _hash(key: Key) -> str:
    return hashlib.sha256(_name(key).encode()).hexdigest()


def _said(one: JudgedSentence) -> bool | None:
    return None if one.union == "unjudged" else one.union == "full"
