"""Wordings by which abstracts of many fields tell what they tell, as parts of patterns.

In a pattern an underscore stands for white space; case is ignored.  Collected by reading abstracts
of computing, linguistics, physics and biomedicine.
"""

import re


def sign(pattern: str) -> re.Pattern[str]:
    """Compile a pattern."""
    spaced = pattern.replace("_?", r"\s*").replace("_", r"\s+")
    return re.compile(spaced, re.IGNORECASE)


# Who acts in a paper: "we", "this paper", "the present study", "the authors".
ACTOR = (
    r"(?:\b(?:we|the_authors|(?:this|the_(?:present|current|proposed))_"
    r"(?:paper|article|work|study|survey|review|report|research|trial|method|approach))"
    r"(?:_(?:\w+ly|also|then|further|first|here|thus|have|has))*_)"
)
PEOPLE = (
    r"(?:patients?|participants?|subjects?|women|men|children|adolescents|adults|infants|neonates|"
    r"newborns|individuals|people|students|volunteers|respondents|controls|cases|families|twins|"
    r"nurses|physicians|doctors|residents|teachers|users|workers|annotators|mice|rats|animals)"
)
THINGS = (
    r"(?:samples?|specimens|records|charts|studies|trials|articles|papers|abstracts|publications|"
    r"documents|passages|sentences|questions|queries|problems|examples|instances|dialogu?es|"
    r"conversations|tweets|posts|images|videos|frames|recordings|utterances|pairs|annotations|"
    r"tasks|datasets|data_sets|benchmarks|corpora|languages|domains|hospitals|centers|centres|"
    r"schools|countries|genomes|genes|cells|galaxies|stars|observations|events|websites|tokens|"
    r"environments|games|repositories|programs|procedures|operations|hips|knees|eyes|births|"
    r"deaths|admissions|households|biopsies)"
)
NUMBER = (
    r"(?:\d[\d,.]{0,15}(?:_?(?:k|m|b|million|billion|thousand))?\+?|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"(?:one_)?hundred|dozens|hundreds|thousands|millions)"
)
COUNTED = (
    rf"\b{NUMBER}(?:[\s-]{{1,3}}(?!of\b|and\b|to\b)[\w'’]{{1,30}}){{0,6}}?_(?:{PEOPLE}|{THINGS})\b"
)

