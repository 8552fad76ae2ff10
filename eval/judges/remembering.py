"""A judge that never asks twice: its judgements are kept in a file of JSON Lines."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from eval.types import Judge, Judgement, Source


class Remembering:
    """Another judge with a memory; what is "unjudged" is not kept and asked again next time.

    `wording` stands for all else that a judgement hangs on, such as prompts and server: another
    wording is another judge.
    """

    def __init__(self, judge: Judge, path: Path | None = None, wording: str = "") -> None:
        self.name = judge.name
        self._judge = judge
        self._wording = wording
        self._path = path
        self._known: dict[str, Judgement] = {}
        self._writing = threading.Lock()
        if path and path.exists():
            written = path.read_bytes()
            whole = written[: written.rfind(b"\n") + 1]  # the last line may be cut short by a kill
            os.truncate(path, len(whole))
            for line in whole.splitlines():
                with suppress(ValueError, TypeError, KeyError):  # a damaged one is asked again
                    fields = json.loads(line)
                    key = fields.pop("key")
                    self._known[key] = Judgement(**fields)

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return the judgement, from memory where it was made before."""
        key = self._key(claim, evidence)
        if key not in self._known:
            judgement = self._judge.judge(claim, evidence)
            if judgement.support == "unjudged" and self._path:
                return judgement
            self._known[key] = judgement
            self._keep(key, judgement)
        return self._known[key]

    def _key(self, claim: str, evidence: Sequence[Source]) -> str:
        parts = [self.name, self._wording, claim, *(one.text for one in evidence)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    def _keep(self, key: str, judgement: Judgement) -> None:
        if not self._path:
            return
        line = {
            "key": key,
            "support": judgement.support,
            "score": judgement.score,
            "quote": judgement.quote,
            "why": judgement.why,
        }
        with self._writing, self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
