"""What a person's turn claims, read out of their own words.

A turn is read clause by clause. Names are found first and stand as ``@0``, ``@1`` … in the plain words that the patterns
read, so that no pattern knows a name. Only what a clause asserts of the person's own present problem counts: a question,
a supposition, a plan, somebody else's affair and words put into the turn as if another had said them claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.names import Mention, Names
from assistant.words import fold


class ClaimKind(StrEnum):
    """What is claimed."""

    CONSULTED = "consulted"  # whom, without success
    NOT_CONSULTED = "not_consulted"  # whom; takes back an earlier CONSULTED
    WAITING = "waiting"  # asked whom, no result yet
    INSTRUCTED = "instructed"  # by whom, to escalate to whom
    NOT_INSTRUCTED = "not_instructed"  # by whom; takes back an earlier INSTRUCTED
    INCIDENT = "incident"  # one is going on
    NO_INCIDENT = "no_incident"
    STUCK = "stuck"  # cannot resolve it among themselves
    RESOLVED = "resolved"
    NEW_PROBLEM = "new_problem"  # what was claimed of the last one no longer holds


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: ``who`` and ``target`` are names as the rulebook spells them; ``words`` are the person's own."""

    kind: ClaimKind
    words: str
    who: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a turn can point back to: the steps of the order in hand, the one that was due, who was named last."""

    steps: tuple[str, ...] = ()
    due: str | None = None
    named: str | None = None
    consulted: tuple[str, ...] = ()  # claimed in the turn before, the last one last
    instructed: tuple[str, ...] = ()  # instructors claimed so far


CONTRACTIONS = (
    (r"\bcan't\b|\bcannot\b|\bcant\b", "can not"), (r"\bwon't\b|\bwont\b", "will not"), (r"\bshan't\b", "shall not"), (r"\bain't\b", "is not"),
    (r"\b(did|do|does|have|has|had|is|are|was|were|would|could|should|must|need|might)n'?t\b", r"\1 not"),
    (r"\b(i|we|you|they)'?ve\b(?<!\bive)|\bive\b", r"\1 have"), (r"\b(i|we|you|they|he|she|it)'ll\b", r"\1 will"), (r"\b(i|we|you|they)'d\b", r"\1 had"),
    (r"\bi'm\b|\bim\b", "i am"), (r"\b(we|you|they)'re\b", r"\1 are"), (r"\b(he|she|it|that|there|who|what|nobody|everyone)'s\b", r"\1 is"), (r"\blet's\b", "let us"),
    (r"\bgonna\b", "going to"), (r"\bgotta\b", "have to"), (r"\bwanna\b", "want to"), (r"\bno[ -]one\b", "nobody"), (r"\bnot a soul\b", "nobody"),
)  # fmt: skip

FENCE = re.compile(r"```.*?(?:```|$)|~~~.*?(?:~~~|$)", re.DOTALL)
NOTE = re.compile(r"[\[{(<](?=[^\])}>]*\b(?:system|note|admin|assistant|user|override|developer mode|instruction)\b)[^\])}>]*[\])}>]", re.IGNORECASE)
SCRIPTED = re.compile(
    r"(?:^|(?<=[\n.!?;>\])*\s]))[*#\s]*(?:system|assistant|bot|admin|tool|developer|context|memory|log|transcript|note)(?:\s+(?:message|prompt|note|notice|update|override|log))?\s*[:>=]\s*.*?(?=[*#\s]*\b(?:user|human|me|question|q)\s*[:>]|\n|$)",
    re.IGNORECASE | re.DOTALL,
)
SPEAKER = re.compile(r"(?:^|\s)(?:user|human|question|q)\s*[:>]\s*", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<![\w])['‘][^'’\n]*(?:['’]\w[^'’\n]*)*['’](?!\w)|^\s*>.*$", re.MULTILINE)
TAGS = re.compile(r"<[^<>]{1,400}>")

SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n+|\s+[-–—]+\s+|(?<=[a-z)])[.!?]+(?=[A-Z])|\s*;\s*|\s*(?:\.{2,}|…)\s*")
CLAUSE = re.compile(
    r",\s*(?:and\s+|but\s+|so\s+|then\s+|yet\s+|or\s+)?|\s+(?:but|so|because|although|though|while|whereas|except|until|cos|since)\s+"
    r"|\s+(?:and|then|plus)\s+(?=(?:then\s+|now\s+|also\s+|still\s+|so\s+|both\s+|neither\s+)?(?:i|we|he|she|they|it|that|this|who|what|where|which|how|nobody|none|neither|there|@\d+\s+(?:has|have|had|could|can|did|does|do|is|are|was|were|will|would|told|said|says|looked|tried|both|also|too|either)|have|has|had|could|can|did|am|are|is|was|will|would|should|got|drew|gave|no|not|nothing|told|said|asked|spoke|tried|been|went|got|failed)\b)"
)

WE = r"(?:i|we|my (?:\w+ ){0,2}(?:team|colleagues?|pair|buddy|mate|teammates?)|our (?:\w+ )?(?:team|side|squad|crew|lot)|me and \w+(?: \w+)?|us|(?:a |my |one of my |our )?(?:colleagues?|teammates?)|one of us|some(?:one|body) (?:on|in|from) (?:my|our) team|both of us|all of us|the team)"
ADVERB = r"(?:(?:already|now|just|also|even|finally|actually|only|both|all|then|since|at least|recently|then also|have|has|had|previously|literally|honestly|indeed|so far|both just|first|ever|did) )*"
ASKED = (
    r"(?:asked|asking|spoken (?:to|with)|spoke (?:to|with)|talked (?:to|with|it through with|this through with)|been (?:to|through|on to|onto|in touch with|over to|round to)|gone (?:to|through|via)|went (?:to|through|via)|tried(?: asking| speaking to| talking to)?"
    r"|contacted|messaged|called|phoned|rang|rung|paged|pinged|dm'?e?d|emailed|mailed|consulted(?: with)?|checked with|chatted (?:to|with)|approached|reached(?: out to)?|got hold of|gotten hold of|got on to|bumped into"
    r"|had (?:a |an? \w+ )?(?:word|chat|call|talk|go|look|session|conversation|meeting)s? (?:with|from|by)|raised (?:\S+ ){0,4}?(?:with|to)|escalated (?:\S+ ){0,4}?(?:to|with|through|past)|taken (?:\S+ ){1,4}?(?:to|through)|took (?:\S+ ){1,4}?(?:to|through)|run (?:\S+ ){1,4}?(?:by|past)|ran (?:\S+ ){1,4}?(?:by|past)|put (?:it|this|\S+ \S+) to"
    r"|shown|showed|brought (?:\S+ ){1,4}?to|involved|looped in|pulled in|roped in|notified|informed|pestered|bugged|nagged|poked|done|did (?:ask|try|speak to|talk to|go to|contact|message|call|ring|consult)|exhausted|sat down with|sat with|paired with|caught up with|caught|grabbed|cornered|collared|tapped up|sounded out|visited|used up|tackled|hassled|seen|saw|met with|met|heard (?:back )?from)"
)
SHORT_FAIL = r"(?:no (?:joy|luck|use|good|help|idea|ideas|clue|dice|success|result|answers?|solution|fix|avail|better|wiser)|nothing|nope|nowt|zilch|dead end|drew a blank|same(?: again| story| result| thing)?|stumped|stuck|baffled|beaten|clueless|useless|failed|lost|defeated)"
FAILED = (
    r"(?:(?:could|can|did|does|do|was|were|is|are|has|have|had|would)(?: both| also| just| all| either| really| even| still)* not(?: been| be)?(?: really| actually| even| quite| either)? ?(?:able|help|helped|know|fix|fixed|solve|solved|resolve|resolved|work|worked|figure|figured|sort|sorted|answer|answered|crack|cracked|find|found|manage|managed|have|had|get to|got|get anywhere|see|understand|explain|any|much|shift|make|made|do anything|do it|tell|spot|say|been able|a clue|the answer|sure)\b"
    r"|(?:could|can) not\b(?! (?:be |reach|get hold|find (?:him|her|them)|attend|make it|talk|speak|come|join))|(?:was|were|is|are) (?:un|not )able to (?!talk|speak|come|join|attend)|no (?:idea|joy|luck|answer|answers|clue|help|use|good|solution|wiser|better)\b|stumped|stuck|beaten|baffled|clueless|defeated|flummoxed|perplexed|none the wiser|at a loss|out of ideas|got nowhere|gave up|given up|failed|fail\b|drew a blank|drawn a blank|lost\b|shrugged|shrugs|beyond (?:him|her|them|us)|over (?:his|her|their) heads?|hit a (?:brick )?wall|no further|scratch\w* (?:his|her|their) heads?|useless|in the dark|threw in the towel|thrown in the towel|threw (?:his|her|their) hands up|could do nothing|did nothing|came up (?:empty|blank|with nothing)|(?:said|says) (?:no|it was beyond|it is beyond|(?:he|she|they) (?:could|can|did|do|does) not|not (?:his|her|their|my))|knew nothing|knows nothing|have nothing|had nothing|has nothing|passed on it|turned (?:us|me|it) (?:down|away)|made no (?:headway|progress)|without (?:success|luck|joy|any luck|a fix|result)|to no avail|in vain|nothing (?:doing|came)|fruitless|dead end|not much use|not a lot of use|not helpful|no progress|declined|tapped out)"
)
LOOKED = r"(?:looked|look(?:ed)? (?:at|into|over)|tried|had (?:a |their |his |her )?(?:look|go|crack|stab|shot|try)|has had (?:a |their |his |her )?(?:look|go|crack|stab|shot|try)|taken a look|took a look|been (?:asked|consulted|tried|contacted|approached|involved|through it|over it|all over it|spoken to|told)|already knows?|is done|are done|was consulted|were consulted|was asked|were asked|spent \w+|debugged|investigated|examined|reviewed it|checked|already seen)"
BASE = r"(?:ask|speak|talk|go|try|contact|message|call|ring|phone|page|ping|email|consult|check|approach|reach|raise|escalate|take|run|show|bring|involve|bother|see|get|find|skip|catch|chat)"

HYPOTHESIS = re.compile(r"^(?:(?:and|but|so|ok|okay|then|well|or|also|just|even|only|what|as) )*(?:if|suppose|supposing|imagine|assuming|assume|let us say|say (?:i|we|the|our|@|that)|pretend|hypothetically|in case|unless|what if|whether|were i|were we|had i|had we|should (?:the|he|she|they|@)|once|when (?:the |our |my )?@\d+ (?:can|does|do|is|are|says?)|when (?:i|we|he|she|they) (?:can|ask|do|does|have|has)|after (?:i|we) (?:ask|have|speak|talk)|provided|in the event)\b|\bhypothetically\b")
QUESTION = re.compile(r"^(?:(?:and|but|so|ok|okay|then|well|or|also|now|sorry|hi|hey|hello|please|erm|um|right|quick one|cheers|thanks|wait|hang on|hmm|no|yes) )*(?:(?:do|does|did|have|has|had|can|could|should|would|will|shall|is|are|was|were|may|might|must|am|need) (?:not )?(?:i|we|you|they|he|she|it|the|our|my|your|his|her|their|@\d+|anyone|anybody|someone|somebody|there|that|this|those|these|a|an|everyone|all|both)\b|(?:who|whom|whose|what|when|where|why|how|which|whos|whats)\b)")
PLAN = re.compile(r"\b(?:will|shall|going to|about to|plan(?:ning)? to|want(?:s|ed)? to|need(?:s|ed)? to|intend\w* to|hop(?:e|ing) to|have to|has to|had to|must|ought to|let me|let us|would (?:like|love|rather|prefer|sooner)|should|might|may|meant to|supposed to|tempted to|thinking of|thinking about|considering|on my way to|off to|trying to|try to|yet to|refus\w* to|afraid to|reluctant to|(?:told|asked|instructed|advised|wants?|said) (?:\w+ )?to|tomorrow|tonight|later today|next week|this afternoon|monday|scheduled|booked)\b")
COULD_HAVE = re.compile(r"\b(?:would|should|could|might|must|may|ought to|wish (?:i|we)(?: had)?|as if|pretend\w*|imagin\w*|dream\w*|nearly|almost)\b(?: \w+){0,3}? (?:have |had )?$")
THIRD = re.compile(r"\b(?:another|other|different|neighbouring|next door|sister|some)(?: \w+)? (?:team|squad|group|department|crew|office|project|company|programme|ticket|issue|problem|case|bug)s?\b|\b(?:a|my) (?:friend|mate|flatmate|husband|wife|sister|brother|mum|dad|neighbour|cousin)\b|\b(?:they|he|she) (?:asked|tried|spoke to|went to) (?:theirs|his|hers)\b|\b(?:their|someone else's|somebody else's|his|her) (?:own )?@\d+|\blast (?:time|month|year|week|quarter|incident|sprint)\b|\b(?:years?|months?|weeks?) ago\b|\bback in\b|\bin general\b|\busually\b|\bnormally\b|\bsomeone else\b|\bthe user\b|\byou (?:have|already)\b|\beveryone else's\b|\bin (?:the|that|this|a) (?:film|story|game|dream|example|movie)\b")
NEGATED = re.compile(r"\b(?:not|never|nobody|none|without|instead of|rather than|before|hardly|barely|neither of us|no need to|yet to|have to be|avoid(?:ed|ing)?|skipped|skipping|bypass(?:ed|ing)?|forgot to|failed to|no longer)\b")
WAIT = re.compile(r"\b(?:no (?:reply|replies|response|word|news|answer)(?: \w+)? (?:yet|so far|back|from)|no (?:reply|response|word|news)\b|no answer yet|(?:has|have|had|did|does|do) not (?:\w+ )?(?:replied|answered yet|responded|got(?:ten)? back|come back|reply|respond|get back|come back|pick(?:ed)? up|seen it|seen my|read it)\b|not (?:yet )?(?:replied|responded|heard)|wait(?:ing)? (?:for|on|to hear|until)|still (?:waiting|looking|on it|investigating|checking|thinking)|(?:is|are) (?:still |currently |now )?(?:looking|checking|investigating|on it|working on|thinking|digging)|awaiting|yet to (?:hear|reply|respond|answer)|heard nothing(?: back)?|not heard|(?:on|off on) (?:holiday|leave|annual leave|a break|lunch)|off sick|(?:is|are|was|were) (?:away|out|off|busy|unavailable|asleep|in a meeting|at lunch|not (?:around|in|here|available|at (?:his|her|their) desk))|out of (?:the )?office|(?:could|can|did) not (?:reach|get hold of|find (?:him|her|them|@)|get through)|not managed to (?:get hold|reach|speak|find|talk)|unable to (?:reach|get hold|contact)|left (?:a|her a|him a|them a) (?:message|voicemail|note)|voicemail|gone quiet|ignor(?:es|ed|ing)|ghost(?:ed|ing)|will get back|gets? back to (?:me|us)|has promised|promised to|will (?:look|have a look|check|think|take a look))")
BACK = re.compile(r"\b(?:i|we) (?:actually )?mean(?:t)?\b|\bshould have (?:said|written|been)\b|\bnot (?:the )?@\d+\b.*\b(?:it was|but)\b|\bcorrection\b|\btypo\b")
SCRAP = re.compile(r"\b(?:scrap|forget|ignore|strike|disregard|undo|cancel|take (?:that|it) back)\b(?: (?:that|it|what i said|my last|the last|all that))?")
NEW = re.compile(r"\b(?:(?:brand |completely |entirely |totally )?new|another|separate|unrelated|fresh|different|second|next) (?:\w+ )?(?:problem|issue|bug|question|one|thing|fault|query|matter|topic|incident|ticket|case)\b|\bseparately\b|\bstart(?:ing)? (?:again|over|afresh|from scratch)\b|\bsomething else\b|\bchang\w+ (?:the )?subject\b")
OTHERS_NEW = re.compile(r"\b(?:new|another|separate|different|second|next) (?:ticket|case|question|incident)\b|\bnot (?:a )?(?:new|another|separate)\b")
SOLVED = re.compile(r"\b(?:(?:that|it|this|that one|this one|the (?:\w+ )?(?:problem|issue|bug|thing))(?: one)? (?:is|has been|got|was|are|has) (?:now |all |finally |already )*(?:sorted|fixed|resolved|solved|done|working|gone|over|closed)|(?:we|i|they|he|she|@\d+) (?:have |has |had |just |finally |actually |already |managed to |now )*(?:fixed|solved|resolved|sorted|cracked|fix|solve|resolve|sort) (?:it|that|this|the)|(?:all )?sorted (?:now|thanks|cheers)|problem solved|never ?mind|no longer (?:a problem|stuck|an issue)|works (?:now|again)|is back (?:up|to normal))")
CAN_NOT = re.compile(r"\b(?:can|could) not (?:\w+ ){0,2}?(?:resolve|fix|solve|work|answer|figure|sort|get|crack|find|see|understand|make|do)|\b(?:un|not )able to (?:resolve|fix|solve|work|answer|figure|sort|get|crack)|\bstuck\b|\bbeaten\b|\bstumped\b|\bbaffled\b|\bat a loss\b|\bout of ideas\b|\bhit a (?:brick )?wall\b|\bthrown? in the towel\b|\btried everything\b|\bno idea\b|\bgiven? up\b|\bdefeated us\b|\bnone of (?:us|my|our|the)\b|\bnobody (?:in|on|among|here|around)\b|\bgot us beaten\b|\bgetting nowhere\b|\bwits'? end\b|\bdrawn? a blank\b")

TOLD = r"(?:told|tells|tell|telling|instructed|instructs|instruct|asked|asks|directed|directs|advised|advises|ordered|requested|requests|said|says|say|saying|want|wants|wanted|recommended|recommends|insists?|insisted|reckons?|suggested|suggests|decided|signed off|agreed|approved|pointed|sent)"
ESCALATE = r"(?:e?scalat\w*|esclat\w*|rais\w*|tak(?:e|ing)|pass\w*|hand\w*|go(?:ing)?|send\w*|bring\w*|log\w*|refer\w*|report\w*|contact\w*|speak|get|put|hit up|open|mov\w*|kick\w*|punt\w*|bump\w*|push\w*)"
INSTRUCTED = re.compile(rf"@(?P<who>\d+)\b(?P<between>[^@]{{0,60}}?)\b(?P<told>{TOLD})\b(?P<whom>(?: (?:me|us|you|my team|our team|them|that|it|this|i|we|explicitly|again|all))*)(?P<rest>.*)$")
TOLD_BY = re.compile(r"\b(?P<told>told|instructed|asked|directed|advised|ordered|requested|sent|referred|pointed)\b(?P<between>(?: \w+){0,3}?) by (?:\w+ ){0,5}?@(?P<who>\d+)(?P<rest>.*)$")
AS_TOLD = re.compile(r"\b(?:on|under|per|following|at|with|due to|as)(?: (?:the|per|a))?(?: (?:instruction|instructions|orders|advice|request|say-so|word|behest|direction))?(?: (?:of|from|by))? @(?P<who>\d+)(?:'s)? (?:instruction|instructions|orders|advice|request|say-so|say so|direction|direct|behest)\w*(?P<rest>.*)$|\b(?:on|following|under|at|with) (?:the )?(?:instruction|instructions|orders|advice|request|say-so|direction|behest) (?:of|from|by) @(?P<by>\d+)(?P<by_rest>.*)$")
UNSAID = re.compile(r"@(?P<who>\d+)\b[^@]{0,40}?\b(?:(?:did|do|does|have|has|had) not|never) (?:\w+ )?(?:actually |really )?(?:say|said|tell|told|instruct|instructed|ask|asked|mention|mentioned|approve|approved|sign|agreed|said|request|requested)")
NOBODY_TOLD = re.compile(r"\b(?:nobody|none)(?: (?:on|in|at|from|of))? @(?P<who>\d+)\b[^@]{0,30}?\b(?:told|instructed|asked|said)|\bnot @(?P<not>\d+)|\bnothing from @(?P<nothing>\d+)|\bno (?:word|instruction|instructions|request) from @(?P<none>\d+)|\bwithout @(?P<without>\d+)(?:'s)? (?:telling|instruct|asking|say)")

INCIDENT_WORD = r"(?:incidents?|outage|sev ?\d|p1|major problem|emergency|crisis)"
NO_INCIDENT = re.compile(
    rf"\bno (?:\w+ ){{0,2}}{INCIDENT_WORD}|\b(?:not|never)\b[^.@]{{0,40}}\b{INCIDENT_WORD}|\b{INCIDENT_WORD}\b[^.]{{0,25}}\b(?:over|closed|resolved|finished|ended|done|stood down|wrapped up|behind us|fixed|called off|false alarm)\b|\b{INCIDENT_WORD} (?:is|are|was) not\b|\bwithout (?:an? )?{INCIDENT_WORD}|\b(?:nothing|none) (?:is )?(?:ongoing|going on|live|on fire)\b"
)
INCIDENT = re.compile(
    rf"\b(?:ongoing|on-going|live|current|active|open|major|running|big|declared|this|the|today's|same|big)\s+(?:\w+ ){{0,2}}{INCIDENT_WORD}|\b{INCIDENT_WORD}\b[^.]{{0,30}}\b(?:ongoing|going on|on-going|under way|underway|in progress|live|happening|right now|still|open|running|declared|started|on fire|on\b)|\b(?:part of|related to|connected (?:to|with)|linked to|because of|during|in the middle of|mid|to do with|caused by|tied to|for|in|having|got|have|there is|declared|due to|amid|is)\s+(?:an? |the |this )?(?:\w+ ){{0,2}}{INCIDENT_WORD}|\bis (?:an? |now an? )?{INCIDENT_WORD}"
)
GENERIC_CASE = re.compile(r"\b(?:an?|any) (?:issue|problem|ticket)(?: that| which)?(?: is|'s|s)? (?:related|connected|linked|part)|\bwhat (?:is|counts as) an? |\bwhat if\b|\bin an? |\bduring an? |\bin incidents\b|\bduring incidents\b|\bfor incidents\b")
POINTING = re.compile(r"\b(?:that|those|this|these|the same|them|him|her|it)(?: (?:team|lot|people|one|person|guys))?\b")
PRONOUN = re.compile(r"\b(?:he|she|they|them|her|him|that one|that person|the same person)\b")
PRONOUN_SUBJECT = re.compile(rf"^(?:(?:and|but|so|then|well|though|sadly|unfortunately|ok|now|both of|yeah|yes|no) )*(?P<who>he|she|they|neither(?: of them)?|both(?: of them)?|none of them)\b(?: (?:both|also|too|either|all))?")
THAT_DONE = re.compile(rf"^(?:(?:ok|okay|right|yeah|yes|yep|well|and|so|sorry|already|i|we|have|had|just|now|been there|cool|thanks|also|good|great|grand|fine|all) )*(?:tried|done|did|asked|been|spoke|spoken|talked)(?: (?:it|that|this|so|them|him|her|to|with|there|already|now|too|just now|step|one))*(?: (?:{SHORT_FAIL}))?$")
RANKS = re.compile(r"\bthe (?P<first>first|last)(?: (?P<count>one|two|three|four|five|2|3|4|5))?(?: (?:steps?|people|of them|levels?|names?|ones?|on the list|rungs?))?\b")
SINGLE_RANK = re.compile(r"\b(?:the |number |step |level |person )(?P<rank>second|third|fourth|fifth|one|two|three|four|five|1|2|3|4|5)(?: (?:step|person|one|level|name|rung))?\b")
EVERYBODY = re.compile(r"\b(?:every(?:one|body)(?: (?:on|in) (?:the|that) (?:list|chain|order|ladder))?|all (?:of them|three|four|five|six|the steps|of those|the people|the names)|the (?:whole|entire|full) (?:lot|list|chain|order|ladder)|the lot)\b")
COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "second": 2, "third": 3, "fourth": 4, "fifth": 5, **{str(n): n for n in range(1, 6)}}


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause in plain words, names as ``@n``; ``asserted`` is False in questions, suppositions and others' affairs."""

    text: str
    words: str
    asserted: bool
    supposed: bool
    third: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    mentions: tuple[Mention, ...]
    sentences: tuple[tuple[_Clause, ...], ...]


