"""The columns that are known, and the signs of what fills them.

A sign is a wording with a weight: positive where it speaks for a sentence, negative where it speaks
against it.  `python -m eval.bench.columns` measures what they are worth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.comparing.quotable import Quotable, Section
from assistant.answering.comparing.wordings import (
    ACTOR,
    ADMITTED,
    AIM,
    ASSOCIATED,
    BACKGROUND,
    CONCLUDE,
    COUNTED,
    DESIGN,
    DO,
    FAILS,
    FIND,
    FURTHER,
    GAIN,
    LAGS,
    NUMBER,
    PASSIVE,
    PEOPLE,
    PROPOSE,
    RESULTS,
    SHOWN,
    STATISTIC,
    STUDY,
    SYSTEM,
    TURN,
    WEAK,
    sign,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column asks of an abstract.

    `place` is where in an abstract the answer mostly stands, 0 to 1; `sections` are the labels it
    stands under, `elsewhere` what another label weighs.  `least` is what a cell must reach; `own`
    tells that what stands before a paper speaks of itself is no answer.  A column without signs
    goes by its name.
    """

    name: str
    description: str
    signs: tuple[tuple[float, re.Pattern[str]], ...] = ()
    sections: frozenset[Section] = frozenset()
    place: float | None = None
    least: float = 0.0
    elsewhere: float = -0.8
    own: bool = True

    @property
    def known(self) -> bool:
        """Whether there are signs for it."""
        return bool(self.signs)


def _signs(*weighted: tuple[float, str]) -> tuple[tuple[float, re.Pattern[str]], ...]:
    return tuple((weight, sign(pattern)) for weight, pattern in weighted)


# Where a paper begins to speak of itself: what is before is about others.
_OWN_PAPER = sign(r"\b(?:in_)?this_(?:paper|work|article|survey|thesis)\b")
_OWN_WORDS = sign(
    rf"{ACTOR}(?:{PROPOSE}|{DO}|{STUDY}|{FIND}|aim|seek|sought)|^here\b|"
    r"\bin_this_(?:study|report|review|trial)\b|"
    r"\b(?:aims?|purpose|objective|goal)_of_(?:this|our|the_present)_|"
    r"\bour_(?:\w+_)?(?:results?|findings?|methods?|approach|work|models?|study|analysis|aim|goal)\b"
)
_OWN_SYSTEM = sign(SYSTEM)
# Many abstracts say "we" only where they conclude: those speak of themselves all through.
_LATEST = 0.7


def beginning(found: Sequence[Quotable]) -> int:
    """Return where in an abstract the paper begins to speak of itself."""
    for wording, latest in ((_OWN_PAPER, 1.0), (_OWN_WORDS, _LATEST), (_OWN_SYSTEM, _LATEST)):
        own = (one.start for one in found if one.place <= latest and wording.search(one.text))
        if (start := next(own, None)) is not None:
            return start
    return 0


