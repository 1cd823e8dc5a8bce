"""The English in which people tell of their troubles, kept as data.

The tables in ``assistant.claims.tables`` map a tag to phrases, parted by commas. In a phrase ``a|b`` is either word,
``{SET}`` any word of a set below, ``@`` a name, ``_`` any one word and ``*`` up to three words that are no names.
Contractions are written out: "could not".
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
    SENT = "sent"  # turned to somebody in writing: no answer is told with it
    LOOKED = "looked"  # was at it
    UNSEEN = "unseen"  # was never at it
    SKIPPED = "skipped"  # was left out
    UNACKNOWLEDGED = "unacknowledged"  # an alert that nobody took
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
    APART = "apart"  # has nothing to do with what was told before
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
    "KNOW": """
        help helped helping assist assisted know knew known fix fixed fixing solve solved solving resolve resolved
        work worked figure figured sort sorted answer crack cracked find found manage managed understand understood
        explain shift shed spot explained place reproduce progress diagnose diagnosed debug trace identify determine
        recognise recognize recreate offer get got see make made any anything much clue able sure certain wiser
        better use helpful useful foggiest faintest idea solution luck joy settle settled clear cleared untangle
        unpick unblock
    """,
    "ANSWER": """
        clue clues idea ideas answer answers solution solutions fix fixes notion foggiest faintest explanation luck
        joy suggestion suggestions inkling scooby progress earthly result results success help knowledge leads
        options cure remedy thing
    """,
    "REPLY": """
        replied reply responded respond answered read acknowledged acknowledge heard called rung written back
        surfaced
    """,
    "SEEN": """
        seen informed notified alerted looked tried heard had consulted asked involved approached contacted reviewed
    """,
    "BE": "am is are was were be been being 's got get gets getting",
    "BEING": "am is are was were 's",
    "HAVE": "has have had 's having",
    "WORKING": """
        looking checking investigating working digging thinking debugging examining reviewing trying pondering
        reading considering contemplating weighing reflecting deliberating researching studying chasing
    """,
    "PERSON": "him her them us me he she they everyone everybody anyone",
    "PRONOUN": "he she they him her them",
    "CHAT": "word chat call talk session conversation meeting natter catchup catch-up huddle look go discussion sync",
    "MATTER": "problem issue bug thing fault trouble question query matter topic ticket case error subject failure",
    "THING": "it this that these those things them everything stuff",
    "LOT": """
        team squad group department crew office project company programme branch practice pod site people folks lot
        unit division teams squads pods shop brewery desk directorate organisation product agency
    """,
    "TELL": """
        told tells tell telling instructed instructs instruct instructing asked asks ask asking directed directs
        advised advises ordered orders requested requests request said says say saying want wants wanted recommended
        recommends insist insists insisted reckons reckon suggested suggests decided agreed approved pointed sent
        referred wrote confirmed authorised authorized bade replied answered messaged pinged emailed okayed cleared
        mandated urged commanded gave given signed announced ruled expect expects needs texted urges insisting
        replying make makes making made think thinks thought decreed decree demanded demand concluded stipulated
        dictated mention mentions mentioned txt txted
    """,
    "TOLD": """
        told instructed asked directed advised ordered requested decreed demanded mandated sent handed referred
        pointed authorised authorized cleared
        bidden
    """,
    "INCIDENT": "incident incidents inc outage outages sev1 sev2 p1 p2",
    "ALERT": "page paged pages pager pagerduty alert alerts alerted alarm alarms paging bleep bleeped",
    "ACKNOWLEDGED": "acknowledged acknowledge acknowledging ack acked acking acknowledgement",
    "FIXED": "fixed sorted resolved solved working mended repaired cured cleared cracked",
    "FIX": "fixed sorted resolved solved mended repaired cured cracked nailed cleared settled unblocked",
    "AUXILIARY": "do does have has can could should would will shall is are was were may might must am need",
    "ASKED_OF": "i we you they he she it @ anybody somebody there everybody a an the our my this",
    "PAGE": """
        doc faq guide guidance docs page document documentation sign thread wiki manual handbook policy rules ticket
        note post website article log logs message template form checklist runbook playbook readme comment transcript
        script notice banner line book novel slide tutorial course poster
    """,
}

# Words that may stand in front of what a clause says.
OPENERS = frozenset(
    """
    and but so ok okay well or also just even only then now right sorry hi hey hello please erm um er ah oh cheers
    thanks wait hmm no yes yep yeah nope cool great morning afternoon look listen basically honestly actually anyway
    yup aye nah hiya sure good fine plus because since as cos given considering seeing team folks all mate guys
    there pls plz alright btw tbh fwiw sadly unfortunately annoyingly regrettably though although while whereas
    really literally like long story short today yesterday with both either neither nor not still too maybe perhaps
    , : quick one
    """.split()
)
# Words that may stand between a name and what it does.
ADVERBS = frozenset(
    """
    already now just also even finally actually only both all then since at least recently previously literally
    honestly indeed so far ever first really too either still each again sadly unfortunately completely totally
    utterly equally quite pretty fairly very much as well simply clearly sort kind of basically rather similarly
    obviously apparently though has have had having is are was were been be being am 's did do does got gets get can
    could would will not never no nor neither and or & : , = there here alone together i we myself himself herself
    themselves today yesterday earlier this morning afternoon monday tuesday wednesday thursday friday nothing said
    says reckons reckon admits admitted thinks told me us that it looks seems seemed proved proven turned out to
    alas a an the left came comes went he she they who which off his her their own stood explicitly specifically
    week shift duty rota bit
    absolutely whatsoever ultimately eventually straight back down promptly soon later mostly largely by 'd
    """.split()
)
# What no organisation is asked to mend for those at work in it.
MUNDANE = frozenset(
    """
    microwave television telly socks marriage hair kettle toaster dishwasher fridge coffee tea lunch dinner breakfast
    biscuit biscuits sandwich bike bicycle car sink tap sofa egg toast crossword sudoku karaoke football smoking
    christmas milk cake cinema quiz parking payslip expenses rota annual leave raise
    canteen loo toilet kitchen stapler umbrella
    vending cheese weekend holiday holidays birthday appraisal promotion rise wedding party
    """.split()
)
PREPOSITIONS = frozenset("on of in from at for over with to about across within that".split())
OURS = frozenset("i we me us ive id myself ourselves mine".split())
# What people call those they work with.
COLLECTIVE = frozenset(
    """
    team squad crew pod group desk colleagues colleague pair teammates teammate buddy side lot office unit shift
    department programme devs developers engineers programmers coders mates mate partner staff folks people crowd
    """.split()
)
PRONOUNS = frozenset("he she they him her them".split())
# What of somebody's may stand for them: that it did not help says that they didn't.
ADVICE = frozenset(
    """
    suggestion suggestions fix idea ideas advice answer answers workaround tip tips theory solution attempt attempts
    approach patch guess best verdict response reply input contribution view opinion conclusion hint hints message
    note email mail post
    """.split()
)
# Words with which it is told what somebody is, has or does.
PREDICATES = frozenset(
    """
    could can has had have knew knows know was were is are did does do managed helped solved got gets get found fixed
    made came
    """.split()
)
