"""The English in which people tell of their troubles, kept as data.

A table maps a tag to phrases, parted by commas. In a phrase ``a|b`` is either word, ``{SET}`` any word of a set below,
``@`` a name, ``_`` any one word and ``*`` up to three words that are no names. Contractions are written out: "could not".
"""

from __future__ import annotations

from enum import StrEnum


class Tag(StrEnum):
    """What a phrase of a clause does."""

    CONTACTED = "contacted"  # turned to somebody
    CONTACTING = "contacting"  # turns to somebody: of a plan, or after "did not"
    FAILED = "failed"  # could not do it
    BEATS = "beats"  # it could not be done by whoever is named next
    NO_LUCK_WITH = "no luck with"  # nothing came of whoever is named next
    LOOKED = "looked"  # was at it
    UNSEEN = "unseen"  # was never at it
    SKIPPED = "skipped"  # was left out
    WAITING = "waiting"  # will answer some time
    AWAY = "away"  # cannot be reached
    SOLVED = "solved"
    TOLD = "told"
    ESCALATE = "escalate"
    GO_AHEAD = "go-ahead"  # a permission or instruction, as a thing that one has from somebody
    SILENT = "silent"  # nothing was said by whoever is named next
    INCIDENT = "incident"
    INCIDENT_THING = "incident thing"  # a report, a process: no incident
    ONGOING = "ongoing"
    LINKED = "linked"
    OVER = "over"
    NEGATED = "negated"
    PLANNED = "planned"
    SUPPOSED = "supposed"  # at the start of a clause
    STORY = "story"  # anywhere, for the whole turn
    ASKED = "asked"  # at the start of a clause
    BIDDEN = "bidden"  # at the start of a clause: the assistant is told to take something as a fact
    REPORTED = "reported"  # said by pages or by the assistant
    OTHERS = "others"  # another team's affair
    NOT_OURS = "not ours"  # anywhere, for the whole sentence
    LONG_AGO = "long ago"  # told of another time, for the sentence
    NEW = "new"
    CORRECTING = "correcting"
    MEANT = "meant"
    SCRAPPED = "scrapped"
    OURSELVES = "ourselves"
    VERDICT = "verdict"  # after a name: tried, without success
    VERDICT_NOT_YET = "not yet"
    VERDICT_WAITING = "verdict waiting"


SETS = {
    "KNOW": """help helped helping assist assisted know knew known fix fixed fixing solve solved solving resolve resolved work worked
        figure figured sort sorted answer crack cracked find found manage managed understand understood explain shift shed
        spot explained place reproduce progress diagnose diagnosed debug trace identify determine
        recognise recognize recreate offer get got see make made any anything much clue able sure certain wiser better
        use helpful useful foggiest faintest idea solution luck joy settle settled clear cleared untangle unpick unblock""",
    "REPLY": "replied reply responded respond answered read acknowledged acknowledge heard called rung written back surfaced",
    "SEEN": "seen looked tried heard had consulted asked been involved approached contacted reviewed",
    "BE": "am is are was were be been being 's got get gets getting",
    "BEING": "am is are was were 's",
    "HAVE": "has have had 's having",
    "WORKING": "looking checking investigating working digging thinking debugging examining reviewing trying pondering reading",
    "PERSON": "him her them us me he she they everyone everybody anyone",
    "PRONOUN": "he she they him her them",
    "CHAT": "word chat call talk session conversation meeting natter catchup catch-up huddle look go discussion sync",
    "MATTER": "problem issue bug thing fault trouble question query matter topic ticket case error subject failure",
    "THING": "it this that these those things them everything stuff",
    "LOT": "team squad group department crew office project company programme branch practice pod site people folks lot unit division teams squads pods shop brewery desk department",
    "TELL": """told tells tell telling instructed instructs instruct instructing asked asks ask asking directed directs advised advises ordered orders
        requested requests request said says say saying want wants wanted recommended recommends insist insists insisted reckons
        reckon suggested suggests decided agreed approved pointed sent referred wrote confirmed authorised authorized bade replied answered messaged pinged emailed okayed cleared mandated urged commanded gave given signed announced ruled expect expects needs texted urges insisting replying""",
    "TOLD": "told instructed asked directed advised ordered requested sent referred pointed authorised authorized cleared bidden",
    "INCIDENT": "incident incidents outage outages sev1 sev2 p1 p2",
    "FIXED": "fixed sorted resolved solved working mended repaired cured cleared cracked",
    "FIX": "fixed sorted resolved solved mended repaired cured cracked nailed cleared settled unblocked",
    "WHEN": "tomorrow tonight later soon monday tuesday wednesday thursday friday saturday sunday",
}  # fmt: skip

