"""Splits a sentence that states several facts, so that each can be checked by itself.

By the forms of words alone, and only where both parts are whole clauses beyond doubt: a clause on
which another one rests ("if", "that", "which"), a pronoun that would lose what it stands for, or a
phrase in front that belongs to both keeps the sentence whole.
"""

from __future__ import annotations

import re

from assistant.grounding import verbs

_JOINT = re.compile(
    r"\s*;\s+(?:(?:and|but|while|whereas|however,|in contrast,|by contrast,|conversely,|moreover,|"
    r"in addition,|furthermore,)\s+)*|,?\s+(?:whereas|but)\s+|,\s+while\s+|,?\s+and\s+"
)
_OPENS_CONTRAST = re.compile(r"(?:While|Whereas)\s+([^,;]+),\s+([^,;]+)")
_NESTED = re.compile(
    r"\b(?:if|unless|whether|when|whenever|because|that|which|who|whom|whose|where|since|although|"
    r"though|until|so|as|once|how|why|what|neither|nor|either|not only|both|respectively|both|"
    r"than when|in case|provided|given|assuming|despite)\b",
    re.IGNORECASE,
)
_SHIELDED = re.compile(
    r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|\([^()]*\)|\[[^\[\]]*\]|`[^`]*`|\$[^$]*\$"
)
_POINTING = frozenset(
    "it they them he she this that these those its their such both others another none neither "
    "each there here one ones".split()
)
_NO_SUBJECT = frozenset(
    "then thus therefore hence also not even only often still so yet too in on at by for from with "
    "to as into than over under between among during after before without within via per through "
    "across against about is are was were has have had does do did can could may might must "
    "should will would if when while because although though since unlike like".split()
)
_ADVERB = re.compile(r"(?:also|still|even|often|only|further|then|never|always|\w{3,}ly)\Z")
_OPENING = re.compile(
    r"(?:However|Moreover|Furthermore|In summary|Overall|In addition|Additionally|Finally|First|"
    r"Second|Third|Also|Thus|Therefore|Hence|In contrast|By contrast|Conversely),\s+"
)
_DANGLING = frozenset(
    "the a an of in on at by for from with to as into than both either and or not more less no "
    "is are was were be has have had does do did can could may might must should will would".split()
)
_NOT_IN_SUBJECT = frozenset(
    "but that which who whose where when after before they it he she latter former".split()
)
_LONGEST_SUBJECT = 8  # words


def facts(sentence: str) -> tuple[str, ...]:
    """Return the clauses that can be checked alone, in order; the sentence itself when unsure.

    Each keeps the words of the sentence.  A clause without a subject has that of the one before.
    """
    text = sentence.strip()
    stop = re.search(r"[.!]?$", text)
    end = stop[0] if stop else ""
    body = text.removesuffix(end)
    if text.endswith("?") or "\n" in text or '"' in _SHIELDED.sub("", text):
        return (sentence,)
    parts = _contrasted(body) or _parts(body)
    return tuple(f"{part}{end}" for part in parts) if len(parts) > 1 else (sentence,)


def _contrasted(body: str) -> list[str]:
    """Split "While A improves X, B reduces Y"."""
    found = _OPENS_CONTRAST.fullmatch(body)
    if not found or _NESTED.search(_bare(body)) or not all(map(_is_clause, found.groups())):
        return []
    if found[2].split()[0].lower() in _POINTING:
        return []
    return [_capitalised(part) for part in found.groups()]


def _parts(body: str) -> list[str]:
    bare = _bare(body)
    for joint in _JOINT.finditer(bare):
        left, right = body[: joint.start()], body[joint.end() :]
        strong = ";" in joint[0]
        if not _may_part(bare[: joint.start()], bare[joint.end() :], strong):
            continue
        if _is_clause(left) and (whole := _completed(left, right, strong)):
            return [left, *_parts(whole)]
    return [body]


def _may_part(left: str, right: str, strong: bool) -> bool:
    """Tell whether nothing in front of a joint reaches over it, and nothing behind it back."""
    if ":" in left:
        return False  # what follows a colon may be a list
    if strong:
        return not re.search(r"\brespectively\b", right)
    opening = _OPENING.match(left)
    left = left[opening.end() if opening else 0 :]
    return not _NESTED.search(left) and not _NESTED.search(right) and "," not in left


def _completed(left: str, right: str, strong: bool) -> str | None:
    """Return the right part as a whole clause, None where it is none."""
    words = right.split()
    if not words:
        return None
    if words[0].lower().strip(",") in _POINTING:
        return None  # "it" would no longer tell what it stands for
    if _is_clause(right):
        first, verb = left.split(), verbs.finite(words)
        shared = verbs.lemma(first[-1].lower()) in verbs.ALSO_TRANSITIVE and len(words) > 2
        listed = not strong and verb and "and" in words[: verb.place]
        # "A improves and B reduces Y" has one object; "A uses X and Y and Z is" joins later.
        return None if shared or listed else right
    return None if strong else _with_subject(left, words)


def _with_subject(left: str, words: list[str]) -> str | None:
    """Return a clause that lacks its subject with that of the clause before."""
    opening = _OPENING.match(left)
    before = left[opening.end() if opening else 0 :].split()
    first = verbs.finite(before)
    adverbs = 1 if _ADVERB.match(words[0].lower()) else 0
    # A stand-in for the subject lets the form of the verb be read in its place.
    second = verbs.finite(["this", *words[adverbs:]])
    if not first or not second or second.place != 1 or not 1 <= first.place <= _LONGEST_SUBJECT:
        return None
    if not _agree(first, before, second, words[adverbs]) or not _goes_on(words[adverbs:]):
        return None
    return " ".join([*before[: first.place], *words])


def _agree(first: verbs.Verb, before: list[str], second: verbs.Verb, word: str) -> bool:
    one, other = before[first.place].lower(), word.lower()
    if second.form == "auxiliary":
        if first.form == "auxiliary":
            return (one in verbs.SINGULAR_AUXILIARIES) == (other in verbs.SINGULAR_AUXILIARIES)
        return first.form == "past" or (first.form == "singular") == (
            other in verbs.SINGULAR_AUXILIARIES
        )
    if first.form == "auxiliary":  # "is fast and needs": not "was trained and tested"
        return second.form == "singular" and one in verbs.SINGULAR_AUXILIARIES
    return first.form == second.form and second.form != "plural"


def _is_clause(text: str) -> bool:
    """Tell whether a text has a subject and a finite verb of its own, and an end."""
    opening = _OPENING.match(text)
    words = text[opening.end() if opening else 0 :].split()
    verb = verbs.finite(words)
    if not verb or not 1 <= verb.place <= _LONGEST_SUBJECT:
        return False
    subject = words[: verb.place]
    if subject[0].lower() in _NO_SUBJECT or re.match(r"\w+ing\b", subject[0]):
        return False
    if len(subject) == 1 and _ADVERB.match(subject[0]):
        return False
    if any(word.endswith((",", ":", ";")) or word in _NOT_IN_SUBJECT for word in subject):
        return False
    return _goes_on(words[verb.place :])


def _goes_on(words: list[str]) -> bool:
    """Tell whether a verb has what it needs behind it, and the clause does not break off."""
    if len(words) == 1:
        return verbs.lemma(words[0].lower().rstrip(".,")) in verbs.INTRANSITIVE
    return words[-1].lower().rstrip(".") not in _DANGLING


def _bare(text: str) -> str:
    """Return a text of the same length in which quotes, brackets and code hold nothing to see."""
    return _SHIELDED.sub(lambda found: "·" * len(found[0]), text)


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:] if re.match(r"[a-z]+\b(?!-)", text) else text
