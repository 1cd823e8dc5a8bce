"""The English in which documents tell people whom to turn to, in what order, and where tickets go: words, no grammar.

Each list is one notion. A blank in a phrase stands for any white space, ``*`` for any ending of its word.
"""

from __future__ import annotations

import re

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
    """A pattern that heeds no case."""
    return re.compile(source, re.IGNORECASE)


def phrases(listed: str) -> str:
    """The source of a pattern for any of some phrases, listed with commas between them."""
    alternatives = [" ".join(phrase.split()) for phrase in listed.split(",")]
    escaped = [re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\*", r"\w*").replace("'", "['’]") for phrase in alternatives]
    return r"(?<!\w)(?:" + "|".join(escaped) + r")(?!\w)"


def forms(verb: str) -> tuple[str, ...]:
    """A verb as it is, with its third person, its past and its -ing: "log on" is log on, logs on, logged on, logging on."""
    word, blank, rest = verb.partition(" ")
    stem = word[:-1] if word.endswith("e") else word
    if re.fullmatch(r"[^aeiou]*[aeiou][bdglmnprt]", word):
        stem = word + word[-1]
    third = word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else word + ("es" if re.search(r"(?:s|sh|ch|x|z)$", word) else "s")
    past = word[:-1] + "ied" if re.search(r"[^aeiou]y$", word) else stem + "ed"
    every = (word, third, *IRREGULAR.get(word, past).split(), stem + "ing")
    return tuple(f"{form}{blank}{rest}" for form in dict.fromkeys(every))


def verbs(listed: str) -> str:
    """The source of a pattern for all forms of some verbs, listed with commas between them."""
    return phrases(",".join(",".join(forms(" ".join(verb.split()))) for verb in listed.split(",")))


# To turn to somebody: verbs that take the person at once, and verbs that take a preposition, perhaps an object before it.
REACH = """ask, call, contact, consult, phone, telephone, ring, page, bleep, radio, message, text, ping, email, e-mail, alert,
    notify, inform, tell, approach, try, find, fetch, see, reach, wake, summon, get hold of, call up, call out, call in,
    call upon, call on, knock up, check with"""
TURN = """speak, talk, turn, go, write, post, refer, escalate, pass, hand, take, report, raise, bring, send, move,
    reach out, get in touch, appeal, apply, forward, refer back, climb, rise, go up, flag"""
CONTACT_NOUNS = """chain of command, point of contact, points of contact, port of call, first call, who to call, who to ask,
    who to contact, who to ring, who to tell, whom to tell, whom to call, whom to ask, whom to contact, whom to ring, who to escalate to, who deals with,
    seek help, for help, needs help, help from, work up, work up from, work your way up, call-out, call-outs, call out, callout,
    contact order, calling tree, phone tree"""
ESCALATION_WORDS = "escalat*, contact order, order of contact, chain of command, call-out, call-outs, callout, points of contact, point of contact"

# One after the other.
ORDER_PHRASES = """in order, in this order, in that order, in the following order, in the order, in strict order, in this exact order,
    in this strict order, in exactly this order, in sequence, in this sequence, in that sequence, in the following sequence,
    in turn, one after the other, one after another, one by one, one at a time, one rung at a time, one step at a time,
    order of escalation, order of contact, order of preference, escalation order, escalation path, escalation route,
    escalation chain, escalation ladder, escalation steps, escalation levels, escalation matrix, chain of command,
    from top to bottom, top to bottom, from the top, at the top, work down, working down, work through, working through, work up,
    work your way, working your way, go down, going down, starting with, starting from, starting at, start with, start at, start from,
    stop at, stopping at, stop as soon as, stopping as soon as, stop when, stop once, until someone, until somebody, until one, until you,
    don't skip, do not skip, without skipping, never skip, no skipping, step by step, each in turn, the next one, the next person, the next name,
    to the next, next in line, whoever is next, as listed, as numbered, from first to last, up the chain, up the ladder, up the line, up this ladder,
    before moving on, before going on, before trying, move on to, move down, moving down, only then, in succession, successively,
    in the given order, in the listed order, in order of escalation, by level, by tier"""
NO_ORDER = """no particular order, any order, alphabetical order, in alphabetical, alphabetically, by alphabet, order does not matter,
    order doesn't matter, no order, not in order, not an order, any of these, any of the following, any of them, either of, at the same time,
    in parallel, simultaneously, whichever, whoever is free, whoever is nearest, whoever is around, anyone of, at once, all of them,
    order of seniority, order of importance, order of appearance, in working order, in short order, out of order"""

ANSWERS = """down this list, down the list, through this list, through the list, someone answers, somebody answers, anyone answers, who answers, picks up, takes over, takes it over, takes it on, can help, help you,
    responds, who can, has answered, has an answer, takes the call"""

