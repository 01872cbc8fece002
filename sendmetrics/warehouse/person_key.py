"""The secret that turns identifiers into codes: a file for its owner alone, outside the warehouse."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sendmetrics.errors import SendMetricsError

KEY_BYTES = 32
BLOCK_BYTES = 64


@dataclass(frozen=True)
class PersonKey:
    """A key for HMAC-SHA256, never printed; ``fingerprint`` tells two keys apart and gives neither away."""

    secret: bytes

    def __repr__(self) -> str:
        return "PersonKey(...)"

    @property
    def pads(self) -> dict[str, bytes]:
        """The key against both constants of RFC 2104, as the build's SQL binds them."""
        padded = self.secret.ljust(BLOCK_BYTES, b"\0")
        return {
            "inner_pad": bytes(byte ^ 0x36 for byte in padded),
            "outer_pad": bytes(byte ^ 0x5C for byte in padded),
        }

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(b"sendmetrics key fingerprint" + self.secret).hexdigest()[:16]


def read_or_create_key(path: Path) -> PersonKey:
    """The key in that file; a new random one where there is no file yet, readable by its owner only.

    Raises SendMetricsError when the file does not hold a key.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise SendMetricsError(
            f"{path} does not hold a key of {KEY_BYTES} bytes in hexadecimal. "
            "Put back the key the warehouse was built with; or remove the file and the warehouse to start afresh."
        )
    return PersonKey(secret)


def throwaway_key() -> PersonKey:
    """A key for a check that keeps nothing."""
    return PersonKey(secrets.token_bytes(KEY_BYTES))
