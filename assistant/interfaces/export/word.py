"""A review as a document of Word: the door to python-docx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from assistant.interfaces.export import layout, telling
from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.extras import needed
from assistant.interfaces.export.layout import Doubt, Inline, Marks, Section, Words
from assistant.interfaces.export.pictures import png
from assistant.interfaces.export.styles import CitationStyle, Entry, Piece
from assistant.interfaces.export.topic_map import map_picture
from assistant.interfaces.export.years import years_picture
from assistant.review import Review

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run


def word(review: Review, style: CitationStyle) -> bytes:
    """Return the review as DOCX; its citations lead to the references.

    Raises:
        InputError: python-docx or resvg-py is not installed.
    """
    needed("docx", "documents of Word")
    import docx

    document = docx.Document()
    document.core_properties.title = line(review.topic)[:255]  # the longest that python-docx takes
    document.core_properties.author = "literature-assistant"
    document.add_heading(line(review.topic), 0)
    for said in telling.opening(review):
        document.add_paragraph(said)
    for section in layout.sections(review, style):
        _section(document, section)
    _pictures(document, review, style)
    if omitted := layout.left_out(review):
        _section(document, omitted)
    if style.entries:
        document.add_heading("References", 1)
        for entry in style.entries:
            _reference(document.add_paragraph(), entry)
    document.add_heading("How this was made", 1)
    for said in telling.made(review):
        document.add_paragraph(line(said))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _section(document: Document, section: Section) -> None:
    document.add_heading(section.title, 1)
    for told in section.paragraphs:
        paragraph = document.add_paragraph(style="List Bullet" if section.listed else None)
        for one in told:
            _inline(paragraph, one)


def _inline(paragraph: Paragraph, one: Inline) -> None:
    match one:
        case Words(text, strong):
            paragraph.add_run(text).bold = strong or None
        case Marks(_, pieces, raised, _):
            for piece in pieces:
                _piece(paragraph, piece).font.superscript = raised or None
        case Doubt(sign, _):
            paragraph.add_run(sign).bold = True


def _piece(paragraph: Paragraph, piece: Piece) -> Run:
    """Add a piece of a citation; the mark of a paper is a link to its reference."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(line(piece.text) if piece.number else piece.text)
    if piece.number is not None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"reference_{piece.number}")
        link.set(qn("w:history"), "1")
        link.append(run._r)
        paragraph._p.append(link)
    return run


def _reference(paragraph: Paragraph, entry: Entry) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    paragraph.paragraph_format.left_indent = Cm(0.9)
    paragraph.paragraph_format.first_line_indent = Cm(-0.9)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for sign in (start, end):
        sign.set(qn("w:id"), str(entry.number))
    start.set(qn("w:name"), f"reference_{entry.number}")
    paragraph._p.append(start)
    if entry.label:
        paragraph.add_run(f"{entry.label} ")
    for run in entry.runs:
        added = paragraph.add_run(run.text)
        added.italic, added.bold = run.italic or None, run.bold or None
    paragraph._p.append(end)


def _pictures(document: Document, review: Review, style: CitationStyle) -> None:
    if not review.references:
        return
    from docx.shared import Cm

    document.add_heading("Pictures", 1)
    drawn = [
        ("Papers by year and theme", years_picture(review)),
        ("Map of the papers: near ones say alike", map_picture(review, style)),
    ]
    for caption, svg in drawn:
        if svg is None:
            continue
        shape = document.add_picture(io.BytesIO(png(svg)), width=Cm(15))
        shape._inline.docPr.set("descr", caption)
        document.add_paragraph(caption, style="Caption")
    if drawn[0][1] is None:
        document.add_paragraph(telling.NO_YEARS)
