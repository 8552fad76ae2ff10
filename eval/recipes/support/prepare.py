"""Makes the training and test pairs from the folder of data sets outside the checkout.

    python -m eval.recipes.support.prepare DATA OUT

writes `synthetic.jsonl` (own edits of arXiv, ACL, SciTLDR and PubMedQA abstracts and of people's
summaries), `real.jsonl` (claims that people labelled, with edits of the true ones) and a
`test_*.jsonl` a set.  The same data and seed give the same files.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from sklearn.feature_extraction.text import TfidfVectorizer

from eval.recipes.support import edits, sets
from eval.recipes.support.data import Abstract, Pair, write
from eval.recipes.support.pairing import contrasted, edited, reworded

ARXIV, ACL, SEED = 9000, 6000, 7
_ROUNDS = {"arxiv": 2, "acl": 2, "scitldr": 2, "pubmedqa": 3}
_ROWS, _NEIGHBOURS = 500, 4
Summaries = Sequence[tuple[Abstract, list[str]]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write all files; print how many pairs each holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder that holds bench/")
    parser.add_argument("out", type=Path, help="the folder to write to")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    bench, chance = options.data / "bench", Random(SEED)
    for name, made in (("synthetic", synthetic), ("real", real)):
        pairs = made(bench, chance)
        chance.shuffle(pairs)
        print(name, write(pairs, options.out / f"{name}.jsonl"))
    for name, tested in tests(bench).items():
        print(name, write(tested, options.out / f"test_{name}.jsonl"))


def synthetic(bench: Path, chance: Random) -> list[Pair]:
    """Return pairs of edited sentences, of titles and of summaries."""
    arxiv, acl = list(sets.arxiv(bench)), list(sets.acl(bench))
    chance.shuffle(arxiv)
    chance.shuffle(acl)
    scitldr, pubmedqa = list(sets.scitldr(bench)), list(sets.pubmedqa(bench))
    groups = {
        "arxiv": arxiv[:ARXIV],
        "acl": acl[:ACL],
        "scitldr": [paper for paper, _ in scitldr],
        "pubmedqa": [paper for paper, _ in pubmedqa],
    }
    pairs: list[Pair] = []
    near: dict[str, Abstract] = {}
    for name, papers in groups.items():
        near |= neighbours(papers, chance)
        for paper in papers:
            other = near[paper.document]
            for _ in range(_ROUNDS[name]):
                pairs += edited(paper, other, chance, name)
            if paper.title and chance.random() < 0.25 and len(paper.title.split()) > 5:
                for text, true in ((paper.sentences, True), (other.sentences, False)):
                    pairs.append(Pair(paper.title, text, true, name, paper.document, "title"))
    pairs += summarised("scitldr", scitldr, near, chance)
    pairs += summarised("pubmedqa", pubmedqa, near, chance)
    return pairs


def neighbours(papers: Sequence[Abstract], chance: Random) -> dict[str, Abstract]:
    """Return by document a paper that is among those most like it."""
    reader = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2)
    vectors = reader.fit_transform([" ".join(paper.text) for paper in papers])
    found: dict[str, Abstract] = {}
    for start in range(0, len(papers), _ROWS):
        alike = (vectors[start : start + _ROWS] @ vectors.T).toarray()
        for row in range(len(alike)):
            alike[row, start + row] = -1
        nearest = alike.argpartition(-_NEIGHBOURS, axis=1)[:, -_NEIGHBOURS:]
        for row, places in enumerate(nearest):
            found[papers[start + row].document] = papers[int(chance.choice(list(places)))]
    return found


def summarised(
    source: str, papers: Summaries, near: dict[str, Abstract], chance: Random
) -> Iterator[Pair]:
    """Yield summaries that people wrote against their papers: as they are, reworded, and edited."""
    for paper, summaries in papers:
        for summary in summaries[:3]:
            if len(summary.split()) >= 5:
                yield from _summary(source, summary, paper, near[paper.document], chance)


def _summary(
    source: str, claim: str, paper: Abstract, other: Abstract, chance: Random
) -> Iterator[Pair]:
    text = paper.text if chance.random() < 0.5 else paper.sentences
    names = edits.names(" ".join(other.text))

    def pair(claim: str) -> Pair:
        return Pair(claim, text, True, source, paper.document, "summary")

    def again() -> Pair:
        return pair(reworded(claim, chance.randrange(1 << 30)))

    yield pair(claim)
    if chance.random() < 0.5:
        yield again()
    yield from contrasted(pair(claim), chance, names)
    if chance.random() < 0.5:
        yield from contrasted(again(), chance, names)
    if chance.random() < 0.3:
        yield Pair(claim, other.text, False, source, paper.document, "summary:near")


def real(bench: Path, chance: Random) -> list[Pair]:
    """Return the labelled claims to train on, and edits of some of the supported ones."""
    tested = {pair.document for pair in sets.wice_claims(bench)}
    covid = sets.checkcovid(bench, "train", whole=True)
    groups: list[tuple[Iterable[Pair], float]] = [
        (sets.scifact(bench), 0.6),
        ((pair for pair in covid if pair.kind != "NOTENOUGHINFO"), 0.3),
        (sets.checkcovid(bench, "train", whole=False), 0.0),
        ((pair for pair in sets.wice_spans(bench) if pair.document not in tested), 0.5),
        ((pair for pair in sets.ragtruth(bench) if not sets.held_out(pair.document)), 0.5),
    ]
    pairs: list[Pair] = []
    for found, share in groups:
        for pair in found:
            pairs.append(pair)
            if pair.supported and chance.random() < share:
                pairs += contrasted(pair, chance, edits.names(" ".join(pair.evidence)))
    return pairs


def tests(bench: Path) -> dict[str, list[Pair]]:
    """Return the labelled claims to test on; those of SciFact are to be held out by document."""
    covid = list(sets.checkcovid(bench, "dev", whole=True))
    return {
        "scifact": list(sets.scifact(bench)),
        "checkcovid": [pair for pair in covid if pair.kind != "NOTENOUGHINFO"],
        "checkcovid_sent": list(sets.checkcovid(bench, "dev", whole=False)),
        "wice": list(sets.wice_claims(bench)),
        "ragtruth": [pair for pair in sets.ragtruth(bench) if sets.held_out(pair.document)],
    }


if __name__ == "__main__":
    main()
