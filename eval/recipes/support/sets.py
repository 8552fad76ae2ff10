"""The labelled sets as pairs, and open abstracts as papers to edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.grounding import sentences
from assistant.models.support_window import tidy
from eval.recipes.support.data import Abstract, Pair, rows, split

_FEWEST_WORDS = 4  # of a sentence of an answer; shorter ones are headings and list marks


def arxiv(bench: Path) -> Iterator[Abstract]:
    """Yield the abstracts of arXiv."""
    for part in (1, 2):
        for row in rows(bench / f"arxiv_cc0/arxiv_20k_part{part}.jsonl"):
            yield Abstract(f"arxiv:{row['id']}", tidy(row["title"]), tuple(split(row["abstract"])))


def acl(bench: Path) -> Iterator[Abstract]:
    """Yield the abstracts of the ACL Anthology, fragments left out."""
    for row in rows(bench / "acl_anthology/acl_2016_2019.jsonl"):
        if len(row["abstract"]) > 300:
            yield Abstract(f"acl:{row['id']}", tidy(row["title"]), tuple(split(row["abstract"])))


def scitldr(bench: Path) -> Iterator[tuple[Abstract, list[str]]]:
    """Yield abstracts with what people said of them in a line."""
    for part in ("train", "dev"):
        for row in rows(bench / f"scitldr/{part}.jsonl"):
            name, title = f"scitldr:{row['paper_id']}", tidy(row["title"])
            yield Abstract(name, title, _tidied(row["abstract"])), [*map(tidy, row["tldrs"])]


def pubmedqa(bench: Path) -> Iterator[tuple[Abstract, list[str]]]:
    """Yield abstracts without their conclusions, and these by sentence."""
    for row in rows(bench / "pubmedqa/train500.jsonl"):
        text = tuple(one for part in row["contexts"] for one in split(part))
        yield Abstract(f"pubmedqa:{row['pmid']}", "", text), split(row["long_answer"])


def scifact(bench: Path) -> Iterator[Pair]:
    """Yield claims against each abstract with evidence, or where none has, each cited one."""
    papers = {
        row["doc_id"]: (tidy(row["title"]), *_tidied(row["abstract"]))
        for row in rows(bench / "scifact/corpus.jsonl")
    }
    for row in rows(bench / "scifact/claims_train.jsonl"):
        labels = {name: found[0]["label"] for name, found in row["evidence"].items()}
        labels = labels or {str(name): "NONE" for name in row["cited_doc_ids"]}
        for name, label in labels.items():
            text, document = papers[int(name)], f"scifact:{name}"
            yield Pair(tidy(row["claim"]), text, label == "SUPPORT", "scifact", document, label)


def checkcovid(bench: Path, part: str, *, whole: bool) -> Iterator[Pair]:
    """Yield claims against whole abstracts, or against the sentences that were judged.

    What is not enough is so of these sentences alone: the same claim may be true of the whole.
    """
    papers = {row["cord_id"]: row for row in rows(bench / "checkcovid/corpus.jsonl")}
    for row in rows(bench / f"checkcovid/claims_{part}.jsonl"):
        paper, label = papers[row["cord_id"]], row["label"]
        text = (tidy(paper["title"]), *_tidied(paper["abstract"]))
        if not whole:
            judged = {one["sent_index"] for one in row["evidence_set"]}
            text = _tidied([s for place, s in enumerate(paper["abstract"]) if place in judged])
        if text:
            document, claim = f"checkcovid:{row['cord_id']}", tidy(row["claim"])
            yield Pair(claim, text, label == "SUPPORT", "checkcovid", document, label)


def wice_spans(bench: Path) -> Iterator[Pair]:
    """Yield claims of which a part has no support, and the same without that part."""
    for row in rows(bench / "wice/non_supported_tokens_train.jsonl"):
        text = _tidied(row["evidence"])
        document = f"wice:{_digest(' '.join(text))}"
        yield Pair(tidy(row["claim"]), text, False, "wice", document, "spans")
        marked = zip(row["claim_tokens"], row["non_supported_spans"], strict=True)
        kept = [token for token, unsupported in marked if not unsupported]
        if len(kept) >= 5:
            yield Pair(tidy(_joined(kept)), text, True, "wice", document, "spans")


def wice_claims(bench: Path) -> Iterator[Pair]:
    """Yield the claims for development; those supported in part count as unsupported."""
    for row in rows(bench / "wice/claim_dev.jsonl"):
        text, label = _tidied(row["evidence"]), row["label"]
        document = f"wice:{_digest(' '.join(text))}"
        yield Pair(tidy(row["claim"]), text, label == "supported", "wice", document, label)


def ragtruth(bench: Path) -> Iterator[Pair]:
    """Yield the sentences of answers; one that touches a mark is unsupported."""
    for row in rows(bench / "ragtruth/dev.jsonl"):
        text, document = tuple(split(str(row["source"]))), f"ragtruth:{row['source_id']}"
        for start, end in sentences.spans(row["response"]):
            claim = tidy(row["response"][start:end])
            if len(claim.split()) < _FEWEST_WORDS:
                continue
            marks = [
                mark["label_type"]
                for mark in row["labels"]
                if mark["start"] < end and start < mark["end"]
            ]
            kind = marks[0] if marks else row["task"]
            yield Pair(claim, text, not marks, "ragtruth", document, kind)


def held_out(document: str) -> bool:
    """Tell whether a document's pairs are kept for testing, two of five."""
    return int(_digest(document), 16) % 5 < 2


def _tidied(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(tidy(one) for one in found if one.strip())


def _joined(tokens: Sequence[str]) -> str:
    text = " ".join(tokens)
    for sign in ",.;:!?)'":
        text = text.replace(f" {sign}", sign)
    return text.replace("( ", "(").replace(" - ", "-").replace(",.", ".").replace(" n't", "n't")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
