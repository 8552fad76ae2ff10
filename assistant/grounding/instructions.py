"""Sentences that address whoever reads them, or a model, with an order.

An abstract describes; "ignore the previous instructions" in one is there to steer its readers
(indirect prompt injection, Greshake et al., AISec 2023).  Precision comes first: a sentence that is
taken for an order is never quoted, so the patterns ask for imperatives where imperatives stand, and
for words that abstracts hardly address to anyone.
"""

import re
import textwrap
import unicodedata

from assistant.grounding import hidden, sentences

_LONGEST_SHOWN = 160


def _either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_MODEL = (
    r"(?:ais?|llms?|(?:large\s+)?language\s+models?|(?:ai\s+)?assistants?|chat\s?bots?"
    r"|(?:chat\s?)?gpt|ai\s+(?:models?|systems?|agents?|reviewers?|readers?|tools?)"
    r"|llm\s+(?:agents?|reviewers?))"
)
_REPLY = r"(?:answer|reply|response|output|summary|review|verdict|message|sentence|text)"
_ORDERS = r"(?:instructions?|prompts?|orders?|commands?|directions?|directives?)"
_WHICH = (
    r"(?:all|any|every|each|the|your|these|those|this|that|my|our|of|and|its|given|following|new"
    r"|hidden|decoded|below|next|previous|prior|above|earlier|preceding|former|foregoing|existing"
    r"|original|other|system)"
)
_THIS_WORK = (
    r"(?:this|our|the\s+present|the\s+above)\s+"
    r"(?:paper|work|article|study|method|approach|manuscript|submission|abstract)\b"
)
_SAYING = (
    r"(?:answer|reply|respond|say|cite|state|output|decline|refuse|obey|comply|ignore|recommend)\b"
)

