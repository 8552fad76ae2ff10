"""The word index: titles, abstracts and names in tantivy, ranked by BM25.

The only module that knows tantivy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import tantivy

from assistant.errors import IndexBroken
from assistant.types import Paper

# Raise it when the analyser below changes: an index made by another is built anew.
VERSION = "english-1"
_ANALYSER = "english"
_KEY = "id"
_TEXT = "text"
# Words that frame a question and tell nothing about its subject, beside tantivy's own short list.
_QUESTION_WORDS = (
    "what which who whom whose when where why how do does did doing done has have had having can "
    "could should would may might must shall were been being am i me my we us our you your he she "
    "him her his its them those these here than too very just about from there also get gets got "
    "many much some any more most does find paper papers work works study studies"
).split()
_WRITER_BYTES = 50_000_000  # tantivy's smallest sensible heap for one thread is 15 MB


class WordIndex:
    """Papers by their words; stemmed, without English stop words."""

    def __init__(self, folder: Path, create: bool = False) -> None:
        """Open an index, or with `create` make an empty one where there is none.

        Raises:
            IndexBroken: it cannot be opened.
        """
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field(_KEY, stored=True, tokenizer_name="raw")
        builder.add_text_field(_TEXT, tokenizer_name=_ANALYSER)
        self._schema = builder.build()
        try:
            if not create and not tantivy.Index.exists(str(folder)):
                raise ValueError("it is gone")
            self._index = tantivy.Index(self._schema, path=str(folder))
        except (ValueError, OSError) as error:
            raise IndexBroken(
                f"the word index in {folder} cannot be opened ({error}); "
                "run `litassist reindex` to rebuild it from the catalog"
            ) from error
        self._index.register_tokenizer(_ANALYSER, _analyser())
        self._index.reload()

    def count(self) -> int:
        """Return the number of papers."""
        return int(self._index.searcher().num_docs)

    def add(self, papers: Sequence[Paper]) -> None:
        """Insert or replace papers."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for paper in papers:
            writer.delete_documents_by_term(_KEY, paper.id)
            writer.add_document(tantivy.Document(**{_KEY: paper.id, _TEXT: _words(paper)}))
        self._commit(writer)

    def remove(self, paper_ids: Sequence[str]) -> None:
        """Remove the papers that exist among these ids."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for paper_id in paper_ids:
            writer.delete_documents_by_term(_KEY, paper_id)
        self._commit(writer)

    def search(
        self, text: str, most: int, admitted: Iterable[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return papers as (id, BM25), best first, among those admitted."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, _TEXT, term))
            for term in self.terms(text)
        ]
        if not terms:
            return []
        query = tantivy.Query.boolean_query(terms)
        if admitted is not None:
            only = tantivy.Query.term_set_query(self._schema, _KEY, list(admitted))
            query = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, query),
                    (tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0)),
                ]
            )
        searcher = self._index.searcher()
        return [
            (searcher.doc(address)[_KEY][0], float(score))
            for score, address in searcher.search(query, most, count=False).hits
        ]

    def terms(self, text: str) -> list[str]:
        """Return the stems that the index knows a text by, in order, without stop words."""
        return stems(text)

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """Return how telling each stem is here: its inverse document frequency as BM25 has it."""
        searcher = self._index.searcher()
        papers = searcher.num_docs
        return {
            term: math.log(1 + (papers - known + 0.5) / (known + 0.5))
            for term in set(terms)
            for known in [searcher.doc_freq(_TEXT, term)]
        }

    def knows(self, name: str) -> bool:
        """Tell whether a name occurs, its parts side by side: "GPT-5" is not known by "GPT-4"."""
        terms = self.terms(name)
        if not terms:
            return True
        parts = self.terms(" ".join(re.findall(r"[^\W\d_]+|\d+", name)))
        if parts != terms and self._has_phrase(parts, 0):
            return True  # "GPT4" is known by "GPT-4"
        # The index keeps a place for each stop word: "Fusion-in-Decoder" has one between its terms.
        stops = len(re.findall(r"\w+", name)) - len(terms)
        return self._has_phrase(terms, stops)

    def _has_phrase(self, terms: Sequence[str], gaps: int) -> bool:
        if not terms:
            return False
        query = (
            tantivy.Query.phrase_query(self._schema, _TEXT, list(terms), slop=gaps)
            if len(terms) > 1
            else tantivy.Query.term_query(self._schema, _TEXT, terms[0])
        )
        return bool(self._index.searcher().search(query, 1, count=False).hits)

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()


def stems(text: str) -> list[str]:
    """Return the stems that an index knows a text by, in order, without stop words."""
    return list(_analyser().analyze(text))


@cache
def _analyser() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.custom_stopword(_QUESTION_WORDS))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _words(paper: Paper) -> list[str]:
    return [
        paper.title,
        paper.abstract,
        " ".join(paper.authors),
        " ".join(paper.keywords),
        paper.venue or "",
    ]
