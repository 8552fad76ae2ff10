"""A review as a page of HTML: a mark opens the abstract it cites at the quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from assistant.interfaces.export import layout, telling
from assistant.interfaces.export.abstracts import highlighted, spans
from assistant.interfaces.export.escaping import address, doi_address, line
from assistant.interfaces.export.layout import Doubt, Inline, Marks, Section, Words
from assistant.interfaces.export.page import page
from assistant.interfaces.export.styles import CitationStyle, Entry, Piece, Run, by_number
from assistant.interfaces.export.topic_map import map_picture
from assistant.interfaces.export.years import years_picture
from assistant.interfaces.render import appeared
from assistant.review import Review
from assistant.types import Evidence, Paper

_PANEL = Markup(
    '<dialog id="panel" aria-labelledby="panel-title">\n'
    '<button type="button" id="panel-close" aria-label="Close">×</button>\n'
    '<h2 id="panel-title" tabindex="-1" dir="auto"></h2>\n<p id="panel-by"></p>\n'
    '<div id="panel-text"></div>\n<p id="panel-links"></p>\n</dialog>\n'
)


def html(review: Review, style: CitationStyle) -> str:
    """Return the review as a page that holds all it needs."""
    return page(review.topic, _Page(review, style).body())


class _Page:
    """A review on its way into HTML, with what its parts look up."""

    def __init__(self, review: Review, style: CitationStyle) -> None:
        self._review = review
        self._style = style
        self._papers = by_number(review.references)

    def body(self) -> Markup:
        sections = list(layout.sections(self._review, self._style))
        omitted = layout.left_out(self._review)
        entries = self._style.entries
        named = [(one.id, one.title) for one in sections]
        named += [("pictures", "Pictures")] if self._review.references else []
        named += [(omitted.id, omitted.title)] if omitted else []
        named += [("references", "References")] if entries else []
        parts = [
            Markup('<a class="skip" href="#review">Skip to the review</a>\n<header>\n'),
            Markup('<p class="kind">Literature review</p>\n<h1 dir="auto">{}</h1>\n').format(
                line(self._review.topic)
            ),
            *(
                Markup('<p class="coverage">{}</p>\n').format(one)
                for one in telling.opening(self._review)
            ),
            _contents(named),
            Markup('</header>\n<main id="review" tabindex="-1">\n'),
            *map(self._section, sections),
            *self._pictures(),
            *([self._section(omitted)] if omitted else []),
            *([self._references(entries)] if entries else []),
            _made(telling.made(self._review)),
            Markup("</main>\n"),
            _PANEL,
        ]
        return Markup("").join(parts)

    def _section(self, section: Section) -> Markup:
        tag = "li" if section.listed else "p"
        told = Markup("\n").join(
            Markup('<{0} dir="auto">{1}</{0}>').format(tag, Markup("").join(map(self._inline, one)))
            for one in section.paragraphs
        )
        terms = ", ".join(map(line, section.terms))
        below = Markup('<p class="terms">{}</p>\n').format(terms) if terms else ""
        body = Markup("<ul>\n{}\n</ul>").format(told) if section.listed else told
        return _headed(section.id, section.title, Markup("{}{}").format(below, body))

    def _inline(self, one: Inline) -> Markup:
        match one:
            case Words(text, strong):
                return Markup("<strong>{}</strong>").format(text) if strong else Markup.escape(text)
            case Marks():
                said = Markup("").join(self._piece(piece, one) for piece in self._pieces(one))
                return Markup('<sup class="cited">{}</sup>').format(said) if one.raised else said
            case Doubt(sign, meaning):
                return Markup(
                    '<abbr class="doubt" title="{0}">{1}<span class="hidden"> ({0})</span></abbr>'
                ).format(meaning, sign)

    def _pieces(self, marks: Marks) -> Sequence[Piece]:
        """Return the pieces of a citation; where they were joined, one after the other."""
        if any(piece.number is not None for piece in marks.pieces):
            return marks.pieces
        alone = [self._style.citation([number]) for number in marks.numbers]
        return [piece for pieces in alone for piece in (*pieces, Piece(" "))][:-1]

    def _piece(self, piece: Piece, marks: Marks) -> Markup:
        if piece.number is None:
            return Markup.escape(piece.text)
        paper = self._papers[piece.number]
        quotes = [one for one in marks.evidence if one.number == piece.number]
        found = " ".join(f"{start}-{end}" for start, end in spans(paper.abstract, quotes))
        return Markup(
            '<a class="mark" href="#reference-{}" data-quotes="{}" title="{}">{}</a>'
        ).format(piece.number, found, line(paper.title), piece.text)

    def _pictures(self) -> Iterator[Markup]:
        if not self._review.references:
            return
        years = years_picture(self._review)
        places = map_picture(self._review, self._style, "#reference-{}".format)
        parts = [
            _figure(years, "Papers by year and theme")
            if years
            else Markup("<p>{}</p>").format(telling.NO_YEARS)
        ]
        if places:
            parts.append(_figure(places, "Map of the papers: near ones say alike"))
        yield _headed("pictures", "Pictures", Markup("\n").join(parts))

    def _references(self, entries: Sequence[Entry]) -> Markup:
        quoted: dict[int, list[Evidence]] = {}
        told = [*self._review.sentences, *(s for n in self._review.notes for s in n.sentences)]
        for quote in (quote for one in told for quote in one.statement.evidence):
            quoted.setdefault(quote.number, []).append(quote)
        listed = [self._reference(one, quoted.get(one.number, [])) for one in entries]
        body = Markup('<ol class="references">\n{}\n</ol>').format(Markup("\n").join(listed))
        return _headed("references", "References", body)

    def _reference(self, entry: Entry, quotes: Sequence[Evidence]) -> Markup:
        paper = self._papers[entry.number]
        said = Markup("").join(map(_run, entry.runs))
        label = Markup('<span class="label">{}</span> ').format(entry.label) if entry.label else ""
        return Markup(
            '<li id="reference-{}" tabindex="-1">{}<span class="entry" dir="auto" data-title="{}" '
            'data-by="{}">{}</span> {}{}</li>'
        ).format(
            entry.number, label, line(paper.title), _by(paper), said, _links(paper, entry.text),
            _abstract(paper, quotes),
        )  # fmt: skip


def _run(run: Run) -> Markup:
    if run.text == address(run.text):
        return _link(run.text, run.text)
    if run.italic:
        return Markup("<em>{}</em>").format(run.text)
    return Markup("<b>{}</b>").format(run.text) if run.bold else Markup.escape(run.text)


def _figure(picture: Markup, caption: str) -> Markup:
    return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(picture, caption)


def _abstract(paper: Paper, quotes: Sequence[Evidence]) -> Markup:
    if not paper.abstract.strip():
        return Markup('<p class="missed">The record holds no abstract.</p>')
    return Markup("<details><summary>Abstract</summary>{}</details>").format(
        highlighted(paper.abstract, quotes)
    )


def _link(url: str, name: str, hidden: bool = False) -> Markup:
    return Markup('<a href="{}" rel="noopener noreferrer"{}>{}</a>').format(
        url, Markup(" hidden") if hidden else "", name
    )


def _links(paper: Paper, shown: str) -> Markup:
    """Return links to a paper; those that its entry shows already are for the panel alone."""
    found = [("DOI", doi_address(paper.doi)), ("Source", address(paper.url))]
    links = [_link(url, name, hidden=url in shown) for name, url in found if url]
    return Markup('<span class="links">{}</span>').format(Markup(" ").join(links))


def _by(paper: Paper) -> str:
    names = list(map(line, paper.authors))
    authors = ", ".join([*names[:6], "et al."] if len(names) > 6 else names)
    return " · ".join(filter(None, (authors, line(appeared(paper.venue, paper.year)))))


def _headed(id: str, title: str, body: Markup) -> Markup:
    return Markup(
        '<section id="{0}" aria-labelledby="{0}-heading">\n<h2 id="{0}-heading" dir="auto">{1}</h2>'
        "\n{2}\n</section>\n"
    ).format(id, title, body)


def _contents(named: Iterable[tuple[str, str]]) -> Markup:
    items = [Markup('<li><a href="#{}">{}</a></li>').format(id, title) for id, title in named]
    return Markup('<nav aria-label="Contents"><ol>{}</ol></nav>\n').format(Markup("").join(items))


def _made(said: Iterable[str]) -> Markup:
    told = Markup("\n").join(Markup("<p>{}</p>").format(line(one)) for one in said)
    return Markup(
        '<footer aria-label="How this was made">\n<h2>How this was made</h2>\n{}\n</footer>\n'
    ).format(told)
