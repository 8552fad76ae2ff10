"""What a draft cites -> the papers of the library that it means."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from assistant.answering.checking.drafts import Cited, Draft, Mark, Work
from assistant.answering.checking.marking import identified
from assistant.corpus.identity import normalised_title
from assistant.corpus.names import name
from assistant.library.library import Library
from assistant.types import Filters, Paper

_NOT_IN_LIBRARY = "not in the library"
_NOT_LISTED = "no entry of a list of references or .bib file says what it is"
_NO_ABSTRACT = "its record in the library has no abstract"
_SEVERAL = "several papers of the library could be meant"
_LIKE = 0.92  # the same title but for a letter or two
_FEWEST_WORDS = 3  # a shorter title may stand in another's reference by chance
_CANDIDATES = 10


class Resolver:
    """Finds the papers that the citations of one draft name."""

    def __init__(self, library: Library, draft: Draft) -> None:
        self._library = library
        self._draft = draft
        self._known: dict[Mark, Cited] = {}

    def cited(self, mark: Mark) -> Cited:
        """Return the paper that a citation names, and what is in the way if anything is."""
        if mark not in self._known:
            self._known[mark] = self._resolved(mark)
        return self._known[mark]

    def _resolved(self, mark: Mark) -> Cited:
        if mark.identifier:
            return _found(mark, self._library.catalog.papers_named(mark.identifier, parts=False))
        if mark.key:
            work = self._draft.works.get(mark.key)
            if work is None:
                return Cited(mark.label, None, _NOT_LISTED)
        else:
            work = self._listed(mark)
        if work is not None:
            paper = self._of_work(work)
            return _found(mark, [paper] if paper else [])
        return _found(mark, self._by_author(mark))

    def _listed(self, mark: Mark) -> Work | None:
        """Return the entry of the list of references that a family name and a year mean."""
        works = [*self._draft.works.values(), *self._draft.listed]
        fitting = [work for work in works if _begins_with(work, mark)]
        return fitting[0] if len(fitting) == 1 else None

    def _by_author(self, mark: Mark) -> list[Paper]:
        year = int((mark.year or "0")[:4])
        catalog = self._library.catalog
        admitted = catalog.ids(filters=Filters(year, year, authors=mark.families[:1]))
        found = [
            paper
            for paper in catalog.papers_by_id(admitted).values()
            if _family(paper) == mark.families[0].casefold()
        ]
        second = [paper for paper in found if _all_named(paper, mark.families)]
        return second if len(mark.families) > 1 else found

    def _of_work(self, work: Work) -> Paper | None:
        if work.paper:
            alike = self._library.catalog.papers_like(work.paper)
            return alike[0] if alike else self._of_title(work.paper)
        mark = identified(work.text)
        if mark and mark.identifier:
            named = self._library.catalog.papers_named(mark.identifier, parts=False)
            if named:
                return named[0]
        return self._of_text(work.text)

    def _of_title(self, cited: Paper) -> Paper | None:
        """Return the paper of nearly the same title by the same first author."""
        return next(
            (
                paper
                for paper in self._near(cited.title)
                if _family(paper) == _family(cited) and _alike(paper.title, cited.title)
            ),
            None,
        )

    def _of_text(self, text: str) -> Paper | None:
        """Return the paper whose title a reference holds; the longest, should it hold several."""
        said = f" {normalised_title(text)} "
        held = [paper for paper in self._near(text) if _is_held(paper, said)]
        return max(held, key=lambda paper: len(paper.title), default=None)

    def _near(self, text: str) -> list[Paper]:
        found = self._library.words.search(text[:1_000], _CANDIDATES)
        return list(self._library.catalog.papers_by_id([id for id, _ in found]).values())


def _found(mark: Mark, papers: list[Paper]) -> Cited:
    if len(papers) == 1:
        return Cited(mark.label, papers[0], None if papers[0].abstract else _NO_ABSTRACT)
    return Cited(mark.label, None, _SEVERAL if papers else _NOT_IN_LIBRARY)


def _begins_with(work: Work, mark: Mark) -> bool:
    year = mark.year or ""
    if work.paper:
        return _family(work.paper) == mark.families[0].casefold() and year[:4] == str(
            work.paper.year
        )
    return (
        re.match(rf"(?:[A-Z][\w.-]*\s+){{0,3}}{re.escape(mark.families[0])}\b", work.text)
        is not None
        and re.search(rf"\b{year}(?![\da-z])", work.text) is not None
    )


def _family(paper: Paper) -> str:
    return name(paper.authors[0]).family.casefold() if paper.authors else ""


def _all_named(paper: Paper, families: tuple[str, ...]) -> bool:
    known = {name(author).family.casefold() for author in paper.authors}
    return all(family.casefold() in known for family in families)


def _alike(one: str, other: str) -> bool:
    first, second = normalised_title(one), normalised_title(other)
    main = {normalised_title(title.split(":")[0]) for title in (one, other)}
    return len(main) == 1 or SequenceMatcher(None, first, second).ratio() >= _LIKE


def _is_held(paper: Paper, said: str) -> bool:
    title = normalised_title(paper.title)
    if f" {title} " not in said:
        return False
    return len(title.split()) >= _FEWEST_WORDS or f" {normalised_title(_family(paper))} " in said
