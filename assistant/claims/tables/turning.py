"""How people say whom they turned to, and who had a look.

See ``assistant.claims.lexicon`` for how a phrase is written.
"""

from __future__ import annotations

from assistant.claims.lexicon import Tag

TURNING: dict[Tag, str] = {
    Tag.CONTACTED: """
        sent|forwarded it|this|that|the * to @,
        got|gotten|get round to @|him|her|them,
        asked, txt, txted, tried, tried
        asking|calling|ringing|phoning|messaging|pinging|contacting|consulting|emailing, tried speaking|talking
        to|with, tried going to, spoke|spoken to|with, talked to|with, talked|talking|gone|went|been|worked|run|ran
        {THING} * through|over with, talked|went|gone|been|worked through {THING} * with, talked|went|gone|been|worked
        through|over * with, been to, a word to, been near, been to see, been on to, been onto, been in touch with,
        been over to, been round to, been via, been past, are|am|'s through, been through, been up to, been with, been
        at, been by, been talking|speaking to|with, been asking, been there, after|despite|having
        asking|consulting|trying|contacting|asked, after|despite|following * {CHAT} with, had|got {PERSON}
        look|help|check|try|review|debug|investigate, after|despite|having speaking|talking|spoken|talked to|with,
        gone to, gone to see, gone through, gone via, gone up to, went to, went to see, went and asked|saw, went
        through, went via, went round to, went up to, went over to, went for, went with, went back to, gone back to,
        popped over to, popped round to, came to, turned to, appealed to, contacted, messaged, called, called
        in|up|on, phoned, rang, rang up, rung, paged, pinged, dmed, dm, emailed, mailed, texted, slacked, wrote to,
        written to, consulted, consulted with, conferred with, checked with, chatted to|with, approached, reached,
        reached out to, got|gotten hold of, got|gotten on to, got onto, got in touch with, got through to, bumped
        into, had a|an|another|some|my|our|words|long|quick * with, had words with, had @,
        got|gone|been|taken|went|took * as far as, been|went|gone up, got @ to
        pair|poke|dig|look|sit|help|check|try|have|come|join|review|debug|investigate|take, got through,
        after|despite|having discussing|raising|checking|going|chatting|discussed|raised|gone|checked with|to|through,
        after|despite|having discussing|raising|going|discussed|raised|gone|running {THING} with|to|through|past|over,
        raised * with|to, escalated to|with, escalated * to|with, referred|reported * to, took|taken * to|through,
        took|taken * up with, took up with, brought|bring * to, brought * up with, ran|run * by|past, passed|bounced *
        by|past|off|to, put * to|past, shown|showed, shown|showed * to, shared * with, described|explained * to,
        demoed to, walked|talked, involved, looped|pulled|dragged|roped|brought|called|drafted|got in, pestered,
        bugged, nagged, poked, badgered, pulled|dragged @ off|out|away|onto, quizzed, grilled, pressed, exhausted, sat
        down with, sat with, paired|pairing with, worked with, worked on * with, discussed with, discussed * with,
        debugged * with, looked at * with, looked at|into|over * together with, caught, caught up with, grabbed,
        cornered, collared, buttonholed, accosted, tapped up, tapped, sounded out, visited, seen, saw, met, met with,
        heard from, heard back from, had a reply|answer|response from, got an answer|reply|response from, used up,
        tackled, hassled, bothered, troubled, disturbed, done, did, done with, ticked off, crossed off, burned|burnt
        through, worked through, worked my|our way through, knocked on, hit up, leaned|leant on, sought advice|help
        from, sought out, flagged * to|with|up, mentioned * to, explained * to, enlisted, recruited, summoned,
        fetched, told @ about|that|what|how, handed|given|gave|passed|threw|dropped * to|on|at, laid * before, in
        front of, spent _ _ with, spent _ with, after _ hours|days|minutes|weeks|hour|day|morning|afternoon|week with,
        an hour|hours|ages|afternoon|morning with, picked @ 's, got @ in|over|involved|on,
        brought|pulled|called|dragged|roped @ in|into|over, walked|took|talked @ through, went cap in hand to, checked
        in with, followed up with, asked|asking around, gone * near, been anywhere near, breathed|said|mentioned
        a|anything|nothing|something|owt|nowt|any|one * to, got|dragged|hauled @ out|up|over|in, woke|woken @, woken
        up, woke up, run * up to, took|taken|brought|put|gone|went|passed|raised|shown|handed * before|past|with,
        kicked|bounced * up to, chased, chased up, chivvied, pumped @ for, button-holed, liaised with, hollered at,
        yelled for, shouted for, waylaid, nobbled, petitioned, queried, canvassed, polled, picked the|his|her|their
        brains|brain of, touched base with, had|got a|an
        word|chat|call|meeting|session|natter|huddle|zoom|teams|huddle * with, got on the phone|line|blower to|with,
        got the advice|opinion|view|input|take of|from, took|taken advice|counsel from, sought|asked|begged|pleaded
        for|with, in touch with, met up with, hopped|jumped on a|the call with,
        back and forth with, to and fro with
    """,
    Tag.SENT: """
        sent|forwarded it|this|that|the * to @, messaged, pinged, paged, dmed, dm, emailed, mailed, texted, slacked,
        wrote to, written to
    """,
    Tag.CONTACTING: """
        told|tell him|her|them,
        ringing, calling, phoning, pinging, paging, emailing, texting, bleeping,
        ask, try, speak|talk|chat to|with, go to|through|via|past, contact, message, call, phone, ring, page, ping,
        dm, email, consult, check with, approach, reach, reach out to, raise * with, escalate to, escalate * to,
        take|bring * to, run * by|past, show, involve, bother, see, get hold of, loop in, asking, speaking|talking
        to|with, going to, contacting, consulting, trying, messaging, seeing, bothering, disturb, trouble, turn to,
        pester, get to, asked, told @|about, grab, catch, corner, collar, nab, tackle, poke, bug, nag, sound out, tap
        up, look for, bring @, write to, go|been|gone * near, wake, wake up, chase, chase up, liaise with, get @
        out|up|over|in, breathe|say|mention a|anything|nothing|any|one * to, waking, chasing, chasing up
    """,
    Tag.LOOKED: """
        looked, look at|into|over, tried, {HAVE} *
        look|go|crack|stab|shot|try|poke|dig|bash|fiddle|tinker|peek|gander|rummage|attempt|swing|punt|whirl, been
        helped|assisted|supported, took|taken|take a|another|one|long|good * look|stab|crack|go|swing|punt|shot|turn,
        been asked|consulted|tried|contacted|approached|involved|told|shown, been
        over|through|at|looking|past|exhausted|covered|done, been all over it, been on it, been|was|got
        roped|brought|pulled|looped|called|dragged|drafted in, was|were|got|is|are|gotten
        consulted|asked|approached|contacted|tried|involved|roped, already knows|know, is|are|was|were done, spent _
        on|with|over|looking|trying|going|digging|poking|debugging|staring|at|fiddling, spent _ _
        on|with|over|looking|trying|going|digging|poking|debugging|staring|at|fiddling, spent _ _ _
        on|with|over|looking|trying|going|digging|poking|debugging|staring|at|fiddling, investigated, examined,
        debugged, reviewed it, checked, poked at|around, dug into|through|around, gave it, gave it a, given it a,
        given it his|her|their best, gave it his|her|their best, done their|his|her bit|best, did their|his|her best,
        done his|her|their, on it for hours|days|ages, already seen, has|have|had seen|tried|looked, saw, already
        tried|looked|asked, studied, inspected, went|gone through|over|looking, puzzled over, prodded at|around|it,
        fiddled, paired, put our heads together, sat down|with, battled, wrestled, struggled, restarted|rebooted it,
        tasted, been and gone, came and went, come and gone, had a
        proper|good|quick|long|thorough|second|brief|careful look|go|dig|crack, done all he|she|they could, did all
        he|she|they could, did|done everything he|she|they could, tried everything, tried everything he|she|they|in
        knew|could|the, did what he|she|they could, looked at it * times, {HAVE} *
        goes|looks|stabs|cracks|tries|attempts|bashes|pokes, gave|given it a|another|two|three
        whack|go|kick|look|try|poke|bash|once-over|once, rebooted|restarted|reset|reseated|swapped|replugged|checked
        it|this|that, logged in|on, poked about|around, attended, came out|down|over|round to look|see|it|and,
        talked|walked us|me through
    """,
    Tag.UNSEEN: """
        out of the picture, not in the loop|picture|know, not know yet,
        not {SEEN}, not * {SEEN}, never {SEEN}, never * seen|looked|asked|consulted|tried, not *
        look|looked|seen|asked|consulted|tried, yet to see|look|try, none the wiser about it, not know about it|this,
        not on it yet, not aware, unaware, none the wiser that|of|yet, still to be asked|consulted|told, yet to be
        asked|consulted|told, in the dark about this|it|that|our|the, not been near|told|shown|in, not * know about
        it|this|the|our, know|knows|knew nothing about|of it|this|that|the, out of the loop, not in the loop, not
        involved, not know|aware there|that|we|i|of, no idea|clue that|there|we|i, not realise|realize|realised
        there|that|we|i, blissfully unaware
    """,
    Tag.SKIPPED: """
        kept|keeping {THING}|@ away|from,
        sidestepped, circumvented, cut out, cut @ out, dodged, skipped, bypassed, left out, missed out, leapfrogged,
        jumped over|past, went|gone over|around|past the head, went over, went around, went straight past, went past,
        passed over, ignored, omitted, avoided, jumped, left|kept|leaving|keeping @ out, left|kept out, no contact
        with, been avoiding|dodging|skipping|bypassing|sidestepping, steered clear of, kept away from, given @ a
        miss|wide, gave @ a miss|wide, giving @ a miss|wide
    """,
    Tag.VERDICT: """
        passed, empty, came up empty, rung, phoned, called, paged,
        no, nope, nah, tried, done, asked, consulted, checked, failed, x, tick, ticked, spoken to, seen, looked,
        negative, been, been there, did, dunno, nada, zip, zilch, nowt, nothing, stumped, stuck, beaten, baffled,
        clueless, useless, no luck|joy|dice|good|use|idea|help|clue|result|answer|go|success|solution|fix, dead end,
        fail, fails, same, same again|here|story|result, ditto, ruled out, exhausted, not a clue, no can do, could
        not, can not, unable, lost, no no, drew a blank, gave up, blank, a|total|complete blank, been and gone, did
        not help, did not work, could not help, n/a, not helpful, unhelpful, not able, no help either, in vain, to no
        avail, struck out, came up short|empty, drawn blank|a, no use either, can not help, can not say, no further,
        none the wiser, without result|success, unsuccessful, also no, nope nothing, zippo, diddly, hopeless
    """,
    Tag.VERDICT_NOT_YET: """
        have|has|did not, have|has|did not yet, not told, not disturbed,
        not rung|phoned|called|paged|bleeped|told|approached|messaged|pinged|emailed|informed|bothered|woken,
        not rung|phoned|called|paged|bleeped|told|approached|messaged|pinged|emailed|informed|bothered|woken yet,
        not yet, not asked, not tried, never, not done, untried, to do, todo, no not yet, not contacted, not spoken
        to, skipped, not consulted, unasked, pending me, not seen, not me, not him, not her
    """,
    Tag.VERDICT_WAITING: """
        {WORKING} it|this|into|at|on|up, looking into|at it|this, has it|this, has got it, 's got it,
        still {WORKING},
        thinking|pondering|mulling|digging|checking|investigating|reading|debugging, reading up on it|this,
        waiting, pending, awaiting, asked waiting, no reply|answer|response|word, in progress, wip, looking, asked no
        reply|answer|response, on it
    """,
}
