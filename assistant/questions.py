"""What a turn asks for, besides what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.claims import Claim, ClaimKind, about, own_words
from assistant.claims.slips import corrected
from assistant.names import Mention, Names
from assistant.wants import WITHIN
from assistant.words import fold, tokens


class Ask(StrEnum):
    """What is asked for."""

    NEXT = "next"  # whom to escalate to now
    ORDER = "order"  # the whole order
    AFTER = "after"  # who comes after a step, or at a place in the order
    TICKET = "ticket"  # whether to raise one
    QUEUE = "queue"  # where it goes
    CHANNEL = "channel"  # where to reach somebody
    DUTIES = "duties"  # what a team does
    ROSTER = "roster"  # which teams there are
    WHY = "why"
    GREETING = "greeting"
    THANKS = "thanks"
    NOTHING = "nothing"  # no words at all


WE = r"(?:we|i|they)"
WHOEVER = r"(?:he|she|they|that|it|both|neither|none|the|our|my)"
ASKS: Mapping[Ask, tuple[str, ...]] = {
    Ask.NEXT: (
        r"\bwho(?:'s|m)?\b[^?]{0,60}\b(?:next|escalat\w*|(?:now|first|left)\W*$|(?:now|first|left)\s*[?.,])",
        r"\bwho(?:m)?\b[^?]{0,60}\b(?:turn to|go to|(?:take|bring) (?:it|this|that|the \w+) to)\b",
        rf"\b(?:what|where|who)(?:'s| is| do| should| can)?(?: {WE}| to)?(?: (?:do|go|turn))? now\b",
        r"\bnow what\b|\band now\b|\bwhat(?:'s| is) next\b|\bnext\s*\?|\b(?:what|where) next\b",
        r"^\W*(?:who )?next\W*$",
        r"\bn(?:e?xt) (?:step|person|one|up|stop|rung|in line|victim)\b|\bwho nxt\b"
        r"|\bget called next\b|\bwho should (?:it|this) go to\b",
        r"\b(?:escalat\w*|take (?:it|this)|go|skip|jump|bypass|leapfrog)\b[^?.]{0,60}"
        r"\b(?:straight|right|directly|up|instead|past|over|ahead)\b",
        r"\b(?:straight|right|directly) to\b|\bto the top\b",
        rf"\b(?:can|could|may|should|shall|do|must) {WE}\b[^?.]{{0,40}}\b(?:escalat\w*|skip|bother with|move on|jump)",
        rf"\bwho (?:do|should|can|must|shall|would) {WE} (?:\w+ ){{0,2}}"
        r"(?:ask|try|see|speak to|talk to|contact|call|bother|approach)"
        r"\s*(?:\?|$|now|next|first|about it|about this|for help)",
        r"\bwho(?:m)?\s*\?\s*$|^\W*(?:so |and |ok,? |right,? )*who\W*$",
        r"\bwho (?:first|then|now|else|comes next|is it now|is it)\b|\bwho(?:'s| is) up\b",
        rf"\bwho (?:was|am|is|are|were) {WE} (?:meant|supposed|going|to)\b[^?]{{0,30}}"
        r"\b(?:ask|see|try|speak|talk|go|contact|call|ring)\b",
        r"\b(?:nobody|no one|anyone|anybody|someone|somebody|who(?:'s| is)?) (?:else )?left\b",
        r"\b(?:someone|somebody) else\s*\?|\bescalate (?:it|this|that) to\b[^.]*\?",
        r"\bwho(?:'s| is| comes| goes) first\b",
        rf"\bwho(?:m)? (?:do|should|can|must|shall|would) {WE} (?:hand|pass|refer) \w+ (?:on |over |up )?to\b",
        r"\b(?:first|next) (?:in line|port of call|stop|contact|rung)\b|\bwhose door\b",
        r"\bescalate (?:it |this |that )?to\W*(?:whom?\b|$|\?)",
        r"\b(?:where|whom?)\b[^?.]{0,25}\b(?:take|bring|escalate|send|go with|turn with) (?:it|this|that)\b(?! from)",
        rf"\bwhere (?:do|should|can|must|would|could|shall) {WE} (?:turn|go)\b\W*(?:now|next|from here|with it|$|\?)",
        r"\bwhere (?:does|should|would|can) (?:it|this) go\b\W*(?:now|next|after|from)",
    ),
    Ask.ORDER: (
        r"\b(?:what|which|full|whole|right|correct|documented|entire)\b[^?.]{0,30}"
        r"\b(?:order|chain|sequence|ladder|path|route)\b",
        r"\border (?:of|for) (?:people|escalat\w*|contact\w*)|\bchain (?:altogether|of)\b",
        r"\bhow many (?:people|steps|levels|names|rungs|stages|tiers)\b",
        r"\bescalation (?:order|path|chain|ladder|route|process|steps|list|sequence)\b",
        r"\bwho (?:all )?is (?:in|on) (?:the|that) (?:chain|list|ladder|order)",
        r"\b(?:which|what) rule\b|\b(?:how come|why)\b[^?.]{0,40}\b(?:first|before|order)\b",
    ),
    Ask.AFTER: (
        r"\b(?:who|what)(?:'s| is| comes| would be| do we| do i)?\b[^?.]{0,50}"
        r"(?<!look )(?<!looks )(?<!looking )(?<!looked )\b(?:after|before|follow\w*|beyond|above)\b",
        r"(?:^|[.?!,;:] )\W*(?:(?:and|or|so|but|ok|what|the|who(?:'s| is)?) )*(?:second|third|fourth|fifth|last)"
        r"(?: (?:one|rung|step|level|person|name))?\W*$",
        rf"\b(?:what|and|but) if {WHOEVER}\b[^?]{{0,40}}"
        r"(?:n't|\b(?:not|cannot|fails?|stuck|stumped|no (?:idea|help|luck|clue|use|good)))\b",
        r"\b(?:who|what)(?:'s| is| comes| would be| do we| do i)?\b[^?.]{0,30}"
        r"\b(?:second|third|fourth|fifth|last|final)\b",
        r"\bcomes? (?:straight |right |just |directly )?(?:after|before)\b|^\W*(?:and )?then\W*$|^\W*and then\b",
        r"^\W*(?:but |and |ok(?:ay)? )?what if (?:he|she|they|that person|nobody)\b",
        r"\bwhom? (?:does|do|would|should|can|might) (?!we\b|i\b|you\b|they\b)[^?.]{3,40}"
        r"\b(?:escalate|go|turn|report|(?:take|pass|hand) (?:it|this))(?: \w+)? to\b",
        r"\bafter (?:that|him|her|them)\b|\b(?:final|last) escalation\b",
        r"(?:^|[.?!,;:] )\W*(?:and |so )?(?:what|who)(?:'?s| is)?(?: at| on)? (?:the )?"
        r"(?:step|number|level|rung) [1-9]\b",
    ),
    Ask.QUEUE: (
        r"\b(?:which|what|wot|right|correct)\b[^?.]{0,40}\b(?:queues?|groups?|category|project|board)\b",
        r"\bqueue(?:'s)? (?:name|called|is)\b|\bname of the queue\b|\bqueue\b[^?.]{0,50}\?",
        r"\bqueue\W*(?:pls|please|plz)?\W*$",
        r"\b(?:where|who|which)\b[^?.]{0,60}\btickets?\b",
        r"\btickets?\b[^?.]{0,60}\b(?:to whom|where|who gets|go to|reassign|pass|assign)\b",
        r"\bwhere (?:does|do|should|would|shall) (?:the|this|that|i|we|it|my) ?(?:\w+ )?"
        r"(?:ticket|it|log|raise|send|land|go|put)",
        rf"\bwho gets it\b|\bwho do {WE} pass\b|\bassigned? (?:it |this |them )?to\b|\breassign\w*",
        r"\btriage (?:it |this )?to\b",
    ),
    Ask.TICKET: (
        r"\b(?:raise|open|log|create|file|submit|need|bother with|bung|put|raising|require|want|write|make)\b"
        r"[^?.]{0,40}\btickets?\b",
        r"\b(?:log|report|raise|record) (?:it|this|that) (?:formally|officially)\b|\b(?:that|the|a) ticket\W*\?",
        r"\bticket(?: \w+)?\W*\?|\bticket or (?:not|no)\b",
        rf"\b(?:should|do|must|shall) {WE} (?:still )?(?:have to |need to )?(?:log|raise|open|file)\b",
        r"\braise (?:it|one)\b|\blog (?:it|this|that|one)\W*(?:\?|$)|\btickets?,? or\b|\bticket\b[^?.]{0,20}\bapply\b",
        r"\b(?:anything|something)\b[^?.]{0,20}\b(?:raise|log|file|record)\b",
        r"\b(?:need|have|got|ought|supposed) to (?:log|raise|report|file) (?:anything|something|it|this|one)\b",
        r"\bwhat is the ticket for\b|\bwhy\b[^?.]{0,30}\bticket\b|\bticket (?:needed|required|only|today)\b",
    ),
    Ask.CHANNEL: (
        r"\b(?:slack|channel|chat room)\b|\bcontact details?\b",
        rf"\b(?:how|where) (?:do|can|would|should) {WE} "
        r"(?:reach|contact|get hold of|get in touch with|find|message|ping|talk to|speak to|post)\b",
    ),
    Ask.DUTIES: (
        r"\bwhat(?:s|['’]s| does| do| is| are| all| else| would| can| things| kind| sort| stuff)\b[^?.]{0,80}"
        r"\b(?:do|does|responsible for|looks? after|handle|in charge of|there for|for|cover|own|remit|supposed to do"
        r"|help with|deal with|good for|get up to|good at)"
        r"\s*(?:\?|$|\.|please|pls|exactly|all day|then|anyway|,)",
        r"\beverything\b[^?.]{0,60}\b(?:does|do|responsible|looks? after|handles?)\b|\ball the things\b",
        r"\btell me about\b",
        r"\bwhat(?:'s| are)\b[^?.]{0,80}\b(?:for|duties|responsibilities|jobs|tasks)\b\s*(?:then\s*)?(?:\?|$)",
        r"\b(?:duties|responsibilities|remit) of\b",
    ),
    Ask.ROSTER: (
        r"\b(?:which|what|list|all|how many)\b[^?.]{0,20}\b(?:teams|groups|communities|desks|squads)\b[^?.]{0,60}"
        r"\b(?:are|is|there|listed|exist|help|mentioned|available)\b",
        r"\b(?:places|people) to (?:get|ask for) help\b|\blist (?:of )?(?:all )?(?:the )?teams\b",
        r"\bwho can help\b\s*\?",
    ),
    Ask.WHY: (
        r"^\W*(?:but |and )?why (?:them|him|her|that|this|those|that one|is that|so|not)\W*$",
        r"^\W*(?:but |and )?(?:why|how come|are you sure|really|says who|who says|how do you know)\W*$",
        r"^\W*(?:but |and )?(?:source|sure|is that right|you sure)\W*$",
        r"^\W*where does it say (?:that|so)\W*$",
        r"^\W*(?:but |and |so )?(?:why|how come)(?: is it| is that| not)? (?:that|this|him|her|them|those|it)"
        r"(?: one| team| queue| person| channel| step| order)?\W*$",
        r"^\W*(?:but |and |so )?why (?:do|should|must|can(?:no|['’])?t) (?:i|we) "
        r"(?:ask|go to|start with|talk to|do that|use that)\b[^?]{0,30}\W*$",
    ),
    Ask.GREETING: (
        r"^\W*(?:hi|hello|hey|hiya|(?:good )?(?:morning|afternoon|evening)|good day|greetings|yo|howdy|alright)\b",
    ),
    Ask.THANKS: (
        r"^\W*(?:thanks?|thank you|ta|cheers|great|perfect|brilliant|lovely|ok(?:ay)?)\b",
        r"^\W*(?:bye|goodbye|nice one|much appreciated)\b",
        r"^\W*(?:that's (?:all|everything|it|me)|awesome|super|good ?night)\b",
    ),
}
COMPILED = {
    ask: re.compile("|".join(patterns).replace("[^?.]", WITHIN), re.IGNORECASE) for ask, patterns in ASKS.items()
}
PLEASANTRY = frozenset(
    """
    hi hello hey hiya morning good afternoon evening day there all everyone team thanks thank you ta cheers very
    much great perfect brilliant lovely ok okay bye goodbye that's that everything me sorted have a nice one
    hope you're keeping well you are i'm fine today for your the help it is all so again then now much
    appreciated awesome super night weekend and to how doing alright folks mate greetings yo howdy please just
    been helpful my friend that'll be will do
    """.split()
)
STOP = frozenset(
    """
    a an and any are as at be been but by can could did do does doing for from get gets getting go going got had
    has have having he her here him his how i if in into is it its just know let like lot make me might mine
    much must my need no not now of on once one only or other our ours out over own please really right said
    same say see shall she should so some someone somebody something still such sure tell than that the their
    them then there these they thing things think this those though to too told try up us use used very want was
    way we well were what when where which while who whom whose why will with without would yes yet you your
    also about after again all am because before being between both down during each few further further more
    most off than through under until anyone anybody anything everyone everything nobody nothing none else ever
    even never always maybe perhaps actually basically please thanks hi hello hey sorry okay ok bit wot whats
    who's what's where's it's i'm i've we've we're don't doesn't isn't aren't can't couldn't won't wouldn't
    there's that's you're they're i'd we'd he's she's haven't hasn't hadn't wasn't weren't didn't shouldn't
    gonna wanna cant dont im ive quick question quickly main pls plz thx cheers cool lol tbh btw um er ah oh hmm yeah
    yep yup nope whos
    """.split()
)


MANNER = re.compile(  # in which it is to be told
    r",? in (?:(?:a|one|two|three|other|plain|simple|short) )?"
    r"(?:lines?|words?|sentences?|nutshell|english|terms|brief)\b|,? in short\b|,? quick (?:rundown|summary)\b",
    re.IGNORECASE,
)
ASKING_WORD = re.compile(r"\b(?:who|whom|whose|where|what|which|how|when|why)\b", re.IGNORECASE)
MISSING_APOSTROPHE = re.compile(r"\b(who|what|where|that)(s|d|ll)\b")
LOGIN = re.compile(r"\blog(?:ging|ged|s)? (?:in|on|out|off)(?:to)?\b")
WORD = re.compile(r"(?<![\w'])[a-z]{5,}(?![\w'])")
CONTRACTED = re.compile(r"\b\w+n't\b|'(?:s|ve|re|ll|d|m)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A turn as asked: ``text`` as sent, ``words`` the person's own part of it, ``about`` with what they quote, and
    ``content`` its content words."""

    text: str
    words: str
    about: str
    asks: frozenset[Ask]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    content: tuple[str, ...]

    def claims_of(self, *kinds: ClaimKind) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.kind in kinds)

    @property
    def inquires(self) -> bool:
        """Is anything asked, by a question mark or by a word that asks?"""
        return "?" in self.words or bool(ASKING_WORD.search(self.words))

    @property
    def named(self) -> tuple[str, ...]:
        """The names that it speaks of for certain."""
        return tuple(dict.fromkeys(mention.name for mention in self.mentions if len(mention.names) == 1))


