"""A run and a judge -> scores: every sentence judged, every measure taken, every mean bounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.types import Paper
from eval.experiment.measures import MEASURES, OVERALL, Named, Overall, View
from eval.experiment.run import Run
from eval.statistics.intervals import bootstrap_of, cluster_bootstrap
from eval.types import (
    Bounds,
    Case,
    Item,
    Judge,
    JudgedSentence,
    Outcome,
    Progress,
    Score,
    Scored,
    Sentence,
    Source,
    Summary,
    Support,
)


def score(
    run: Run,
    cases: Sequence[Case],
    papers: Mapping[str, Paper],
    judge: Judge,
    nugget_judge: Judge,
    invalid: str | None = None,
    progress: Progress | None = None,
) -> Scored:
    """Return the run with all scores; cases name their papers by id.

    A question without a reply, or with an error for one, has no scores and is counted apart.
    `invalid` says why the judge is not to be trusted, if so.
    """
    items = []
    for done, case in enumerate(cases, 1):
        outcome = run.outcomes.get(case.id) or Outcome(case.id, error="not asked yet")
        items.append(item(case, outcome, papers, judge, nugget_judge))
        if progress:
            progress(done, len(cases))
    shown = {id for one in items for id in _mentioned(one)}
    return Scored(
        stamp=run.stamp,
        judge=f"{judge.name}; nuggets: {nugget_judge.name}",
        items=tuple(items),
        summaries=summaries(items),
        titles={id: papers[id].title for id in sorted(shown) if id in papers},
        abstracts={id: papers[id].abstract for id in sorted(shown) if id in papers},
        invalid=invalid,
    )


def item(
    case: Case, outcome: Outcome, papers: Mapping[str, Paper], judge: Judge, nugget_judge: Judge
) -> Item:
    """Return a case with its outcome, judged and measured."""
    if outcome.error is not None:
        return Item(case, outcome)
    read = _sources(outcome.ranked, papers)
    judged = tuple(_judged(one, read, papers, judge) for one in outcome.sentences)
    text = " ".join(one.text for one in outcome.sentences)
    held = tuple(_held(nugget.text, text, nugget_judge) for nugget in case.nuggets)
    quoted = {quote.paper for one in outcome.sentences for quote in one.quotes}
    abstracts = {id: papers[id].abstract for id in quoted if id in papers}
    view = View(case, outcome, judged, held, abstracts)
    return Item(case, outcome, judged, {one.name: one.of(view) for one in MEASURES})


def summaries(items: Sequence[Item]) -> tuple[Summary, ...]:
    """Return every measure over the items, questions of one cluster resampled together."""
    per_question = [mean(one, items) for one in MEASURES]
    replied = [one for one in items if one.outcome.error is None]
    return (*per_question, *(_together(one, replied) for one in OVERALL))


def _together(measure: Overall, items: Sequence[Item]) -> Summary:
    applicable = [one for one in items if measure.applies(one)]
    value = measure.of(applicable)
    units = [one.case.unit for one in applicable]
    interval = None if value is None else bootstrap_of(measure.of, applicable, units)
    return Summary(
        metric=measure.name,
        value=None if value is None else Bounds(value, value),
        interval=Bounds(interval.low, interval.high) if interval else None,
        applicable=0 if value is None else len(applicable),
        not_applicable=len(items) if value is None else len(items) - len(applicable),
        unjudged=0,
    )


def mean(measure: Named, items: Sequence[Item]) -> Summary:
    """Return the mean of a measure over the items that it applies to, and how sure it is."""
    scored = [one for one in items if one.outcome.error is None]
    applicable = [
        (score, one.case.unit)
        for one in scored
        if (score := one.scores.get(measure.name)) is not None
    ]
    lows = [score.low for score, _ in applicable]
    highs = [score.high for score, _ in applicable]
    clusters = [cluster for _, cluster in applicable]
    # Shares that are all 0 or all 1 have an interval nevertheless; counts that are alike have none.
    varies = measure.share or len(set(lows)) > 1
    return Summary(
        metric=measure.name,
        value=Bounds(sum(lows) / len(lows), sum(highs) / len(highs)) if lows else None,
        interval=_interval(lows, highs, clusters) if varies else None,
        applicable=len(applicable),
        not_applicable=len(scored) - len(applicable),
        unjudged=sum(not score.exact for score, _ in applicable),
    )


def _interval(lows: Sequence[float], highs: Sequence[float], clusters: Sequence[str]) -> Score:
    """Return from where the low bound may lie to where the high one may."""
    below, above = cluster_bootstrap(lows, clusters), cluster_bootstrap(highs, clusters)
    if below is None or above is None:
        return None
    return Bounds(below.low, above.high)


def _judged(
    sentence: Sentence, read: Sequence[Source], papers: Mapping[str, Paper], judge: Judge
) -> JudgedSentence:
    cited = _sources(sentence.cites, papers)
    return JudgedSentence(
        sentence=sentence,
        union=_support(sentence.text, cited, judge),
        alone=tuple(_support(sentence.text, [one], judge) for one in cited),
        without=tuple(
            _support(sentence.text, [other for other in cited if other is not one], judge)
            for one in cited
        ),
        context=_support(sentence.text, read, judge),
    )


def _support(claim: str, evidence: Sequence[Source], judge: Judge) -> Support:
    return judge.judge(claim, evidence).support if evidence else "none"


def _held(nugget: str, text: str, judge: Judge) -> Support:
    return _support(nugget, [Source("answer", text)], judge) if text else "none"


def _sources(ids: Sequence[str], papers: Mapping[str, Paper]) -> list[Source]:
    return [Source(papers[id].title, papers[id].abstract) for id in ids if id in papers]


def _mentioned(one: Item) -> set[str]:
    cited = {id for sentence in one.outcome.sentences for id in sentence.cites}
    return {*one.case.gold, *one.outcome.ranked, *cited}