PHRASES: dict[Tag, str] = {
    Tag.CONTACTED: """
        asked, tried, tried asking|calling|ringing|phoning|messaging|pinging|contacting|consulting|emailing, tried speaking|talking to|with, tried going to, spoke|spoken to|with, talked to|with,
        talked|talking|gone|went|been|worked|run|ran {THING} * through|over with, talked|went|gone|been|worked through {THING} * with, talked|went|gone|been|worked through|over * with,
        been to, been to see, been on to, been onto, been in touch with, been over to, been round to, been via, been past, are|am|'s through, been through, been up to,
        been with, been at, been by, been talking|speaking to|with, been asking, been there, after|despite|having asking|consulting|trying|contacting|asked, after|despite|having speaking|talking|spoken|talked to|with,
        gone to, gone to see, gone through, gone via, gone up to, went to, went to see, went and asked|saw, went through, went via, went round to, went up to, went over to,
        went for, went with, went back to, gone back to, popped over to, popped round to, came to, turned to, appealed to, contacted, messaged, called, called in|up|on, phoned, rang, rang up,
        rung, paged, pinged, dmed, dm, emailed, mailed, texted, slacked, wrote to, written to, consulted, consulted with, conferred with, checked with, chatted to|with,
        approached, reached, reached out to, got|gotten hold of, got|gotten on to, got onto, got in touch with, got through to, bumped into, had a|an|another|some|my|our|words|long|quick * with,
        had words with, had @, got @ to look, raised * with|to, escalated to|with, escalated * to|with, referred|reported * to, took|taken * to|through, took|taken * up with, took up with, brought|bring * to, brought * up with,
        ran|run * by|past, passed|bounced * by|past|off|to, put * to|past, shown|showed, shown|showed * to, shared * with, described|explained * to, demoed to, walked|talked, involved, looped|pulled|dragged|roped|brought|called|drafted|got in,
        pestered, bugged, nagged, poked, badgered, quizzed, grilled, pressed, exhausted, sat down with, sat with, paired|pairing with, worked with, worked on * with, discussed with,
        discussed * with, debugged * with, looked at * with, looked at|into|over * together with, caught, caught up with, grabbed, cornered, collared, buttonholed, accosted, tapped up, tapped, sounded out, visited,
        seen, saw, met, met with, heard from, heard back from, had a reply|answer|response from, got an answer|reply|response from, used up, tackled, hassled, bothered, done, did, done with, ticked off, crossed off, burned|burnt through, worked through,
        worked my|our way through, knocked on, hit up, leaned|leant on, sought advice|help from, sought out, flagged * to|with|up, mentioned * to, explained * to, enlisted, recruited, summoned, fetched, told @ about|that|what|how, handed|given|gave|passed|threw|dropped * to|on|at, laid * before, in front of, spent _ _ with, spent _ with, an hour|hours|ages|afternoon|morning with, picked @ 's, got @ in|over|involved|on, brought|pulled|called|dragged|roped @ in|into|over, walked|took|talked @ through, went cap in hand to, checked in with, followed up with, asked|asking around""",
    Tag.CONTACTING: """
        ask, try, speak|talk|chat to|with, go to|through|via|past, contact, message, call, phone, ring, page, ping, dm, email, consult, check with, approach, reach, reach out to,
        raise * with, escalate to, escalate * to, take|bring * to, run * by|past, show, involve, bother, see, get hold of, loop in, asking, speaking|talking to|with, going to, contacting,
        consulting, trying, messaging, seeing, bothering, disturb, trouble, turn to, pester, get to, asked""",
    Tag.FAILED: """
        could|can not, not {KNOW}, not _ {KNOW}, not _ _ {KNOW}, not been|be * able|help|helpful, not have|had|got a|an|any|the|much, not any|much|the help|use|wiser|better|good|closer|luck, never|hardly|barely able|knew|managed|solved|figured,
        unable to, no idea|joy|luck|answer|answers|clue|help|use|good|solution|wiser|better|dice|success|result|results|fix|avail|ideas|clues|joy|suggestions|progress|headway|closer|explanation|inkling|chance|more|further|cigar|earthly|go|bueno,
        none the wiser, none _ wiser, stumped, stuck, beaten, baffled, clueless, defeated, flummoxed, perplexed, puzzled, bamboozled, mystified, nonplussed, confused, foxed, floored, at|in a|total|complete loss|dark, in the dark, at a loss, out of ideas|options|luck|suggestions|depth,
        got|getting|get|gets|going|went nowhere, nowhere, give|gives|gave|given|giving up, gave up on, given up on, failed, fail, fails, failing, failed us, drew|drawn|draws|draw|drawing * blank, nobody can|could|knows|knew|has|had, drew blanks, lost, shrugged, shrugs, shrug, shrugging,
        beyond {PERSON}|@, above|beyond * pay, not|outside * area|field|department|remit|speciality|specialty|expertise|wheelhouse|forte|bailiwick, passed it on, never seen|come anything|something|this|one, never seen it, admitted|admits|conceded|accepted defeat, waved|sent|passed|pointed|referred|directed|fobbed|pushed|shoved me|us on|to|away|off|at|elsewhere|towards|over|back, said|says sorry, pulled a face, hands up, not touching it, run|ran|running out of, over {PERSON} heads|head, over his|her|their|our head|heads, hit|hits|hitting a * wall, no further, any further, scratched|scratches|scratching|shaking|shook his|her|their head|heads, useless, hopeless, pointless, fruitless, threw|thrown|throwing in the towel,
        threw|thrown his|her|their hands up, threw up his|her|their hands, could do nothing, did|does|do nothing, came|come|comes up empty|blank|short|dry, came|come|coming up|away|back with nothing|nowt, came|come|coming back|away empty-handed|empty|none, came|come up with nothing|nowt|zilch, says|said|say no, said|says|say he|she|they could|can not,
        knew|know|knows nothing, have|had|has|got|found|finds nothing|nowt|zilch|none|zip, passed on it, turned {PERSON} away|down, made no|little headway|progress|difference|sense|odds, without success|result|luck|joy|avail|effect|progress, without any|much|a|further success|result|luck|joy|avail|effect|progress|solution|fix, to no avail|effect, in vain, nothing doing, nothing came,
        nothing worked|works|helped|helps|useful|helpful|new|doing, dead end, not|little|no much|a|good|great use|help|lot, declined, tapped|bowed|opted out, mystery to {PERSON}, a mystery, no|not closer|nearer, wits end, all at sea, up the wall, drawn blank, had {PERSON} beaten|stumped|foxed, got {PERSON} beaten|stumped, out of answers, scratching heads,
        washed his|her|their hands, gone|going round in circles, clue less, the|a faintest|foggiest, dunno, dont know, not a clue|thing|sausage|scooby|notion, none, same problem, fell flat, sod all, nada, nowt, zilch, zip, gets|got us nowhere, a|blank|empty look|stare|face, offered|offer|offers|produced|suggested|yielded nothing, nothing to offer|add|suggest|say, unhelpful, came|comes|come to nothing|naught|nought, struck out, unsure, not sure, pleaded ignorance, conceded, surrendered, quit, walked off|away, went away, wandered off, sighed, winced, frowned, too hard|difficult|tricky for, end of his|her|their tether, little the wiser, bore no fruit, same boat, as little as, hit the same|a wall, brick wall, blank look, face palm, facepalm, no further forward|on, foggiest, faintest, gone blank, beats {PERSON}, foxed, tapped, no better, the wiser, doesn't ring, rings no bell|bells, not ring, ran|run|running out of ideas|options|steam|things|road, run|ran dry|aground, called it a day, no can do, haven't a clue, as lost|baffled|stuck|puzzled|confused|clueless|stumped,
        out of it depth, put|puts us no further, still broken|failing|stuck|down, still not fixed|working|solved|resolved, hit|hits a dead end, bottom of it, at sea, way|ways out of his|her|their depth, apologised, threw up their hands, been no|little help|use""",
    Tag.BEATS: "beyond, defeated, defeats, beats, beat, baffled, baffles, stumped, stumps, foxed, flummoxed, puzzles, puzzled, floored, eluded, eludes, has|had|got|have {PERSON}|@ stumped|beaten|baffled|foxed|puzzled|stuck|scratching",
    Tag.NO_LUCK_WITH: """
        no|nowt|zero|little|zilch|any|much|without joy|luck|good|help|use|answer|answers|success|solution|result|ideas|sense|joy|progress from|with|out, nothing|nowt|zilch|nada|zip|diddly|nothing useful|helpful from|with, got|getting|get nothing|nowt|nowhere|zilch * from|with|of,
        nothing|nowt|nowhere|little out of, blank|blanks from|with, dead end with|at, same story|again|result|thing|answer|outcome|response|problem|deal|song|shrug|blank with|from|for|at, nowhere|nothing with, no go with, drew|drawn * blank with, struck out with, same with|from|for|goes, ditto|likewise for|with|from, ditto, likewise, shrug|shrugs|shrugging|apologies|apology|blank|stares|silence|sympathy from|by""",
    Tag.LOOKED: """
        looked, look at|into|over, tried, {HAVE} * look|go|crack|stab|shot|try|poke|dig|bash|peek|gander|rummage|attempt, took|taken|take a|another|long|good * look|stab|crack|go, been asked|consulted|tried|contacted|approached|involved|told|shown|over|through|at|looking|past,
        been all over it, been on it, was|were|got|is|are|gotten consulted|asked|approached|contacted|tried|involved|roped, already knows|know, is|are|was|were done, spent _ *, investigated, examined, debugged, reviewed it, checked, poked at|around, dug into|through|around, gave it, gave it a, given it a,
        given it his|her|their best, gave it his|her|their best, done their|his|her bit|best, did their|his|her best, done his|her|their, on it for hours|days|ages, already seen, has|have|had seen|tried|looked, saw, already tried|looked|asked, studied, inspected, went|gone through|over|looking, puzzled over, prodded at|around|it, fiddled, restarted|rebooted it, tasted""",
    Tag.UNSEEN: "not {SEEN}, not * {SEEN}, never {SEEN}, never * seen|looked|asked|consulted|tried, not * look|looked|seen|asked|consulted|tried, yet to see|look|try, none the wiser about it, not know about it|this, not on it yet, not aware, unaware, still to be asked|consulted|told, yet to be asked|consulted|told, not been near|told|shown|in, know|knows|knew nothing about|of it|this|that|the, out of the loop, not in the loop, not involved",
    Tag.SKIPPED: "skipped, bypassed, left out, missed out, leapfrogged, jumped over|past, went|gone over|around|past the head, went over, went around, went straight past, went past, passed over, ignored, omitted, avoided, jumped, left|kept|leaving|keeping @ out, left|kept out, no contact with",
    Tag.WAITING: """
        no reply|replies|response|responses|word|news|answer|pick|pickup|acknowledgement, no answer|reply|response|word|news * yet|far|back, nothing|nowt back|yet, heard nothing, not {REPLY}, not * replied|responded|answered|reply|respond|back, not got|get|gotten|come|came|called|rung|picked|pick back|up, not * heard|hear, not answer|reply|respond|acknowledge,
        waiting, wait for|on|to, awaiting, await, pending, still looking|on|thinking|checking|investigating|working|digging|trying, {BEING} {WORKING}, {BEING} still|currently|now|just|already|also|off|in {WORKING}, {BEING} * {WORKING} now|atm|currently, {BEING} on it|the|to it|this|that, {BEING} still on it, {BEING} having a|another, having a look|go|stab|dig, yet to hear|reply|respond|answer|come,
        left * message|voicemail|note|word, left {PERSON} a, left @ a, voicemail, gone quiet|silent, went quiet|silent, ignores, ignored my|me|us, ignoring, ghosted|ghosting, crickets, not a peep|word, left on read, still no, still nothing from|back|yet, no sign, silence, radio silence, tumbleweed, get|gets|getting|got|come|coming|comes|came back to|on, get back, gets back, promised, promises, promise, said|says|reckons|saying he|she|they will|would|'d|had, said|says|saying will,
        rings|ring|call|calls me|us back, ring|call back, ring|call me, read receipt|it but, unread, no pick-up, no pick up, hear back, to hear, on|for a|the case, working on it, still thinking, looking at|into it|this now, mulling, mulling * over, taking a look, take a look, sent * message|dm|email|invite|note|mail|meeting|request|calendar|slack|ping, sent @ a|an|my, queue for, in the queue, will let|ring|call|answer|reply, not picking|answering|responding|replying|online|around|at|in, engaged tone, rings out, rang out""",
    Tag.AWAY: """
        on|off holiday|holidays|leave|annual|break|lunch|vacation|parental|maternity|paternity|secondment|training, off on, off sick|ill|today|work|this, {BE} off|ill|sick|poorly|busy|swamped|unavailable|asleep|offline|absent|missing|dead, {BE} away, {BE} too|really|very|so|always|also busy|swamped|ill, {BE} in a|meetings|back|back-to-back, {BE} not in|around|here|there|available|online|at|about|working|free|back|on,
        will|'ll|would have|take|look|check|try|think|see|investigate|dig, at lunch|home|a|the dentist|doctor|conference|wedding, out of office|the, {BE} out today|sick|until|at|on|this|for|all, out sick|today|ill, away till|until|on|today|this|from|at, could|can|did not reach|come|attend|talk|speak|join|spare|meet|call, could|can not see|make us|me|time|it, could|can not get hold|through|near, could|can not be reached|found|disturbed|contacted|there|bothered, could|can not find {PERSON}|@|time|the, could|can not talk|speak|chat to|with|now|today|right, could|can not make it|the meeting|today|our,
        did not come|turn|show|pick|have time|make, not managed|able to reach|speak|find|talk|contact|attend|come|ask, not managed|able to get hold|through, unable to reach|get|contact|speak|attend|come|talk|make|join|find, tried to reach|get|find|contact|call|ring|catch|speak|talk|see|ask, trying to reach|get|find|contact|call|ring|catch|speak|talk|see, too busy, no time, not * time, not the time, not a chance to, not * chance, has|have|had no time, left|leaves|quit the company|team|us|last|in|organisation|programme,
        new and, back on|from, gone home|on, went home, went on leave|holiday, wasn't in, not in, not around, not online, not at * desk, not here, not replaced, vacant, no longer works|here|with, in a meeting|meetings|workshop, moved on|teams, out of office, off until|till|on, hard to reach|find|catch, nowhere to be, failed to reach|contact|get|find|turn|show|reply|answer|respond""",
    Tag.SOLVED: """
        {BE} {FIXED}, {BE} now|all|already|finally|since|long|totally|fully {FIXED}|good|ok|fine|done, {BE} working again|now|fine|properly, {HAVE} been {FIXED}, {HAVE} now|since|just|finally|already been {FIXED}, {BE} back up|online|to|working|again, {FIX} {THING}, {FIX} {THING} out, {FIX} the problem|issue|bug|fault|lot|thing, {FIX} our|my problem|issue|bug|fault,
        works again|now|fine, working again|now, never mind, nevermind, nvm, problem|issue|bug|fault|mystery|case solved|fixed|resolved|closed|gone|sorted, did the trick, got it working|going|fixed|sorted|running|done, got it to work, got {THING} working|going|fixed|sorted, {HAVE} got it working, knew the answer|fix|solution, had the answer|fix|solution, all good|sorted|fixed|working|clear, panic over, {MATTER}|it|this gone|went away, {MATTER}|it|this has|have gone away, no longer a|an|stuck|broken|happening|failing|need|needed,
        found the problem|bug|cause|answer|fix|solution|issue, found it, worked it out, worked {THING} out, figured it|this|that out, figured out the|what, cracked it, nailed it, spotted it|the, got to the bottom, helped us fix|solve|sort, solved by, fixed by, sorted by, sorted thanks, {BE} solved, back to normal, back up and|again, is gone, we are done|good|ok|sorted|fine|there, i am good|sorted|done, do not need|worry|bother * anymore|any more|help, magically|miraculously|suddenly works|fixed|worked|working, that worked|fixed, it worked, this worked, mended, up and running""",
    Tag.TOLD: "{TELL}",
    Tag.ESCALATE: """
        escalate, escalates, escalated, escalating, escalation, raise, raised, raising, take, taken, taking, pass, passed, passing, hand, handed, handing, go to|with|through, going to|with, goes to, send, sent, sending, bring, brought, log, logged,
        refer, referred, report, contact, speak to, talk to, get|put {THING} to|over|on|with|in, put|open a|in|one|ticket, move|moved, kick|kicked, punt, bump|bumped, push|pushed, involve, hit up, ticket, loop in, one for, belongs with|to, over to, needs to go|be, ask @, call @, ping @, @ to|should|need|needs|must take|look|handle|deal""",
    Tag.GO_AHEAD: """
        go-ahead, go ahead, ok, okay, nod, green light, instruction, instructions, orders, request, say-so, say so, word, message, note, advice, direction, behest, permission, clearance, blessing, thumbs up, email, mail, ping, dm, command""",
    Tag.SILENT: "no word|news|instruction|instructions|request|message|nod|go-ahead|order from|by, nothing|not a|nowt from|by, not heard from, not * heard * from, without a|any word|instruction|request|nod from, least of all @, without @, nobody|none|nothing at|on|in|from|of|over @, nobody @, heard nothing from",
    Tag.INCIDENT: "{INCIDENT}",
    Tag.INCIDENT_THING: """{INCIDENT} report|reports|review|reviews|process|processes|page|pages|management|response|channel|lead|form|log|logs|number|guide|guidance|policy|runbook|playbook|doc|docs|comms|room|room|history|template|count|record|records|drill|training|dashboard""",
    Tag.ONGOING: """
        ongoing, on-going, onging, live, current, currently, active, open, running, going on, under way, underway, in progress, happening, right now, still, declared, started, at the moment, as we speak, today, on, raging, unfolding, this, big, the same, called, just, now, in full swing, major""",
    Tag.LINKED: """
        part of, related to, relates to, connected to|with, linked to|with, because of, during, in the middle of, in the midst of, mid, to do with, caused by, tied to, tied in with, down to, due to, belongs to, belong to, comes|come|coming|stems|stemming|result|resulting|follows|follow|fallout|arising from|of|on, symptom of, side effect of, affected by, hit by, amid,
        there is an|a|the|now, there is, got an|a, have an|a, having an|a, in an|a|the, is an|a|now, has an|a, consequence of, knock-on|fallout from, attached to, falls under, counts as, under the|an, for the, for an|this, is the""",
    Tag.OVER: "over, closed, ended, finished, stood down, false alarm, wrapped up, behind us, called off, resolved, done, dealt with, fixed, done with, history, past, cleared, ended, gone, all clear, shut, concluded",
    Tag.NEGATED: """
        not, never, nobody, none, neither, nor, without, hardly, barely, instead of, rather than, no need to, yet to, have to be, avoided, avoiding, forgot to, forgotten to, failed to, neglected to, omitted to, no longer, no chance to, nearly, almost, anything but, before i, before we, refused to, far from""",
    Tag.PLANNED: """
        will, shall, 'll, going to, about to, plan|plans|planned|planning to|on, want|wants|wanted to, need|needs|needed to, intend|intends|intended|intending to, hope|hoping to, have|has|had to, must, ought to, let me|us, would, 'd, should, might, may, meant|supposed|tempted|bound|likely|happy|afraid|reluctant|ready|willing|set|keen to,
        thinking of|about, considering, on my|our way to, off to, trying to, try to, try and, tomorrow, tonight, later today, later on, next week|month|sprint|monday|tuesday|wednesday|thursday|friday, this afternoon|evening, monday, scheduled, booked, on thursday|tuesday|wednesday|friday, prefer|rather|sooner, could have, {BE} asking|messaging|calling|seeing|consulting|meeting|contacting, wish i|we, when he|she|they, as soon as, allowed to, permitted to, claim, claiming, pretend|pretending, say|saying i|we|that, lie|lying, swear, agree that, can we, need, do i|we, told to|me, told us, wants me|us, better, bothering to, feel like""",
    Tag.SUPPOSED: """
        if, suppose, supposing, imagine, imagining, assuming, assume, let us say|assume|pretend|suppose|imagine, say i|we|he|she|they|@|there|for|that|my|our, pretend, pretending, in case, unless, what if, whether, were i|we|@|he|she|they|there|it, had i|we|he|she|they|there|it, had @ been|not|said|known|asked|helped|fixed|failed|got|had, should @|he|she|they|there|it, once, when, whenever, until, till, provided, providing, in the event, even if, only if, as if, as though, by the time, as soon as, what happens if|when, let us pretend, given a, where @, lest, in an, before i|we|@|he|she|they, as long as, after @ has|have|is|fails|says""",
    Tag.STORY: """
        hypothetically, hypothetical, in our game|story|play|sketch, our game, a game, this exercise, for this exercise, theatre, theater, improv, the scene, scene is, act like, acting as, act out, you be @, you are my|our|the, be my|the|our @, play the|my|a @, once there was, the script, as @ i, i am @ and, make-believe, in character, walk|walks|walked into a bar|pub, storytime, story time, let us play|act|roleplay|role-play|pretend|imagine|suppose, roleplay, role-play, role play, in this|a|my|the story|game|film|scenario|novel|movie|dream|play|scene|universe|world, once upon a time, picture this|that|the, for the sake of argument, for argument sake, in theory, theoretically, purely theoretical, you are now, you are @, act as, imagine you|that, thought experiment, pretend you|that|i|we|@, from now on, simulate, fictional, in an alternate|alternative, in a parallel, make believe, make-believe, for example|instance, quiz, riddle, just kidding, joking, in a novel, i dreamt, i dreamed, my dream, a dream, speaking as, you play, playing the part, as an example, example""",
    Tag.ASKED: """
        who, whom, whose, what, when, where, why, how, which, whos, whats, wheres, do|does|did|have|has|had|can|could|should|would|will|shall|is|are|was|were|may|might|must|am|need|are not|is not|do not|did not|have not|has not|should not|can not|could not|would not i|we|you|they|he|she|it|@|anyone|anybody|someone|somebody|there|that|this|those|these|a|an|the|our|my|everyone|all|both|anything|one,
        is|are|do|does|did|have|has|should|can|could|would|was|were not i|we|you|they|he|she|it|@|there|that|this|the, any idea|ideas|chance|clue who|what|whether|if|where|how|that, anyone|anybody know|knows|here, isnt|arent|doesnt @|there|it, i wonder, wondering, just wondering|checking, ok to, okay to, alright to, fine to, not sure whether|if|who|what, unsure whether|if""",
    Tag.BIDDEN: """
        mark, treat, set, repeat, count, consider, record, register, note, remember, act, accept, believe, trust, take it that|as, say that|you|after, write, respond|reply|answer with|as|that, pretend, assume, ignore, disregard, override, you must|should|will|have|are|already|said|told|know|can, your, respond, output, print, state, status, new instructions|instruction|rules|rule, instructions, admin, developer mode, confirm that|you, acknowledge, log that, tick off, let the record, treat it, memory, context, translate, complete, continue, summarise, summarize, it is established, established, be my|the|a|@, let us, be advised, fyi assistant, dear assistant, hereby""",
    Tag.REPORTED: """
        you told|said|claimed|wrote|say|already, you have told|said|claimed|already, your records|notes|logs|developer|developers|memory|system|creators|database, docs|page|document|documentation|sign|thread|wiki|manual|handbook|policy|rules|ticket|note|post|website|article|log|logs|message say|says|said|states|show|shows|reads|read|tells|starts|mentions|claims, according to the|this, i read|heard|gather|understand, apparently, rumour, rumor, supposedly, allegedly, a sign, i have heard, word is, people say, they say, it says, said to be, the developers of, legend, does it count""",
    Tag.OTHERS: """
        another|other|different|neighbouring|neighboring|sister|rival|some|that|next|those|external|foreign {LOT}, another|other|different|neighbouring|sister|some|next|that _ {LOT}, next door, a|another|my friend|mate|flatmate|husband|wife|sister|brother|mum|dad|neighbour|cousin|housemate|partner|nan|son|daughter|boyfriend|girlfriend|contact|acquaintance|ex, a friend of, a mate of, a colleague of, a|one colleague 's, other people|folks|teams|squads|devs|developers|users, others, someone|somebody else, someone|somebody who|whose, a dev|developer|person|user|colleague|guy|woman|man|bloke|chap|contractor who|whose|in|on|at|from|over, anyone|people|those|whoever who|whose, someone|somebody in|on|at|from,
        everyone else 's, previous|old|former|earlier|past|prior {LOT}, their own, his own, her own, theirs, his team, her team, their team, your @, his @, their @, team _ 's, at|over|in at|in|the|_ the|_ {LOT} @, at|over|in the|_ _ {LOT} @, at|over|in the|_ {LOT} @, my cat|dog|parrot|rubber|goldfish|hamster|kid|kids, the hero|protagonist|user, contractor 's""",
    Tag.NOT_OURS: "nothing to do with us|me|our, not us, not ours, not our problem|issue|team|one, not to us, not for us",
    Tag.LONG_AGO: "last time|year|month|quarter|sprint|summer|winter|spring|autumn, years|months|weeks ago, back in|when, in general, usually, normally, generally, always, typically, sometimes, often, in the past, historically, previously",
    Tag.NEW: """
        new|another|separate|unrelated|fresh|different|further|next|second|extra|additional {MATTER}, new|another|separate|unrelated|fresh|different|next|completely|totally|entirely|brand|other new|separate|unrelated|fresh|different {MATTER}, new|separate|different|another|other|fresh _ {MATTER}, unrelated, separately, something else, something different|new|entirely|completely|totally, starting|start over|again|afresh|fresh|from, change|changing|change|changed|switch|switching of|the|_ subject|topic|tack, on another|a|to|other note|matter|topic|subject|different|to, on a different|separate|unrelated|another|new|totally, moving on to|now, forget|scrap|park|leave that|this|it one|problem|issue|bug|for, now for something, also got|have another|a, got another, have another, i have another, different kettle, next up, on to something|another, while i am here, other thing, by the way""",
    Tag.CORRECTING: """
        sorry, actually, wait, hang on, hold on, correction, my mistake, mistake, oops, whoops, misspoke, misread, misremembered, mis-spoke, i lied, typo, i was wrong, got that wrong, got it wrong, was wrong, scratch that, scrap that, take it|that back, strike that , i meant, i mean, mean, meant, not true, on reflection, in fact, apologies, my bad, no no, should have said, to be precise, to correct, let me correct, beg your pardon, pardon, mixed up, muddled, mistaken, retract, withdraw, update, lied, fibbed, ignore|forget what|that, i tell a lie, ah no, oh no, er no, um no, no wait, not quite""",
    Tag.MEANT: "mean, meant, should have said|been|written|read, typo, correction, i was thinking of, was actually, wrong person|name, it was, that was, rather, wrong one, i confused, got confused, mixed up, make|made that, say, instead",
    Tag.SCRAPPED: "scrap, scratch, strike, disregard, undo, cancel, retract, withdraw, take back, take it back, take that back, ignore, forget, cross out, untick, delete, remove, not true",
    Tag.OURSELVES: """
        none of us|my|our, nobody in|on|among|here|around|at|from|we, all of us, both of us, lot of us, between us, between ourselves, among ourselves, amongst ourselves, ourselves, our|my|the|whole|entire|us|rest team|squad|crew|pod|group|office|desk|shift|colleagues|teammates|side|lot|unit|colleague|pair|mate|department|crowd|guys|people, colleagues, teammates, _ of us, we on|in|at, half the|our|my, the whole|entire|rest team|squad|crew|pod|group|office""",
    Tag.VERDICT: """
        no, nope, nah, tried, done, asked, consulted, checked, failed, x, tick, ticked, spoken to, seen, looked, negative, been, been there, did, dunno, nada, zip, zilch, nowt, nothing, stumped, stuck, beaten, baffled, clueless, useless, no luck|joy|dice|good|use|idea|help|clue|result|answer|go|success|solution|fix, dead end, fail, fails, same, same again|here|story|result, ditto, ruled out, exhausted, not a clue, no can do, could not, can not, unable, lost, no no, drew a blank, gave up""",
    Tag.VERDICT_NOT_YET: "not yet, not asked, not tried, never, not done, untried, to do, todo, no not yet, not contacted, not spoken to, skipped, not consulted, unasked, pending me, not seen, not me, not him, not her",
    Tag.VERDICT_WAITING: "waiting, pending, awaiting, asked waiting, no reply|answer|response|word, in progress, wip, looking, asked no reply|answer|response, on it",
}  # fmt: skip

