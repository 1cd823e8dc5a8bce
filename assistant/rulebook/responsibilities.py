"""Who does what, read out of lists under a team, of sentences and of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.rulebook.identity import identity
from assistant.rulebook.language import CHANNEL, NOT_NOW
from assistant.rulebook.rules import Responsibility
from index.documents import Block, Document, Kind, Quote
from index.sentences import sentences

TEAM = r"(?:team|teams|community|group|desk|unit|squad|office|department|crew|service|helpdesk|guild|directorate|division|bureau|committee|board|chapter|tribe|lab|section|branch|support|operations|engineering)"
DOES = r"(?:is|are)\s+(?:also\s+|jointly\s+|only\s+)?(?:responsible|accountable)\s+for|looks?\s+after|takes?\s+care\s+of|(?:is|are)\s+in\s+charge\s+of"
DUTY_VERB = r"owns?|handles?|manages?|maintains?|runs?|supports?|monitors?|operates?|provides?|deals?\s+with|administers?|oversees?|covers?|keeps?|fixes|repairs?|issues?|approves?|signs?\s+off|answers?|books?|orders?|renews?|obtains?|triages?|deploys?|helps?|coordinates?|co-ordinates?|processes|checks?|cleans?|schedules?|trains?|reviews?|publishes|sorts?(?:\s+out)?|organises?|organizes?|resets?|delivers?|installs?|prepares?|pays?|makes?\s+sure|ensures?"
LEAD = re.compile(
    rf"^(?P<team>.{{2,90}}?)\s*(?:[,]?\s*[(\[](?P<channel>[^()\[\]]*)[)\]])?\s*(?P<verb>\bwill(?:\s+also)?|\bcan(?:\s+help\s+(?:you\s+)?with)?|{DOES}|\bhelps?\s+with|\bdeals?\s+with|\bhandles?|\bowns?|\bmanages?|\bmaintains?|\bsupports?)?\s*:?\s*$",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    rf"^(?P<team>(?:[Tt]he\s+|[Oo]ur\s+)?[^,.;:()]{{2,70}}?)\s*(?:\((?P<channel>#[^()\s]+)\)|,?\s+in\s+(?P<channel2>#[\w-]+),?)?\s+(?P<duty>(?:{DOES}|(?!(?:is|was|has|does|uses|meets|consists|includes|sits|goes|says|wants|needs|thinks|likes|gets|becomes)\b)[a-z]+(?:s|es)\b|own|handle|manage|maintain|run|support|monitor)\s+.+?)\.?$"
)
TURN_TO = re.compile(
    r"^(?:(?:please|you\s+(?:can|should)|so|then)\s+)?(?:ask|contact|call|ring|phone|message|ping|tell|speak\s+(?:to|with)|talk\s+to|go\s+to|page|email|post\s+in|try)\s+(?P<team>(?:the\s+|our\s+)?[^,.;:()]{2,60}?)\s*(?:\((?P<channel>#[^()\s]+)\)|\s(?:on|in|at|via)\s+(?P<channel2>#[\w-]+)|(?P<channel3>#[\w-]+))\s*,?\s*(?P<duty>(?:when(?:ever)?|if|for|about|to|with|once|where|before|regarding)\s+.+?)\.?$",
    re.IGNORECASE,
)
FOR_ASK = re.compile(
    r"^(?P<duty>(?:for|when(?:ever)?|if|about|to|with|regarding)\s+.{3,160}?),\s+(?:please\s+|you\s+(?:can|should)\s+)?(?:ask|contact|call|ring|phone|message|ping|speak\s+(?:to|with)|talk\s+to|go\s+to|page)\s+(?P<team>(?:the\s+|our\s+)?[^,.;:()]{2,60}?)\s*(?:\((?P<channel>#[^()\s]+)\)|\s(?:on|in|at|via)\s+(?P<channel2>#[\w-]+)|(?P<channel3>#[\w-]+))\s*\.?$",
    re.IGNORECASE,
)
EXCEPT = re.compile(r"\(?\b(?:excluding|except(?:\s+for)?|apart\s+from|other\s+than|but\s+not|not\s+including|with\s+the\s+exception\s+of|save\s+for|unless)\s+(?P<what>[^()]+?)\)?\s*(?:$|[.;)](?=\s|$))", re.IGNORECASE)
TEAM_TITLE = re.compile(r"\b(?:team|who|owner|owned\s+by|group|desk|squad|department|contact|unit|office)\b", re.IGNORECASE)
DUTY_TITLE = re.compile(r"\b(?:responsib\w+|does|do|duties|duty|looks?\s+after|handles|owns|for|what|covers|remit|area|service|ask\s+(?:them\s+)?about|scope|helps?)\b", re.IGNORECASE)
CHANNEL_TITLE = re.compile(r"\b(?:channel|slack|teams|chat|where)\b", re.IGNORECASE)
ELSE = re.compile(r"\b(?:meeting|agenda|minutes|tools?|uses?|attendees|present|members|history|notes|contains|includes?|consists?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Team:
    name: str
    channel: str | None
    verb: str
    quote: Quote


def responsibilities(document: Document) -> Iterator[Responsibility]:
    """Every responsibility that a document states."""
    for block in document.blocks:
        if block.kind is Kind.ITEM:
            yield from _listed(document, block)
        if block.kind in {Kind.PARAGRAPH, Kind.ITEM} and not block.quoted:
            yield from _told(document, block)
        if block.kind is Kind.ROW:
            yield from _tabled(document, block)


def _responsibility(team: str, channel: str | None, duty: str, section: tuple[str, ...], evidence: tuple[Quote, ...]) -> Responsibility:
    exception = EXCEPT.search(duty)
    return Responsibility(
        identity("responsibility", duty), team, channel, duty, exception["what"].strip() if exception else None, section, evidence
    )


def _listed(document: Document, block: Block) -> Iterator[Responsibility]:
    team = _team_above(document, block)
    if team and block.number is None and block.level == 1:
        quote = document.quote(block.start, block.end)
        duty = f"{team.verb} {block.text}".strip() if team.verb else block.text
        yield _responsibility(team.name, team.channel, duty.rstrip(".;,"), block.section, (quote, team.quote))


def _team_above(document: Document, block: Block) -> _Team | None:
    """The team whose list this is: its introducing words, else its heading, name a team and nothing else."""
    if block.leads:
        lead = document.blocks[block.leads[-1]]
        if lead.kind is Kind.PARAGRAPH and lead.text.endswith(":"):
            return _team(lead.text, document.quote(lead.start, lead.end), bare=True)
        return None
    heading = next((b for b in reversed(document.blocks) if b.kind is Kind.HEADING and b.start < block.start), None)
    if heading is None or not re.match(rf"(?:{DUTY_VERB}|{DOES})\b", block.text):
        return None
    return _team(heading.text, document.quote(heading.start, heading.end), bare=True)


def _team(text: str, quote: Quote, *, bare: bool) -> _Team | None:
    found = LEAD.match(text.rstrip(": "))
    if not found:
        return None
    name, inside, verb = found["team"].strip(), found["channel"] or "", (found["verb"] or "").strip()
    channel = CHANNEL.search(inside) or CHANNEL.search(name)
    if channel and channel.group() in name:
        name = name.replace(channel.group(), "").strip(" ,–—-")
    if ELSE.search(text) or NOT_NOW.search(text) or not _names_team(name, bool(channel), bool(verb)):
        return None
    return _Team(_bare(name), channel.group() if channel else None, verb, quote)


def _names_team(name: str, has_channel: bool, has_verb: bool) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 9 or re.match(r"(?:if|when|for|to|you|we|it|this|these|there|that|in|on|as|how|what|follow|see|here)\b", name, re.IGNORECASE):
        return False
    if re.search(rf"\b{TEAM}$", name, re.IGNORECASE):
        return True
    return has_channel and (words[0].lower() in {"the", "our"} or words[0][0].isupper())


def _bare(name: str) -> str:
    """A team's name without article and without the word "team": "The Print team" is "Print"."""
    name = re.sub(r"^(?:the|our|your|a|an)\s+", "", " ".join(name.split()), flags=re.IGNORECASE)
    return re.sub(r"\s+teams?$", "", name, flags=re.IGNORECASE)


