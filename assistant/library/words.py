"""The word index: titles, abstracts and names in tantivy, ranked by BM25.

The only module that knows tantivy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import tantivy

from assistant.errors import IndexBroken
from assistant.library import sifting
from assistant.library.admission import Admission
from assistant.types import Paper

# Raise it when the analyser below changes: an index made by another is built anew.
VERSION = "english-2"
_ANALYSER = "english"
_WORDS = "words"
_KEY = "id"
_TEXT = "text"
# Words as they stand, for phrases and spelling: of title and abstract, and of the title alone.
_PLAIN = "plain"
_TITLE = "title"
# Words that frame a question and tell nothing about its subject, beside tantivy's own short list.
_QUESTION_WORDS = (
    "what which who whom whose when where why how do does did doing done has have had having can "
    "could should would may might must shall were been being am i me my we us our you your he she "
    "him her his its them those these here than too very just about from there also get gets got "
    "many much some any more most does find paper papers work works study studies"
).split()
_TIED = re.compile(r"\b([^\W\d_]{2,})-([^\W\d_]{2,})\b")
_MOST_BEGINNING = 2_000
EVERY_PAPER = Admission()
_Clause = tuple[tantivy.Occur, tantivy.Query]
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
        builder.add_text_field(_PLAIN, tokenizer_name=_WORDS)
        builder.add_text_field(_TITLE, tokenizer_name=_WORDS)
        self._schema = builder.build()
        try:
            if not create and not tantivy.Index.exists(str(folder)):
                raise ValueError("it is gone")
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._index.reload()
            for field in (_TEXT, _PLAIN, _TITLE):
                self._index.searcher().doc_freq(field, "")  # which opens what is else opened later
        except (ValueError, OSError) as error:
            if create:
                raise  # what the disk refuses is no damage
            raise IndexBroken(
                f"the word index in {folder} cannot be opened ({error}); "
                "run `litassist reindex` to rebuild it from the catalog"
            ) from error
        self._index.register_tokenizer(_ANALYSER, _analyser())
        self._index.register_tokenizer(_WORDS, _splitter())

    def count(self) -> int:
        """Return the number of papers."""
        return int(self._index.searcher().num_docs)

    def add(self, papers: Sequence[Paper]) -> None:
        """Insert or replace papers."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for paper in papers:
            writer.delete_documents_by_term(_KEY, paper.id)
            writer.add_document(_document(paper))
        self._commit(writer)

    def remove(self, paper_ids: Sequence[str]) -> None:
        """Remove the papers that exist among these ids."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for paper_id in paper_ids:
            writer.delete_documents_by_term(_KEY, paper_id)
        self._commit(writer)

    def search(
        self,
        text: str,
        most: int,
        admission: Admission = EVERY_PAPER,
        weighted: Mapping[str, float] = {},
    ) -> list[tuple[str, float]]:
        """Return papers as (id, BM25), best first, among those admitted.

        `weighted` are further stems, each with its weight beside the words of the text.
        """
        terms = [_should(self._term(term)) for term in self.terms(text)]
        terms += [
            _should(tantivy.Query.boost_query(self._term(term), weight))
            for term, weight in weighted.items()
        ]
        if not terms:
            return []
        clauses = [(tantivy.Occur.Must, tantivy.Query.boolean_query(terms))]
        if admission.only is not None:
            for depth in sifting.depths(most, len(admission.only), self.count()):
                hits = self._best(clauses, depth)
                found = [one for one in hits if admission.admits(one[0])]
                if len(found) >= most or len(hits) < depth:
                    return found[:most]
            only = tantivy.Query.const_score_query(self._any_of(admission.only), 0.0)
            clauses.append((tantivy.Occur.Must, only))
        if admission.excluded:
            clauses.append((tantivy.Occur.MustNot, self._any_of(admission.excluded)))
        return self._best(clauses, most)

    def holding(self, words: str, title: bool = False) -> frozenset[str]:
        """Return the papers that hold these very words side by side in title or abstract.

        With `title`, in the title.  Case, accents and the signs between words are ignored.
        """
        found = _splitter().analyze(words)
        if not found:
            return frozenset()
        field = _TITLE if title else _PLAIN
        query = self._phrase(field, found)
        searcher = self._index.searcher()
        hits = searcher.search(query, max(searcher.num_docs, 1), count=False).hits
        return frozenset(searcher.doc(address)[_KEY][0] for _, address in hits)

    def frequency(self, word: str) -> int:
        """Return in how many titles and abstracts a small, unaccented word stands."""
        return int(self._index.searcher().doc_freq(_PLAIN, word))

    def stem_frequency(self, stem: str) -> int:
        """Return in how many papers a stem occurs."""
        return int(self._index.searcher().doc_freq(_TEXT, stem))

    def beginning(self, letters: str) -> list[str]:
        """Return the words of titles and abstracts that begin so, the most frequent first."""
        found = self._index.searcher().terms_with_prefix(_PLAIN, letters, limit=_MOST_BEGINNING)
        return [word for word, _ in found]

    def terms(self, text: str) -> list[str]:
        """Return the stems that the index knows a text by, in order, without stop words."""
        return stems(text)

    def stems_of(self, paper: Paper) -> set[str]:
        """Return the stems that the index knows a paper by."""
        return set(self.terms(" ".join(_texts(paper))))

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """Return how telling each stem is here: its inverse document frequency as BM25 has it."""
        searcher = self._index.searcher()
        papers = searcher.num_docs
        return {
            term: math.log(1 + (papers - known + 0.5) / (known + 0.5))
            for term in set(terms)
            # Papers that were removed count there until the index is tidied.
            for known in [min(searcher.doc_freq(_TEXT, term), papers)]
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

    def _best(self, clauses: Sequence[_Clause], most: int) -> list[tuple[str, float]]:
        searcher = self._index.searcher()
        query = tantivy.Query.boolean_query(clauses)
        return [
            (searcher.doc(address)[_KEY][0], float(score))
            for score, address in searcher.search(query, most, count=False).hits
        ]

    def _has_phrase(self, terms: Sequence[str], gaps: int) -> bool:
        if not terms:
            return False
        query = self._phrase(_TEXT, terms, gaps)
        return bool(self._index.searcher().search(query, 1, count=False).hits)

    def _phrase(self, field: str, terms: Sequence[str], gaps: int = 0) -> tantivy.Query:
        if len(terms) == 1:
            return self._term(terms[0], field)
        return tantivy.Query.phrase_query(self._schema, field, list(terms), slop=gaps)

    def _term(self, term: str, field: str = _TEXT) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    def _any_of(self, paper_ids: Collection[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, _KEY, list(paper_ids))

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()


def stems(text: str) -> list[str]:
    """Return the stems that an index knows a text by, in order, without stop words."""
    return list(_analyser().analyze(text))


@lru_cache(maxsize=50_000)
def tells(word: str) -> bool:
    """Tell whether a word has a stem that the index knows it by: "of" has none."""
    return bool(stems(word))


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


@cache
def _splitter() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def plain_words(text: str) -> list[str]:
    """Return the words of a text as they are looked up as they stand: small, without accents."""
    return list(_splitter().analyze(text))


def _should(query: tantivy.Query) -> _Clause:
    return tantivy.Occur.Should, query


def _texts(paper: Paper) -> list[str]:
    """Return what a paper is searched by: title and abstract, names, joined words."""
    told = [paper.title, paper.abstract]
    # "pre-training" is found by "pretraining", too.
    joined = " ".join("".join(found.groups()) for found in _TIED.finditer(" ".join(told)))
    return [*told, " ".join(paper.authors), " ".join(paper.keywords), paper.venue or "", joined]


def _document(paper: Paper) -> tantivy.Document:
    texts = _texts(paper)
    return tantivy.Document(
        **{_KEY: paper.id, _TEXT: texts, _PLAIN: texts[:2], _TITLE: [paper.title]}
    )
