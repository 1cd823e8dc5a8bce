"""The English in which documents tell people whom to turn to, in what order, and where tickets go: words, no grammar.

Each list is one notion. A blank in a phrase stands for any white space, ``*`` for any ending of its word.
"""

from __future__ import annotations

import re
from typing import Any

IRREGULAR = {
    "bring": "brought",
    "find": "found",
    "get": "got",
    "go": "goes went gone",
    "keep": "kept",
    "put": "put",
    "ring": "rang rung",
    "see": "saw seen",
    "seek": "sought",
    "send": "sent",
    "set": "set",
    "speak": "spoke spoken",
    "take": "took taken",
    "tell": "told",
    "write": "wrote written",
}


def pattern(source: str) -> re.Pattern[str]:
    """A pattern that heeds no case; a blank in its source stands for any white space."""
    return re.compile(source.replace(" ", r"\s+"), re.IGNORECASE)


def exactly(source: str) -> re.Pattern[str]:
    """A pattern that heeds case; a blank in its source stands for any white space."""
    return re.compile(source.replace(" ", r"\s+"))


def phrases(listed: str) -> str:
    """The source of a pattern for any of some phrases, listed with commas between them."""
    tree: dict[str, Any] = {}
    for phrase in listed.split(","):
        branch = tree
        for letter in " ".join(phrase.split()):
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return rf"\b{_branches(tree)}(?!\w)"


def _branches(tree: dict[str, Any]) -> str:
    """A tree of letters as the source of a pattern: beginnings that phrases share are tried once."""
    letters = [LETTERS.get(letter, re.escape(letter)) + _branches(rest) for letter, rest in tree.items() if letter]
    if not letters:
        return ""
    joined = letters[0] if len(letters) == 1 and "" not in tree else f"(?:{'|'.join(letters)})"
    return f"{joined}?" if "" in tree else joined


LETTERS = {" ": r"\s+", "*": r"\w*", "'": "['’]"}


def either(*sources: str) -> str:
    """The source of a pattern for any of some sources."""
    return f"(?:{'|'.join(sources)})"


def forms(verb: str) -> tuple[str, ...]:
    """A verb with its third person, its past and its -ing: "log on" is log on, logs on, logged on, logging on."""
    word, blank, rest = verb.partition(" ")
    stem = word.removesuffix("e")
    if re.fullmatch(r"[^aeiou]*[aeiou][bdglmnprt]", word):
        stem = word + word[-1]
    third = (
        word[:-1] + "ies"
        if re.search(r"[^aeiou]y$", word)
        else word + ("es" if re.search(r"(?:s|sh|ch|x|z)$", word) else "s")
    )
    past = word[:-1] + "ied" if re.search(r"[^aeiou]y$", word) else stem + "ed"
    every = (word, third, *IRREGULAR.get(word, past).split(), stem + "ing")
    return tuple(f"{form}{blank}{rest}" for form in dict.fromkeys(every))


def verbs(listed: str) -> str:
    """The source of a pattern for all forms of some verbs, listed with commas between them."""
    return phrases(",".join(",".join(forms(" ".join(verb.split()))) for verb in listed.split(",")))


# To turn to somebody: verbs that take the person at once, and verbs that take a preposition.
REACH = """
    ask, call, contact, consult, phone, telephone, ring, page, bleep, radio, message, text, ping, email, e-mail,
    alert, notify, inform, tell, approach, try, find, fetch, see, reach, wake, summon, get hold of, call up,
    call out, call in, call upon, call on, knock up, check with
"""
TURN = """
    speak, talk, turn, go, write, post, refer, escalate, pass, hand, take, report, raise, bring, send, move,
    reach out, get in touch, appeal, apply, forward, refer back, climb, rise, go up, flag, address, take up, put
"""
CONTACT_NOUNS = """
    chain of command, point of contact, points of contact, port of call, first call, who to call, who to ask,
    who to contact, who to ring, who to tell, whom to tell, whom to call, whom to ask, whom to contact,
    whom to ring, who to escalate to, who deals with, seek help, for help, needs help, help from, work up,
    work up from, work your way up, call-out, call-outs, call out, callout, contact order, calling tree,
    phone tree
"""
ESCALATION_WORDS = """
    escalat*, contact order, order of contact, chain of command, call-out, call-outs, callout,
    points of contact, point of contact
"""

