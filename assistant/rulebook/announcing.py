"""Words that announce an order of people: a list, a table or levels follow."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.rulebook.language import (
    ANSWERED,
    CONTACT,
    HYPOTHETICAL,
    NOT_NOW,
    ORDER,
    STRONG,
    TROUBLE,
    UNORDERED,
    pattern,
)
from assistant.rulebook.page import Page, Sentence, sentences_of
from index.documents import Block, Kind, Quote

BARE_CONDITION = pattern(r"(?:if|when|whenever|where|should)\s[^,;.?]{5,160}:|[^,;.:?]{5,100}\?")


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands before some steps: the words that introduce them, with their quote, and the heading over them."""

    told: str
    heading: str
    quote: Quote

    @property
    def rejects(self) -> bool:
        """Do the words speak of the past, of a supposition, or of no order at all?"""
        return any(sign.search(self.told) for sign in (UNORDERED, NOT_NOW, HYPOTHETICAL)) or bool(
            NOT_NOW.search(self.heading) or UNORDERED.search(self.heading)
        )

    @property
    def troubled(self) -> bool:
        """Do they speak of something wrong?"""
        return bool(TROUBLE.search(self.told) or TROUBLE.search(self.heading))

    @property
    def contacting(self) -> bool:
        """Do they tell to turn to somebody, because something is wrong or in words that mean nothing else?"""
        contact = CONTACT.search(self.told) or ANSWERED.search(self.told)
        return bool(STRONG.search(self.told) or STRONG.search(self.heading) or (contact and self.troubled))

    @property
    def ordering(self) -> bool:
        """Do they tell to do so one after the other? "Read in this order, and ask …" does not: it reads first."""
        order = ORDER.search(self.told)
        if order is None:
            return False
        clause = self.told[: order.start()].rpartition(",")[2].strip(" (–—-")
        contact = CONTACT.search(self.told)
        return (
            ANSWERED.search(self.told) is not None or not clause or bool(contact and contact.start() <= order.start())
        )

    @property
    def announces(self) -> bool:
        """Do they lead on to what follows, as a sentence that is closed does not?"""
        return not self.told.endswith((".", "!"))

    @property
    def only_asks(self) -> bool:
        """Is it nothing but what is wrong: "When a record is wrong and you can't put it right:"?"""
        return self.troubled and BARE_CONDITION.fullmatch(self.told) is not None

    @property
    def in_order(self) -> bool:
        """Do they speak of an order at all?"""
        return ORDER.search(self.told) is not None


def setting(page: Page, at: int) -> Setting | None:
    """The setting of a list or a table: the last words that introduce it, else the heading over it."""
    lead = page.lead(at)
    heading = page.heading(at)
    if lead is not None:
        return _last_words(page, lead, heading.text if heading else "")
    previous = page.previous(at)
    if previous is not None and previous.kind is Kind.PARAGRAPH and previous.text.endswith(":"):
        return _last_words(page, previous, heading.text if heading else "")
    return Setting(heading.text, "", page.quote(heading)) if heading else None


def before(page: Page, at: int) -> Setting | None:
    """The setting of a block that nothing introduces: the paragraph or heading before it."""
    previous = page.previous(at)
    if previous is None:
        return None
    if previous.kind is Kind.HEADING:
        return Setting(previous.text, "", page.quote(previous))
    return _last_words(page, previous, page.heading_text(at))


def _last_words(page: Page, lead: Block, heading: str) -> Setting:
    """The last sentence of a lead, with the one before where that one asks, or says what is wrong."""
    parts = sentences_of(lead)
    if not parts:
        return Setting(lead.text, heading, page.quote(lead))
    first = parts[-1]
    if len(parts) > 1 and (parts[-2].text.endswith("?") or not _says_when(first)):
        first = parts[-2]
    return Setting(lead.text[first.start :], heading, page.quote_part(lead, first.start, len(lead.text)))


def _says_when(sentence: Sentence) -> bool:
    """Does a sentence say what is wrong before it says what to do?"""
    trouble, contact = TROUBLE.search(sentence.text), CONTACT.search(sentence.text)
    return bool(trouble and (contact is None or trouble.start() < contact.start()))