def read_claims(turn: str, names: Names, context: Context) -> tuple[Claim, ...]:
    """What a turn claims, in the order in which it says so."""
    read = _read(own_words(turn), names)
    claims: list[Claim] = []
    named = context.named
    last: list[str] = []
    for sentence in read.sentences:
        for clause in sentence:
            found = list(_clause_claims(clause, read.mentions, context, names, last or ([context.due] if context.due else [])))
            claims += found
            here = [read.mentions[int(n)].name for n in re.findall(r"@(\d+)", clause.text)]
            last = here or [c.who for c in found if c.who] or last
        claims += _sentence_claims(sentence, read.mentions, names, context, last, named)
    return _settled(claims, context)


def own_words(turn: str) -> str:
    """The person's own words: without code, quotations and lines put into somebody else's mouth."""
    text = TAGS.sub(" ", FENCE.sub(" ", turn))
    text = NOTE.sub(" ", text)
    text = SCRIPTED.sub(" ", text)
    text = SPEAKER.sub(" ", text)
    return QUOTED.sub(lambda m: " " if len(m.group().split()) >= 3 else m.group(), text)


def plain(text: str) -> str:
    """Folded words with contractions written out."""
    text = fold(text)
    for short, long in CONTRACTIONS:
        text = re.sub(short, lambda m, long=long: m.expand(long) if "\\" not in long or m.group(1) else "i have", text)
    return text


