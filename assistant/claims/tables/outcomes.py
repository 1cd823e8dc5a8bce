"""How people say what came of it: nothing, nothing yet, or a solution.

See ``assistant.claims.lexicon`` for how a phrase is written.
"""

from __future__ import annotations

from assistant.claims.lexicon import Tag

OUTCOMES: dict[Tag, str] = {
    Tag.FAILED: """
        nobody gets|understands|sees|managed|solved|fixed|cracked,
        nothing he|she|they recognise|recognised|recognises|know|knows|knew,
        never seen|met a|an, referred|passed|sent|pointed me|us onward|onwards|upward|upwards|up,
        said|says|told|tells|to|suggested|reckons * try|trying|ask|asking|find somebody|someone|anybody else,
        nothing he|she|they|@ can|could|can|could do,
        could|can not, could|can not answer, no|zero|nil|not|without _ {ANSWER}, zero|nil|not {ANSWER}, not
        move|moved|bring|brought|take|took|get|got us|me|it * forward|further|on|anywhere|along, {MATTER}|it|this
        persists|persisted|stays|stayed|remains|remained|continues, nothing changed|improved, nothing has|had
        changed|improved|helped|worked, not {KNOW}, not _ {KNOW}, not _ _ {KNOW}, not been|be * able|help|helpful, not
        have|had|got {ANSWER}, not have|had|got a|an|any|the|much|one|enough {ANSWER}, not have|had|got
        a|an|any|the|much|one _ {ANSWER}, not _ have|had|got a|an|any|the {ANSWER}, not any|much|the
        help|use|wiser|better|good|closer|luck, never|hardly|barely able|knew|managed|solved|figured, unable to, no
        idea|joy|luck|answer|answers|clue|help|use|good|solution|wiser|better|dice|success|result|results|fix, no
        avail|ideas|clues|joy|suggestions|progress|headway|closer, no
        explanation|inkling|chance|more|further|cigar|earthly|go|bueno, as much use|help as, not what you|i|we
        'd|would call, none the wiser, none _ wiser, stumped, stuck, beaten, baffled, clueless, defeated, flummoxed,
        perplexed, puzzled, bamboozled, mystified, nonplussed, confused, foxed, floored, at|in a|total|complete
        loss|dark, in the dark, at a loss, out of ideas|options|luck|suggestions|depth,
        got|getting|get|gets|going|went nowhere, nowhere, give|gives|gave|given|giving up, gave up on, given up on,
        failed, failing, failed us, drew|drawn|draws|draw|drawing * blank, nobody can|could|knows|knew|has|had, drew
        blanks, lost, shrugged, shrugs, shrug, shrugging, beyond {PERSON}|@, above|beyond * pay, not|outside *
        area|field|department|remit|speciality|specialty|expertise|wheelhouse|forte|bailiwick, passed it on, never
        seen|come anything|something|this|one, never seen it, admitted|admits|conceded|accepted defeat,
        waved|sent|passed|pointed me|us on|to|away|off|at|elsewhere|towards|over|back,
        referred|directed|fobbed|pushed|shoved me|us on|to|away|off|at|elsewhere|towards|over|back, said|says sorry,
        pulled a face, hands up, not touching it, run|ran|running out of, over {PERSON} heads|head, over
        his|her|their|our head|heads, hit|hits|hitting a * wall, no further, any further,
        scratched|scratches|scratching|shaking|shook his|her|their head|heads, useless, hopeless, pointless,
        fruitless, threw|thrown|throwing in the towel, threw|thrown his|her|their hands up, threw up his|her|their
        hands, could do nothing, did|does|do nothing, came|come|comes up empty|blank|short|dry, came|come|coming
        up|away|back with nothing|nowt, came|come|coming back|away empty-handed|empty|none, came|come up with
        nothing|nowt|zilch, says|said|say no, said|says|say he|she|they could|can not, knew|know|knows nothing,
        have|had|has|got|found|finds nothing|nowt|zilch|none|zip, passed on it, turned {PERSON} away|down, made
        no|little headway|progress|difference|sense|odds, without success|result|luck|joy|avail|effect|progress,
        without any|much|a|further success|result|luck|joy|avail|effect|progress|solution|fix, to no avail|effect, in
        vain, nothing doing, nothing came, nothing worked|works|helped|helps|useful|helpful|new|doing, dead end,
        not|little|no much|a|good|great use|help|lot, declined, tapped|bowed|opted out, no|not closer|nearer, wits
        end, all at sea, up the wall, drawn blank, had {PERSON} beaten|stumped|foxed, got {PERSON} beaten|stumped, out
        of answers, scratching heads, washed his|her|their hands, gone|going round in circles, clue less, the|a
        faintest|foggiest, dunno, no know|knows|understand, dont know, not a clue|thing|sausage|scooby|notion, none,
        same problem, fell flat, sod all, nada, nowt, zilch, zip, gets|got us nowhere, a|blank|empty look|stare|face,
        offered|offer|offers|produced|suggested|yielded nothing, nothing to offer|add|suggest|say, unhelpful,
        came|comes|come to nothing|naught|nought, struck out, unsure, not sure, pleaded ignorance, conceded,
        surrendered, quit, packed it|this|that in, walked off|away, went away, wandered off, sighed, winced, frowned,
        too
        hard|difficult|tricky for, end of his|her|their tether, little the wiser, bore no fruit, same boat, as little
        as, hit the same|a wall, brick wall, blank look, face palm, facepalm, no further forward|on, foggiest,
        faintest, gone blank, know|knows|knew no more|better, little luck, scratched|scratches head, not|never seen
        it|this|that|one before, never come|came across, beats {PERSON}, tapped, no better, the wiser, doesn't ring,
        rings no bell|bells, not ring, ran|run|running out of ideas|options|steam|things|road, run|ran dry|aground,
        called it a day, no can do, haven't a clue, as lost|baffled|stuck|puzzled|confused|clueless|stumped, out of it
        depth, put|puts us no further, still broken|failing|stuck|down, still not fixed|working|solved|resolved,
        hit|hits a dead end, bottom of it, at sea, way|ways out of his|her|their depth, apologised, threw up their
        hands, been no|little help|use, not come across, says|said it can|could not be, exhausted
        everything|all|our|my|every, no breakthrough, said|says try|ask|go|speak * senior|higher|up, told|tells me|us
        to go|try|ask * higher|up|senior|above, not something|anything he|she|they
        can|could|know|knows|recognises|recognised, never dealt|worked with|on it|this|that|anything|something|one,
        never encountered|met|faced|handled it|this|that|anything|something|one, bang|banged|banging|beating|hitting
        my|our|his|her|their head|heads, not something|anything he|she|they had|have|has|'d|is
        come|seen|dealt|met|encountered|worked,
        handed|gave|given|passed|bounced|sent|kicked|threw|chucked|batted|returned|punted|lobbed|tossed|slung {THING}
        * back|on, bounced it|this, handed|gave|given|passed|sent|threw me|us back, unsolved, unresolved, unfixed,
        undiagnosed, uncured, unsuccessful, unsuccessfully, no fix, never|not seen * before|like, never|not seen
        anything|owt|nothing|nowt, none to offer, not something|anything|one he|she|they is|was|'s, still|remains
        broken|down|crashing|failing|stuck|dead|wrong|happening|there, still|remains not working|fixed|right,
        still|remains as|a broken|mystery|problem, over @ 's head, over @ head, above @ 's pay, lost cause,
        drew|drawn|draws blank, did|does nothing|naught, proved|proven|turned out
        fruitless|pointless|useless|unhelpful, amounted|amounts to nothing|little, yielded|yields|produced|turned
        nothing|little|up, turned up nothing|nowt|little, led|leads|leading nowhere, leads|lead|led to
        nothing|nowhere|naught, no earthly|real use|idea|help|clue|good|answer|answers, made no|little|zero|scant
        headway|progress|difference|sense|inroads, not made|make|making any|much|a
        headway|progress|difference|dent|inroads, went|gone|goes nowhere|dead|cold, petered out, hit the buffers,
        came|come|comes to a dead|naught, in no better, hasn't|hadn't a, have|has|had neither, have|has|had not *
        scooby|clue|notion, knackered by, out of puff|steam|road|moves, as
        baffled|stumped|lost|stuck|puzzled|clueless|confused as, no more of a clue, no more idea|clue than, drawing
        blanks, out of his|her|their depth|league, beyond his|her|their ken|ability|abilities|powers|skills|knowledge,
        not up his|her|their street, not his|her|their thing|field|area|department|bag|remit, bewildered, befuddled,
        confounded, stymied, thwarted, mithered, at sixes and, none the better, shook|shakes a|his|her|their head, at
        his|her|their wits|wit|limit|end, threw|throw|chucked in the|his|her sponge|towel, raised|raising the white,
        waved the white, white flag, washed hands of, cut * losses, came|come|coming off worst, been
        defeated|beaten|bested, got|been the better of, no use nor ornament, about as useful|helpful|much, chocolate
        teapot, chocolate fireguard, as useful as, waste of time|breath, wasted trip|journey|call, fat lot of, no
        earthly, came|come|comes up with squat|zip|zero|bupkis|diddly|naff,
        god|heaven|heavens|goodness|lord|christ|who knows, would not know where|how|what, back where|to we|i|square,
        exactly where|as we|i, found|finds|find no|nothing|zero|zilch|nowt, no way round|around|forward|past|through,
        not found|find a|any|the, zero|zilch|nil ideas|clues|answers|suggestions|joy|luck|use|success, no other
        ideas|idea|suggestions|options, out of ammo|tricks|rope, same three things|thing, had me|us do
        it|everything|the|all, we|i started|began, none of them could|can|knew|knows|know, laughed and, gave|gives
        me|us nothing|nowt|no|zero, offered no|little|zero, not put|set|get|got it right|straight|sorted, not got
        past|anywhere|far|very, got us|me no further|nearer|closer, would|could only shrug|apologise, was|is a no, no
        from start, search me, ask me another, not ask me, computer says no, no comment, bad job,
        stared|gawped|goggled|squinted|blinked|glared at it|this|the, reckons|thinks|says|said|claims|feels
        it|this|that can|could not be, can|could not be done|fixed|solved|mended|resolved|cured|explained|found
    """,
    Tag.BEATS: """
        beaten {PERSON}|@, beyond, defeated, defeats, beats, beat, baffled, baffles, stumped, stumps, foxed,
        flummoxed, puzzles, puzzled, floored, eluded, eludes, has|had|got|have {PERSON}|@
        stumped|beaten|baffled|foxed|puzzled|stuck|scratching, mystery to
    """,
    Tag.NO_LUCK_WITH: """
        no|nope from @,
        nothing useful|helpful|usable out of, blank|empty looks|stares|faces from, no|zero|little _ help from,
        no|zero|little help at all from, a no from, not get|got anything|much|sense|nothing|any * out of|from,
        not|never fixed|solved|resolved|sorted by, out of luck|options|ideas with, not|never be
        fixed|solved|resolved|sorted by, no|nowt|zero|little|zilch|any|much|without
        joy|luck|good|help|use|answer|answers from|with|out, no|nowt|zero|little|zilch|any|much|without
        success|solution|result|ideas|sense|joy|progress from|with|out, head-scratching|scratching from,
        nothing|nowt|zilch|nada|nil|zip|diddly|nothing useful|helpful from|with, got|getting|get
        nothing|nowt|nowhere|zilch * from|with|of, nothing|nowt|nowhere|little out of, blank|blanks from|with, dead
        end with|at, same story|again|result|thing|answer|outcome|response|problem|deal|song|shrug|blank
        with|from|for|at, nowhere|nothing with, no go with, drew|drawn * blank with, struck out with, same
        with|from|for|goes, ditto|likewise for|with|from, ditto, likewise,
        shrug|shrugs|shrugging|apologies|apology|blank|stares|silence|sympathy from|by, nothing
        doing|useful|helpful|concrete with|from|at, no change|fix|headway|breakthrough|remedy|cure from|with|by|out,
        same as, same goes for, same for|at|of, same fate|tale|result|outcome|verdict|reaction|reply with|at|for|from,
        no use asking|trying|going, dead end|ends with|at|from, unsuccessful|fruitless|useless with, a
        blank|shrug|no|nope|nil from|with|at, diddly|squat|zippo|naff|naught from|out|with, no * out of,
        failed|fruitless|vain
        attempt|visit|call|chat|trip|session|hour|hours|morning|afternoon|day|evening|meeting|appeal|request
        with|to|by|from, nul points from, not * joy|luck|good from|with|out, nothing * out of the|a|our|my {CHAT}
        with, nothing * from the|a|our|my {CHAT} with, brush-off|brushoff|knockback|cold shoulder|heave-ho|runaround
        from|by, brush off from|by
    """,
    Tag.UNACKNOWLEDGED: """
        not {ACKNOWLEDGED}, not * {ACKNOWLEDGED}, never {ACKNOWLEDGED}, without anybody|@|a|an|any|being
        {ACKNOWLEDGED}, without {ACKNOWLEDGED}, no {ACKNOWLEDGED}, no _ {ACKNOWLEDGED}, nobody {ACKNOWLEDGED},
        unacknowledged, unacked, not|never pick|picked|answer|answered|respond|responded * {ALERT}, not|never
        pick|picked up, not pick|picked it up, not|never been picked up, timed out on|for|with|at, times out
        on|for|with|at, missed|ignored|slept through|the|a|our|their|his|her|both|my {ALERT}, slept through * {ALERT},
        gone|went unanswered, not|never been answered, not respond|responded|answer|answered to|it, no
        response|reply|answer to * {ALERT}
    """,
    Tag.WAITING: """
        asked|asks for until|till|another|more,
        {BEING} finding out, {BEING} asking|ringing|phoning round|around|about,
        response|reply|answer|verdict|reaction outstanding|awaited|due|overdue,
        @ has|have|'s|had had|got my|our, @ has|have|'s had an|a email|mail|message|note|ticket|report|question|letter,
        sitting on it|this|my|our, sat on it|this|my|our, not had|got a|any|an reply|answer|response,
        wants|needs|wanted|needed|requested the|our|a|an|some|more|all * first, says|said hang|hold|wait,
        neither|nobody|none * said|written|sent owt|anything|a|nothing|nowt, opened it|this|the but,
        more later, reply|answer|more to follow, owe|owes|owed me|us, not said anything|owt, not said a word|thing,
        give him|her|them|me|it an|a|some|until|till|time, not got|gotten|get round|around to, not looked at it|this
        yet, no
        reply|replies|response|responses|word|news|answer|pick|pickup|acknowledgement|reaction|comeback|feedback, tbc,
        tba, when he|she|they will, no answer|reply|response|word|news * yet|far|back, nothing|nowt back|yet, heard
        nothing, not {REPLY}, not * replied|responded|answered|reply|respond|back, not
        got|get|gotten|come|came|called|rung|picked|pick back|up, not * heard|hear, not
        answer|reply|respond|acknowledge, waiting, wait for|on|to, awaiting, await, pending, still
        looking|on|thinking|checking|investigating|working|digging|trying, {BEING} {WORKING}, {BEING}
        still|currently|now|just|already|also|off|in {WORKING}, {BEING} * {WORKING} now|atm|currently, {BEING} on it,
        {BEING} on to it, {BEING} still on it, {BEING} having a|another, having a look|go|stab|dig, yet to
        hear|reply|respond|answer|come, said|says|saying he|she|they need|needs|want|wants, bear with, hold on, one
        sec, asked|asks|wants|needs|wanted|needed for|to a|some|more|sleep|think|time|have, left *
        message|voicemail|note|word, left {PERSON} a, left @ a, voicemail, gone quiet|silent, went quiet|silent,
        ignores, ignored my|me|us, ignoring, ghosted|ghosting, crickets, not a peep|word, left on read, still no
        reply|answer|response|word|news|sign|reaction, still nothing from|back|yet, no sign, silence, radio silence,
        tumbleweed, get|gets|getting|come|coming|comes back to|on, get back, gets back, promised, promises,
        said|says|reckons|saying he|she|they will|would|'d|had, said|says|saying will, rings|ring|call|calls me|us
        back, ring|call back, ring|call me, read receipt|it but, unread, no pick-up, no pick up, hear back, to hear,
        on|for a|the case, working on it, still thinking, looking at|into it|this now, mulling, mulling * over, taking
        a look, take a look, sent * message|dm|email|invite|note|mail|meeting|request|calendar|slack|ping, sent @
        a|an|my, queue for, in the queue, will let|ring|answer|reply|tell|report|say|update, will call me|us|back, on
        the phone|line|telephone, {BE} still|currently|rather|quite|very busy with|on, {BE} busy with
        it|this|that|our, {BE} still|currently busy|occupied, {BE} still|currently at it|this|that, not
        picking|answering|responding|replying, engaged tone, rings out, rang out, said|says give|gimme, told|tells
        me|us he|she|they will|would|'d|had, {BEING}
        driving|heading|coming|popping|walking|nipping|travelling|cycling|rushing in|over|round|down|up|back|here, on
        his|her|their|the way, got|has|have it now|open, has|have|'s it open|now, got it on,
        calling|ringing|phoning|getting|pinging|mailing|messaging me|us back, calls|rings me|us, has|have it in hand,
        in hand with, only just started|begun|opened, just started|begun looking|on|reading, still|yet to
        look|reply|answer|open|read|decide|say, put it|this|us|me on|in * list|queue|pile|to-do, on his|her|their
        list|plate|radar|desk|queue, sleeping on it, mulling it, having a think|ponder, will get to, get to it,
        said|says later|tomorrow|soon|hold|wait, asked me|us to wait|hold|give, wants|needs|wanted|needed|asked
        for|another|an|more|some * hour|hours|minutes|day|days|while|time|logs|details|info|information, no word from,
        without a|any reply|response|acknowledgement,
        without so much as, still|sitting|sat|here|left without a|an|any answer|word|reply, thumbs up,
        eyes|thumbs-up|hourglass|salute emoji,
        auto-reply, automatic reply|one|response, ball is in, in @ 's court, on @ 's desk|plate|list, on read,
        seen|read it but, put me|us on hold, on hold,
        has|have|had yet to, remains|still to be seen, to get back to, not replying|answering|responding, not replied,
        not come back|to, leave|left it|this|that with {PERSON}|@, says|said|promised|reckons
        tonight|tomorrow|later|soon|monday|tuesday|wednesday|thursday|friday|by|before|after|within|shortly|eventually|maybe,
        logged it|this, have|has logged, nobody|neither * replied|answered|responded|back, neither 's|has|have
        got|come back, not looked yet, in a|the meeting about it, has it in, thinking about|it|on, has thought,
        chasing, has it we will, has it on|in|open, will be here|there|in|over|along|down|up|back|on, en route,
        acknowledged, {BEING} still driving|travelling|coming|walking|on|en, @ still
        driving|travelling|coming|walking|en|on|asleep, not said what|yet|if|whether|how
    """,
    Tag.AWAY: """
        could|can|did not make it in|over|here|home|across|back|out,
        on|off holiday|holidays|leave|annual|break|lunch|vacation|parental|maternity|paternity|secondment|training,
        off on, off sick|ill|today|work|this, {BE}
        off|ill|sick|poorly|busy|swamped|unavailable|asleep|offline|absent|missing|dead, {BE} away, {BE}
        too|really|very|so|always|also busy|swamped|ill, {BE} in a|meetings|back|back-to-back, {BE} not
        in|around|here|there|available|online|at|about|working|free|back|on, going to
        have|look|check|try|think|investigate|see|ask|get|take, will|'ll|would
        have|take|look|check|try|think|see|investigate|dig, at lunch|home|a|the dentist|doctor|conference|wedding, out
        of office|the, {BE} out today|sick|until|at|on|this|for|all, out sick|today|ill, away
        till|until|on|today|this|from|at, could|can|did not reach|come|attend|talk|speak|join|spare|meet|call,
        could|can not see|make us|me|time, could|can not get hold|through|near, could|can not be
        reached|found|disturbed|contacted|there|bothered, could|can not find {PERSON}|@|time,
        could|can not find the time|moment|chance, could|can not
        talk|speak|chat to|with|now|today|right, could|can not make it|the meeting|today|our, did not
        come|turn|show|pick|have time|make, not managed|able to find {PERSON}|@, not managed|able to
        reach|speak|talk|contact|attend|come|ask, not managed|able to get hold|through, unable to
        reach|get|contact|speak|attend|come|talk|make|join|find, tried to
        reach|get|find|contact|call|ring|catch|speak|talk|see|ask, trying to
        reach|get|find|contact|call|ring|catch|speak|talk|see, too busy, no time, not * time, not the time, not a
        chance to, not * chance, has|have|had no time, left|leaves|quit the
        company|team|us|last|in|organisation|programme, new and, {BE} back on|from|next|in, gone home|on, went home,
        went on leave|holiday, wasn't in, not in, not around, not online, not at * desk, not here, not replaced,
        vacant, no longer works|here|with, in a meeting|meetings|workshop, moved on|teams, out of office, off
        until|till|on, hard to reach|find|catch, nowhere to be, ooo, on hols, on vacation, failed to
        reach|contact|get|find|turn|show|reply|answer|respond, resigned, retired, departed, emigrated, sacked, made
        redundant, seconded, no longer here|exists|around, passed away, has|have|had left, is|was leaving, not exist,
        not got a|one|any @, have|has no @, no new|other one, gone for|until|till, off the, been off, not
        contactable|reachable|on, signed off, on a course|course|flight|plane|train, in transit, out at, out for, out
        on, out till|until, in hospital, jury service, works part|mondays|tuesdays
    """,
    Tag.SOLVED: """
        {BE} {FIXED}, {BE} now|all|already|finally|since|long|totally|fully {FIXED}|good|ok|fine|done, {BE} working
        again|now|fine|properly, {HAVE} been {FIXED}, {HAVE} now|since|just|finally|already been {FIXED}, {BEING}|been
        back up|online|to|working|again, {FIX} {THING}, {FIX} {THING} out, {FIX} the
        problem|issue|bug|fault|lot|thing, {FIX} our|my problem|issue|bug|fault, works again|now|fine, working
        again|now, never mind, nevermind, nvm, problem|issue|bug|fault|mystery|case
        solved|fixed|resolved|closed|gone|sorted, did the trick, got it working|going|fixed|sorted|running|done, got
        it to work, got {THING} working|going|fixed|sorted, {HAVE} got it working, knew the answer|fix|solution, had
        the answer|fix|solution, all good|sorted|fixed|working|clear, panic over, {MATTER}|it|this gone|went away,
        {MATTER}|it|this has|have gone away, no longer a|an|stuck|broken|happening|failing|need|needed, found the
        problem|bug|cause|answer|fix|solution|issue, found it, worked it out, worked {THING} out, figured it|this|that
        out, figured out the|what, cracked it, nailed it, spotted it|the, got to the bottom, helped us fix|solve|sort,
        solved by, fixed by, sorted by, sorted thanks, {BE} solved, back to normal, back up and|again, is gone, we are
        done|good|ok|sorted|fine|there, i am good|sorted, fixed itself, back in business, do not need|worry|bother *
        anymore|any more|help, magically|miraculously|suddenly works|fixed|worked|working, that worked|fixed, it
        worked, this worked, mended, up and running, sorted now|it|ta|cheers|thanks, {FIXED}
        now|itself|ta|cheers|thanks, cracked|solved|fixed|sorted|nailed|cured|mended|resolved it|this,
        came|come|comes|back good|right|up again|by, came good, came right, cleared by itself,
        cleared|fixed|sorted|healed|resolved|righted by itself, cleared|fixed|sorted|healed|resolved|righted itself,
        cleared|fixed|sorted|healed|resolved on its|it own, {BE}
        ok|okay|fine|good|right|moving|running|up|working|going|back|sorted|happy again|now, {BE}
        moving|running|working|fine|ok|okay, running|moving|working|going|up again, it|this|that
        running|working|going|moving again, no further|more help|assistance needed|required, help no longer
        needed|required, closing this|the|it|my, close|closed this|it|the ticket|one|query|case, no longer|need
        need|needs|help|required, can close|ignore|drop|stand, stand down, as you were, crisis over|averted, all
        systems go, good to go, found|spotted|traced|located the|it|out culprit|cause|reason|problem|fault|bug,
        turned|turns out to|it|the|i|we, got to the bottom|root, put|set it|this right, back on its|track|stream|line,
        back to working|life|business, working|works a|like treat|charm, up again, all
        fixed|working|sorted|resolved|clear|good|better, {BEING}
        fast|quick|warm|hot|green|live|stable|healthy|responsive|online|relit|clean|clear|quiet|alive again|now,
        relit, all warm|green|quiet|working|well|clear, {HAVE} come back on|up, came back on|up, behaving|behaves
        again|now|itself, kicked back in, {MATTER}|it|this 's gone|away|fixed|sorted|solved|resolved|cleared, @
        got|cracked|fixed|solved|nailed|sorted it,
        builds|runs|prints|boots|loads|starts|deploys|compiles|responds|spins|opens|rings|behaves|lives
        again|now|fine|properly|normally, come|came on|back by|on itself, has come on|back|good|right by|on|again,
        forget it, thanks|cheers|ta for your|the|all|everyone|everybody help|time|patience, gone through|green
        now|fine|okay|ok, {BEING} lifting|flowing|printing|building|deploying|loading|responding|spinning
        again|now|fine, then did|managed|cracked, in the end did|managed, eventually
        did|managed|cracked|fixed|solved|sorted|found
    """,
    Tag.OURSELVES: """
        me and the|my|our|two|three|both|all,
        none of us|my|our, nobody in|on|among|here|around|at|from|we, all of us, both of us, lot of us, between us,
        between ourselves, among ourselves, amongst ourselves, ourselves, our|my|the|whole|entire|us|rest
        team|squad|crew|pod|group|office|desk|shift|colleagues, our|my|the|whole|entire|us|rest
        devs|developers|engineers|programmers|coders, our|my|the|whole|entire|us|rest
        teammates|side|unit|colleague|pair|mate|mates|department|crowd|guys|people, colleagues, teammates, _ of us, we
        on|in|at, half the|our|my, the devs|developers|engineers here|around, the other devs|developers|engineers, the
        whole|entire|rest team|squad|crew|pod|group|office
    """,
    Tag.NEW: """
        other problem|issue|trouble, parking that|this one, today 's trouble|problem|issue|bug,
        that one is|'s done|sorted|closed|fixed|finished,
        new|another|separate|unrelated|fresh|different|further|next|second|extra|additional {MATTER},
        new|another|separate|unrelated|fresh|different new|separate|unrelated|fresh|different {MATTER},
        next|completely|totally|entirely|brand|other new|separate|unrelated|fresh|different {MATTER},
        new|separate|different|another|other|fresh _ {MATTER}, unrelated, separately, something else, something
        different|new|entirely|completely|totally, starting|start over|again|afresh|fresh|from,
        change|changing|change|changed|switch|switching of|the|_ subject|topic|tack, on another|a|to|other
        note|matter|topic|subject|different|to, on a different|separate|unrelated|another|new|totally, moving on
        to|now, forget|scrap|park|leave that|this|it one|problem|issue|bug|for, now for something, also got|have
        another|a, got another, have another, i have another, different kettle, on to something|another,
        new|another|different|next|fresh one|thing|question|query, right new, one more|other thing|question|problem,
        also separate|unrelated
    """,
}
