"""A slip as it goes out: its bytes, its digest, its paper; and how one is issued."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import orjson

from sdi.slip.build import Question, Slips
from sdi.slip.canonical import canonical, sha256
from sdi.slip.model import Signature, Slip
from sdi.slip.pdf import pdf_of
from sdi.slip.register import Archive, Register


@dataclass(frozen=True)
class Made:
    """A slip with its canonical JSON; of an issued one the signature stands beside it."""

    slip: Slip
    signature: Signature | None
    body: bytes
    digest: str

    @classmethod
    def of(cls, slip: Slip, signature: Signature | None = None) -> Made:
        """From the document."""
        body = canonical(slip.model_dump(mode="json"))
        if signature is None:
            return cls(slip, None, body, sha256(body))
        outer = {"signature": signature.model_dump(mode="json"), "slip": orjson.Fragment(body)}
        return cls(slip, signature, orjson.dumps(outer, option=orjson.OPT_SORT_KEYS), sha256(body))

    @property
    def file_name(self) -> str:
        """What a file of it is called, without a suffix."""
        identifier = self.slip.subject.id or f"khu-dat-{self.digest[:12]}"
        return f"phieu-{re.sub(r'[^A-Za-z0-9._-]', '_', identifier)}"

    def pdf(self) -> bytes:
        """The paper."""
        return pdf_of(self.slip, self.signature)


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
