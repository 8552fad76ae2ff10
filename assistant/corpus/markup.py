"""HTML and JATS in titles and abstracts -> text."""

from __future__ import annotations

import html
import re

_ATTRIBUTES = r"(?:\s+[\w:.-]{1,60}\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?"
_INLINE = (
    "a|abbr|b|big|bold|cite|code|em|ext-link|font|i|inline-formula|italic|monospace|named-content"
    "|overline|roman|s|sans-serif|sc|scp|small|span|strike|strong|styled-content|sub|sup|tex|tt|u"
    "|underline|uri|xref"
)
_BLOCK = (
    "abstract|alternatives|br|break|disp-formula|div|dl|dt|dd|h[1-6]|label|li|list|list-item|ol|p"
    "|sec|section|table|tbody|td|th|title|tr|ul"
)
_TEX_TWIN = re.compile(r"<(?:jats:)?tex-math\b[^<>]*>.{0,5000}?</(?:jats:)?tex-math>", re.DOTALL)
_HIDDEN = re.compile(r"<!--.{0,2000}?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_HEADING = re.compile(r"<(?:jats:)?(title|h[1-6])>([^<>]{0,200})</(?:jats:)?\1>", re.IGNORECASE)
# Publishers strip the blanks around JATS tags: "targeting<jats:italic>SMARCB1</jats:italic>for".
_GLUED = re.compile(
    r"(?<=[a-z,;:)])(?=<jats:(?:italic|bold)>\w)|(?<=\w</jats:italic>)(?=[a-z(])"
    r"|(?<=\w</jats:bold>)(?=[a-z(])"
)
_RAISED = re.compile(
    rf"<(?:jats:)?sup{_ATTRIBUTES}>([^<>]{{0,40}})</(?:jats:)?sup\s*>", re.IGNORECASE
)
_INLINE_TAG = re.compile(
    rf"</?(?:jats:)?(?:{_INLINE}){_ATTRIBUTES}>|</?mml:\w+{_ATTRIBUTES}>", re.IGNORECASE
)
_BLOCK_TAG = re.compile(rf"</?(?:jats:)?(?:{_BLOCK}){_ATTRIBUTES}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OPENING_WORDS = ("abstract", "summary")  # a heading that says no more than what is known


def plain(text: str) -> str:
    """Return a text without the tags and entities of HTML and JATS.

    A heading becomes the label of what follows ("Methods: ..."), what is raised bears "^" where it
    is a number.  A "<" of mathematics is no tag and stays.
    """
    text = without_controls(text)
    for _ in range(2):  # some exports escape twice: "&amp;lt;"
        if "<" in text:
            text = _without_tags(text)
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("\xa0", " "), text)
    return _without_tags(text) if "<" in text else text


def without_controls(text: str) -> str:
    """Return a text without control characters but for the ends of lines and tabs."""
    return _CONTROLS.sub(" ", text)


def _without_tags(text: str) -> str:
    if "-->" in text or "CDATA" in text or "tex-math>" in text:
        text = _HIDDEN.sub("", _TEX_TWIN.sub("", text))
    text = _GLUED.sub(" ", text)
    text = _HEADING.sub(_label, text)
    text = _RAISED.sub(_raised, text)
    text = _INLINE_TAG.sub("", text)
    bare = _BLOCK_TAG.sub(" ", text)
    return text if bare == text else re.sub(r"\s+", " ", bare).strip()


def _label(heading: re.Match[str]) -> str:
    said = heading[2].strip().rstrip(":.")
    return " " if not said or said.lower() in _OPENING_WORDS else f" {said}: "


def _raised(match: re.Match[str]) -> str:
    said = match[1].strip()
    return f"^{said}" if re.fullmatch(r"[+\-−–]?\d+(?:[.,/]\d+)?", said) else said
