"""Is this the slip that was issued, to the digit? And if not, what is different?"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Literal

from sdi.slip.canonical import canonical
from sdi.slip.register import Archive, Issued
from sdi.slip.signing import holds

_MOST = 50
_TITLES = ("title", "label", "name")
"""Members by which people know the part of a slip that has them."""

Verdict = Literal["valid", "changed", "forged", "unknown", "unreadable"]


@dataclass(frozen=True)
class Difference:
    """A place in the document, what was issued there, and what the presented one says; None: nothing is there.

    ``about`` says the place by the titles on the way to it.
    """

    place: str
    about: str
    issued: Any
    presented: Any


@dataclass(frozen=True)
class Verification:
    """What was found.

    Attributes:
        verdict: ``valid``: to the digit as issued. ``changed``: a slip of this identifier was issued, and it reads
            otherwise. ``forged``: the register's own copy is not signed by a key of ours. ``unknown``: no slip has this
            identifier. ``unreadable``: it is no slip.
        identifier: Of the slip, where one is named.
        issued: What the register has.
        differences: Between the two.
    """

    verdict: Verdict
    identifier: str | None = None
    issued: Issued | None = None
    differences: list[Difference] = field(default_factory=list)


def verify_registered(archive: Archive, identifier: str) -> Verification:
    """A slip that is named by its identifier, as the QR code does: whether the register's own signature holds."""
    issued = archive.find(identifier)
    if issued is None:
        return Verification("unknown", identifier)
    public = archive.keys().get(issued.signature.key_id)
    good = public is not None and holds(issued.content, issued.signature.value, public)
    return Verification("valid" if good else "forged", identifier, issued)


def verify_presented(archive: Archive, document: Any) -> Verification:
    """A slip that somebody presents: ``{"slip": …, "signature": …}``, or the slip alone.

    The signature decides; where it does not hold, the register says what was issued under this identifier.
    """
    slip = document.get("slip", document) if isinstance(document, dict) else None
    issue = slip.get("issue") if isinstance(slip, dict) else None
    identifier = issue.get("id") if isinstance(issue, dict) else None
    if not isinstance(slip, dict) or not isinstance(identifier, str):
        return Verification("unreadable")
    try:
        content = canonical(slip)
    except (TypeError, ValueError, RecursionError):
        return Verification("unreadable", identifier)
    issued = archive.find(identifier)
    signature = document.get("signature") if "slip" in document else None
    if issued is None:
        return Verification("unknown" if not _signed(archive, content, signature) else "valid", identifier)
    if content == issued.content and (signature is None or _signed(archive, content, signature)):
        return verify_registered(archive, identifier)
    differences = list(_differences(issued.slip.model_dump(mode="json"), slip))[:_MOST]
    if not differences:  # the text is right, the signature beside it is not
        differences = [Difference("signature", "", issued.signature.value, _value_of(signature))]
    return Verification("changed", identifier, issued, differences)


def _value_of(signature: Any) -> Any:
    return signature.get("value") if isinstance(signature, dict) else signature


def _signed(archive: Archive, content: bytes, signature: Any) -> bool:
    """Whether a key of ours has signed it."""
    if not isinstance(signature, dict) or not all(isinstance(signature.get(n), str) for n in ("key_id", "value")):
        return False
    public = archive.keys().get(signature["key_id"])
    return public is not None and holds(content, signature["value"], public)


def public_key_document(key: str, public: bytes) -> dict[str, str]:
    """A public key as JSON Web Key (RFC 8037)."""
    x = base64.urlsafe_b64encode(public).rstrip(b"=").decode("ascii")
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key, "x": x}


def _differences(issued: Any, presented: Any, place: str = "", about: tuple[str, ...] = ()) -> Iterator[Difference]:
    if isinstance(issued, dict) and isinstance(presented, dict):
        named = next((issued[name] for name in _TITLES if isinstance(issued.get(name), str)), None)
        trail = (*about, named) if named and place else about
        for key in [*issued, *(key for key in presented if key not in issued)]:
            within = f"{place}.{key}" if place else str(key)
            if key in issued and key in presented:
                yield from _differences(issued[key], presented[key], within, trail)
            else:
                yield Difference(within, " › ".join(trail), issued.get(key), presented.get(key))
    elif isinstance(issued, list) and isinstance(presented, list):
        for at, (one, other) in enumerate(zip_longest(issued, presented), start=1):
            yield from _differences(one, other, f"{place}[{at}]", about)
    elif issued != presented or isinstance(issued, bool) != isinstance(presented, bool):
        yield Difference(place, " › ".join(about), issued, presented)
