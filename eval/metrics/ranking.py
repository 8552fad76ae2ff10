"""How well papers are ranked.  Relevance is binary; `ranked` holds ids, best first."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def recall_at(most: int, ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Return the share of the gold papers among the first so many; None without gold papers.

    Manning, Raghavan, Schütze, Introduction to Information Retrieval, 2008, section 8.4.
    """
    wanted = set(gold)
    if not wanted:
        return None
    return len(set(ranked[:most]) & wanted) / len(wanted)


def hit_at(most: int, ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Return 1 when any gold paper is among the first so many, else 0; None without gold papers.

    Known as success@k (Manning, Raghavan, Schütze 2008) and top-k accuracy (Karpukhin et al. 2020).
    """
    found = recall_at(most, ranked, gold)
    return None if found is None else float(found > 0)


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Return 1 / rank of the first gold paper, 0 where none is ranked; None without gold papers.

    Its mean is MRR (Voorhees, The TREC-8 Question Answering Track Report, 1999).
    """
    if not gold:
        return None
    ranks = [rank for rank, paper in enumerate(ranked, 1) if paper in gold]
    return 1 / ranks[0] if ranks else 0.0


def ndcg_at(most: int, ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Return the discounted gain of the first so many, as a share of the best possible one.

    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, TOIS 2002, with the
    logarithm to base 2 of rank + 1 that trec_eval and BEIR (Thakur et al. 2021) use.
    """
    wanted = set(gold)
    if not wanted:
        return None
    gained = {paper: rank for rank, paper in reversed(list(enumerate(ranked[:most], 1)))}
    gain = sum(1 / math.log2(rank + 1) for paper, rank in gained.items() if paper in wanted)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), most) + 1))
    return gain / ideal
