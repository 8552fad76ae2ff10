"""Records in XML, cut out of a stream one by one and parsed each alone.

So a record that is broken is lost alone, memory holds one at a time, and the declarations in which
entities could be defined, and made to explode, are never read.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from assistant.corpus.fields import MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped

_LONGEST = 8_000_000  # characters of one record
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")
_DEEPEST = 200


def read(
    lines: Iterable[str],
    source: str,
    names: tuple[str, ...],
    fields: Callable[[Element], Mapping[str, object]],
) -> Iterator[Record | Skipped]:
    """Yield a record for each element of these names; report one that is broken."""
    for line, text in _cut(lines, names):
        try:
            yield Record(paper_from(fields(_parsed(text))), source, line)
        except MissingTitle as error:
            yield Skipped(source, line, str(error))
        except expat.ExpatError as error:
            at = line + max(0, error.lineno - 1)
            yield Skipped(source, at, f"not valid XML: {expat.errors.messages.get(error.code, '')}")
        except ValueError as error:
            yield Skipped(source, line, f"not valid XML: {error}")


def children(element: Element | None, *path: str) -> list[Element]:
    """Return the elements below along a path of local names."""
    found = [] if element is None else [element]
    for name in path:
        found = [child for one in found for child in one if child.tag == name]
    return found


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first of them, or None."""
    return next(iter(children(element, *path)), None)


def text(element: Element | None) -> str:
    """Return the text of an element; of what is marked up in it, raised numbers bear a "^"."""
    return "" if element is None else " ".join(_text(element).split())


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for one in element:
        inner = _text(one)
        raised = one.tag == "sup" and re.fullmatch(r"\s*[+\-−–]?\d+(?:[.,/]\d+)?\s*", inner)
        parts += [f"^{inner.strip()}" if raised else inner, one.tail or ""]
    return "".join(parts)


def _cut(lines: Iterable[str], names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the number of the first line and the text of each element of these names."""
    sign = re.compile(rf"<(/?)(?:[\w.-]+:)?(?:{'|'.join(names)})(?=[\s>/])[^<>]*>")
    parts: list[str] = []  # of the element that is open
    start = size = 0
    for number, line in enumerate(lines, 1):
        place = 0
        for found in sign.finditer(line):
            if found[1]:
                if parts or start:
                    yield start, "".join([*parts, line[place : found.end()]])
                parts, start, size = [], 0, 0
            else:
                if start:  # the one before was never closed
                    yield start, "".join([*parts, line[place : found.start()]])
                parts, start, size = [], number, 0
                place = found.start()
                continue
            place = found.end()
        if start:
            parts.append(line[place:])
            size += len(line) - place
            if size > _LONGEST:
                yield start, "".join(parts)
                parts, start, size = [], 0, 0
    if start:
        yield start, "".join(parts)


def _parsed(said: str) -> Element:
    """Parse one element, names without prefixes.

    Raises:
        ExpatError: it is no XML.
        ValueError: it is nested too deeply.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        builder.start(name.rpartition(":")[2], attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition(":")[2])

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = builder.data
    parser.Parse(_ENTITY.sub(_of_html, said), True)
    return builder.close()


def _of_html(entity: re.Match[str]) -> str:
    """Return what an entity of HTML stands for; XML knows five of them by itself."""
    known = html.entities.html5.get(f"{entity[1]};")
    return entity[0] if entity[1] in _OF_XML or known is None else html.escape(known)
