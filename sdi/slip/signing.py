"""Signing and verifying: Ed25519 over the canonical JSON of a slip."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from sdi.errors import UsageError
from sdi.slip.canonical import canonical, sha256
from sdi.slip.model import Signature, Slip

_NAME = "slip_key.pem"


@dataclass(frozen=True)
class Signer:
    """The key of an installation."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def key_id(self) -> str:
        """What slips call it."""
        return key_id(self.public)

    def sign(self, slip: Slip) -> Signature:
        """The signature of a slip as it stands."""
        content = canonical(slip.model_dump(mode="json"))
        value = base64.b64encode(self.key.sign(content)).decode("ascii")
        return Signature(key_id=self.key_id, sha256=sha256(content), value=value)


def key_id(public: bytes) -> str:
    """Half of the digest of a public key, in hexadecimal."""
    return hashlib.sha256(public).hexdigest()[:32]


def holds(content: bytes, signature: str, public: bytes) -> bool:
    """Whether a signature (base64) is that of the content by the key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def read_signer(given: Path | None, folder: Path) -> Signer:
    """The key in the given PEM file, or the one in ``folder``, made at first use (mode 0600).

    Raises:
        UsageError: The file cannot be read, or holds another kind of key.
    """
    path = given or folder / _NAME
    if given is None and not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(
            f"Không đọc được khóa ký phiếu {path}.", "Khóa phải là Ed25519 dạng PEM (PKCS#8), không đặt mật khẩu."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(
            f"Khóa ký phiếu {path} không phải là Ed25519.", "openssl genpkey -algorithm ed25519 -out khoa.pem"
        )
    return Signer(key)


def _make(path: Path) -> None:
    """The file appears whole or not at all: whoever comes second reads what the first one wrote."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        key = Ed25519PrivateKey.generate()
        stream.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
