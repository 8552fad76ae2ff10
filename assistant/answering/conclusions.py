"""What the answer before concluded, as far as its evidence still stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.grounding.exact import check
from assistant.types import Citation, Conclusion, Document, Hit, Paper

_NEVER_CARRIED = ("unsupported", "uncited")


def standing(answer: Document, papers: Mapping[str, Paper]) -> tuple[Conclusion, ...]:
    """Return the statements of an answer that hold against the papers, by id, as they are now.

    Each is checked as it was when it was made: a sentence that was word for word must be so still,
    any other has all its quotes.  One without a quote has nothing to be checked by, and is not
    carried; nor is one of a paper that is gone.
    """
    cited = {one["number"]: papers.get(one["paper_id"]) for one in answer["references"]}
    return tuple(_standing(answer["statements"], cited))


def _standing(
    statements: Sequence[Document], cited: Mapping[int, Paper | None]
) -> Iterator[Conclusion]:
    for one in statements:
        quotes = [Citation(quote["number"], quote["quote"]) for quote in one["evidence"]]
        known = {quote.number: paper for quote in quotes if (paper := cited.get(quote.number))}
        if one["verdict"] in _NEVER_CARRIED or any(q.number not in known for q in quotes):
            continue
        verdict = check(one["text"], quotes, known)
        as_before = one["verdict"] != "verbatim" or verdict.label == "verbatim"
        if verdict.evidence and as_before and not verdict.quotes_dropped:
            numbers = dict.fromkeys(quote.number for quote in verdict.evidence)
            yield Conclusion(one["text"], tuple(known[number] for number in numbers))


def offered(
    hits: Sequence[Hit], read: Sequence[Hit], conclusions: Sequence[Conclusion], carried: int
) -> list[Hit]:
    """Return the papers of a search that are read, and behind them some that conclusions cite.

    What the search has not ranked counts as its last paper does.
    """
    taken = list(read)
    ranked = {hit.paper.id: hit for hit in hits}
    first = {hit.paper.id for hit in taken}
    cited = {paper.id: paper for one in conclusions for paper in one.papers}
    more = [paper for id, paper in cited.items() if id not in first][: carried if taken else 0]
    return taken + [
        ranked.get(paper.id) or Hit(len(hits) + place, paper, hits[-1].score, 0.0, 0.0, ())
        for place, paper in enumerate(more, 1)
    ]
