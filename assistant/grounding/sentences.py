"""Splits text into sentences, with exact offsets."""

import re

# A full stop after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "al approx ca cf col dept dr e.g ed eds eq eqs et etc fig figs i.e incl jr mr mrs ms no nos pp "
    "prof ref refs resp sec st suppl tab viz vol vs w.r.t".split()
)
# A sentence ends at . ! ? … with closing quotes or brackets, before white space.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)")
_WORD_BEFORE = re.compile(r"([\w.]+)$")
_OPENING = re.compile(r"\s+[\"'“‘(\[]*(\S?)")


def spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence, in order, without the white space around it."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*_ends(text), len(text)):
        stretch = text[start:end]
        if stretch.strip():
            left = len(stretch) - len(stretch.lstrip())
            found.append((start + left, start + len(stretch.rstrip())))
        start = end
    return found


def _ends(text: str) -> list[int]:
    breaks = {match.start() for match in re.finditer(r"\n\s*\n|\n(?=\s*[-*•] )", text)}
    ends = {match.end() for match in _END.finditer(text) if _is_end(text, match)}
    return sorted(breaks | ends)


def _is_end(text: str, match: re.Match[str]) -> bool:
    following = _OPENING.match(text, match.end())
    if not following or (following.end() == len(text) and not following.group(1)):
        return False  # an opening bracket at the end of the text does not tell yet what follows
    if match.group()[0] == ".":
        before = _WORD_BEFORE.search(text, 0, match.start())
        word = before.group(1) if before else ""
        if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
            # "et al. The next sentence" ends, "et al. (2020)" and "Fig. 3" do not.
            return word == "al" and following.group(1).isupper()
        if (
            word.isdigit()
            and len(word) < 3
            and text[: match.start() - len(word)].rstrip()[-1:] in ":;."
        ):
            return False  # "Two findings: 1. The first": a number of a list
    # A new sentence opens with a capital, a figure, a command or a sign, never a small letter.
    # Some method names do open small (word2vec): those stay with the sentence before.
    return not following.group(1).islower()