# Told of the past, as what might be, or as what not to do: no instruction now.
PAST = """used to, no longer, previously, formerly, in the past, historically, in those days, at the time, back then, once was, in former times,
    was replaced, has been replaced, were replaced, deprecated, obsolete, withdrawn, superseded, an earlier version,
    old version, has been retired, was retired, before the merger, until recently"""
SUPPOSED = """imagine, imaginary, suppose, supposing, hypothetical*, fictional, fictitious, proposed, proposal*, we propose, we might, might say, suggested, suggestion*,
    has not been agreed, not agreed, under discussion, could be, would be, ought to, should we, draft, drafts, not in force, not decided,
    bad example, wrong way, how not to, for example, counter-example, made-up, what if"""
NOT_A_RULEBOOK = """draft, drafts, proposal, proposals, proposed, rfc, exercise, exercises, quiz, example, examples, agenda, minutes, history, archive, archived,
    obsolete, deprecated, superseded, withdrawn, retired, retrospective, changelog, postmortem, post-mortem, glossary, vacancy, vacancies, imaginary, sample, anti-patterns"""
UNTIL_THEN = r"(?<!\w)(?:until|till|before|up\s+to)\s+(?:(?:last|early|late|mid)[\s-]+)?(?:(?:19|20)\d\d|january|february|march|april|may(?!\w)\s*(?:19|20|,)|june|july|august|september|october|november|december|spring|summer|autumn|winter|the\s+(?:merger|reorganisation|move))"

# Something is wrong and does not come right by itself.
TROUBLES = """cannot, can not, can't, could not, couldn't, unable to, do not, does not, don't, doesn't, won't, will not, isn't, is not, aren't, are not,
    hasn't been, has not been, haven't, have not, nobody, no one, no answer, no reply, no luck, no use, nothing helps, fail, fails, failed, failing, failure, failures,
    fault, faults, faulty, broken, broke, breakdown*, break down, breaks down, alarm, alarms, trouble, troubles, problem, problems, outage*, stuck, emergency, emergencies,
    no help, goes wrong, go wrong, unanswered, unresolved, unsolved, unwell, missing, out of order, hang, hangs, hung, stranded, is down, are down, goes down, is dead, stays dead, still stuck, still no, cuts out, stumped,
    complaint*, complain, complains, dispute*, disagree, disagrees, disagreement, ill, injured, injury, refused, refuses, lost, loss of, comes back, come back, not settled, beyond you, beyond repair,
    off the road, incident, incidents, needs help, need help, in doubt, too much, out of hours, urgent, unavailable, not available, nobody answers, jammed, blocked, delayed"""

# Nouns of people and of groups of people; agentive endings are recognised beside them.
PEOPLE = frozenset(
    """lead leads head chief boss team teams desk group unit squad office officer manager member person people engineer developer
    architect director supervisor foreman forewoman captain coordinator ordinator administrator admin support helpdesk hotline
    switchboard reception owner nurse doctor matron sister brother uncle aunt father consultant registrar surgeon editor producer professor
    dean bursar secretary president principal governor caretaker janitor master mate skipper buddy colleague mentor representative rep agent analyst
    specialist expert technician operator responder commander on-call oncall duty primary secondary cto ceo cio coo cfo ciso vp sre dba
    guild committee board community crew department line staff warden marshal steward stewards guard shift contact trustee trustees
    treasurer convenor chair chairman chairwoman dispatcher controller control brewer signaller librarian teacher headteacher clerk
    partner vendor supplier pilot porter dev devs programmer directorate bureau council cabinet executive counsel lawyer
    accountant friend neighbour maintainer maintainers sponsor centre center watch boy gaffer purser bosun coxswain lengthsman
    sergeant inspector constable superintendent curator keeper ranger verger vicar imam rabbi priest abbot prior sexton
    deputy assistant aide volunteer volunteers host hostess waiter cook butler planner scheduler marshall leader leaders tutor
    lecturer invigilator proctor warehouseman fitter mechanic electrician plumber hr legal finance security operations helpline
    hub branch service mailbox inbox stagehand conductor driver coach trainer referee umpire midwife pharmacist physician
    psychologist vet veterinarian solicitor barrister judge magistrate mayor minister ambassador consul attache""".split()
)
THINGS = frozenset(
    """server servers router routers printer printers computer computers letter letters number numbers order orders paper papers
    folder folders header headers footer footers container containers cluster clusters parameter parameters filter filters buffer
    identifier register color colour error errors monitor monitors sensor sensors processor motor factor door floor
    water power tower layer layers river summer winter october november december september counter meter boiler cooler
    freezer charger adapter connector generator compressor elevator escalator mirror corridor interior folder user users
    customer customers passenger passengers visitor visitors guest guests audience other others another either whether
    never ever later after under over further answer paper chapter corner matter offer trigger plant current account
    important different better worse later longer shorter faster easier harder higher lower bigger smaller greater newer older rather together
    next one ones somebody someone anybody anyone everybody everyone nobody constant instant grant event moment list lists test tests request requests post cost dust rest
    forest interest breakfast toast past last first best next most almost just must trust history story party driver drivers
    loader installer compiler parser scheduler helper wrapper handler logger worker workers builder browser explorer
    docker kubernetes reader writer plan plans man-hours human italian roman german american russian version region
    location station stations application plant ant""".split()
)
AGENTIVE = pattern(r"(?:\w{2,}(?:er|or|ist|ian|man|woman|eer)|\w*(?:person|head|lead|master|mate|wright|smith|monger))s?$")
HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lady|Brother|Sister|Father|Mother|Uncle|Aunt|Auntie|Rabbi|Imam|Captain|Sgt|Insp|Rev)\.?"
ADDRESS = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"
CHANNEL_NAME = r"(?-i:#(?!\d+(?![\w-]))[a-z0-9][a-z0-9_-]{1,79})"
CHANNEL = re.compile(rf"(?<![\w/&#]){CHANNEL_NAME}")
GROUP_NOUNS = """team, teams, community, desk, unit, squad, office, department, crew, helpdesk, guild, directorate,
    division, bureau, committee, chapter, tribe, hub, line, workshop, helpline, working group"""

