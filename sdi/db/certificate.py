"""The certificate by which the private cluster is known on the local network: signed by itself, made at first need.

Clients that want to know whom they talk to get the certificate as a file (``sslmode=verify-full``); a department with
a certificate of its own puts it in place of ours, and it stays.
"""

from __future__ import annotations

import ipaddress
import socket
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS = 10


def self_signed(address: str) -> tuple[str, str]:
    """A certificate for this machine under that address, and its key; both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    host = socket.gethostname()
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    if host.isascii() and host != "localhost":
        names.append(x509.DNSName(host))
    given = ipaddress.ip_address(address)
    if not given.is_unspecified and not given.is_loopback:
        names.append(x509.IPAddress(given))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"sdi {host}"[:64])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=366 * YEARS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), private.decode()
