"""Makes, draws and issues slips for requests; what was made lately is kept, for it would be the same again."""

from __future__ import annotations

from sdi.db.roles import ISSUER, audience_url
from sdi.model import Audience
from sdi.raster.cog import RasterShelf
from sdi.serve.editions import Edition
from sdi.serve.problems import Problem
from sdi.serve.recent import Recent
from sdi.serve.source import Source
from sdi.settings import Settings
from sdi.slip.build import Question, Slips
from sdi.slip.declaration import read_slip
from sdi.slip.made import Made, issue
from sdi.slip.register import Archive, Register
from sdi.slip.signing import read_signer
from sdi.wording import wording

_KEPT = 500
"""Slips of each audience, of 25 to 100 kB each."""


class SlipDesk:
    """All that the routes of slips share.

    Args:
        settings: Where the key and the state are.
        database_url: Of the database; its login is replaced by that of the issuing role.
        sources: Connections of each audience.
        verify: Address of the page that verifies.
    """

    def __init__(self, settings: Settings, database_url: str, sources: dict[Audience, Source], verify: str) -> None:
        self._settings = settings
        self._sources = sources
        self._shelf = RasterShelf(settings.state_dir)
        self._slips: dict[Audience, tuple[Edition, Slips]] = {}
        self._kept: dict[Audience, Recent[tuple[Question, int], Made]] = {one: Recent(_KEPT) for one in sources}
        self._register = Register(
            audience_url(database_url, settings, ISSUER),
            lambda: read_signer(settings.slip_key, settings.state_dir / "secrets"),
            verify,
        )

    def prepare(self) -> None:
        """Make or read the key, so that a broken one is known at the start and not at the first slip."""
        read_signer(self._settings.slip_key, self._settings.state_dir / "secrets")

    def slips(self, edition: Edition) -> Slips:
        """Who makes slips for an edition.

        Raises:
            Problem: The project declares none.
        """
        known = self._slips.get(edition.audience)
        if known is None or known[0] is not edition:
            declared = read_slip(edition.project)
            if declared is None:
                raise Problem(404, wording("slip.not_declared"))
            source = self._sources[edition.audience]
            made = Slips(
                edition.project, declared, edition.audience, source.snapshot, edition.catalog.office, self._shelf
            )
            known = self._slips[edition.audience] = (edition, made)
            self._kept[edition.audience].clear()
        return known[1]

    def preview(self, edition: Edition, question: Question) -> Made:
        """The slip, unsigned; the same bytes for the same releases."""
        slips = self.slips(edition)
        kept, key = self._kept[edition.audience], (question, slips.epoch())
        if not isinstance(question.subject, str):
            return Made.of(slips.of(question))
        made = kept.get(key)
        if made is None:
            made = Made.of(slips.of(question))
            kept.put((question, made.epoch if question.as_of is None else key[1]), made)
        return made

    def issue(self, edition: Edition, question: Question) -> Made:
        """Sign and record it; asked twice on a day, it is the same slip."""
        return issue(self.slips(edition), self._register, self.archive(edition), question)

    def archive(self, edition: Edition) -> Archive:
        """The register as this audience sees it."""
        source = self._sources[edition.audience]
        return Archive(source.schema, source.snapshot)
