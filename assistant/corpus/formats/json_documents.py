"""JSON that is not a record a line: arrays, single objects, answers that wrap a list of records.

Read as a stream, a record at a time.  After a record that is broken the next is looked for where an
object begins as that one did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.corpus.formats import json_objects
from assistant.corpus.formats.text_stream import TextStream
from assistant.corpus.records import Record, Skipped

_LONGEST = 8_000_000  # characters of a record; what is longer holds records, or is broken
_BETWEEN = re.compile(r"[\s,:\ufeff]+")
_NAME = re.compile(r'"((?:[^"\\]|\\.){0,100})"\s*:\s*')
_ANSWER = re.compile(
    r'\{\s*"(?:meta|status|message-type|facets|config|total|total-results|offset|next|token'
    r'|results|items|data|papers|works|records|hitCount|resultList|result)"\s*:'
)
_START = re.compile(r'\{\s*"(?:[^"\\]|\\.){0,100}"\s*:\s*(?:"https?:[^"\d]{0,60})?')
_OBJECTS = re.compile(r"\[\s*\{")
_decoder = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class _Value:
    value: object
    end: int


@dataclass(frozen=True, slots=True)
class _Broken:
    reason: str
    place: int
    too_long: bool = False


def recognises(head: list[str]) -> bool:
    """Tell whether the file begins as an array of objects or an object does."""
    text = "".join(head)[:200_000].lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        return bool(re.match(r"\[\s*(?:[\[{\]]|null\b|$)", text))
    return bool(re.match(r'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}|$)', text))


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record an object; report what is broken, and values that are no papers."""
    stream = TextStream(lines)
    within: list[str] = []  # the lists and answers that are open
    while letter := stream.step_over(_BETWEEN):
        if letter in "]}":
            stream.place += 1
            del within[-1:]
        elif letter == "[" or (letter == "{" and _ANSWER.match(stream.text, stream.place)):
            stream.place += 1
            within.append(letter)
        elif letter == '"' and within[-1:] == ["{"]:
            yield from _member(stream, source)
        elif (found := _parsed(stream)) and _is_answer(found):
            stream.place += 1
            within.append(letter)
        else:
            yield _told(stream, found, source)


def _is_answer(found: _Value | _Broken) -> bool:
    """Tell whether it is no record, but what records are to be found in."""
    if isinstance(found, _Broken):
        return found.too_long
    return json_objects.wraps(found.value)


def _member(stream: TextStream, source: str) -> Iterator[Skipped]:
    """Step over a name of an answer, and over its value unless it holds the records."""
    if name := _NAME.match(stream.text, stream.place):
        stream.place = name.end()
        if name[1] in json_objects.WRAPPERS and stream.step_over(_BETWEEN) in ("[", "{"):
            return
    found = _parsed(stream)
    if isinstance(found, _Value):
        stream.place = stream.place if json_objects.lists(found.value) else found.end
    elif not (found.too_long and _OBJECTS.match(stream.text, stream.place)):
        yield _skipped(stream, found, source)


def _told(stream: TextStream, found: _Value | _Broken, source: str) -> Record | Skipped:
    """Return what a value is, and step over it."""
    if isinstance(found, _Broken):
        return _skipped(stream, found, source)
    line = stream.line()
    stream.place = found.end
    try:
        return json_objects.record(found.value, source, line)
    except ValueError as error:
        return Skipped(source, line, str(error))


def _parsed(stream: TextStream) -> _Value | _Broken:
    """Parse the value at the place, whatever of the stream that takes."""
    while True:
        start = stream.place
        try:
            value, end = _decoder.raw_decode(stream.text, start)
        except json.JSONDecodeError as error:
            cut_off = error.pos >= len(stream.text) - 10 or error.msg.startswith("Unterminated")
            if cut_off and stream.grow(_LONGEST):
                continue
            too_long = cut_off and len(stream.text) - stream.place >= _LONGEST
            return _Broken(f"not valid JSON: {error.msg}", max(error.pos, start + 1), too_long)
        except RecursionError:
            return _Broken("not readable: nested too deeply", start + 1)
        except ValueError as error:  # a number of thousands of digits
            return _Broken(str(error), start + 1)
        return _Value(value, end)


def _skipped(stream: TextStream, broken: _Broken, source: str) -> Skipped:
    """Report what is broken, and go to where the next object begins as this one does."""
    line, text, start = stream.line(), stream.text, stream.place
    before = text[text.rfind("\n", max(0, start - 200), start) + 1 : start]
    opening = _START.match(text, start)
    if not before.strip() and (line > 1 or not opening):
        pattern = rf"\n{re.escape(before)}(?:\}},?\s{{0,100}})?(?=\{{)"
    else:
        pattern = rf"(?<=[\n,\[\s])(?={re.escape(opening[0])})" if opening else r"\n(?=\s{0,100}\{)"
    stream.place = broken.place
    stream.seek(re.compile(pattern), 400)
    return Skipped(source, line, broken.reason)
