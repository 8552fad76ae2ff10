"""WiCE: sentences of Wikipedia held against the web pages that they cite (Kamoi et al. 2023)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from eval.datasets.files import Fields, digest, no_records, require, rows
from eval.types import Claim, ClaimLabel, DataSet, Source

_LABELS: dict[str, ClaimLabel] = {
    "supported": "supported",
    "partially_supported": "partial",
    "not_supported": "unsupported",
}


def read(data: Path | None) -> DataSet:
    """Return the claims for development; there are no papers and no questions.

    Raises:
        MissingData: its file is not on this machine.
    """
    places = require("wice", data, "bench/wice/claim_dev.jsonl")
    claims = tuple(_claim(fields) for _, fields in rows(places[0]))
    return DataSet(name="wice", digest=digest(places), papers=no_records, claims=claims)


def _claim(fields: Fields) -> Claim:
    text = "\n".join(fields["evidence"])
    page = f"wice:{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return Claim(
        id=fields["meta"]["id"],
        text=fields["claim"],
        evidence=(Source(page, text),),
        label=_LABELS[fields["label"]],
        cluster=page,
    )
