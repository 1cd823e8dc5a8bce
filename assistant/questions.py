"""What a turn asks for, besides what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.claims import Claim, ClaimKind, own_words
from assistant.names import Mention, Names
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


PATTERNS: tuple[tuple[Ask, str], ...] = (
    (Ask.NEXT, r"\bwho(?:'s| is| are| do| should| can| would|m)?\b[^?]{0,60}\b(?:next|escalat\w*|now|first|left|turn to|take (?:it|this|that|the \w+) to|go to|bring (?:it|this) to)\b"),
    (Ask.NEXT, r"\b(?:what|where|who)(?:'s| is| do| should| can)?(?: (?:we|i|they|to))?(?: (?:do|go|turn))? now\b|\bnow what\b|\band now\b|\bwhat(?:'s| is) next\b|\bnext\s*\?|\bnext (?:step|person|one|up|stop|rung|in line)\b|^\W*(?:who )?next\W*$|\bwhat next\b|\bwhere next\b"),
    (Ask.NEXT, r"\b(?:escalat\w*|take (?:it|this)|go|skip|straight|jump|bypass|leapfrog)\b[^?.]{0,60}\b(?:straight|right|directly|up|to the top|instead|past|over|ahead|skip)\b|\b(?:can|could|may|should|shall|do|must) (?:i|we|they)\b[^?.]{0,40}\b(?:escalat\w*|skip|bother with|move on|jump|go (?:straight|right|directly))"),
    (Ask.NEXT, r"\bwho (?:do|should|can|must|shall|would) (?:we|i|they) (?:\w+ ){0,2}(?:escalat\w*|ask|go to|turn to|try|see|speak to|talk to|contact|call|bother|approach)\s*(?:\?|$|now|next|first|about it|about this|for help)"),
    (Ask.NEXT, r"\bwho(?:m)?\s*\?\s*$|^\W*(?:so |and |ok,? |right,? )*who\W*$|\bwho (?:first|then|now|else|comes next|is it now|is it)\b|\b(?:someone|somebody) else\s*\?|\bsomebody else\b|\bwho do (?:we|i) escalat\w*|\bescalate (?:it|this|that) to\b[^.]*\?|\bget called next\b|\bwho should (?:it|this) go to\b"),
    (Ask.ORDER, r"\b(?:which|what) rule\b|\b(?:how come|why)\b[^?.]{0,40}\b(?:first|before|order)\b|\b(?:what|which|full|whole|right|correct|documented|entire|in what|in which)\b[^?.]{0,30}\b(?:order|chain|sequence|ladder|path|route)\b|\border (?:of|for) (?:people|escalat\w*|contact\w*)|\bchain (?:altogether|of)\b|\bhow many (?:people|steps|levels|names)\b|\bescalation (?:order|path|chain|ladder|route|process|steps)\b|\bwho (?:all )?is (?:in|on) (?:the|that) (?:chain|list|ladder|order)|\bin (?:which|what) order\b"),
    (Ask.AFTER, r"\b(?:who|what)(?:'s| is| comes| would be| do we| do i)?\b[^?.]{0,30}\b(?:after|before|follow\w*|third|second|last|final|fourth|fifth|beyond|above)\b|\bcomes? (?:straight |right |just |directly )?(?:after|before)\b|^\W*(?:and )?then\W*$|^\W*and then\b|\bafter (?:that|him|her|them)\b|\b(?:final|last) escalation\b"),
    (Ask.QUEUE, r"\b(?:which|what|wot|right|correct)\b[^?.]{0,40}\b(?:queues?|groups?|category|project|board)\b|\bqueue(?:'s)? (?:name|called|is)\b|\bname of the queue\b|\bqueue\b[^?.]{0,50}\?|\b(?:where|who|which)\b[^?.]{0,60}\btickets?\b|\bwhere (?:does|do|should|would|shall) (?:the|this|that|i|we|it|my) ?(?:\w+ )?(?:ticket|it|log|raise|send|land|go|put)|\btickets?\b[^?.]{0,60}\b(?:to whom|where|who gets|go to|reassign|pass|assign)\b|\bqueue\W*(?:pls|please|plz)?\W*$|\b(?:who gets it|who do (?:we|i) pass|assigned? (?:it |this |them )?to|reassign\w*|triage (?:it|this)? ?to)\b"),
    (Ask.TICKET, r"\b(?:need|have|got|ought|supposed|should i|do i|must i) (?:to )?(?:log|raise|report|file) (?:anything|something|it|this|one)\b|\b(?:raise|open|log|create|file|submit|need|bother with|bung|put|raising|require|want|write|make|log it|report it)\b[^?.]{0,40}\b(?:tickets?|it formally|formally|request in)\b|\b(?:that|the|a) ticket\W*\?|\bticket or (?:not|no)\b|\bwhat is the ticket for\b|\bwhy\b[^?.]{0,30}\bticket\b|\bdo i (?:still )?(?:have to|need to) (?:log|raise)\b|\bshould i (?:raise|log|open|file)\b|\braise it\b|\braise one\b"),
    (Ask.CHANNEL, r"\b(?:slack|channel|chat room)\b|\bhow (?:do|can|would|should) (?:i|we) (?:reach|contact|get hold of|get in touch with|find|message|ping|talk to|speak to)\b|\bwhere (?:do|can|would|should) (?:i|we) (?:reach|contact|find|message|ping|talk to|speak to|post)\b|\bcontact details?\b"),
    (Ask.DUTIES, r"\bwhat (?:does|do|is|are|all|else|would|can|things|kind|sort)\b[^?.]{0,80}\b(?:do|does|responsible for|look(?:s)? after|handle|in charge of|there for|for|cover|own|remit|supposed to do|help with)\s*(?:\?|$|\.|please|exactly|all day|,)|\beverything\b[^?.]{0,60}\b(?:does|do|responsible|looks? after|handles?)\b|\ball the things\b|\bwhat are\b[^?.]{0,60}\b(?:duties|responsibilities|jobs|tasks)\b|\b(?:duties|responsibilities|remit) of\b|\bwhat's\b[^?.]{0,80}\bfor\s*\?|\btell me about\b"),
    (Ask.ROSTER, r"\b(?:which|what|list|all|how many)\b[^?.]{0,20}\b(?:teams|groups|communities|desks|squads)\b[^?.]{0,60}\b(?:are|is|there|listed|exist|help|mentioned|available)\b|\b(?:places|people) to (?:get|ask for) help\b|\blist (?:of )?(?:all )?(?:the )?teams\b|\bwho can help\b\s*\?"),
    (Ask.WHY, r"^\W*(?:but |and )?(?:why|how come|are you sure|really|says who|who says|how do you know|where does it say (?:that|so)|source|sure|is that right|you sure)\W*$"),
    (Ask.GREETING, r"^\W*(?:hi|hello|hey|hiya|morning|good (?:morning|afternoon|evening|day)|greetings|yo|howdy|alright|evening|afternoon)\b"),
    (Ask.THANKS, r"^\W*(?:thanks?|thank you|ta|cheers|great|perfect|brilliant|lovely|ok(?:ay)?|bye|goodbye|that's (?:all|everything|it|me)|nice one|much appreciated|awesome|super|good ?night)\b"),
)  # fmt: skip
COMPILED = tuple((ask, re.compile(pattern, re.IGNORECASE)) for ask, pattern in PATTERNS)
PLEASANTRY = frozenset(
    """hi hello hey hiya morning good afternoon evening day there all everyone team thanks thank you ta cheers very much great perfect
    brilliant lovely ok okay bye goodbye that's that everything me sorted have a nice one hope you're keeping well you are i'm
    fine today for your the help it is all so again then now much appreciated awesome super night weekend and to how doing alright folks mate
    greetings yo howdy please just been helpful my friend that'll be will do""".split()
)
STOP = frozenset(
    """a an and any are as at be been but by can could did do does doing for from get gets getting go going got had has have having he
    her here him his how i if in into is it its just know let like lot make me might mine much must my need no not now of on once one only or other
    our ours out over own please really right said same say see shall she should so some someone somebody something still such sure tell than that the their them then
    there these they thing things think this those though to too told try up us use used very want was way we well were what when where which while who whom whose why will
    with without would yes yet you your also about after again all am because before being between both down during each few further further more most off than through under until
    anyone anybody anything everyone everything nobody nothing none else ever even never always maybe perhaps actually basically please thanks hi hello hey sorry okay ok bit
    wot whats who's what's where's it's i'm i've we've we're don't doesn't isn't aren't can't couldn't won't wouldn't there's that's you're they're i'd we'd he's she's haven't hasn't hadn't wasn't weren't didn't shouldn't
    gonna wanna cant dont im ive quick question quickly main""".split()
)