KNOWN = {
    "method": Column(
        "method",
        "We propose a method: how the study was done, the approach, design and procedure.",
        _signs(
            (1.1, rf"{ACTOR}{PROPOSE}"),
            (0.9, rf"{ACTOR}{DO}"),
            (0.6, rf"{ACTOR}{STUDY}"),
            (0.8, PASSIVE),
            (0.3, r"\bin_this_(?:paper|work|study|article)\b"),
            (0.6, DESIGN),
            (0.6, SYSTEM),
            (0.6, r"\bis_an?_(?:\w+_){0,3}(?:framework|method|model|approach|algorithm|metric)\b"),
            (0.4, r"\b(?:is|are)_(?:\w+ly_)?(?:evaluated|trained|tested|compared|built|fine-?tuned|"
                  r"used|combined|learned|asked|given|drawn|represented|optimi[sz]ed)\b"),
            (0.4, r"\b(?:encod|retriev|generat|train|fine-?tun|learn|scor|predict|rank|rewrit|"
                  r"sampl|comput|optimi[sz]|combin|split|condition|draft|minimi[sz]|maximi[sz])(?:e?s|ed)\b"),
            (0.4, r"\b(?:by_\w+ing|using|based_on|via|through|consists?_of|novel|framework|"
                  r"algorithm)\b"),
            (-0.7, rf"\b{RESULTS}_(?:\w+_)?{FIND}|{ACTOR}(?:find|found|show|observ|demonstrat)"),
            (-0.6, STATISTIC),
            (-0.3, GAIN),
            (-0.4, ASSOCIATED),
            (-0.3, r"^(?:we_)?(?:additionally|also|further(?:more)?|moreover|in_addition)\b"),
            (-0.7, BACKGROUND),
            (-0.5, AIM),
            (-0.5, CONCLUDE),
        ),
        frozenset({"method"}),
        place=0.35,
        least=0.4,
    ),
    "data": Column(
        "data",
        "The data set, corpus, benchmark, sample, patients or participants that were studied.",
        _signs(
            (1.0, COUNTED),
            (0.6, rf"\b(?:on|over|across|from|of|with)_{NUMBER}_"),
            (0.7, r"\b(?:data_?sets?|corpus|corpora|benchmarks?|test_?sets?|database|registry|"
                  r"registries|MEDLINE|PubMed|Embase|Wikipedia|cohort|survey|census|medical_records)\b"),
            (0.6, rf"\b{PEOPLE}_(?:with|who|aged|undergoing|admitted|treated|from|referred)\b"),
            (0.6, r"\b(?:recruited|enrolled|included|collected|drawn|sampled|selected|consecutive|"
                  r"eligible|annotated|built_from|collect|curate[ds]?|gathered|between_\d{4}_and|"
                  r"from_\w*_?\d{4}_(?:to|through))\b"),
            (0.5, rf"{ACTOR}(?:{PROPOSE}|{DO})(?:_[\w-]+){{0,6}}_"
                  r"(?:data_?sets?|corpus|benchmark)\b"),
            (-0.5, STATISTIC),
            (-0.4, ASSOCIATED),
            (-0.4, GAIN),
            (-0.8, BACKGROUND),
            (-0.3, CONCLUDE),
            (0.5, r"\b(?:consists?_of|comprises?|contains?|is_composed_of)\b"),
            (-0.8, r"\b(?:without|no|not)_(?:\w+_){0,5}(?:data|data_?sets?)\b"),
        ),
        frozenset({"data"}),
        least=1.05,
    ),
    "result": Column(
        "result",
        "The results show that it significantly improves, with figures: what was found.",
        _signs(
            (1.0, rf"{ACTOR}{FIND}|\b{RESULTS}_(?:\w+_){{0,12}}{FIND}"),
            (0.7, STATISTIC),
            (0.6, GAIN),
            (0.6, ASSOCIATED),
            (0.4, r"\b\d*\.\d+\b"),
            (0.4, SHOWN),
            (0.3, r"\b(?:compared_(?:to|with)|than|versus|vs\.?)(?!\w)"),
            (-0.6, AIM),
            (-0.7, BACKGROUND),
            (-0.4, CONCLUDE),
            (-0.6, FURTHER),
            (-0.7, r"\b(?:consists?_of|comprises?|contains?|is_composed_of)\b"),
            (-0.5, rf"{ACTOR}(?:{PROPOSE}|(?:us|employ|conduct|perform|stud)\w*|{STUDY})"),
        ),
        frozenset({"result"}),
        place=0.65,
        least=0.25,
    ),
    "limits": Column(
        "limits",
        "A limitation of this study: it fails, is limited to, needs further research.",
        _signs(
            (1.5, ADMITTED),
            (1.2, FURTHER),
            (1.3, LAGS),
            (1.0, FAILS),
            (0.4, WEAK),
            (0.4, TURN),
            (-1.2, BACKGROUND),
            (-0.6, AIM),
            (-0.8, rf"{ACTOR}{PROPOSE}"),
        ),
        frozenset({"limits"}),
        place=1.0,
        least=1.1,
        elsewhere=0.0,
    ),
    "task": Column(
        "task",
        "The task or problem that is addressed: the aim of the study, the question it asks.",
        _signs(
            (1.2, AIM),
            (0.8, rf"{ACTOR}(?:{STUDY}|seek|sought)"),
            (0.6, r"\b(?:whether|the_(?:problem|task|question|challenge)_of|task)\b"),
            (0.3, BACKGROUND),
            (-0.7, STATISTIC),
            (-0.4, GAIN),
            (-0.6, CONCLUDE),
            (-0.8, rf"{ACTOR}{FIND}|\b{RESULTS}_(?:\w+_){{0,12}}{FIND}"),
        ),
        frozenset({"aim"}),
        place=0.15,
        least=0.5,
        own=False,
    ),
    "metric": Column(
        "metric",
        "The measure used for evaluation: accuracy, F1, AUC, primary outcome, mortality.",
        _signs(
            (1.0, r"\b(?:accurac(?:y|ies)|F1|F-?scores?|BLEU|ROUGE(?:-\w)?|recall(?:@\d+)?|"
                  r"nDCG(?:@\d+)?|MRR|AUC|AUROC|perplexity|exact_match|EM|pass@\d+|"
                  r"win[- ]rates?|success_rates?|sensitivity|specificity|kappa|"
                  r"RMSE|MAE|mAP|top-\d+|Elo)\b"),
            (1.1, r"\b(?:(?:primary|secondary|main)_(?:outcomes?|end_?points?)|outcome_measures?|"
                  r"end_?points?|metrics?|measured_(?:by|with|using|as|in)|in_terms_of|"
                  r"assessed_(?:by|with|using)|evaluated_(?:by|with|using))\b"),
            (0.6, r"\b(?:mortality|survival|(?:odds|hazard)_ratios?|scores?|scale|index|rate)\b"),
            (-0.7, BACKGROUND),
        ),
        frozenset(),
        least=1.0,
    ),
    "conclusion": Column(
        "conclusion",
        "In conclusion, these findings suggest that.",
        _signs(
            (1.0, CONCLUDE),
            (0.6, rf"\b(?:these|our|this|the_present)_(?:\w+_)?(?:{RESULTS}|study|work|paper)"),
            (-0.5, STATISTIC),
            (-0.6, AIM),
            (-0.8, BACKGROUND),
            (-0.4, rf"{ACTOR}{PROPOSE}|{PASSIVE}"),
        ),
        frozenset({"conclusion"}),
        place=1.0,
        least=0.4,
    ),
}  # fmt: skip