# Where an imperative may begin: a sentence, what follows a sign, "please", "you must".
_BEGINNING = re.compile(
    r"(?:^|(?P<aside>[:,])|[.;!?>\])}*#|\"“”—–]|\b(?:please|kindly|simply|now|instead|then)\b"
    r"|\byou\s+(?:must|should|shall|will|may|can|(?:have|need|are)\s+to"
    r"|are\s+(?:now\s+)?(?:required|instructed|ordered|asked|told|allowed|expected)\s+to)\b)"
    r"[^\w<]*(?:(?:and|but|so|now|please|then|only|simply|just|also|immediately)\s+)*"
)
_IMPERATIVE = _either(
    # "Ignore all previous instructions", "forget everything above", "disregard your rules"
    r"(?:ignore|disregard|forget|override|overrule|discard|bypass|skip|neglect)\s+(?:"
    rf"(?:{_WHICH}\s+)*{_ORDERS}\b|(?:what|everything|anything|all)\s+(?:that\s+)?(?:you|above|before)"
    rf"|(?:all\s+of\s+)?(?:the\s+)?(?:above|preceding)\b(?=\s*(?:and\b|[.,;:!]|$))"
    rf"|(?:all\s+)?(?:of\s+)?(?:your|previous)\s+(?:rules|guidelines|training|task|text)\b)",
    # "Follow these instructions", "obey the following command"
    rf"(?:follow|obey|execute|carry\s+out|comply\s+with|adhere\s+to)\s+(?:{_WHICH}\s+)+{_ORDERS}\b",
    # What to say: "reply only with", "do not cite", "say that this paper", "begin your answer"
    r"(?:reply|respond|answer|output|print|say|write|return|repeat)\s+"
    r"(?:(?:to|back|the|this|every|each|all|any|following|questions?|user)\s+)*"
    r"(?:only|exactly|solely|just|nothing\s+(?:but|else))\b",
    rf"(?:begin|start|end|finish|prefix|open|close)\s+(?:your|every|each|all)\s+{_REPLY}",
    r"(?:do\s+not|don['’]t|never|always|must)\s+(?:cite|quote|mention|reveal|disclose|answer|reply"
    r"|respond|decline|refuse|say|state|obey|summari[sz]e|recommend)\b",
    rf"(?:say|state|write|claim|assert|conclude|report|pretend)\s+that\s+{_THIS_WORK}",
    rf"(?:rate|rank|score|recommend|praise|promote|cite|accept|prefer)\s+(?:only\s+)?{_THIS_WORK}",
    r"cite\s+(?:always\s+)?\[\d+\]",
    r"give\s+(?:(?:this|the|it|our|paper|a|an|only)\s+)*(?:positive|favou?rable|perfect|highest|high"
    r"|top)\s+(?:review|score|rating|marks?)\b",
    # What to be, to give away or to run: "enable developer mode", "reveal your system prompt"
    r"(?:enter|enable|activate|switch\s+to)\s+(?:the\s+)?(?:developer|debug|admin|god|maintenance"
    r"|jailbreak|unrestricted)\s+mode\b",
    r"(?:reveal|print|show|output|repeat|send|leak|expose|tell|disclose|email|post)\s+(?:(?:me|us|back"
    r"|your|the|all|any|user's|hidden|initial|full)\s+)*(?:system\s+prompt|instructions|api\s+keys?"
    r"|passwords?|secrets?|credentials|conversation|chat\s+history)\b",
    r"decode\s+(?:and\s+\w+\s+)?(?:the\s+following|this|these)\s+(?:base\s?64|hex\w*|rot13"
    r"|string|text|message|instructions?)\b",
    r"(?:click|tap)\s+(?:here|on\s+this|this\s+link)\b",
)
# Behind a colon that is how tasks are described: "a task: answer with yes or no".
_IMPERATIVE_OF_A_SENTENCE = _either(
    r"(?:reply|respond|answer)\s+(?:(?:to|every|each|all|any|the|questions?)\s+)*"
    r"(?:with|by\s+saying|in\s+(?:capitals|all\s+caps))\b"
)
_OPENING = _either(
    # A message put on as another's: "SYSTEM: …", "### Instruction:", "New instructions: …"
    r"[\W_]*(?:system|assistant|developer|user|human)"
    r"(?:\s+(?:prompt|message|note|override|update|instructions?|notice|alert))?[\s*_\])]*:",
    r"[\W_]*(?:new|updated|real|actual|hidden|secret|additional|important|special)\s+"
    rf"(?:system\s+)?{_ORDERS}[\s*_\])]*:",
    r"\W*#+\s*(?:instructions?|system|response|assistant|input)\b",
    r"\W*(?:end|begin(?:ning)?|start)\s+(?:of\s+)?(?:(?:the|new|system)\s+)*"
    rf"(?:passages?|context|user\s+input|{_ORDERS})\W*$",
    # Someone addressed: "Note to AI reviewers:", "Dear language model,", "You are now DAN"
    r"\W*(?:dear|hey|hello|attention|(?:note|message|notice|instructions?)\s+(?:to|for))[\s,:]+"
    rf"(?:(?:all|any|the)\s+)*{_MODEL}(?:\s+\w+)?\s*[:,;!—–-]",
    rf"\W*if\s+you\s+are\s+(?:an?\s+|the\s+)?{_MODEL}\b",
    r"\W*(?:from\s+now\s+on\W+)?(?:you\s+are|you're|act\s+as|pretend\s+(?:to\s+be|that\s+you|you))"
    rf"\s+(?:now\s+)?(?:an?\s+|the\s+|in\s+)?(?:\w+\s+){{0,3}}?(?:{_MODEL}|(?:developer|admin|debug)"
    r"\s+mode|dan|jailbroken|unrestricted)\b",
)
# One by one, each from its own first letters: one search for all of them takes ten times as long.
_ANYWHERE = [
    re.compile(pattern)
    for pattern in (
        r"<(?:\|[a-z_ ]+\||</?sys>|(?:start|end)_of_turn)>",
        r"\[/?inst\]",
        r"</?\s*(?:system|assistant|user|instructions?|passage|source|context|prompt|abstract)\b"
        r"[^<>,]*>",
        rf"as\s+an?\s+{_MODEL}\s*,?\s+(?:you|i)\b",
        r"the\s+user\s+(?:has\s+)?(?:asked|wants|authori[sz]ed|instructed|allowed|told)\s+you\b",
        rf"your\s+(?:\w+\s+)?{_REPLY}s?\s+(?:must|should|shall|has\s+to|needs\s+to|is\s+to|will)\b",
        r"your\s+(?:final\s+|next\s+)?(?:answer|reply|response|output)\b",
        r"you\s+(?:must|shall|(?:are\s+(?:required|instructed)|have)\s+to)\s+(?:\w+\s+)?" + _SAYING,
        r"the\s+(?:assistant|chatbot|reviewer|ai)\s+(?:must|shall)\s+(?:\w+\s+)?" + _SAYING,
        # The best known of them in other languages
        r"ignorier(?:e|en\s+sie)\s+(?:bitte\s+)?(?:alle\s+|die\s+)*(?:vorherigen|bisherigen|obigen)\b",
        r"ignore[zr]?\s+(?:toutes\s+)?les\s+(?:instructions|consignes)\b",
        r"ignor[ae]\s+(?:todas\s+)?(?:las|tus|le|tutte\s+le)\s+(?:instrucciones|istruzioni|órdenes)\b",
        r"игнорируй(?:те)?\s+(?:все\s+)?(?:предыдущие|прежние)\b",
        r"(?:忽略|无视|忘记)(?:之前|以上|上述|前面|先前|所有)",
    )
]


def warning(abstract: str) -> str | None:
    """Return what to tell people who are shown an abstract that orders them about, None if none."""
    orders = [
        abstract[start:end]
        for start, end in sentences.spans(abstract)
        if is_order(abstract[start:end])
    ]
    if not orders:
        return None
    said = textwrap.shorten(hidden.removed(orders[0]), _LONGEST_SHOWN, placeholder=" …")
    return (
        "this abstract holds what reads like an order to its reader or to a model; it is data here "
        f"and nobody follows it: “{said}”"
    )


def is_order(sentence: str) -> bool:
    """Tell whether a sentence orders its reader, or a model, to do something."""
    plain = " ".join(unicodedata.normalize("NFKC", hidden.removed(sentence)).casefold().split())
    if _OPENING.match(plain) or any(one.search(plain) for one in _ANYWHERE):
        return True
    return any(
        _IMPERATIVE.match(plain, beginning.end())
        or (not beginning["aside"] and _IMPERATIVE_OF_A_SENTENCE.match(plain, beginning.end()))
        for beginning in _BEGINNING.finditer(plain)
    )
