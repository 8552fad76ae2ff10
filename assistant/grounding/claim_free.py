"""Forms of sentences that claim nothing, in English and in German.

Each matches the front of a sentence.  What follows must be looked at: "This answer rests on three
abstracts, but DPR beats BM25."
"""

from __future__ import annotations

import re


def _form(pattern: str) -> re.Pattern[str]:
    """Return a pattern that ignores case; its blanks stand for any white space."""
    return re.compile("".join(line.strip("\n") for line in pattern.split("\n")), re.IGNORECASE)


# Words that stand before a statement, or alone.
CONNECTIVE = _form(
    r"""(?:(?:
in (?:summary|short|brief|conclusion|sum|contrast|addition|other words|general|detail|total)|
to (?:summari[sz]e|sum up|conclude|be (?:precise|clear)|begin with)|overall|however|moreover|
furthermore|additionally|finally|lastly|first(?:ly)?|second(?:ly)?|third(?:ly)?|next|therefore|thus|
hence|conversely|similarly|likewise|also|for (?:example|instance)|on the (?:one|other) hand|
by contrast|more (?:precisely|specifically)|specifically|as a result|that said|note that|
unfortunately|sadly|sorry|i(?:['’]m| am) sorry|hello|hi|hi there|good (?:morning|evening|day)|sure|
certainly|of course|thanks|thank you(?: very much)?(?: for (?:asking|your (?:question|message)))?|
you['’]re welcome|(?:that['’]s a |that is a |what a )?(?:good|great|interesting) question|great|
okay|zusammenfassend|zusammengefasst|kurz(?: gesagt)?|insgesamt|außerdem|zudem|ferner|allerdings|
jedoch|erstens|zweitens|drittens|schließlich|zum beispiel|beispielsweise|andererseits|einerseits|
im gegensatz dazu|hallo|guten (?:tag|morgen|abend)|gerne?|natürlich|danke|vielen dank|leider|
gute frage)(?:\s*[,:;.!…—–-]+\s*|\s*$|(?<=note that)\s+|(?<=leider)\s+|(?<=unfortunately)\s+))+"""
)

_NOUNS = r"(?:library|collection|abstracts|passages|papers|records|documents|sources|excerpts)"
_THE = r"(?:(?:the|this|your|my|these|those) )"
_HOLDINGS = (
    rf"{_THE}?(?:(?:retrieved|provided|cited|found|given|available|nearest|other) |\d+ |"
    rf"(?:two|three|four|five|few) )*{_NOUNS}(?: (?:in|of|from) {_THE}(?:library|collection))?"
    r"(?: (?:here|above|below|themselves|that were found|provided|given|found|itself|alone))?"
)
_TELL = (
    r"(?:say|state|mention|report|tell|give|contain|hold|specify|provide|address|cover|discuss|"
    r"include|describe|answer|compare|name|explain|indicate|deal with|speak of|go into|offer)"
)
_TELLS = rf"(?:{_TELL}s?|addresses|discusses|deals with|speaks of|goes into)"
_TEXTE = r"(?:bibliothek|sammlung|abstracts|zusammenfassungen|arbeiten|quellen|texte)"
_SAGT = (
    r"(?:enthält|enthalten|sagt|sagen|nennt|nennen|erwähnt|erwähnen|gibt|geben|berichtet|"
    r"berichten|behandelt|behandeln|macht|machen|steht|stehen)"
)
_NICHT = r"(?:nicht|nichts|keine?[nrms]?)"

# What the library does not hold.  Of a study, a method or the world it is a claim: "The study did
# not report", "There is no evidence".
ABSTENTION = _form(
    rf"""(?:{_HOLDINGS} (?:do(?:es)?|did)(?: not|n['’]t) (?:\w+ly )?{_TELL}\b|
{_HOLDINGS} (?:holds?|contains?|gives?|says?|offers?|provides?|has|have) (?:no|nothing)\b|
{_HOLDINGS} (?:is|are) silent\b|
none of {_THE}(?:\w+ )?{_NOUNS} (?:\w+ly )?{_TELLS}\b|
none of {_THE}(?:\w+ )?{_NOUNS} (?:do(?:es)?|did)\b|
no(?:t one| single)? (?:abstract|passage|paper|record|document|source) (?:in|of|from)
 {_THE}(?:library|collection) (?:\w+ly )?{_TELLS}\b|
nothing (?:in|of|from) {_THE}{_NOUNS}\b|
there (?:is|are) no (?:\w+ )?(?:information|abstract|passage|paper|record|mention|answer)s?
 (?:on |about |of |for |to |regarding )?(?:[\w-]+ ){{0,6}}?(?:in|among) {_THE}{_NOUNS}\b|
i (?:could|can|did|do|was|am)(?: ?not|n['’]t) (?:able to )?
(?:find|determine|tell|answer|say|know|see|locate)\b|
i (?:found|find|see|have) (?:no|nothing)\b|
(?:die|diese|ihre|deine) (?:\w+en )?{_TEXTE} {_SAGT}\b[^,;:]*?\b{_NICHT}\b|
{_SAGT} (?:die|diese|ihre|deine) (?:\w+en )?{_TEXTE} [^,;:]*?\b{_NICHT}\b|
keine[rs]? (?:der|dieser) (?:\w+en )?{_TEXTE} {_SAGT}\b|
in keine[rm] (?:der|dieser) (?:\w+en )?{_TEXTE} {_SAGT}\b|
(?:dazu|darüber|hierzu) {_SAGT}\b[^,;:]*?\b{_NICHT}\b|
ich (?:konnte|kann|habe|weiß|finde)\b[^,;:]*?\b{_NICHT}\b)"""
)

