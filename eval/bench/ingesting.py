"""What an ingest costs beside what it cannot do without: `python -m eval.bench.ingesting FILE…`.

The embedding of the chunks alone is held against the whole ingest, and that against one of the
same file again; then storing without embedding against LlamaIndex's pipeline into Chroma, by time
and by disk (`storing.py`).  Each runs in a process of its own, after a small library was made.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import tempfile
from pathlib import Path

from assistant import settings
from assistant.app import App
from assistant.corpus.records import Record
from assistant.library.ingest import embedded_text
from assistant.settings import Settings
from assistant.types import Paper
from eval.bench import storing
from eval.bench.apart import Cost, apart, costs, megabytes_on_disk

PAPERS = 1000
_TEXTS = 1000  # embedded in one call


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", help="papers, one JSON object a line")
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--storing", type=int, default=0, help="papers of the second part")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = _first(given.files, given.papers, folder / "papers.jsonl")
        library = folder / "library"
        whole, again = apart(ingest, library, file), apart(ingest, library, file)
        alone, embedded = apart(embed, library, True), apart(embed, library, False)
        print(f"{given.papers} papers, {alone.rows} chunks")
        print(_line("embedding alone, with tokens", alone))
        print(_line("embedding alone, vectors only", embedded))
        print(_line("whole ingest", whole), _share(whole, alone, 1.10))
        print(_line("second ingest", again), _share(again, whole, 0.01))
        print(f"  the library: {megabytes_on_disk(library):.1f} MB")
        if given.storing:
            file = _first(given.files, given.storing, folder / "more.jsonl")
        print(storing.table(folder, file, library))


def ingest(library: Path, file: Path) -> Cost:
    """Ingest a file; what came of it and whether the model was used are told."""
    _make_ready(library)
    app = App(_settings(library), lambda _: None)
    with costs() as cost:
        counts = app.ingest([file])
    cost.rows = counts.read
    embedded = "_session" in vars(app.local_embedder)
    cost.told = (
        f"{counts.new} new, {counts.unchanged} unchanged, {'some' if embedded else 'no'} embedded"
    )
    return cost


def embed(library: Path, tokens: bool) -> Cost:
    """Embed the chunks of a library, as an ingest does or without what it keeps of tokens."""
    from assistant.library.words import tells

    app = App(_settings(library), lambda _: None)
    with app.library() as opened:
        chunks = [chunk for batch, _ in opened.catalog.embedded.batches(_TEXTS) for chunk in batch]
        papers = {paper.id: paper for paper in opened.catalog.papers()}
    texts = [embedded_text(papers[one.paper_id], one.start, one.end) for one in chunks]
    with costs() as cost:
        for start in range(0, len(texts), _TEXTS):
            part = texts[start : start + _TEXTS]
            if tokens:
                app.local_embedder.embed_with_tokens(part, tells)
            else:
                app.local_embedder.embed(part)
    cost.rows = len(texts)
    return cost


def _make_ready(library: Path) -> None:
    """Load all modules by making a small library that is thrown away."""
    ready = Paper(id="ready", title="Ready", abstract=storing.LONG)
    small = library.with_name("small")
    App(_settings(small), lambda _: None).take_in([Record(ready, "ready", 1)])
    shutil.rmtree(small)


def _settings(library: Path) -> Settings:
    return settings.load(None, {"library.path": str(library)}, {})


def _first(files: list[Path], papers: int, place: Path) -> Path:
    """Write the first papers of files to one file."""
    lines = itertools.chain.from_iterable(path.open(encoding="utf-8") for path in files)
    with place.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(lines, papers))
    return place


def _line(name: str, cost: Cost) -> str:
    return (
        f"  {name:<30}{cost.processor:>8.1f} cpu-s {cost.seconds:>8.1f} s "
        f"{cost.megabytes:>6.0f} MB  {cost.told}"
    )


def _share(cost: Cost, beside: Cost, most: float) -> str:
    return f"{cost.processor / beside.processor:.4f} (at most {most})"


if __name__ == "__main__":
    main()
