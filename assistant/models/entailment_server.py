"""A model of inference that a server runs, spoken to as Text Embeddings Inference is (`/predict`).

https://huggingface.co/docs/text-embeddings-inference: pairs in, for each pair the probabilities of
the model's labels out.
"""

from __future__ import annotations

from collections.abc import Sequence

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.errors import ModelError, ModelUnavailable
from assistant.models.entailment import Pair, is_entailment
from assistant.retrying import Patience, persist

_BATCH = 32  # the most that such a server takes at once, unless told otherwise
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_INSTEAD = "or use `--set check.model=packaged`"


class _Label(BaseModel):
    label: str
    score: float


_REPLY = TypeAdapter(list[list[_Label]])


class ServedEntailment:
    """Has a server tell how likely premises entail hypotheses."""

    def __init__(self, address: str, timeout_seconds: float, patience: Patience) -> None:
        self.name = address
        self._address = f"{address.rstrip('/').removesuffix('/predict')}/predict"
        self._timeout = timeout_seconds
        self._patience = patience

    def entailed(self, pairs: Sequence[Pair]) -> list[float]:
        """Return a probability for each pair.

        Raises:
            ModelError: the server refused, or did not say what such a server says.
        """
        likely: list[float] = []
        for start in range(0, len(pairs), _BATCH):
            batch = pairs[start : start + _BATCH]
            likely += persist(lambda batch=batch: self._asked(batch), self._patience)  # type: ignore[misc]
        return likely

    def _asked(self, pairs: Sequence[Pair]) -> list[float]:
        asked = {"inputs": [list(pair) for pair in pairs], "truncate": True}
        try:
            response = httpx.post(self._address, json=asked, timeout=self._timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ModelUnavailable(
                f"check.model: cannot reach {self.name} ({error}); start that server {_INSTEAD}"
            ) from None
        if response.status_code in _PASSING:
            raise ModelUnavailable(f"{self._said(response)}; try again later {_INSTEAD}")
        if response.is_error:
            raise ModelError(f"{self._said(response)}; correct check.model {_INSTEAD}")
        try:
            labelled = _REPLY.validate_json(response.content)
            found = [
                next(one.score for one in labels if is_entailment(one.label)) for labels in labelled
            ]
            if len(found) != len(pairs):
                raise ValueError("another number of pairs")
        except (ValidationError, ValueError, StopIteration):
            raise ModelError(
                f"check.model: {self.name} serves no model of inference (no list of labels with "
                f"'entailment' for each pair); name another server {_INSTEAD}"
            ) from None
        return found

    def _said(self, response: httpx.Response) -> str:
        said = " ".join(response.text.split())[:160]
        return f"check.model: {self.name} answered with status {response.status_code} ({said})"
