"""A scripted model in a process of its own, for benchmarks: `python -m eval.bench.model SECONDS`.

It takes so many seconds for each reply, prints its address, and ends with its standard input.
"""

from __future__ import annotations

import sys
from typing import Any

from eval.scripted_server import Script, serving

NAME = "scripted-model"
# An answer is one call: what is measured is the program, not how often a model is asked.
ONE_CALL = {"check.judge": "off", "check.repair": "false", "check.failing": "flag"}
_PIECE = 24  # characters a streamed piece
_REPLY = (
    "Dense retrievers excel when thousands of labelled queries exist for the target collection "
    '[1 "excel when thousands of labelled queries exist"]. They transfer badly to new domains, '
    'where BM25 often remains ahead [1 "BM25 often remains ahead"][2]. On Natural Questions dense '
    "retrieval leads by a wide margin [2]. It is cheaper to run than a reranker [3]."
)


def main() -> None:
    """Serve until standard input is closed."""
    seconds = float(sys.argv[1])

    def respond(_: dict[str, Any]) -> Script:
        return Script(_REPLY, delay_seconds=seconds, piece=_PIECE)

    with serving(models=(NAME,), respond=respond) as server:
        print(server.base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