CONTRACTED = re.compile(r"\b\w+n't\b|'(?:s|ve|re|ll|d|m)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A turn as asked: ``text`` as sent, ``words`` the person's own part of it, ``content`` its folded content words."""

    text: str
    words: str
    asks: frozenset[Ask]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    content: tuple[str, ...]

    def claims_of(self, *kinds: ClaimKind) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.kind in kinds)

    @property
    def named(self) -> tuple[str, ...]:
        """The names that it speaks of for certain."""
        return tuple(dict.fromkeys(mention.name for mention in self.mentions if len(mention.names) == 1))


def read_question(text: str, claims: Sequence[Claim], names: Names) -> Question:
    """What a turn asks for. Its own words are read: not what it quotes or puts into another's mouth."""
    words = " ".join(own_words(text).split()) or text
    plain = fold(words)
    asks = {ask for ask, pattern in COMPILED if pattern.search(plain)}
    spoken = [token.folded for token in tokens(plain)]
    if asks & {Ask.GREETING, Ask.THANKS} and not set(spoken) <= PLEASANTRY | {"s", "m"}:
        asks -= {Ask.GREETING, Ask.THANKS}
    if not spoken:
        asks = {Ask.NOTHING}
    return Question(text, words, frozenset(asks), names.find(words), tuple(claims), content_words(words))


def content_words(text: str) -> tuple[str, ...]:
    """The folded words of a text that say what it is about, in order, each once."""
    plain = CONTRACTED.sub(" ", fold(text))
    return tuple(dict.fromkeys(t.folded for t in tokens(plain) if t.folded not in STOP and len(t.folded) > 1))
