"""Abstracts without what databases put around them: notes of their own, brackets, a heading."""

from __future__ import annotations

import re

_NONE = re.compile(
    r"(?i)\[?(?:no abstract(?: (?:is )?(?:available|provided|supplied))?|abstract (?:is )?(?:not"
    r" available|unavailable|available from the publisher|missing)|n/?a|none|null|nan)\]?\.?"
)
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")  # JSTOR
_NOTES = re.compile(
    r"(?:\[ABSTRACT FROM (?:AUTHOR|PUBLISHER)\]"
    r"|\((?:APA )?Psyc(?:INFO|Info) Database Record \(c\) \d{4} APA, all rights reserved\)\.?"
    r"|\((?:Source: )?journal abstract\)\.?)$"
)
_NOTE_ENDS = ("]", ")", ").")
_COPYRIGHT, _COPYRIGHT_END = "Copyright of ", "(Copyright applies to all Abstracts.)"  # EBSCO
_FIRST_WORDS = (
    "The|This|These|We|Here|In|A|An|To|Our|It|Although|Background|Objectives?|Purpose|Introduction"
    "|Aims?|Context|Rationale"
)
_HEADING = re.compile(
    rf"(?:ABSTRACT\b\s*[:.\-–—]*|Abstract\s*[:\-–—]+|Abstract\s+(?=(?:{_FIRST_WORDS})\b))\s*(?=[A-Z])"
)
_LABELS = (
    "Background(?: and [Aa]ims?)?|Context|Introduction|Purpose|Rationale|Aims?|Objectives?|Methods?"
    "|(?:Materials|Patients|Design) and methods|Design|Setting|Participants|Results?|Findings"
    "|Review findings|Main results|Discussion|Limitations?|Conclusions?|Interpretation"
    "|Significance|Trial registration"
)
# "…many taxa.MethodsThe protocol…": headings whose marks an export has left out.
_GLUED_FIRST = re.compile(rf"({_LABELS})(?=[A-Z][a-z]*\b|\d)(?!X\b)")
_GLUED = re.compile(rf"([.!?)\]%])\s?({_LABELS})(?=[A-Z][a-z]*\b|\d)(?!X\b)")
_USUAL = ("Method", "Result", "Conclusion", "Objective", "Finding", "Design")  # one of several
_LONGEST_NOTE = 100  # characters


def cleaned(text: str) -> str:
    """Return what an abstract says; one that says that there is none is none."""
    said = text.strip()
    if bracketed := _BRACKETED.fullmatch(said):
        said = bracketed[1].strip() if not _NONE.fullmatch(said) else said
    said = _without_notes(said)
    if heading := _HEADING.match(said):
        said = said[heading.end() :]
    return "" if _NONE.fullmatch(said) else _labelled(said)


def _without_notes(said: str) -> str:
    if said.endswith(_COPYRIGHT_END) and _COPYRIGHT in said:
        said = said[: said.rfind(_COPYRIGHT)].rstrip()
    while said.endswith(_NOTE_ENDS) and (note := _NOTES.search(said, len(said) - _LONGEST_NOTE)):
        said = said[: note.start()].rstrip()
    return said


def _labelled(text: str) -> str:
    """Part labels from the words that they are glued to, where there are several of them."""
    if not any(label in text for label in _USUAL):
        return text
    begun = _GLUED_FIRST.match(text)
    if len(_GLUED.findall(text)) + bool(begun) < 2:
        return text
    text = _GLUED.sub(r"\1 \2: ", text)
    return f"{begun[1]}: {text[begun.end() :]}" if begun else text