def _told(document: Document, block: Block) -> Iterator[Responsibility]:
    for start, end in sentences(block.text):
        text = block.text[start:end].strip()
        if NOT_NOW.search(text) or text.endswith("?"):
            continue
        found = TURN_TO.match(text) or FOR_ASK.match(text) or _subject(text)
        if not found:
            continue
        groups = found.groupdict()
        channel = next((groups[key] for key in ("channel", "channel2", "channel3") if groups.get(key)), None)
        channel = channel.rstrip(".,)") if channel else None
        yield _responsibility(
            _bare(groups["team"].strip()), channel, groups["duty"].strip(), block.section, (document.quote(*block.place(start, end)),)
        )


def _subject(text: str) -> re.Match[str] | None:
    """ "The X team (#x) looks after Y": a team as subject, with its channel or called a team, and what it does."""
    found = SUBJECT.match(text)
    if not found:
        return None
    team = found["team"].strip()
    named = re.search(rf"\b{TEAM}$", team, re.IGNORECASE) or found["channel"] or found["channel2"]
    own = re.match(r"(?:the|our)\s", team, re.IGNORECASE) or team[0].isupper()
    strong = found["channel"] or found["channel2"] or re.match(DOES, found["duty"]) or re.search(r"\bteam$", team, re.IGNORECASE)
    clean = not re.match(r"(?:this|these|each|every|any|your|all|no|most|some|other|an?)\b|teams?$", team, re.IGNORECASE) and not re.search(r"\b(?:if|when|that|which|who|and\s+then|you|we|they|it|may|might|should|can|also)\b", team, re.IGNORECASE)
    return found if named and own and strong and clean and len(team.split()) <= 8 else None


def _tabled(document: Document, block: Block) -> Iterator[Responsibility]:
    header = next((b for b in document.blocks if b.group == block.group and b.kind is Kind.HEADER), None)
    if header is None:
        return
    titles = [title.strip() for title in header.text.split(" | ")]
    cells = [cell.strip() for cell in block.text.split(" | ")]
    if len(cells) < len(titles):
        return
    team = next((n for n, title in enumerate(titles) if TEAM_TITLE.search(title)), None)
    channel = next((n for n, title in enumerate(titles) if n != team and (CHANNEL_TITLE.search(title) or CHANNEL.fullmatch(cells[n]))), None)
    duty = next((n for n, title in enumerate(titles) if n not in {team, channel} and DUTY_TITLE.search(title)), None)
    if team is None or duty is None or not cells[team] or not cells[duty]:
        return
    if re.search(r"\b(?:queue|level|tier|order|priority)\b", header.text, re.IGNORECASE):
        return
    found = CHANNEL.search(cells[channel]) if channel is not None else CHANNEL.search(block.text)
    if not found and not re.search(rf"\b{TEAM}\b", f"{titles[team]} {cells[team]}", re.IGNORECASE):
        return
    name = CHANNEL.sub("", cells[team]).strip(" ()")
    quote = document.quote(block.start, block.end)
    head = document.quote(header.start, header.end)
    yield _responsibility(_bare(name), found.group() if found else None, cells[duty], block.section, (quote, head))
