"""What each measure tells, in a sentence for people who have not read its definition."""

from __future__ import annotations

EXPLANATIONS = {
    "ndcg_at_10": "How high the gold papers stand among the first ten; 1 when they stand on top.",
    "recall_at_5": "Share of a question's gold papers that are among the first five.",
    "recall_at_10": "Share of a question's gold papers that are among the first ten.",
    "reciprocal_rank": "One divided by the rank of the first gold paper.",
    "hit_at_1": "Share of questions for which the first paper is a gold one.",
    "followup_resolution": "Share of questions that need the conversation before them for which "
    "a gold paper is among the first five.",
    "citation_recall": "Share of an answer's sentences that all their citations together support.",
    "citation_precision": "Share of citations that their sentence needs, or that support it alone.",
    "citation_f1": "Harmonic mean of citation recall and precision.",
    "weighted_support": "Mean support of all sentences: full 1, partial ½, none or uncited 0.",
    "weighted_support_of_cited": "The same over the sentences that cite something.",
    "sentence_support": "Share of sentences that the papers found support, cited or not.",
    "unflagged_unsupported": "Share of sentences shown without a warning that their citations do "
    "not support.",
    "misattribution": "Share of cited sentences that another paper found supports, but not the "
    "cited ones.",
    "dangling_citations": "Citations of an answer that point at no reference; should be 0.",
    "quote_fidelity": "Share of quotes that stand word for word where they say; should be 1.",
    "nugget_recall_strict": "Share of the expected facts that the answer holds in full.",
    "nugget_recall_partial": "The same, with half a point for a fact held in part.",
    "reference_coverage": "Share of a question's gold papers that the answer cites.",
    "reference_precision": "Share of the cited papers that are gold or acceptable ones.",
    "redundancy": "Share of runs of four words that an earlier sentence of the answer holds.",
    "abstention_recall": "Share of unanswerable questions that were declined.",
    "abstention_precision": "Share of declined questions that are unanswerable.",
    "false_abstention": "Share of answerable questions that were declined.",
    "abstention_f1": "Harmonic mean of abstention recall and precision.",
    "area_under_risk_coverage": "Mean share of wrong answers when only the surest are given, over "
    "all shares given.",
    "calibration_error": "How far the scores that sentences are shown with lie from how often "
    "they are supported.",
    "brier_score": "Mean square of score less truth, over sentences.",
    "calls": "Calls of the writer's model for a question.",
    "tokens_in": "Tokens sent to the writer's model for a question.",
    "tokens_out": "Tokens that the writer's model wrote for a question.",
    "dollars": "Price of an answer, where it is known.",
    "seconds_p50": "Half of the questions took no longer.",
    "seconds_p95": "Of 100 questions, 95 took no longer.",
    "claim_accuracy": "Share of claims of which the judge says what people say.",
    "claim_sensitivity": "Share of supported claims that the judge finds supported.",
    "claim_specificity": "Share of other claims that the judge does not find supported.",
}

_LABELS = {
    "ndcg_at_10": "nDCG@10",
    "recall_at_5": "recall@5",
    "recall_at_10": "recall@10",
    "hit_at_1": "hit@1",
    "citation_f1": "citation F1",
    "abstention_f1": "abstention F1",
    "brier_score": "Brier score",
}


def label(metric: str) -> str:
    """Return the name of a measure as people write it."""
    return _LABELS.get(metric, metric.replace("_", " "))
