"""Words that are read through a typing slip, and those that only look like one."""

from __future__ import annotations

# What a claim hangs on.
MISSPELT = frozenset(
    """
    asked tried spoke spoken speaking talked contacted contacting consulted consulting messaged pinged emailed
    called phoned checked approached reached escalate escalated escalating escalation raise raised ticket
    instructed instructs instruct instructing advised directed requested ordered suggested recommended
    referred stumped baffled clueless stuck beaten defeated flummoxed perplexed useless hopeless unable failed
    helped resolve resolved solve solved fixed sorted working figure solution answer answered nobody nothing
    neither waiting replied reply response responded incident outage ongoing colleagues looked looking managed
    anything anybody problem tomorrow cant wont dont
    couldnt wouldnt didnt doesnt havent hasnt hadnt wasnt isnt arent told
    help know knows knew idea clue luck team with have them said
    """.split()
)
# English words within a slip of one of those: nothing but themselves.
LOOKALIKES = frozenset(
    """
    advise adviser advisor agent agents approaches ardent arena argent asset caller calmed careless checker
    connecting consisted consisting consulate consultant consumed consuming contacts contained containing
    contested contracted contracting contrasted contrasting convicted deceased defected defended deserted
    directly director diverted emailer escalations escalator excavated excavation failsafe figured figures
    fined fired fixer haven helper homeless incidence instinct instincts knots locked locking loomed looming
    looted looting mailer manager manages messages noting ordeal orderer outages outrage phones pinned
    problems raided rained reacher reaches reacted recommender referees reformed relied rely repay replay
    replier requester resolver respondent responder resulted reversed reverted revolver revolves rise slumped
    smoke sneaking snorted snuck sole solver sorter speeding spelling spending spike spiked spraying spreading
    stack stacked stacks stamped stealing steaming stick sticky stock stocked stoke stomped stumper suck
    swearing sweating tasked tickets tired tires triad trie trier tries usable waned wanting wasting workings
    writing
    """.split()
)