OPENERS = frozenset(
    """and but so ok okay well or also just even only then now right sorry hi hey hello please erm um er ah oh cheers thanks wait hmm no yes yep yeah
    nope cool great morning afternoon look listen basically honestly actually anyway yup aye nah hiya sure good fine plus because since as cos given considering seeing
    team folks all mate guys there pls plz alright btw tbh fwiw sadly unfortunately annoyingly regrettably though although while whereas
    really literally like long story short today yesterday with both either neither nor not still too maybe perhaps , : quick one""".split()
)
ADVERBS = frozenset(
    """already now just also even finally actually only both all then since at least recently previously literally honestly indeed so far ever first really too either still each
    again sadly unfortunately completely totally utterly equally quite pretty fairly very much as well simply clearly sort kind of basically rather similarly obviously apparently
    even though has have had having is are was were been be being am 's did do does got gets get can could would will not never no nor neither has and or & : , = there here alone together
    i we too myself himself herself themselves today yesterday earlier this morning afternoon earlier monday tuesday wednesday thursday friday nothing sadly said says reckons reckon admits admitted thinks told me us that it looks seems seemed
    proved proven turned out to be unfortunately alas a an the just left came comes went he she they who which off his her their own stood explicitly specifically clearly totally absolutely still ultimately eventually
    straight back down promptly soon later mostly largely by 'd""".split()
)
PREPOSITIONS = frozenset("on of in from at for over with to about across within that".split())
OURS = frozenset("i we me us ive id myself ourselves mine".split())
COLLECTIVE = frozenset(
    """team squad crew pod group desk colleagues colleague pair teammates teammate buddy side lot office unit shift department programme mates mate partner staff folks people crowd""".split()
)
PRONOUNS = frozenset("he she they him her them".split())
