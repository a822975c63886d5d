"""The register of issued slips: adding one as the issuing role, finding one as an audience."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

import orjson
import psycopg
from psycopg import sql

from sdi.db.connect import Connection, connect
from sdi.errors import MissingComponent
from sdi.slip.canonical import canonical, sha256
from sdi.slip.model import Issue, Signature, SignedSlip, Slip
from sdi.slip.signing import Signer
from sdi.wording import wording


class ReadOnly(MissingComponent):
    """The database is a standby: slips are issued where it can be written."""


@dataclass(frozen=True)
class Register:
    """Issues slips.

    Attributes:
        url: Address with the login of the issuing role.
        signer: Makes the key when it is first needed.
        verify: Address of the page that verifies, to which the identifier is added.
    """

    url: str
    signer: Callable[[], Signer]
    verify: str

    def issue(self, slip: Slip, now: datetime) -> SignedSlip | uuid.UUID:
        """Sign a preview and record it.

        Args:
            slip: The preview, as of ``now``.
            now: Local time.

        Returns:
            The signed slip; its identifier alone if the same was issued already today.

        Raises:
            ReadOnly: The database cannot be written.
        """
        signer = self.signer()
        matter = sha256(canonical(slip.model_dump(mode="json")))
        identifier = uuid.uuid4()
        issue = Issue(
            id=str(identifier),
            issued_at=now.isoformat(timespec="seconds"),
            key_id=signer.key_id,
            verify=f"{self.verify}/{identifier}",
        )
        issued = slip.model_copy(update={"status": "issued", "issue": issue})
        signature = signer.sign(issued)
        content = canonical(issued.model_dump(mode="json")).decode()
        subject = slip.subject.id or f"sha256:{matter[:32]}"
        try:
            with connect(self.url, application="sdi-issuer") as connection:
                row = connection.execute(
                    "SELECT register.issue(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    (
                        identifier, subject, slip.audience, slip.clock.epoch, matter, now.date(),
                        signer.key_id, signer.public, content, base64.b64decode(signature.value),
                    ),
                ).fetchone()  # fmt: skip
        except psycopg.errors.ReadOnlySqlTransaction as error:
            raise ReadOnly(wording("slip.read_only"), wording("slip.issue_elsewhere")) from error
        assert row is not None
        return SignedSlip(slip=issued, signature=signature) if row[0] == identifier else uuid.UUID(str(row[0]))


@dataclass(frozen=True)
class Issued:
    """What the register has of a slip; ``content`` are the bytes that were signed."""

    content: bytes
    signature: Signature

    @property
    def slip(self) -> Slip:
        """The document."""
        return Slip.model_validate(orjson.loads(self.content))


@dataclass(frozen=True)
class Archive:
    """Finds issued slips of one audience.

    Attributes:
        schema: Its schema of views.
        open_snapshot: Opens a connection of it.
    """

    schema: str
    open_snapshot: Callable[[], AbstractContextManager[Connection]]

    def find(self, identifier: str) -> Issued | None:
        """The slip with this identifier; None where there is none, or it is not for this audience."""
        try:
            wanted = uuid.UUID(identifier)
        except ValueError:
            return None
        query = sql.SQL("SELECT content, signature, key_id FROM {}(%s)").format(
            sql.Identifier(self.schema, "issued_slip")
        )
        with self.open_snapshot() as connection:
            row = connection.execute(query, (wanted,)).fetchone()
        if row is None:
            return None
        content = row[0].encode()
        value = base64.b64encode(row[1]).decode("ascii")
        return Issued(content, Signature(key_id=row[2], sha256=sha256(content), value=value))

    def keys(self) -> dict[str, bytes]:
        """Public keys under which slips were issued, by id."""
        query = sql.SQL("SELECT id, public_key FROM {} ORDER BY since, id").format(
            sql.Identifier(self.schema, "slip_keys")
        )
        with self.open_snapshot() as connection:
            return {row[0]: bytes(row[1]) for row in connection.execute(query).fetchall()}