_ANSWER = r"(?:this|the|my|diese|die) (?:\w+ )?(?:answer|response|reply|summary|overview|antwort)"
ON_THE_ANSWER = _form(
    rf"""(?:{_ANSWER} (?:is|was) (?:\w+ly )?(?:based|drawn|made|limited|restricted|taken)\b|
{_ANSWER} (?:only )?(?:rests|draws|relies|builds|cites|lists)\b|
{_ANSWER} (?:beruht|stützt sich|fußt)\b|
(?:each|every) (?:sentence|statement) (?:is cited|bears a mark|carries a mark|cites)\b|
(?:numbers|marks) in (?:square )?brackets\b|
i (?:have |will |['’]ll |['’]ve )?(?:now |only |also )?(?:summari[sz]ed?|used|relied|rely|
listed|list|grouped|group|answered|answer)\b|
(?:see|consult|read) (?:also )?the (?:references|full texts?|papers|list|sources)\b|
(?:here|below|hier|nachfolgend) (?:is|are|ist|sind|folgt|folgen) (?:what {_THE}{_NOUNS} {_TELLS}|
(?:(?:a|an|the|some|eine?|der|die|das) )?(?:\w+ )?(?:answer|summary|overview|list|findings|results|
points|papers|abstracts|passages|comparison|details|antwort|zusammenfassung|übersicht|ergebnisse|
befunde|liste|arbeiten|was die bibliothek (?:dazu )?sagt))\b|
(?:two|three|four|several|a few) (?:things|points|aspects) stand out\b)"""
)

OFFER = _form(
    r"""(?:(?:please )?(?:let me know|feel free to|do not hesitate|don['’]t hesitate)\b|
please (?:ask|tell me|rephrase|specify|clarify|narrow|try)\b|
i (?:can|could|would be (?:happy|glad) to|am happy to) (?:also |then )?(?:search|look|summari[sz]e|
explain|compare|list|help|go|give|write|narrow|tell)\b|
if you (?:like|want|wish|need|prefer|would like)\b[^;:.]*?, (?:i (?:can|could)|please|just|ask)\b|
you (?:can|could|may|might) (?:want to |wish to |also |then )*(?:ask|rephrase|ingest|
search the library|narrow (?:the|your) (?:question|search)|try (?:asking|another question)|
add (?:more |other |further |\w+ing )?(?:papers|records|abstracts) to the library|
consult the (?:papers|references|full texts?))\b|
i hope (?:this|that) helps\b|
(?:sagen sie|sag|geben sie|gib) (?:mir )?(?:gerne? )?bescheid\b|
ich kann (?:gerne?|auch|ihnen|dir)\b|
(?:wenn|falls) (?:sie|du) (?:möchten|möchtest|wünschen|willst|wollen)\b[^;:.]*?, kann ich\b)"""
)

ASKING = _form(
    r"""(?:(?:in |on |at |for |to |of |by |with )?(?:who|whom|whose|what|which|where|when|why|how)|
is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|wer|was|
welche[rsnm]?|wo|wann|warum|wieso|wie|ist|sind|hat|haben|gibt|kann|können|soll|sollen|möchten|
möchtest|wollen|would)\b"""
)
TAG_QUESTION = _form(r""",\s*(?:\w+n['’]t \w+|right|no|oder|nicht wahr)\s*\?$""")

_ANNOUNCED = (
    r"(?:findings|results|points|answers|papers|studies|abstracts|methods|approaches|differences|"
    r"reasons|limitations|limits|aspects|questions|facts|themes|arguments|sources|conclusions|gaps|"
    r"befunde|ergebnisse|punkte|arbeiten|unterschiede|gründe|methoden)"
)
# A whole line that ends in a colon.
ANNOUNCEMENT = _form(
    rf"""(?:(?:(?:the|these|some|several|two|three|four|five|\d|main|key|most|important|relevant|
following|other|open|die|wichtigsten|folgende[nr]?) )*{_ANNOUNCED}
(?: (?:of|on|in|for|from|about|regarding|zu|aus) [\w' -]{{1,40}}?)??
(?: (?:are|include|were|is|sind|lauten)(?: as follows| these| the following| listed below)?|
 follow| stand out)?|
(?:{_HOLDINGS}|{_THE}?(?:bibliothek)|i) (?:{_TELLS}|found|sagt)
(?: (?:the following|this|these|as follows|folgendes)(?: [\w' -]{{1,40}})?)?|
(?:on|about|regarding|concerning|according to|zu) [\w' -]{{1,40}}|
as follows|the following|folgendes|namely|that is)"""
)
