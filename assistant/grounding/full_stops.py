"""Tells a full stop that ends a sentence from one that ends an abbreviation or a number.

Where both can be, only a word that seldom is a name ("The", "However") tells that a sentence ended:
"trained in the U.S. The model" ends one, "the U.S. Army" does not.
"""

from __future__ import annotations

import re

# After these the sentence goes on, whatever follows.
_NEVER_LAST = frozenset(
    "approx bspw bzw ca cf d.h e.g et evtl ggf i.d.r i.e incl inkl o.ä p.ex resp sog suppl u.a "
    "vgl viz vs w.r.t z.b".split()
)
_TITLES = frozenset("Dr Hr Mr Mrs Ms Mt Mme Prof St".split())
# After these it ends where a capital follows ("et al. The"), not before "(2020)" or a small letter.
_LAST_BEFORE_CAPITAL = frozenset(["al", "etc", "usw"])
# After these it ends where an opening word follows.
_LAST_BEFORE_OPENING = frozenset("co corp dept ed eds inc jr ltd sr univ".split())
# These announce a number, or a letter ("Fig. A").
_BEFORE_LETTER = frozenset("abb ch eq eqs fig figs nr pp ref refs tab vol vols".split())
_BEFORE_NUMBER = _BEFORE_LETTER | frozenset(
    "apr aug col dec feb jan max no nos nov oct p pt sec sept".split()
)
# Words that open sentences and are hardly ever a surname or the second word of a name.
_OPENING_WORD = re.compile(
    r"[\"'“‘„«(\[]*(?:(?:The|These|This|Those|That|There|Then|They|Their|Thus|Therefore|Though|"
    r"Through|Together|We|Our|Ours|It|Its|In|If|Is|Are|Was|Were|Here|However|Hence|How|And|As|At|"
    r"After|Although|All|Also|Among|Another|Any|Additionally|Because|Before|Besides|Beyond|Both|"
    r"But|By|Compared|Consequently|Conversely|Despite|Does|Due|During|Each|Either|Experiments|"
    r"Finally|First|For|From|Further|Furthermore|Given|Having|Importantly|Indeed|Instead|Lastly|"
    r"Many|Moreover|Most|Neither|Nevertheless|Next|None|Not|Notably|Now|Of|Once|One|Only|Or|Other|"
    r"Others|Over|Overall|Patients|Participants|Per|Previous|Recent|Recently|Results|Second|"
    r"Several|Similarly|Since|Some|Specifically|Such|Surprisingly|Third|Two|Three|Under|Unlike|"
    r"Until|Up|Upon|Using|What|When|Where|Whereas|Whether|Which|While|Who|Why|With|Within|Without|"
    r"Yet|Der|Die|Dies|Diese|Dieser|Dieses|Eine|Es|Wir|Hier|Dabei|Damit|Daher|Zudem|Außerdem|"
    r"Auch|Jedoch|Wenn|Les|Une|Cette|Ces|Il|Elle|Elles|Nous|Dans|Cependant|Ainsi)(?=[^\w.])"
    r"|A(?= [a-z]))"
)
_WORD = re.compile(r"([\w.]+)\s?\Z")
_LONGEST_WORD = 40
_CAPITALS = re.compile(r"[A-Z][a-z]?(?:\.[A-Z][a-z]{0,2})+")  # U.S, Ph.D
_NUMBER = re.compile(r"[(\[]*(?:\d|[A-Z]\d)")
_LETTER = re.compile(r"[(\[]*(?:[A-Z]|[IVX]+)(?:\W|\Z)")
_INITIAL = re.compile(r"[A-Z](?:\.|\Z)|\d")
# "z. B.", "p. ex.": abbreviations of several words, written apart.
_SEVERAL_WORDS = re.compile(
    r"(?<!\w)(?:z\.\s?B|d\.\s?h|u\.\s?[aäU]|o\.\s?[äÄ]|s\.\s?[ou]|v\.\s?a|i\.\s?d\.\s?R|p\.\s?ex|"
    r"c\.-à-d|e\.\s?g|i\.\s?e|a\.\s?k\.\s?a)\Z"
)


def may_end(text: str, stop: int, following: int) -> bool:
    """Tell whether the full stop at `stop` may end a sentence when the next opens at `following`.

    Looks at the word before the stop and at what follows, not at whether that is a small letter.
    """
    before = text[max(0, stop - _LONGEST_WORD) : stop]
    if _SEVERAL_WORDS.search(before):
        return False
    found = _WORD.search(before)
    word = found[1] if found else ""
    capital = text[following : following + 1].isupper() or bool(
        _OPENING_WORD.match(text, following)
    )
    if len(word) == 1 and word.islower():
        return not _INITIAL.match(text, following)  # "z. B.", "p. 5"
    if "." in word and text[following : following + 1].islower():
        return False  # "given s.c. anti-TNF"
    if (len(word) == 1 and word.isupper()) or _CAPITALS.fullmatch(word) or word in _TITLES:
        return word not in _TITLES and bool(_OPENING_WORD.match(text, following))
    small = word.lower()
    if small in _BEFORE_NUMBER and _announces(small, text, following):
        return False
    if word.isupper():  # an acronym: "patients with CF"
        return True
    if small in _LAST_BEFORE_OPENING:
        return bool(_OPENING_WORD.match(text, following))
    if small in _LAST_BEFORE_CAPITAL:
        return capital
    return small not in _NEVER_LAST


def _announces(word: str, text: str, following: int) -> bool:
    letter = word in _BEFORE_LETTER and _LETTER.match(text, following)
    return bool(letter or _NUMBER.match(text, following))
