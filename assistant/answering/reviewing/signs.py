"""Wordings by which sentences of abstracts give away what they are."""

import re

# What the sentence before it must have said.
LEANING = re.compile(
    r"(?:this|these|those|that|such|it|its|they|their|he|she|here|there|then|however|moreover|"
    r"furthermore|additionally|in addition|therefore|thus|hence|consequently|as a result|instead|"
    r"lastly|last but not least|firstly|first,|next,|overall,|together|as such|accordingly|"
    r"in contrast|on the other hand|conversely|nevertheless|nonetheless|similarly|likewise|finally|"
    r"also|both|besides|meanwhile|otherwise|second(?:ly)?|third(?:ly)?|another|in turn|"
    r"the (?:former|latter|second|third|other|resulting|same)|to (?:this|that) end|"
    r"for (?:example|instance)|in particular|specifically|more specifically|concretely|"
    r"to (?:[a-z-]+ ){1,2}(?:this|that|these|those|it)\b(?! (?:paper|work|study|survey|article))|"
    r"(?:as )?(?:a|our|the) (?:second|third|fourth|further|final|last) |"
    r"in light of|motivated by|at the same time|further,|notably|in essence|"
    r"because of (?:this|these)|"
    r"expanding (?:up)?on|"
    r"building (?:up)?on (?:this|these|our)|using (?:a similar|this|these)|on our first|"
    r"as an instantiation|we (?:also|then|further)|other|highlighted takeaways|"
    r"in response\b|in conclusion|ultimately|particularly|more \w+ly,|"
    r"in the (?:first|second|third) |"
    r"in this (?:context|setting|regard|way|case|sense|respect|direction|light|vein)|"
    r"by doing so|in doing so|with this|given this|based on this|among them|"
    r"but|and|or|so|yet|while (?:this|these)|others|"
    r"unlike (?:this|these|them|it))(?:\b(?!-)|(?<=,))|\(?(?:\d|[ivx]+)[.)]\s",
    re.IGNORECASE,
)
OWN_PAPER = re.compile(
    r"(?:in )?(?:this|the present) (?:paper|work|study|survey|article|review|report|thesis|"
    r"tutorial|position paper)\b|here,? we\b",
    re.IGNORECASE,
)
# "this issue", "these limitations": said before, if not in the sentence itself.
POINTING_BACK = re.compile(
    r"\b(?:this|these)\s+(?!paper|work|study|survey|article|review|report|thesis)[a-z-]+"
    r"|\bthose\s+(?!of\b|that\b|who\b|which\b|with\b|in\b|from\b|on\b|for\b)[a-z-]+"
    r"|\bsuch\s+(?!as\b|that\b)[a-z-]+|\ba similar\b"
    r"|\bthe (?:former|latter|above|aforementioned|preceding)\b"
    r"|,?\s(?:on the other hand|thus|therefore|hence|however),?\s",
    re.IGNORECASE,
)
WE = re.compile(r"\b(?:we|our|ours|(?-i:us))\b", re.IGNORECASE)
NOTICE = re.compile(
    r"https?://|www\.|github|\b(?:code|data|models?|weights|videos?|demos?|project page)\b[^.]*"
    r"\b(?:available|released?|found|open-?sourced?)\b",
    re.IGNORECASE,
)
FINDING = re.compile(
    r"\b(?:show(?:s|n|ed)?|find(?:s|ings?)?|found|demonstrat\w+|reveal\w*|outperform\w*|achiev(?:e[sd]?|ing)\b|"
    r"improv(?:e[sd]?|ing|ements?)\b|reduc(?:e[sd]?|ing|tions?)\b|increas(?:e[sd]?|ing)\b|surpass\w*|exceed\w*|reach\w*|yield\w*|results?|observ\w+|"
    r"conclud\w+|indicat\w+|suggest\w*|prov(?:e|es|ed)|confirm\w*|lead(?:s)? to)\b",
    re.IGNORECASE,
)
# What others did, or how things stood: where an abstract sets out from.
BACKGROUND = re.compile(
    r"(?:recent(?:ly)?|prior|previous(?:ly)?|existing|current(?:ly)?|traditional(?:ly)?|typical(?:ly)?|"
    r"convention\w+|in recent years|over the (?:past|last)|as the|with the (?:rise|advent|growth)|"
    r"for (?:simple|many|most)|most|many|today|despite|although|while)\b",
    re.IGNORECASE,
)
CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|study|survey|article|review))\b[^.]{0,60}?\b(?:propos|present|"
    r"introduc|develop|describ|design|show|find|found|demonstrat|stud|investigat|investig|analy[sz]|"
    r"review|survey|examin|explor|argu|prov|deriv|release|evaluat|compar|formaliz|formalis)\w*",
    re.IGNORECASE,
)
# What a field is or does: "is a variant of", "aims to", "has emerged as".
DEFINITION = re.compile(
    r"\b(?:is|are) (?:an?|the) (?:\w+ ){0,3}(?:of|in|that|which|to|for|where|method|approach|"
    r"task|problem)\b|"
    r"\b(?:aims?|seeks?) (?:to|at)\b|\brefers? to\b|\bdefined as\b|"
    r"\bha(?:s|ve) (?:recently )?(?:emerged|become|been) (?:as )?(?:an?|the)\b",
    re.IGNORECASE,
)
LIMIT = re.compile(
    r"\b(?:whereas|contrary to|fail(?:s|ed)? to|failures?|limitations?|"
    r"can ?not(?! only)|unable to|struggl\w+|suffers?|worse|degrad\w+|declin\w+|poorly|"
    r"harm(?:s|ed)?|"
    r"hurts?|unreliab\w+|inconsisten\w+|brittle|vulnerab\w+|"
    r"(?:does|do|did|is|are) not(?! (?:require|need|only|rely))|"
    r"no (?:significant|clear|consistent|correlation|improvement|benefit|gain|evidence)|"
    r"(?:almost|little|hardly) (?:no|any)|rarely|far from|gap between|only (?:when|if))\b",
    re.IGNORECASE,
)
GAP = re.compile(
    r"\bremains? (?:an? )?(?:\w+ ){0,2}(?:open|unclear|unexplored|under-?explored|challeng\w+|"
    r"difficult|elusive|limited|unsolved|unknown|understudied|unexamined|to be \w+)|"
    r"\bopen (?:question|problem|challenge)s?\b|"
    r"\b(?:future|further|more) (?:work|research|studies) (?:is|are|should|must|need)\w*|"
    r"\b(?:little is known|not (?:yet )?(?:been )?(?:well |fully |thoroughly )?(?:understood|"
    r"studied|explored|investigated)|under-?(?:explored|studied|investigated)|unexplored|overlooked|"
    r"has yet to|have yet to|yet to be|research gaps?)\b",
    re.IGNORECASE,
)
# Torn from a list, or two sentences without a blank between them.
FRAGMENT = re.compile(r"\((?:1|i|a)\)(?!.*\((?:2|ii|b)\))|[a-z]\.[A-Z][a-z]|\b1[.)] (?!.*\b2[.)] )")