# One after the other.
ORDER_PHRASES = """
    in order, in this order, in that order, in the following order, in the order, in strict order,
    in this exact order, in this strict order, in exactly this order, in sequence, in this sequence,
    in that sequence, in the following sequence, in turn, one after the other, one after another, one by one,
    one at a time, one rung at a time, one step at a time, order of escalation, order of contact,
    order of preference, escalation order, escalation path, escalation route, escalation chain,
    escalation ladder, escalation steps, escalation levels, escalation matrix, chain of command,
    from top to bottom, top to bottom, from the top, at the top, work down, working down, work through,
    working through, work up, work your way, working your way, go down, going down, starting with,
    starting from, starting at, start with, start at, start from, stop at, stopping at, stop as soon as,
    stopping as soon as, stop when, stop once, until someone, until somebody, until one, until you, don't skip,
    do not skip, without skipping, never skip, no skipping, step by step, each in turn, the next one,
    the next person, the next name, to the next, next in line, whoever is next, as listed, as numbered,
    from first to last, up the chain, the ladder, up the ladder, up the line, up this ladder, before moving on,
    before going on, before trying, move on to, move down, moving down, only then, in succession, successively,
    in the sequence given, in the sequence below, in the sequence shown, sequence below, order below,
    order given, order shown, order of this list, until you get an answer, until you reach, until they answer,
    then the next, next on the list, before the next, next one only, down the list, down this list,
    first to last, in the given order, in the listed order, skip none, skip nobody, skip anybody, skip anyone,
    never jump, do not jump, don't jump, leave nobody out, in order of escalation, by level, by tier
"""
NO_ORDER = """
    no particular order, any order, alphabetical order, in alphabetical, alphabetically, by alphabet,
    order does not matter, order doesn't matter, no order, not in order, not an order, any of these,
    any of the following, any of them, either of, at the same time, in parallel, simultaneously, whichever,
    whoever is free, whoever is nearest, whoever is around, anyone of, order of seniority, order of importance,
    order of appearance
"""

ANSWERS = """
    work through, working through, go through, going through, go down, climb, climbs, climb the ladder,
    up the ladder, up the chain, moves up, move up, goes up, go up, the following people, people below,
    people help, will help, down this list, down the list, through this list, through the list, someone answers,
    somebody answers, anyone answers, who answers, picks up, takes over, takes it over, takes it on, can help,
    help you, responds, who can, has answered, has an answer, takes the call
"""

# Told of the past, as what might be, or as what not to do: no instruction now.
PAST = """
    used to, previously, formerly, in the past, historically, in those days, back then, once was,
    in former times, was replaced, has been replaced, were replaced, an earlier version, old version,
    has been retired, was retired, before the merger, until recently, no longer in force, no longer valid,
    no longer applies, no longer apply, no longer in use, no longer used, we no longer, they no longer,
    is deprecated, is obsolete
"""
SUPPOSED = """
    imagine, imaginary, suppose, supposing, hypothetical*, fictional, fictitious, we propose, i propose,
    proposal*, we might, might say, suggested, suggestion*, has not been agreed, not agreed, not yet agreed,
    under discussion, ought to, should we, this draft, first draft, not in force, not decided,
    nothing is decided, bad example, wrong way, how not to, counter-example, made-up, what if
"""
NOT_A_RULEBOOK = """
    draft, proposal, proposals, proposed, rfc, exercise, exercises, quiz, example, examples, agenda, minutes,
    history, archived, obsolete, deprecated, superseded, withdrawn, retrospective, changelog, postmortem,
    post-mortem, meeting, meetings, meeting notes, release notes, stand-up, standup, weeknotes, week notes,
    action points, roadmap, glossary, vacancy, vacancies, imaginary, anti-patterns, old
"""
MONTHS = """
    january, february, march, april, june, july, august, september, october, november, december, spring, summer,
    winter
"""
_THEN = either(phrases(MONTHS), r"(?:19|20)\d\d", "the merger")
UNTIL_THEN = rf"\b(?:until|till|before|up to) (?:(?:last|early|late|mid)[\s-]+)?{_THEN}"