def _read(text: str, names: Names) -> _Turn:
    mentions = names.find(text)
    marked, position = "", 0
    for number, mention in enumerate(mentions):
        marked += text[position : mention.start] + f"@{number}"
        position = mention.end
    marked += text[position:]
    return _Turn(mentions, tuple(_clauses(sentence) for sentence in SENTENCE.split(marked) if sentence and sentence.strip()))


def _clauses(sentence: str) -> tuple[_Clause, ...]:
    asks = sentence.rstrip().endswith("?")
    text = plain(sentence).rstrip("?!. ")
    clauses: list[_Clause] = []
    supposed = questioned = third = False
    for part in CLAUSE.split(text):
        part = " ".join((part or "").split())
        if not part:
            continue
        supposed = supposed or bool(HYPOTHESIS.search(part))
        questioned = bool(QUESTION.search(part)) or (questioned and asks and not re.match(WE, part))
        third = third or bool(THIRD.search(part))
        clauses.append(_Clause(part, sentence.strip(), not (supposed or questioned or third), supposed, third))
    return tuple(clauses)


def _who(text: str, mentions: Sequence[Mention], context: Context, last: Sequence[str]) -> list[str]:
    """Whom some words stand for: names, places in the order, or those spoken of before."""
    named = [mentions[int(n)].name for n in re.findall(r"@(\d+)", text)]
    if named:
        return named
    if EVERYBODY.search(text):
        return list(context.steps)
    ranks = RANKS.search(text)
    if ranks and context.steps:
        count = COUNTS.get(ranks["count"] or "one", 1)
        return list(context.steps[:count] if ranks["first"] == "first" else context.steps[-count:])
    single = SINGLE_RANK.search(text)
    if single and context.steps and COUNTS[single["rank"]] <= len(context.steps):
        return [context.steps[COUNTS[single["rank"]] - 1]]
    return list(last) if PRONOUN.search(text) else []


