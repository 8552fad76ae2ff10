"""Markdown and plain text -> the paragraphs of their running text, and the works that they list."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from assistant.answering.checking import references
from assistant.answering.checking.drafts import Draft, Mark
from assistant.answering.checking.mapped import Mapped, Piece, joined
from assistant.answering.checking.marking import SIGN, Marks, identified, standing
from assistant.answering.checking.sentencing import Sentences

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_CODE_BLOCK = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DISPLAYED = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_TABLE = re.compile(
    r"^(?=[^\n]*\|)[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*"
    r"(?:\n[^\n]*\|[^\n]*)*$",
    re.MULTILINE,
)
_LINE = re.compile(r"\n")

_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?:\s+|$)(?P<title>.*?)\s*#*\s*")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)\s*")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(?P<title>[^*_]+)(?:\*\*|__):?\s*")
_ASIDE = re.compile(r"[ ]{0,3}(?:>|\||\[\^[^\]]+\]:|\[[^\]]+\]:\s+(?:<|https?:|/|#))")
_FOOTNOTE = re.compile(r"[ ]{0,3}\[\^[^\]]+\]:")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]^][^\]]*\]:")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_INDENTED = re.compile(r"(?:[ ]{4}|\t)")
_FULL_STOP = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_NAME_FIRST = re.compile(r"[A-ZÀ-Ž][^\W\d_]+(?:[ -][A-ZÀ-Ž][^\W\d_]+)?,\s+[A-ZÀ-Ž]")
_LONGEST_HEADING = 10  # words

_IMAGE = re.compile(r"!\[[^\]]{0,500}\](?:\([^()]*\)|\[[^\]]*\])")
_FOOTNOTE_SIGN = re.compile(r"\[\^[^\]]+\]")
_CODE = re.compile(r"(?P<ticks>`+)(?P<code>[^`\n]+)(?P=ticks)")
_LINK = re.compile(
    r"(?<!!)\[(?P<said>[^\[\]]*)\]\((?P<to>[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-fA-F]+|[A-Za-z]+);")
_EMPHASIS = re.compile(
    r"(?<![\w\\])(?:\*{1,3}|_{1,3}|~~)(?=\S)|(?<=[^\s\\])(?:\*{1,3}|_{1,3}|~~)(?!\w)|(?<!\\)\*\*"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")

_KEY = r"@(?:\{[^{}\s]+\}|[A-Za-z0-9_][\w:.#$%&+?<>~/-]*[\w/]|[A-Za-z0-9_])"
_CITED_IN_BRACKETS = re.compile(rf"\[(?P<inside>[^\[\]]{{0,300}}(?<!\w){_KEY}[^\[\]]{{0,500}})\]")
_CITED_IN_TEXT = re.compile(rf"(?<![\w.@\\])(?P<key>{_KEY})(?:\s*\[[^\[\]@]*\])?")
_KEY_ALONE = re.compile(rf"(?<!\w)({_KEY})")

Naming = Callable[[str], str]


def read(draft: str, name_of: Naming, plain: bool = False) -> Draft:
    """Return the sentences of a draft in Markdown, or with `plain` in text without markup."""
    marks = Marks()
    text = Mapped.of(draft.replace(SIGN, " ").replace("\r", " "))
    if not plain:
        text = text.without(_FRONT_MATTER).without(_CODE_BLOCK, "\n").without(_COMMENT)
        text = text.without(_DISPLAYED, " ").without(_TABLE)
    blocks = _Blocks(plain)
    paragraphs = list(blocks.of(text.split(_LINE)))
    if not plain:
        paragraphs = [_inline(one, marks, name_of) for one in paragraphs]
    works, listed = references.listed(blocks.references)
    return Draft(tuple(Sentences(draft, marks).of(paragraphs)), works, listed)


class _Blocks:
    """Reads lines into paragraphs, and the entries of the list of references."""

    def __init__(self, plain: bool) -> None:
        self._plain = plain
        self._open: list[Mapped] = []
        self._in_references = False
        self._in_list = False
        self._in_aside = False
        self.references: list[str] = []

    def of(self, lines: Iterable[Mapped]) -> Iterator[Mapped]:
        """Yield the paragraphs of running text."""
        for line in lines:
            if self._in_references and not self._heading(line.text):
                self._list_reference(line.text)
                continue
            yield from self._take(line)
        yield from self._close()

    def _take(self, line: Mapped) -> Iterator[Mapped]:
        said = line.text
        title = self._heading(said)
        if title is not None:
            if not _UNDERLINE.fullmatch(said):
                yield from self._close()
            self._open = []
            self._in_references = bool(references.HEADING.fullmatch(title))
            self._in_list = False
        elif not said.strip():
            yield from self._close()
        elif self._is_aside(said):
            yield from self._close()
            self._in_aside = bool(_FOOTNOTE.match(said))
            if _DEFINITION.match(said):
                self.references.append(said)  # the address that [1] or [name] stands for
        elif item := _ITEM.match(said):
            yield from self._close()
            self._in_list = True
            self._open = [line.part(item.end(), len(said))]
        elif not (self._in_aside and said[0] in " \t"):
            self._in_list &= bool(self._open) or said[0] in " \t"
            self._in_aside = False
            self._open.append(line)

    def _heading(self, said: str) -> str | None:
        """Return the title of a line that is a heading, None where it is none."""
        if not self._plain:
            if found := _HEADING.fullmatch(said) or _BOLD_LINE.fullmatch(said):
                return found["title"]
            if len(self._open) == 1 and _UNDERLINE.fullmatch(said):
                return self._open[0].text
        is_list = not self._open and references.HEADING.fullmatch(said)
        return said if is_list else None

    def _is_aside(self, said: str) -> bool:
        if self._plain:
            return False
        code = bool(_INDENTED.match(said)) and not self._open and not self._in_list
        return (code and not self._in_aside) or bool(_RULE.fullmatch(said) or _ASIDE.match(said))

    def _close(self) -> Iterator[Mapped]:
        paragraph, lines = joined(self._open, "\n"), len(self._open)
        self._open = []
        if not paragraph.text.strip():
            return
        words = paragraph.text.split()
        title = lines == 1 and len(words) <= _LONGEST_HEADING
        if self._plain and title and not _FULL_STOP.search(paragraph.text.rstrip()):
            return
        yield paragraph

    def _list_reference(self, said: str) -> None:
        """Add a line to the list of references, as an entry or the rest of one."""
        begins = references.ENTRY.match(said) or _NAME_FIRST.match(said)
        if not re.search(r"\w", said):
            self._in_aside = True  # what follows a blank line is an entry of its own
        elif begins or self._in_aside or not self.references:
            self._in_aside = False
            self.references.append(said)
        else:
            self.references[-1] += f" {said.strip()}"


def _inline(text: Mapped, marks: Marks, name_of: Naming) -> Mapped:
    text = text.without(_IMAGE).without(_FOOTNOTE_SIGN)
    text = _linked(text, marks)
    text = _cited(text, marks, name_of)
    text = text.keeping(_ADDRESS).without(_TAG)
    text = text.edited(_CODE, lambda match: (match.span("code"),))
    text = text.without(_EMPHASIS).keeping(_ESCAPE)
    return text.edited(_ENTITY, lambda match: (html.unescape(match[0]),))


def _linked(text: Mapped, marks: Marks) -> Mapped:
    def put(match: re.Match[str]) -> Iterable[Piece]:
        mark = identified(match["to"])
        if not (mark and identified(match["said"])):
            yield match.span("said")
        if mark:
            yield marks.put(text, match, [mark])

    return text.edited(_LINK, put)


def _cited(text: Mapped, marks: Marks, name_of: Naming) -> Mapped:
    def in_brackets(match: re.Match[str]) -> Iterable[Piece]:
        keys = [_bare(one[0]) for one in _KEY_ALONE.finditer(match["inside"])]
        return (marks.put(text, match, [Mark(f"@{key}", key=key) for key in keys]),)

    text = text.edited(_CITED_IN_BRACKETS, in_brackets)

    def in_text(match: re.Match[str]) -> Iterable[Piece]:
        key = _bare(match["key"])
        yield standing(name_of(key), text, match)
        yield marks.put(text, match, [Mark(f"@{key}", key=key)])

    return text.edited(_CITED_IN_TEXT, in_text)


def _bare(key: str) -> str:
    return key.removeprefix("@").strip("{}")