# Something is wrong and does not come right by itself.
TROUBLES = """
    cannot, can not, can't, could not, couldn't, unable to, do not, does not, don't, doesn't, won't, will not,
    isn't, is not, aren't, are not, hasn't been, has not been, haven't, have not, nobody, no one, no answer,
    no reply, no luck, nobody knows, is wrong, goes wrong, went wrong, no use, nothing helps, no longer, fail,
    fails, failed, failing, failure, failures, fault, faults, faulty, broken, broke, breakdown*, break down,
    breaks down, alarm, alarms, trouble, troubles, problem, problems, outage*, stuck, emergency, emergencies,
    no help, go wrong, unanswered, unresolved, unsolved, unwell, missing, out of order, hang, hangs, hung,
    stranded, is down, are down, goes down, is dead, stays dead, still stuck, still no, cuts out, stumped, dies,
    died, crash, crashes, crashed, freezes, frozen, stops, stopped, leak, leaks, leaking, flood, flooded, fire,
    smoke, burst, overheats, overheating, goes off, does nothing, rejected, complaint*, complain, complains,
    dispute*, disagree, disagrees, disagreement, ill, injured, injury, refused, refuses, lost, loss of,
    comes back, come back, not settled, beyond you, beyond repair, off the road, incident, incidents,
    needs help, need help, in doubt, too much, out of hours, urgent, unavailable, not available, nobody answers,
    jammed, blocked, delayed
"""

# Nouns of people and of groups of people; agentive endings are recognised beside them.
PEOPLE = frozenset(
    """
    abbot accountant admin administrator agent aide ambassador analyst architect assistant attache aunt
    barrister board boss bosun boy branch brewer brother buddy bureau bursar butler cabinet captain caretaker
    center centre ceo cfo chair chairman chairwoman chief cio ciso clerk coach colleague commander committee
    community conductor constable consul consultant contact control controller convenor coo cook coordinator
    council counsel coxswain crew cto curator dba dean department deputy desk dev developer devs director
    directorate dispatcher doctor driver duty editor electrician engineer executive expert father finance fitter
    foreman forewoman friend gaffer governor group guard guild head headteacher helpdesk helpline host hostess
    hotline hr hub imam inbox inspector invigilator janitor judge keeper lawyer lead leader leaders leads
    lecturer legal lengthsman librarian line magistrate mailbox maintainer maintainers manager marshal marshall
    master mate matron mayor mechanic member mentor midwife minister neighbour nurse office officer on-call
    oncall operations operator ordinator owner partner people person pharmacist physician pilot planner plumber
    porter president priest primary principal prior proctor producer professor programmer psychologist purser
    rabbi ranger reception referee registrar rep representative responder scheduler secondary secretary security
    sergeant service sexton shift signaller sister skipper solicitor specialist sponsor squad sre staff
    stagehand steward stewards superintendent supervisor supplier support surgeon switchboard teacher team teams
    technician trainer treasurer trustee trustees tutor umpire uncle unit vendor verger vet veterinarian vicar
    volunteer volunteers vp waiter warden warehouseman watch
    """.split()
)
THINGS = frozenset(
    """
    account adapter after almost american another answer ant anybody anyone application audience best better
    bigger boiler breakfast browser buffer builder chapter charger cluster clusters color colour compiler
    compressor computer computers connector constant container containers cooler corner corridor cost counter
    current customer customers december different docker door driver drivers dust easier either elevator error
    errors escalator event ever everybody everyone explorer factor faster filter filters first floor folder
    folders footer footers forest freezer further generator german grant greater guest guests handler harder
    header headers helper higher history human identifier important installer instant interest interior italian
    just kubernetes last later layer layers letter letters list lists loader location logger longer lower
    man-hours matter meter mirror moment monitor monitors most motor must never newer next nobody november
    number numbers october offer older one ones order orders other others over paper papers parameter parameters
    parser party passenger passengers past plan plans plant post power printer printers processor rather reader
    region register request requests rest river roman router routers russian scanner scanners scheduler sensor sensors
    september server servers shorter smaller somebody someone station stations story summer test tests toast together
    tower trigger trust under user users version visitor visitors water whether winter worker workers worse
    wrapper writer
    """.split()
)
AGENTIVE = pattern(
    r"(?:\w{2,}(?:er|or|ist|ian|man|woman|eer)|\w*(?:person|head|lead|master|mate|wright|smith|monger))s?$"
)
HONORIFIC = either(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sgt|Insp|Rev)\.?",
    "Professor|Sir|Lady|Brother|Sister|Father|Mother|Uncle|Aunt|Auntie|Rabbi|Imam|Captain",
)
ADDRESS = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"
CHANNEL_NAME = r"(?-i:#(?!\d+(?![\w-]))[a-z0-9][a-z0-9_-]{1,79})"
CHANNEL = exactly(rf"(?<![\w/&#]){CHANNEL_NAME}")
GROUP_NOUNS = """
    team, teams, community, desk, unit, squad, office, department, crew, helpdesk, guild, directorate, division,
    bureau, committee, chapter, tribe, hub, line, workshop, helpline, working group
"""