def _clause_claims(
    clause: _Clause, mentions: Sequence[Mention], context: Context, names: Names, last: Sequence[str]
) -> Iterator[Claim]:
    text = clause.text
    if clause.third or clause.supposed:
        return
    if SOLVED.search(text) and clause.asserted and not NEGATED.search(text[: SOLVED.search(text).end()]):  # type: ignore[union-attr]
        yield Claim(ClaimKind.RESOLVED, clause.words)
    if NEW.search(text) and not OTHERS_NEW.search(text):
        yield Claim(ClaimKind.NEW_PROBLEM, clause.words)
    if not clause.asserted:
        return
    if CAN_NOT.search(text) and not re.search(r"@\d+", text):
        yield Claim(ClaimKind.STUCK, clause.words)
    if WAIT.search(text):
        for who in _who(text, mentions, context, last):
            yield Claim(ClaimKind.WAITING, clause.words, who)
        return
    if INSTRUCTED.search(text) and re.search(rf"\b(?:to|should|need to|must)\b.*\b{ESCALATE}", text):
        yield from _failing_subject(text.split(" told ")[0], clause, mentions, context, last)
        return
    asked = _asked(text)
    if asked:
        before, after = asked
        who = _who(after, mentions, context, last)
        if COULD_HAVE.search(before) or re.search(r"\b(?:was|were|been|am|be|got) (?:\w+ )?$", before) and not re.search(r"\bto be\b", before) and not re.search(r"@\d", before):
            return
        kind = ClaimKind.NOT_CONSULTED if NEGATED.search(before) else ClaimKind.CONSULTED
        if re.match(r"(?:any(?:one|body)|a soul|nobody|none)\b(?! else)", after.strip()) and (kind is ClaimKind.NOT_CONSULTED or after.strip().startswith(("nobody", "none"))):
            for step in context.steps:
                yield Claim(ClaimKind.NOT_CONSULTED, clause.words, step)
            return
        if PLAN.search(before) and kind is ClaimKind.CONSULTED:
            return
        for each in who:
            yield Claim(kind, clause.words, each)
        if who:
            yield from _failing_subject(before, clause, mentions, context, last) if re.search(r"@\d", before) and FAILED and re.search(FAILED, before) else ()
            return
    yield from _failing_subject(text, clause, mentions, context, last)


