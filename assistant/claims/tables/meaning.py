"""How people say that they ask, suppose, plan, deny, correct or report; and what tickets hang on.

See ``assistant.claims.lexicon`` for how a phrase is written.
"""

from __future__ import annotations

from assistant.claims.lexicon import Tag

MEANING: dict[Tag, str] = {
    Tag.TOLD: """
        {TELL}, got back to me|us,
        {BE}|very|quite|perfectly|crystal adamant|insistent|clear|firm|emphatic|explicit|definite
    """,
    Tag.ESCALATE: """
        escalate, escalates, escalated, escalating, escalation, raise, raised, raising, take, taken, taking, pass,
        passed, passing, hand, handed, handing, go to|with|through, going to|with, goes to, send, sent, sending,
        bring, brought, log, logged, refer, referred, report, contact, speak to, talk to, get|put {THING}
        to|over|on|with|in, get|bring|loop|want|wants|wanted @ on|in|involved|to, this|it|that with @, @ on
        this|it|that, me|us at|towards @, directed|referred|pointed|sent to|at|towards @, put|open a|in|one|ticket,
        move|moved, kick|kicked, punt, bump|bumped, push|pushed, involve, hit up, ticket, loop in, one for, belongs
        with|to, over to, needs to go|be, it|this with|to, @ should|must|needs|need have|see|be|to|get|know|handle,
        me|us|it|this to @, ask @, call @, ping @, @ to|should|need|needs|must take|look|handle|deal
    """,
    Tag.GO_AHEAD: """
        go-ahead, go ahead, ok, okay, nod, green light, instruction, instructions, orders, request, say-so, say so,
        word, message, note, advice, direction, behest, permission, clearance, blessing, thumbs up, email, mail, ping,
        dm, command, heard, in writing
    """,
    Tag.SILENT: """
        @ never mentioned|suggested|raised|brought * escalating|passing|raising|taking|handing|sending|moving,
        @ did|has|have not * mention|mentioned|suggest|suggested * escalating|passing|raising|taking|handing|sending,
        no word|news|instruction|instructions|request|message|nod|go-ahead|order from|by, nothing|not a|nowt from|by,
        not a word|peep|thing|sausage from|by, not heard from, not * heard * from, without a|any
        word|instruction|request|nod from, least of all @, without @, nobody|none|nothing at|on|in|from|of|over @,
        nobody @, heard nothing from, @ have|has not been in touch, @ silent|quiet, @ {BE} silent|quiet
    """,
    Tag.INCIDENT: "{INCIDENT}, sev|priority|p 1|2|one|two",
    Tag.INCIDENT_THING: """
        {INCIDENT} report|reports|review|reviews|process|processes|page|pages|management|response|channel|lead|form,
        {INCIDENT} log|logs|number|guide|guidance|policy|runbook|playbook|doc|docs|comms|room|history|template|count,
        {INCIDENT} record|records|drill|training|dashboard
    """,
    Tag.ONGOING: """
        ongoing, on-going, onging, live, current, currently, active, open, running, going on, under way, underway, in
        progress, happening, right now, still, declared, started, at the moment, as we speak, today, on, raging,
        unfolding, this, big, the same, called, just, now, in full swing, major
    """,
    Tag.LINKED: """
        part of, related to, relates to, connected to|with, linked to|with, because of, during, in the middle of, in
        the midst of, mid, to do with, caused by, tied to, tied in with, down to, due to, belongs to, belong to,
        comes|come|coming|stems|stemming|result|resulting|follows|follow|fallout|arising from|of|on, symptom of, side
        effect of, affected by, hit by, amid, there is an|a|the|now, there is, got an|a, have an|a, having an|a, in
        an|a|the, is an|a|now, has an|a, consequence of, knock-on|fallout from, attached to, falls under, counts as,
        under the|an, for the, for an|this, is the
    """,
    Tag.APART: """
        different {LOT},
        for|at|of the _ people|team|folks|lot|side, not be that|this|the|because|related|down, over on|at, unrelated,
        unaffected, unconnected, elsewhere, irrelevant, coincidence, coincidental, not affected|involved|touched, not
        * related|connected|linked|part|ours|relevant, not this one|team|project|service|us|here|me|mine, no
        bearing|relation|link|connection|relevance|impact, nothing|nowt|nought to do with,
        not|nothing|nowt * to do with, never been part, is|'s
        separate|different|apart|independent, separate|different issue|problem|thing|matter|from, not because of, not
        due to, not down to, not caused by, not affect|affecting|touch|touching|concern|involve, at|in|for|with|on
        another|different _, for|at|in|on|over in|at the other, another|other {LOT}, a different, someone|somebody
        else 's, not sure|certain whether|if|that|it|we|this|how, nobody|none of|on ours|us, not see how|why|that,
        can|could not confirm, not confirmed, unconfirmed
    """,
    Tag.OVER: """
        over, closed, ended, finished, stood down, false alarm, wrapped up, behind us, called off, resolved, done,
        dealt with, fixed, done with, history, past, cleared, gone, all clear, shut, concluded
    """,
    Tag.NEGATED: """
        under no circumstances, on no account, in no case, by no means,
        not, never, nobody, none, neither, nor, without, hardly, barely, instead of, rather than, no need to, yet to,
        have to be, avoided, avoiding, forgot to, forgotten to, failed to, neglected to, omitted to, no longer, no
        chance to, nearly, almost, anything but, before i, before we, refused to, far from, hold off, holding off,
        hold fire, refrain from, against escalating|raising|taking|involving, everything|anything but|except
    """,
    Tag.PLANNED: """
        hoping,
        expecting, anticipating, expect no|nothing|little, will, shall, 'll, going to, about to,
        plan|plans|planned|planning to|on, want|wants|wanted to, need|needs|needed to,
        intend|intends|intended|intending to, hope|hoping to, have|has|had to, must, ought to, let me|us, would, 'd,
        should, might, may, meant|supposed|tempted|bound|likely|happy|afraid|reluctant|ready|willing|set|keen to,
        thinking of|about, considering, on my|our way to, off to, trying to, try to, try and, tomorrow, tonight, later
        today, later on, next week|month|sprint|monday|tuesday|wednesday|thursday|friday, this afternoon|evening,
        monday, scheduled, booked, on thursday|tuesday|wednesday|friday, prefer|rather|sooner, could have, {BE}
        asking|messaging|calling|seeing|consulting|meeting|contacting, wish i|we, when he|she|they, as soon as,
        allowed to, permitted to, worried, afraid, becomes, become, turn|turns|turning into, claim, claiming,
        pretend|pretending, say|saying i|we|that, lie|lying, swear, agree that, can we, need, do i|we, told to, wants
        me|us, probably, surely, presumably, i|we bet|doubt|suspect|guess|expect|imagine|assume|fear,
        pretty|fairly|quite|almost sure|certain, i am sure|certain|confident, likely|unlikely to, i|we do not
        think|believe|expect|suppose, better, bothering to, feel like, maybe, perhaps, possibly
    """,
    Tag.SUPPOSED: """
        worst|best case, worst comes to,
        for our|your|all|the|this purposes|purpose, if, suppose, supposing, imagine, imagining, assuming, assume, say
        i|we|he|she|they|@|there|for|that|my|our, pretend, pretending, in case, unless, what if, whether, were
        i|we|@|he|she|they|there|it, had i|we|he|she|they|there|it, after i|we have, had @
        been|not|said|known|asked|helped|fixed|failed|got|had, should @|he|she|they|there|it, once, when, whenever,
        until, till, provided, providing, in the event, even if, only if, as if, as though, by the time, as soon as,
        what happens if|when, let us pretend, given a, where @, lest, in an, before i|we|@|he|she|they, as long as,
        after @ has|have|is|fails|says
    """,
    Tag.STORY: """
        for the|this|our|a workshop|training|course|onboarding,
        only|just a test|drill|exercise,
        in my|his|her|their|a dream|dreams|sleep, practice|dry|trial|dummy|test run, testing testing, just|only testing,
        game day, fire drill, war game,
        play along|pretend, knock knock, for practice, sing, detective, captain 's log, you to be|play|act, we play,
        you|i be|are being @, exeunt, stage left, stage direction, dressed as, costume, cosplay, charade, charades,
        the actor, actress, an actor, season finale, trailer, sequel, prequel, comedy, drama, tragedy, melodrama, in
        the|this|my|our|a|an * scene|episode|chapter|tale|cartoon|comic|musical|opera|campaign|adventure, enter|exit
        @, fairy tale, the part of @, act|play|take * part|role, role of, talk|speak|answer|reply|respond like @, the
        voice of, dialogue, skit, screenplay, say the line, your line, my line, pretending, role playing,
        role-playing, roleplaying, improvise, you are the|my|our _, ignore|disregard|forget|override *
        instructions|rules|guidelines|prompt, act|scene|chapter 1|2|3|one|two|three, dungeon master, my character, you
        are a|an, talk|speak|answer like a, play|playing|act|acting @, @ : me|you, you have been|were @, you were @,
        rehearse, rehearsing, rehearsal, game we are, haha, hahaha, hehe, jk, only joking, hypothetically,
        hypothetical, in our game|story|play|sketch, our game, a game, this exercise, for this exercise, improv, the
        scene, scene is, act like, acting as, act out, you be @, you are my|our|the, be my|the|our @, play the|my|a @,
        once there was, the script, as @ i, i am @ and, make-believe, on stage, stage play, let us
        say|pretend|imagine|assume|suppose, in character, walk|walks|walked into a bar|pub, storytime, story time, let
        us play|act|roleplay|role-play|pretend|imagine|suppose, roleplay, role-play, role play, in this|a|my|the|our
        story|film|scenario|novel|movie|dream|sketch, scenario, sketch, fiction, pretends|pretended to|that, narrator,
        chapter one, stage, you @, you : @, that is you, i be @, once upon a time, picture this|that|the, for the sake
        of argument, for argument sake, in theory, theoretically, purely theoretical, you are now, you are @, _
        exercise, tabletop, act as, imagine you|that, thought experiment, pretend you|that|i|we|@, from now on,
        simulate, fictional, in an alternate|alternative, in a parallel, imagine this|a|the, dear diary, make believe,
        for example|instance, quiz, riddle, just kidding, joking, in a novel, i dreamt, i dreamed, my dream, a dream,
        speaking as, you play, playing the part, as an example, example, in my head|mind|imagination|dreams, in the
        voice|style|manner of|and, radio play, monologue, sonnet, poem, limerick, haiku, write|tell|compose|sing me|us
        a|an * story|song|rap|joke|scene|play|script|tale, speak|talk|answer|reply|respond|write as
        a|an|the|my|our|if, arr, arrr, yarr, ahoy, pirate, wizard, dragon, knight, kingdom, fan fiction, your
        role|character|part|cue|turn is|to|as, the narrator, in this one, curtain, wearing my|the, i am now @, i will
        be|play @, you will be|play, we are playing|acting|pretending, puppet, impersonate, simulation, simulated,
        training video, for|in|during|is a drill, a drill for, test|testing you, i am testing, filming, for the sake
        of it, sock puppet, impersonating, in a film|movie|play|sitcom, screenwriter, plot, protagonist, bedtime story
    """,
    Tag.ASKED: """
        who, whom, whose, what, when, where, why, how, which, whos, whats, wheres, {AUXILIARY} {ASKED_OF}, {AUXILIARY}
        not {ASKED_OF}, did i|we|you|they|he|she|@|anybody|somebody|the|our|my, {AUXILIARY}|did not
        i|we|you|they|he|she|it|@|there|that|this|the, any idea|ideas|chance|clue who|what|whether|if|where|how|that,
        anyone|anybody know|knows|here, isnt|arent|doesnt @|there|it, i wonder, wondering, just wondering|checking, ok
        to, okay to, alright to, fine to, not sure whether|if|who|what, unsure whether|if
    """,
    Tag.BIDDEN: """
        put that|down|me, mark, treat, set, repeat, count, consider, record, register, note, remember, act, accept,
        believe, trust, take it that|as, say that|you|after, write, respond|reply|answer with|as|that, pretend,
        assume, ignore, disregard, override, you must|should|will|have|are|already|said|told|know|can, your, respond,
        output, print, state, status, new instructions|instruction|rules|rule, instructions, admin, developer mode,
        confirm that|you, acknowledge, log that, tick off, let the record, treat it, memory, context, translate,
        complete, continue, summarise, summarize, it is established, established, be my|the|a|@, let us, be advised,
        fyi assistant, dear assistant, hereby
    """,
    Tag.REPORTED: """
        you told|said|claimed|wrote|say|already, you have told|said|claimed|already, your
        records|notes|logs|developer|developers|memory|system|creators|database, {PAGE}
        say|says|said|states|show|shows|reads|read|tells|starts|begins|opens|ends|goes|mentions|claims,
        according to the|this, i
        read|heard|gather|understand, apparently, rumour, rumor, supposedly, allegedly, a sign, i have heard, word is,
        people say, they say, it says, said to be, the developers of, legend, does it count, somebody|someone
        said|says|told|mentioned|reckons|claims|heard, i|we was|were|am|are told @|that|the, claims|claimed|alleges
        he|she|they|to|that, the bot|assistant|chatbot|ai|system said|says|told|claims|claimed, he|she|they
        denies|denied
    """,
    Tag.OTHERS: """
        @ on|in|at|from|over the|that|their _ {LOT},
        with|about|over|on their {MATTER},
        the|our|my last|previous|former|old @, a|an @,
        another|other|different|neighbouring|neighboring|sister|rival|some|that|next|those|external|foreign {LOT},
        another|other|different|neighbouring|sister|some|next|that _ {LOT}, next door, a|another|my
        friend|mate|flatmate|husband|wife|sister|brother|mum|dad|neighbour, a|another|my
        cousin|housemate|partner|nan|son|daughter|boyfriend|girlfriend|contact|acquaintance|ex, married to, a friend
        of, a mate of, a colleague of, a|one colleague 's, other people|folks|teams|squads|devs|developers|users,
        others, someone|somebody else, someone|somebody who|whose, a
        dev|developer|person|user|colleague|guy|woman|man|bloke|chap|contractor who|whose, a
        dev|developer|person|user|colleague|guy|woman|man|bloke|chap|contractor in|on|at|from|over _, used to be|work,
        anyone|people|those|whoever who|whose, someone|somebody in|on|at|from _, everyone else 's,
        previous|old|former|earlier|past|prior {LOT}, their own, his own, her own, theirs, his team, her team, their
        team, your @, his @, their @, team _ 's, at|over|in at|in|the|_ the|_ {LOT} @, at|over|in the|_ _ {LOT} @,
        at|over|in the|_ {LOT} @, my cat|dog|parrot|rubber|goldfish|hamster|kid|kids, the hero|protagonist|user,
        contractor 's, that|the other|previous|earlier|old|last {MATTER}, @ at|of|from|in the|_ _
        branch|office|site|shop|surgery|depot|store|ward|studio, @ at|of|from|in the|_ _ _
        branch|office|site|shop|surgery|depot|store|ward|studio
    """,
    Tag.NOT_OURS: """
        theirs though, theirs not, that is theirs, ancient history, water under the,
        that|it|this was for|about the|a|another last|previous|old|other|different, nothing to do with us|me|our, not
        us, not ours, not our problem|issue|team|one, not to us, not for us
    """,
    Tag.LONG_AGO: """
        on|in|for|during the|our last|previous milestone|cycle|iteration|season|project|release|game|show|run|contract,
        that time @, releases|sprints|versions|projects|jobs|quarters ago, the time before, time before last,
        last|that time round|around,
        last time|year|month|quarter|sprint|summer|winter|spring|autumn, years|months|weeks ago, in|at my|our|a
        old|previous|former|last job|project|company|place|role, months|years|weeks back, told me|us before, in
        january|february|march|april|may|june|july|august|september|october|november|december, last
        release|version|project|job, us|me with the last|previous|other|old one|problem|issue|bug|thing, back in
        the|my|our, when, we|i once, back in
        january|february|march|april|may|june|july|august|september|october|november|december, in general, usually,
        normally, generally, always, typically, sometimes, often, in the past, historically, previously, in the
        old|good|bad days, back then, at the time of, in|back in spring|summer|autumn|winter|the, last
        spring|summer|autumn|winter|christmas
    """,
    Tag.CORRECTING: """
        was not him|her|them,
        take back,
        made that|it|this|all|them up,
        should not have said|written|put|claimed, reading|read|looking {THING} again|back,
        sorry, actually, wait, hang on, hold on, correction, my mistake, mistake, oops, whoops, misspoke, misread,
        scratch|scrap|strike|undo the|@|my|our|all|both|everything, forget|ignore all|both|everything, wrong about,
        misremembered, mis-spoke, ignore|forget|disregard my|the last|previous|earlier message|one|bit|part|line, i
        lied, typo, i was wrong, got that wrong, got it wrong, was wrong, scratch that, scrap that, take it|that back,
        strike that, i meant, i mean, mean, meant, not true, on reflection, in fact, apologies, my bad, no no, should
        have said, to be precise, to correct, let me correct, beg your pardon, pardon, mixed up, muddled, mistaken,
        retract, withdraw, update, lied, fibbed, ignore|forget what|that, i tell a lie, ah no, oh no, er no, um no, no
        wait, not quite, i put|wrote|typed|said @
    """,
    Tag.MEANT: """
        mean, meant, should have said|been|written|read, typo, correction, i was thinking of, was actually,
        talking|thinking about|of, wrong person|name, it was, that was, rather, wrong one, i confused, got confused,
        mixed up, make|made that, say, instead, should be|read|say @
    """,
    Tag.SCRAPPED: """
        scrap, scratch, strike, disregard, undo, cancel, retract, withdraw, take back, take it back, take that back,
        ignore, forget, cross out, untick, delete, remove, not true, lied|fibbed|wrong about
    """,
}