# Tickets: what they are called, what they are put into, and the putting.
TICKET_NOUNS = """ticket, tickets, request, requests, issue, issues, case, cases, card, cards, bug, bugs, bug report, bug reports, work order, work orders,
    conversation, defect, defects, fault, faults, enquiry, enquiries, query, queries, complaint, complaints,
    an incident, incidents, a call, a report, service request, service requests, job sheet, work item"""
CONTAINERS = """queue, queues, group, groups, work group, assignment group, resolver group, support group, project, projects, board, boards, category, component, label, tag,
    mailbox, inbox, tracker, catalogue item, catalog item, bucket, list, tray, pool, team queue, service desk, desk queue, product, issue type, request type, assignee, assignment team"""
PUTTING = """assign, reassign, route, reroute, triage, raise, open, log, file, create, submit, move, transfer, pass, put, forward, send, place, report, post,
    escalate, add, direct, start, lodge, enter, book, register, record, set, give, label, tag, queue, go, belong, land, mark, attach, address, hand, make"""
ASSIGNING = "assign, reassign, route, reroute, triage, transfer, move, send, pass, forward, put, escalate, direct, go, belong"
INSTRUCTING = "instruct, tell, ask, direct, advise, request, order, require, want, recommend, authorise, authorize, clear, approve, allow, refer, send, point"
HANDING_ON = """escalate, raise, pass, hand, refer, take, move, send, bring, forward, transfer, report, put, open, log"""
NEVER = """never, do not, don't, does not, doesn't, must not, mustn't, should not, shouldn't, cannot, can't, may not, under no circumstances, not to, no one may, nobody may,
    rather than, instead of, without, avoid, stop, please don't, no need to, need not, needn't"""

# What may be said between a verb and its person: "escalate IT to", "raise THE PROBLEM with".
_OBJECT = r"(?:[\w'’-]+\s+){0,4}?"
TOWARD = r"(?:(?:back|straight|directly|first|on|up|over|out|upwards?|in\s+the\s+first\s+instance)\s+){0,2}(?:to|with|through|via)"
POSTING = rf"{verbs('raise, post, write, ask, report, flag, shout, put it')}\s+{_OBJECT}(?:in|on)\s+(?=#|(?:the|these|this|those|your)\s+(?:\S+\s+)?(?:channel|room|chat|forum|mailbox|list))"
REACHING = rf"{verbs(REACH)}"
TURNING = rf"{verbs(TURN)}\s+{_OBJECT}{TOWARD}(?!\w)"
PASSING = rf"{verbs('escalate, hand, pass, refer, take, move, report, raise, send')}\s+{_OBJECT}(?:on|up|upwards|over|along)(?!\w)"

CONTACT = pattern(rf"{TURNING}|{PASSING}|{POSTING}|{REACHING}|{phrases(CONTACT_NOUNS)}|{phrases('escalat*')}")
ANSWERED = pattern(phrases(ANSWERS))
STRONG = pattern(rf"{phrases('escalat*')}|{verbs('refer')}\s|{PASSING}")
ESCALATION = pattern(phrases(ESCALATION_WORDS))
_INFINITIVE = r"\s+(?:that|to(?!\s+(?:the|our|your|an?)\s))(?!\w)"  # "in order to settle", unlike "in order to the lead"
ORDER = pattern(rf"{phrases(ORDER_PHRASES)}(?!{_INFINITIVE})")
UNORDERED = pattern(rf"{phrases(NO_ORDER)}|in\s+order{_INFINITIVE}")
NOT_NOW = pattern(rf"{phrases(PAST)}|{UNTIL_THEN}")
HYPOTHETICAL = pattern(phrases(SUPPOSED))
UNBINDING = pattern(phrases(NOT_A_RULEBOOK))
TROUBLE = pattern(phrases(TROUBLES))