def _asked(text: str) -> tuple[str, str] | None:
    """The words before and after a past "asked", said of ourselves or without a subject."""
    for found in re.finditer(rf"\b{ASKED}\b", text):
        before = text[: found.start()]
        subject = re.sub(r"@\d+", "", before)
        ours = re.search(rf"\b{WE}\b|\b(?:nobody|none|has (?:actually |already |now )?been|have (?:actually |already |now )?been)\b", before)
        elided = not re.search(r"\b(?:he|she|they|you|who|which|it|that|this|someone|somebody|anyone)\b|@\d", subject if not ours else "") and not re.search(r"@\d", before)
        if ours or elided:
            return before, text[found.end() :]
    return None


def _failing_subject(
    text: str, clause: _Clause, mentions: Sequence[Mention], context: Context, last: Sequence[str]
) -> Iterator[Claim]:
    """ "@0 could not help", "neither @0 nor @1 has an idea", "she is stumped too", "same story with @0", "no joy from @0"."""
    failed = re.search(FAILED, text)
    looked = re.search(LOOKED, text)
    first = re.search(r"@\d+", text)
    verb = failed or looked
    if first and verb and first.start() < verb.start():
        subject = text[: verb.start()]
        if PLAN.search(subject) or (not failed and NEGATED.search(subject)) or re.search(rf"\b{BASE}\b[^@]*@\d+[^@]*$", subject):
            if not failed and NEGATED.search(subject):
                for who in _who(subject, mentions, context, last):
                    yield Claim(ClaimKind.NOT_CONSULTED, clause.words, who)
            return
        for who in _who(subject, mentions, context, last):
            yield Claim(ClaimKind.CONSULTED, clause.words, who)
    elif re.search(rf"\b(?:{SHORT_FAIL}|same story|same (?:again|result|answer|thing|outcome)|ditto|likewise|nowhere)\b(?: \w+){{0,3}}? (?:with|from|for|at|on)\b.*@\d", text) and not PLAN.search(text):
        for who in _who(text, mentions, context, last):
            yield Claim(ClaimKind.CONSULTED, clause.words, who)
    elif re.fullmatch(rf"(?:(?:and|both|the|our|my|also|now|neither|nor|or|then|so|ok|well|too|@\d+|,)\s*)*@\d+(?: (?:too|as well|also|now|both|either|is|are|was|were|has|have|just|all|completely|equally|totally|already))* (?:{SHORT_FAIL}|done|tried|tick|checked)(?: (?:too|as well|either|also|now|already|by this))*", text):
        for who in _who(text, mentions, context, last):
            yield Claim(ClaimKind.CONSULTED, clause.words, who)
    elif not first and verb and last:
        pronoun = PRONOUN_SUBJECT.match(text)
        if pronoun and not PLAN.search(text[: verb.start()]) and (failed or not NEGATED.search(text)):
            for who in last:
                yield Claim(ClaimKind.CONSULTED, clause.words, who)
    elif not first and context.due and THAT_DONE.match(text):
        yield Claim(ClaimKind.CONSULTED, clause.words, context.due)