# A system as the one who acts: "RAGAS scores", "The model learns".
SYSTEM = (
    r"^(?:(?:(?-i:[A-Z][\w-]*[A-Z0-9][\w-]*)|(?:[\w-]+_){1,6}\((?-i:[A-Z])[\w-]+\))_(?!(?:is|was|has|plays|turns|relies|remains|achieves|outperforms|reaches|gains|saves)\b)\w{2,}s\b|"
    r"(?:the|its|our|this)_(?:\w+_)?(?:methods?|models?|systems?|approach|framework|algorithm|authors?|"
    r"proposal|procedure)\b)"
)
PROPOSE = (
    r"(?:propos|introduc|present|develop|design|describ|build|built|formulat|devis|creat|"
    r"construct|releas)\w*"
)
DO = (
    r"(?:us|extend|adapt|implement|establish|employ|appl|leverag|combin|conduct|perform|train|fine-?tun|pre-?train|measur|analy[sz]|"
    r"model|simulat|estimat|review|search|survey|interview|calculat|collect|deriv|optimi[sz]|"
    r"incorporat|integrat|adopt|augment|generat|learn|sampl|prompt|formali[sz]|randomi[sz]|"
    r"enrol|recruit|includ|illustrat|argu)(?:e|es|ed|led|y|ies|ied|s|ing)?\b"
)
STUDY = (
    r"(?:study|studies|studied|(?:examin|investigat|explor|compar|evaluat|assess|test|address|"
    r"tackl|consider|identif|determin|focus|ask)(?:e|es|ed|y|ies|ied|s|ing)?)\b"
)
PASSIVE = (
    r"\bunderwent\b|\b(?:was|were|have_been|has_been)(?:_(?:\w+ly|then|also|further))*_"
    r"(?:perform|conduct|assess|evaluat|measur|randomi[sz]|assign|analy[sz]|collect|us|calculat|"
    r"determin|includ|enrol|recruit|compar|obtain|review|examin|treat|perform|administer|divid|"
    r"follow|monitor|record|interview|ask|select|identif|invit|classif|stain|estimat|search|"
    r"extract|appl|matched|implant|sequenc|cultur|inject|expos|allocat|test|train|propos|"
    r"introduc|scor|defin|investigat|studi|retriev|pool|categori[sz]|quantif|sampl|undertak)"
    r"(?:ed|led|ied|en|d)?\b"
)
DESIGN = (
    r"\b(?:randomi[sz]ed|double-blind(?:ed)?|placebo-controlled|cohort|case-control|"
    r"cross-sectional|retrospective(?:ly)?|prospective(?:ly)?|longitudinal|observational|"
    r"meta-analys[ie]s|systematic_review|controlled_trial|questionnaires?|interviews?|"
    r"(?:logistic|linear|Cox|multivariate|multivariable)_\w*_?(?:regression|model|analysis)|"
    r"chart_review|audit|in_vitro|immunohistochem\w+|assays?|PCR|sequencing|microscopy|"
    r"student's_t[\s-]test|chi-square\w*|ANOVA)\b"
)
FIND = (
    r"(?:find|found|show(?:s|ed|n)?|observ(?:e|es|ed)|demonstrat(?:e|es|ed)|reveal(?:s|ed)?|"
    r"discover(?:s|ed)?|identif(?:y|ies|ied)|confirm(?:s|ed)?|prove[sd]?|establish(?:es|ed)?|"
    r"report(?:s|ed)?|achiev(?:e|es|ed)|obtain(?:s|ed)?|outperform(?:s|ed)?|improv(?:e|es|ed))"
)
RESULTS = r"(?:results?|findings?|experiments?|evaluations?|analys[ie]s|data|simulations?|evidence)"
GAIN = (
    r"\b(?:outperform\w*|surpass\w*|exceed(?:s|ed)|state[- ]of[- ]the[- ]art_(?:results|perf\w+)|"
    r"achiev(?:e|es|ed|ing)|improv(?:es|ed|ing|ements?)|boosts?|gains?|reduc(?:es|ed|ing|tion)|"
    r"increas(?:es|ed|ing)|decreas(?:es|ed|ing)|up_to_\d|on_par|comparable_to|superior|inferior|"
    r"competitive|better_than|worse_than|more_than|less_than|fewer|higher|lower|longer|shorter|greater)\b"
)
STATISTIC = (
    r"\b[pP]_?[<=>≤≥]_?0?\.\d|\b\d+(?:\.\d+)?_?(?:%|percent\b|per_cent\b|points?\b|-fold\b|times\b|x\b)|"
    r"\bconfidence_interval|\b\d*%?_?CI\b|\b(?:odds|hazard|risk|rate)_ratios?|\bOR_?[=,]|\bHR_?[=,]|"
    r"\+/-|±"
)
ASSOCIATED = (
    r"\b(?:significant(?:ly)?|associated_with|correlat\w+|no_differences?|did_not_differ|"
    r"there_(?:was|were)_(?:no|a|significant)|independent_predictors?|predicted|were_similar|"
    r"was_similar|survived|developed|experienced|responded|occurred)\b"
)
SHOWN = r"\b(?:agreement|saves?|matches|beats?|wins?|agree|rarely|seldom|remains?|struggles?)\b"
AIM = (
    r"\b(?:aims?|aimed|objectives?|purpose|goal|hypothes\w+)\b|"
    r"\bwhether\b|^to_(?:determine|assess|evaluate|investigate|examine|compare|test|study|"
    r"explore|describe|identify|analy[sz]e|develop|establish|estimate|measure|quantify)\b"
)
BACKGROUND = (
    r"\b(?:existing|previous|prior|current|traditional|conventional|recent|most)_"
    r"(?:\w+_){0,3}(?:methods?|approaches|works?|studies|models|systems|research|techniques|"
    r"benchmarks|datasets|efforts|advances|solutions)\b|"
    r"\b(?:previously|recently)_(?:been_)?(?:reported|shown|demonstrated|found|identified)|"
    r"\bearlier_(?:work|studies)|\b(?:these|such|most|many|other|available)_(?:\w+_)?"
    r"(?:methods|approaches|models|systems|techniques|solutions)_(?:\w+_)?(?:suffer|fail|have|are|rely|"
    r"require|lack|struggle|often|do|remain|typically|usually)\b|\bwe_and_others\b|"
    r"\b(?:little_is_known|has_been_(?:shown|suggested|proposed)|have_been_(?:shown|proposed)|"
    r"is_(?:a|an|one_of)_(?:common|major|important|leading|key|crucial|fundamental)|"
    r"in_recent_years|remarkable|plays?_(?:a|an)_\w+_role|remains?_(?:a|an)_\w*_?challenge)\b"
)
CONCLUDE = (
    r"\b(?:we_concluded?|in_conclusion|in_summary|taken_together|overall|suggest(?:s|ed|ing)?(?:_that)?|"
    r"impl(?:y|ies)_that|conclusions?|therefore|thus|should_be|recommend\w*|may_be|"
    r"highlight(?:s|ing)?|underscor\w+|pav(?:es|ing)_the_way|support(?:s)?_the|"
    r"appears?_to|can_be_(?:used|safely)|feasible|promising|is_(?:safe|effective|useful))\b"
)
ADMITTED = (
    r"\b(?:(?:main|major|important|several|some|key|study|potential|current|our|its|the)_"
    r"limitations?|limitations?_(?:of_(?:this|our|the|these|current)|include|are|is|were|was)|"
    r"caveats?|shortcomings?|drawbacks?|limited_by_(?:the|our|its|a|small|lack)|"
    r"(?:should|must)_be_(?:interpreted|viewed|treated)_(?:with|cautiously)|with_caution|"
    r"small_(?:sample|number|size)|small_size_of|low_(?:statistical_)?power|underpowered|"
    r"(?:can|could|may|do|does|did)_?not_(?:necessarily_)?(?:be_)?(?:generali[sz]e\w*|"
    r"conclude|exclude|rule_out|determine|establish)|"
    r"inconclusive|insufficient_evidence|did_not_permit|residual_confounding|confound(?:ed|ing)_by|"
    r"selection_bias|recall_bias|publication_bias|not_representative|heterogene\w+_(?:of|between))\b"
)
FURTHER = (
    r"\b(?:further|future|additional|larger|more|long[- ]term|prospective|randomi[sz]ed)_"
    r"(?:\w+_){0,3}(?:research|stud(?:y|ies)|work|investigations?|trials?|evidence|evaluation|"
    r"improvement|progress|data)_(?:\w+_){0,3}(?:is|are|will_be|should|must|needed|required|"
    r"necessary|warranted|to_(?:determine|confirm|establish|clarify))\b|"
    r"\b(?:need(?:s|ed)?_to_be|remains?_to_be|should_be|must_be|await\w*)_(?:\w+_)?"
    r"(?:confirmed|determined|validated|established|tested|replicated|clarified|explored|"
    r"elucidated|investigated)|"
    r"\bremains?_(?:unclear|unknown|uncertain|open|unsolved|unresolved|elusive|"
    r"(?:a_)?challeng\w+|difficult|largely)\b|"
    r"\b(?:much|ample|significant|considerable|substantial)_room_for\b|\broom_for_improvement\b|"
    r"\b(?:open|unsolved)_(?:problem|question|challenge)s?\b"
)
LAGS = (
    r"\b(?:struggl(?:e|es|ed|ing)|still_(?:\w+_)?(?:far|lag\w*|fall\w*|behind|below|lack\w*|"
    r"suffer\w*|short|worse)|far_(?:from|below|behind)|lags?_behind|falls?_short|"
    r"at_the_(?:cost|expense)_of|(?:not|n't)_a_panacea|brittle|remaining_(?:errors|challenges))\b"
)
FAILS = (
    r"\b(?:fail(?:s|ed|ing)?_(?:to|on|in|at|when)|failures?_(?:of|include|involve)|"
    r"(?:do|does|did)_not_(?:\w+_)?(?:generali[sz]e|scale|transfer|extend|hold|always|eliminate|solve|"
    r"guarantee)|(?:not|n't)_(?:always|sufficient|enough|robust|reliabl[ey])|"
    r"prone_to|suffers?_from)\b"
)
WEAK = (
    r"\b(?:only_(?:if|when|for|after|partially|partly|modest\w*|limited)|degrad\w+|vulnerab\w+|"
    r"unable_to|cannot|could_not|less_(?:effective|reliable|accurate)|sensitive_to|"
    r"worse(?:ns?|_than)|persists?_(?:even|despite|regardless)|even_when)\b"
)
TURN = r"^(?:however|nevertheless|nonetheless|yet|although|while|despite|still|but|unfortunately)\b"