def read_question(text: str, claims: Sequence[Claim], names: Names) -> Question:
    """What a turn asks for. Its own words are read: not what it quotes or puts into another's mouth."""
    words = " ".join(own_words(text).split()) or text
    plain = fold(words)
    legible = LOGIN.sub("login", MISSING_APOSTROPHE.sub(r"\1'\2", MANNER.sub(" ", plain)))
    legible = WORD.sub(lambda found: corrected(found.group()), legible)
    asks = {ask for ask, pattern in COMPILED.items() if pattern.search(legible)}
    spoken = [token.folded for token in tokens(plain)]
    if asks & {Ask.GREETING, Ask.THANKS} and not set(spoken) <= PLEASANTRY | {"s", "m"}:
        asks -= {Ask.GREETING, Ask.THANKS}
    if not spoken:
        asks = {Ask.NOTHING}
    return Question(
        text,
        words,
        " ".join(about(text).split()) or text,
        frozenset(asks),
        names.find(words),
        tuple(claims),
        content_words(words),
    )


def content_words(text: str) -> tuple[str, ...]:
    """The folded words of a text that say what it is about, in order, each once."""
    plain = CONTRACTED.sub(" ", fold(text))
    return tuple(dict.fromkeys(t.folded for t in tokens(plain) if t.folded not in STOP and len(t.folded) > 1))