def _sentence_claims(
    sentence: tuple[_Clause, ...], mentions: Sequence[Mention], names: Names, context: Context, last: Sequence[str], named: str | None
) -> Iterator[Claim]:
    """Claims that span clauses: who instructed whom to escalate, and whether an incident is going on."""
    whole = ", ".join(clause.text for clause in sentence)
    told = [c for c in sentence if not c.supposed and not (c.third and not INCIDENT.search(c.text))]
    words = sentence[0].words if sentence else ""
    asserted = [c for c in sentence if c.asserted]
    if asserted or not whole:
        yield from _instructions(", ".join(c.text for c in told), words, mentions, last, named)
    text = ", ".join(c.text for c in told)
    if NO_INCIDENT.search(text):
        yield Claim(ClaimKind.NO_INCIDENT, words)
    elif asserted and INCIDENT.search(", ".join(c.text for c in asserted)) and not GENERIC_CASE.search(text):
        yield Claim(ClaimKind.INCIDENT, words)
    if BACK.search(whole) and context.consulted:
        meant = [mentions[int(n)].name for n in re.findall(r"@(\d+)", whole)]
        wrong = context.consulted[-1]
        right = [name for name in meant if name != wrong]
        if right and not any(re.search(rf"\b{ASKED}\b", c.text) for c in sentence):
            yield Claim(ClaimKind.NOT_CONSULTED, words, wrong)
            yield Claim(ClaimKind.CONSULTED, words, right[0])


