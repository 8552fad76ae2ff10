"""Finds the finite verb of an English clause by its form, where the form leaves no doubt.

There is no parser here: a list of the verbs of scientific prose, their endings, and what stands
beside them.  "needs" is a verb before "less memory", a noun before "of users".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

Form = Literal["auxiliary", "singular", "plural", "past"]


class Verb(NamedTuple):
    """The place of a finite verb among the words of a clause, and its form."""

    place: int
    form: Form


AUXILIARIES = frozenset(
    "is are was were has have had does do did can could may might must shall should will would "
    "cannot can't isn't aren't wasn't weren't doesn't don't didn't won't hasn't haven't".split()
)
SINGULAR_AUXILIARIES = frozenset("is was has does isn't wasn't doesn't hasn't".split())
# These have a use without an object: "precision rises".
INTRANSITIVE = frozenset(
    "rise fall grow work fail differ help vary exist remain occur happen decline drop increase "
    "decrease improve degrade suffer persist converge diverge shrink emerge dominate".split()
)
# Of these, those with a use with an object: "precision improves", "A improves precision".
ALSO_TRANSITIVE = frozenset("decrease degrade drop grow help improve increase shrink vary".split())
_VERBS = INTRANSITIVE | frozenset(
    "accelerate achieve activate add affect aid allow alter apply approach attain avoid beat "
    "become block boost bring cause combine comprise compute confirm consist contain "
    "contribute correlate cost cover cut damage deliver demonstrate depend describe detect "
    "determine diminish double elevate eliminate enable encode enhance equal estimate "
    "evaluate exceed exhibit expect explain extend find follow gain generalize generate get "
    "give halve hold identify illustrate impair imply induce inhibit introduce involve keep "
    "lack lead learn leave lose lower maintain make match measure mediate minimize mitigate "
    "modulate need obtain offer outperform perform predict prefer present prevent produce "
    "prolong promote propose protect prove provide raise reach receive recommend reduce "
    "regulate rely remove replace report require restore result retain return reveal run save "
    "scale score see shorten show slow speed stimulate suggest support suppress surpass take "
    "tell tend train treat trigger underestimate underperform use warrant weaken widen win "
    "worsen yield".split()
)
_IRREGULAR = frozenset(
    "beat became brought came cut fell felt found gave got grew held kept led left lost made met "
    "ran rose saw spent stood told took went won wrote".split()
)
_NOUNS_TOO = frozenset(
    "aids approaches beats blocks boosts causes covers costs cuts damages declines decreases drops "
    "doubles estimates equals falls finds gains gets helps holds increases leads limits lowers "
    "matches measures needs offers presents results rises reports returns runs saves scales "
    "scores shows speeds supports takes treats trains triggers uses wins works yields".split()
)
_DETERMINERS = frozenset(
    "a an the this that these those its their our his her any all both each every no some many "
    "most more less fewer much several one two three four five half twice only up down better "
    "worse higher lower faster slower larger smaller fewer not it them us".split()
)
_PREPOSITIONS = frozenset(
    "of in on at by for from with to as into than over under between among during after before "
    "without within via per through across against about towards toward upon like using".split()
)
_AFTER_PARTICIPLE = _PREPOSITIONS - {"over", "under"}
_PLURAL_PRONOUNS = frozenset("we they you these those both others many most some".split())
_NO_NOUN = _DETERMINERS - {"this", "that", "these", "those", "all", "both", "each", "some", "it"}
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"))
_WORD_END = re.compile(r"[,.;:!?)\]\"”’]+$")


def finite(words: Sequence[str]) -> Verb | None:
    """Return the first word that can only be the verb of its clause, None where none is sure."""
    plain = [_WORD_END.sub("", word).lower() for word in words]
    for place, word in enumerate(plain):
        before = plain[place - 1] if place else ""
        after = plain[place + 1] if place + 1 < len(plain) else ""
        closes = place + 1 == len(plain) or words[place] != words[place].rstrip(",;:")
        if word in AUXILIARIES and not (len(word) > 1 and words[place].isupper()):
            return Verb(place, "auxiliary")
        named = place == 1 and words[0] == "A" and word not in _NOUNS_TOO  # "A improves B"
        if before in _PREPOSITIONS or (before in _NO_NOUN and not named):
            continue  # "of needs", "the shows"
        form = _form(word)
        if not form:
            continue
        alone = closes and lemma(word) in INTRANSITIVE
        if word in _NOUNS_TOO and not alone and not _has_object(after, words, place):
            continue
        if form == "plural" and not _is_plural(before, place):
            continue
        if form == "past" and word not in _IRREGULAR and not _is_past(word, after, words, place):
            continue
        return Verb(place, form)
    return None


def lemma(word: str) -> str:
    """Return the listed verb of which a word is a form, or the word."""
    for ending, other in _ENDINGS:
        if word.endswith(ending) and (found := word.removesuffix(ending) + other) in _VERBS:
            return found
    if word.endswith("ed") and len(word) > 4 and word[-3] == word[-4] and word[:-3] in _VERBS:
        return word[:-3]  # dropped
    return word


def _form(word: str) -> Form | None:
    if word in _IRREGULAR:
        return "past"
    if word in _VERBS:
        return "plural"
    if lemma(word) == word:
        return None
    return "past" if word.endswith("ed") else "singular"


def _has_object(after: str, words: Sequence[str], place: int) -> bool:
    following = words[place + 1] if place + 1 < len(words) else ""
    return after in _DETERMINERS or following[:1].isupper() or following[:1].isdigit()


def _is_plural(before: str, place: int) -> bool:
    noun = before.endswith("s") and not before.endswith(("ss", "us", "is"))
    return place > 0 and (noun or before in _PLURAL_PRONOUNS)


def _is_past(word: str, after: str, words: Sequence[str], place: int) -> bool:
    """Tell a past form from a participle: "reduced the cost", not "reduced cost"."""
    if lemma(word) in INTRANSITIVE and after in {"by", "from", "to", "with", "in", ""}:
        return True
    return _has_object(after, words, place)
