"""A slip as it goes out: its bytes, its digest, its page and paper; and how one is issued."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import orjson
from markupsafe import Markup

from sdi.slip.build import Question, Slips
from sdi.slip.canonical import canonical, sha256
from sdi.slip.html import html_of
from sdi.slip.model import Signature, Slip
from sdi.slip.pdf import pdf_of
from sdi.slip.register import Archive, Register


@dataclass(frozen=True)
class Made:
    """A slip as canonical JSON, of which its page and its paper are drawn.

    Attributes:
        content: The canonical JSON of the document.
        digest: Its SHA-256.
        signature: Of an issued slip.
        language: Of all texts.
        epoch: Of the publications that answered.
        file_name: What a file of it is called, without a suffix.
        issued: Its identifier; None of a preview.
    """

    content: bytes
    digest: str
    signature: Signature | None
    language: str
    epoch: int
    file_name: str
    issued: str | None

    @classmethod
    def of(cls, slip: Slip, signature: Signature | None = None) -> Made:
        """From the document."""
        content = canonical(slip.model_dump(mode="json"))
        digest = sha256(content)
        identifier = slip.subject.id or f"khu-dat-{digest[:12]}"
        name = f"phieu-{re.sub(r'[^A-Za-z0-9._-]', '_', identifier)}"
        issued = slip.issue.id if slip.issue else None
        return cls(content, digest, signature, slip.language, slip.clock.epoch, name, issued)

    @property
    def body(self) -> bytes:
        """What is sent as JSON: the document, of an issued slip with its signature beside it."""
        if self.signature is None:
            return self.content
        outer = {"signature": self.signature.model_dump(mode="json"), "slip": orjson.Fragment(self.content)}
        return orjson.dumps(outer, option=orjson.OPT_SORT_KEYS)

    @property
    def slip(self) -> Slip:
        """The document, read from its JSON."""
        return Slip.model_validate(orjson.loads(self.content))

    def pdf(self) -> bytes:
        """The paper."""
        return pdf_of(self.slip, self.signature)

    def html(self) -> Markup:
        """The article for a page."""
        return html_of(self.slip, self.signature)


def issue(slips: Slips, register: Register, archive: Archive, question: Question) -> Made:
    """Sign and record a slip; asked twice on a day, it is the same slip.

    Plans are judged to be in force on the day of issue, unless the question is about another day.

    Raises:
        ReadOnly: The database cannot be written.
        SdiError: As :meth:`Slips.of`.
    """
    now = datetime.now(slips.zone)
    issued = register.issue(slips.of(replace(question, valid_on=question.as_of or now.date())), now)
    if isinstance(issued, UUID):
        known = archive.find(str(issued))
        assert known is not None, "the same question of the same audience was recorded"
        return Made.of(known.slip, known.signature)
    return Made.of(issued.slip, issued.signature)