def _instructions(
    text: str, words: str, mentions: Sequence[Mention], last: Sequence[str], named: str | None
) -> Iterator[Claim]:
    denied = NOBODY_TOLD.search(text)
    if denied:
        number = next(value for value in denied.groupdict().values() if value)
        yield Claim(ClaimKind.NOT_INSTRUCTED, words, mentions[int(number)].name)
        if not re.search(r"\bnot @\d+", text):
            return
    unsaid = UNSAID.search(text)
    if unsaid:
        yield Claim(ClaimKind.NOT_INSTRUCTED, words, mentions[int(unsaid["who"])].name)
        return
    for found in (INSTRUCTED.search(text), TOLD_BY.search(text), AS_TOLD.search(text)):
        if not found:
            continue
        groups = found.groupdict()
        who = mentions[int(groups.get("who") or groups.get("by") or 0)].name
        rest = groups.get("rest") or groups.get("by_rest") or ""
        between = f"{text[: found.start()][-40:] if 'told' in groups and found.re is TOLD_BY else ''} {groups.get('between') or ''}"
        if re.search(r"\b(?:will|might|may|would|could|should|yet to|going to|whether|let (?:me|us) know)\b", between + " " + rest[:40]) and not re.search(r"\bthat (?:i|we) should\b|^ ?(?:i|we) should\b|should (?:escalat|rais|tak|go)", rest):
            return
        if re.search(r"\bnot\b|\bnever\b", between) or re.match(r"\s*(?:\w+ ){0,2}not\b", rest):
            yield Claim(ClaimKind.NOT_INSTRUCTED, words, who)
            return
        if not re.search(rf"\b{ESCALATE}\b", rest) and found.re is not AS_TOLD:
            continue
        if denied and re.search(r"\bnot @\d+", text):
            return
        yield Claim(ClaimKind.INSTRUCTED, words, who, _target(rest, who, mentions, last, named))
        return


def _target(rest: str, who: str, mentions: Sequence[Mention], last: Sequence[str], named: str | None) -> str | None:
    others = [mentions[int(n)].name for n in re.findall(r"@(\d+)", rest) if mentions[int(n)].name != who]
    if others:
        return others[-1]
    pointed = re.search(r"\b(?:to|with) (?:that|those|this|the same|them|him|her)\b", rest)
    return named if pointed else None


def _settled(claims: Sequence[Claim], context: Context) -> tuple[Claim, ...]:
    """What remains once a turn is heard to its end: waiting for somebody is not having got nowhere with them."""
    waiting = {claim.who for claim in claims if claim.kind is ClaimKind.WAITING}
    kept = [c for c in claims if not (c.kind is ClaimKind.CONSULTED and c.who in waiting)]
    return tuple(dict.fromkeys(replace(claim) for claim in kept))
