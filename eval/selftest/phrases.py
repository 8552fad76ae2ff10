"""Turns of phrase with what they are changed to, and how a sentence is changed by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from eval.wording import draw

Rules = Sequence[tuple[re.Pattern[str], str]]
"""Patterns, each with what replaces its match; what comes first is preferred."""

Table = Mapping[str, str]
"""Phrases in small letters, each with what replaces it."""


def by_rule(sentence: str, rules: Rules) -> str | None:
    """Return the sentence changed once, by the first rule that applies; None where none does."""
    for pattern, replacement in rules:
        match = pattern.search(sentence)
        if match:
            return _replaced(sentence, match, match.expand(replacement))
    return None


def by_phrase(sentence: str, phrases: Table) -> str | None:
    """Return the sentence with one of the phrases replaced; None where it holds none."""
    longest_first = sorted(phrases, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first))
    pattern = rf"(?<![\w-])(?:{alternatives})(?![\w-])"
    found = list(re.finditer(pattern, sentence, re.IGNORECASE))
    if not found:
        return None
    match = found[draw(sentence) % len(found)]
    return _replaced(sentence, match, phrases[match.group().lower()])


def _replaced(sentence: str, match: re.Match[str], new: str) -> str:
    if match.group()[0].isupper():
        new = new[0].upper() + new[1:]
    return sentence[: match.start()] + new + sentence[match.end() :]


def rules(*pairs: tuple[str, str]) -> Rules:
    """Return rules of (pattern, replacement)."""
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


def table(text: str, both_ways: bool = False) -> Table:
    """Return a table written as "old: new, old: new"; `both_ways` adds "new: old"."""
    pairs = [pair.split(":") for pair in text.split(",")]
    forth = {old.strip(): new.strip() for old, new in pairs}
    return forth | {new: old for old, new in forth.items()} if both_ways else forth


# Units: what a figure counts

UNITS = rules(
    (r"(?<=\bby )(\d[\d.,]*)%", r"\1 percentage points"),
    (r"(?<=\d)%", " per mille"),
    (r"(?<=\d )(?<![A-Z]\d )points(?! of absolute)(?: in absolute terms)?", "percent"),
    (r"(?<=\d )times (?=[a-z]+er\b|as many)", "percent "),
    (r"(?<=hundred )times (?=[a-z]+er\b)", "percent "),
    (r"(?<=\d) ?ms\b", " s"),
    (r"\bmilliseconds\b", "seconds"),
    (r"\bseconds\b", "minutes"),
    (r"\bminutes\b", "hours"),
    (r"\bhours\b", "days"),
    (r"\bdollars\b", "cents"),
    (r"\b(?:b|tr)illion\b", "million"),
    (r"\bmillions\b", "thousands"),
    (r"\bmillion\b", "thousand"),
    (r"\bthousand\b", "million"),
    (r"(?<=\d)K\b", "M"),
    (r"(?<=\d )words\b", "pages"),
)

# Negations, taken away and put in

DENIALS = rules(
    (
        r"\b(is|are|was|were|does|do|did|could|would|should|can|has|have|will) not "
        r"(?!only|necessarily|just|merely|even|least|yet|always|all|every)",
        r"\1 ",
    ),
    (r"\bcannot\b", "can"),
)
ASSERTIONS = rules(
    (
        r"\b(is|are|was|were|has(?= been)|have(?= been)|will) "
        r"(?!also|therefore|thus|then|what|that|why|how|because|nearly|even|in spite)",
        r"\1 not ",
    ),
    (r"\bcan (?!also|then|even)", "cannot "),
    (r"\bshows that\b", "does not show that"),
)

# Directions of comparisons and changes

COUNTS = rules(
    (r"\bor more\b", "or fewer"),
    (r"(?<!-)\b[Mm]ore (?=than \d)", "less "),
    (r"(?<!once )(?<!-)\bmore (?!less)(?=[a-z]{2,}s\b)", "fewer "),
)
DIRECTIONS: Table = {
    **table(
        "higher: lower, highest: lowest, better: worse, best: worst, above: below, gains: losses, "
        "increases: decreases, raises: lowers, rise: fall, rising: falling, fast: slow, "
        "outperforms: underperforms, outperform: underperform, larger: smaller, faster: slower, "
        "largest: smallest, stays ahead: stays behind, remain ahead: remain behind, "
        "superior to: inferior to, an improvement: a decline, strong: weak, stronger: weaker, "
        "wider: narrower, hard to: easy to, easier: harder, wins: loses, longer: shorter, "
        "robust to: sensitive to, helps: hurts",
        both_ways=True,
    ),
    **table(
        "more: less, fewer: more, less: more, less well than: better than, cheaper: costlier, "
        "ahead of: behind, slightly behind: slightly ahead of, falls below: exceeds, rises: falls, "
        "falls sharply: rises sharply, fall far behind: stay far ahead of, drops: rises, "
        "fall behind: stay ahead of, dropped: rose, surpasses: falls short of, "
        "exceeds: falls short of, exceed: fall short of, beats: loses to, "
        "improves on: falls behind, improves further: degrades further, improves: worsens, "
        "improve: worsen, improved: worsened, reduces: increases, curbs: feeds, "
        "mitigates: aggravates, narrows: widens, inversely: positively, positively: inversely"
    ),
}

# Caution, turned into certainty

CAUTION = table(
    "can often: always, seldom: never, rarely: never, mostly: entirely, mainly: exclusively, "
    "partly: entirely, suggests: proves, suggest: prove, indicates: proves, indicate: prove, "
    "tend to: always, tend to be: are always, tended to be: were always, "
    "tends to: is certain to, seems to: is certain to, seem to: are certain to, "
    "on average: in every case, competitive with: far better than, relatively: extremely, "
    "comparably to: far better than, comparable to: far better than, not necessarily: never, "
    "close to that of: far above that of, a main: the only, nearly half: all, "
    "leave room for improvement: leave no room for improvement, only about half: all, "
    "leave much room for improvement: leave no room for improvement, most promising: only promising"
)
CAUTION_RULES = rules(
    (r"\bmay have\b", "must have"),
    (r"\bmay (?!even|also|not|still|well|use)", "will always "),
    (r"(?<!how )\b([Oo]ften|[Ss]ometimes|[Uu]sually|[Nn]ormally|[Ff]requently)\b", "always"),
    (r"\b(?:could|might) (?!even|also|not|still|well|only)", "will always "),
    (r"\bup to (?!date)", "at least "),
    (r"\b(?:nearly|almost) (?=\d)", "more than "),
    (r"(?<!few )(?<!ones )\bcan (?!also|then|never|even|often|they)", "will always "),
)

# Scope, widened to everything

_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|some|various|public)"
_KINDS = (
    r"(?:benchmarks|collections|datasets|documents|domains|entities|facts|families|kinds|languages"
    r"|models|pages|papers|paragraphs|passages|questions|retrievers|settings|sources|studies"
    r"|systems|tasks|topics)\b(?!:)"
)
_OF_A_KIND = rf"(?=(?:[a-z-]+ ){{0,2}}{_KINDS})"
SCOPES = rules(
    (
        rf"\b([Oo]n|[Aa]cross|[Ii]n|[Oo]ver) {_COUNT} "
        rf"(?!of |[bm]illion |thousand )(?=(?:[\w-]+ ){{0,3}}{_KINDS})",
        r"\1 all ",
    ),
    (r"\bin (?:English|Chinese|German|French)(?: and [A-Z]\w+)?\b", "in every language"),
    (rf"(?<!as )(?<!how )(?<!the )\b(?:[Ss]ome|[Ss]everal|[Mm]any) {_OF_A_KIND}", "all "),
    (rf"(?<!the )(?<!at )\b[Mm]ost {_OF_A_KIND}", "all "),
    (r"\b[Mm]ost (?=of\b)", "all "),
    (r"\ba subset of\b", "all of"),
    (
        r"(?<!the )(?<!less )(?<!more )(?<!most )"
        rf"\b(?:[Rr]are|[Pp]opular|[Cc]ommon|[Uu]nseen|[Nn]ew|Existing) {_OF_A_KIND}",
        "all ",
    ),
    (r"\bat least one\b", "every"),
    (r"\b(from|on|in|with|over) Wikipedia(?=[,.;:)]| and| as)", r"\1 the whole web"),
)

# Causes, made of what only goes together

CAUSES = rules(
    (r"\b(?:is|are) (?:associated|correlated|linked) with\b", "is caused by"),
    (r"\bcorrelates? with\b", "cause"),
    (r"\b(?:[Ii]n spite of|[Dd]espite)\b", "because of"),
    (r"\b(?:even though|[Aa]lthough|[Ww]hereas|(?<=, )while(?! \w+ing\b))\b", "because"),
    (r"\b[Aa]fter (?!that|the fact)", "because of "),
    (
        r", (?:but|yet) (?=(?:the|its|they|it|there|this|these|most|few)\b)",
        ", and for this reason ",
    ),
    (r"; (?=(?:the|its|this|these|a|an)\b)(?!.*therefore)", "; this is the only reason why "),
)