# Tickets: what they are called, what they are put into, and the putting.
TICKET_NOUNS = """
    ticket, tickets, request, requests, issue, issues, case, cases, card, cards, bug, bugs, bug report,
    bug reports, work order, work orders, conversation, defect, defects, fault, faults, enquiry, enquiries,
    query, queries, complaint, complaints, an incident, incidents, a call, a report, service request,
    service requests, job sheet, work item
"""
CONTAINERS = """
    queue, queues, group, groups, work group, assignment group, resolver group, support group, project,
    projects, board, boards, category, component, label, tag, mailbox, inbox, tracker, catalogue item,
    catalog item, bucket, list, tray, pool, team queue, service desk, desk queue, product, issue type,
    request type, assignee, assignment team
"""
PUTTING = """
    assign, reassign, route, reroute, triage, raise, open, log, file, create, submit, move, transfer, pass, put,
    forward, send, place, report, post, escalate, add, direct, start, lodge, enter, book, register, record, set,
    give, label, tag, queue, go, belong, land, mark, attach, address, hand, make
"""
ASSIGNING = (
    "assign, reassign, route, reroute, triage, transfer, move, send, pass, forward, put, escalate, direct, go, belong"
)
INSTRUCTING = """
    instruct, tell, ask, direct, advise, request, order, require, want, recommend, authorise, authorize, clear,
    approve, allow, refer, send, point
"""
HANDING_ON = (
    """escalate, raise, pass, hand, refer, take, move, send, bring, forward, transfer, report, put, open, log"""
)
NEVER = """
    never, do not, don't, does not, doesn't, must not, mustn't, should not, shouldn't, cannot, can't, may not,
    under no circumstances, not to, no one may, nobody may, rather than, instead of, without, avoid, stop,
    please don't, no need to, need not, needn't
"""

# What may be said between a verb and its person: "escalate IT to", "raise THE PROBLEM with".
_OBJECT = r"(?:[\w'’-]+ ){0,7}?"
_STRAIGHT = r"(?:(?:back|straight|directly|first|on|up|over|out|upwards?|in the first instance) ){0,2}"
TOWARD = rf"{_STRAIGHT}(?:to|with|through|via)"
_ROOM = r"(?=#|(?:the|these|this|those|your) (?:\S+ )?(?:channel|room|chat|forum|mailbox|list))"
POSTING = rf"{verbs('raise, post, write, ask, report, flag, shout, put it')} {_OBJECT}(?:in|on) {_ROOM}"
REACHING = rf"{verbs(REACH)}"
TURNING = rf"{verbs(TURN)} {_OBJECT}{TOWARD}(?!\w)"
_HANDING = verbs("escalate, hand, pass, refer, take, move, report, raise, send")
PASSING = rf"{_HANDING} {_OBJECT}(?:on|up|upwards|over|along)(?!\w)"

CONTACT = pattern(rf"{TURNING}|{PASSING}|{POSTING}|{REACHING}|{phrases(CONTACT_NOUNS)}|{phrases('escalat*')}")
_THESE = r"these people(?=\W*$|[,:(]| (?:can|will|may|in|one|are|until)\s)"
ANSWERED = pattern(either(phrases(ANSWERS), _THESE))
STRONG = pattern(rf"{phrases('escalat*')}|{verbs('refer')}\s|{PASSING}")
ESCALATION = pattern(phrases(ESCALATION_WORDS))
_INFINITIVE = r" (?:that|to(?! (?:the|our|your|an?)\s))(?!\w)"  # "in order to settle", unlike "in order to the lead"
ORDER = pattern(rf"{phrases(ORDER_PHRASES)}(?!{_INFINITIVE})")
UNORDERED = pattern(rf"{phrases(NO_ORDER)}|in order{_INFINITIVE}")
NOT_NOW = pattern(rf"{phrases(PAST)}|{UNTIL_THEN}")
HYPOTHETICAL = pattern(phrases(SUPPOSED))
_KIND_OF_PAGE = rf"^(?:(?:an?|the|our|this) )?(?:[\w'’-]+ )?{phrases(NOT_A_RULEBOOK)}"
_AND_NO_MORE = r"(?=\s*(?:$|[:,(\d–—-]|of\s|for\s|from\s|by\s|policy|version))"
UNBINDING = pattern(
    either(
        _KIND_OF_PAGE + _AND_NO_MORE,
        r"\((?:draft|proposal|archived|obsolete|old)\)$",
        phrases("not in force, no longer in force, for comment"),
    )
)
TROUBLE = pattern(phrases(TROUBLES))
