"""Commitments: what the public tree holds in place of an entry.

A leaf is SHA-256 of a salt and the entry in canonical JSON. Without the salt nobody can test a
guess; once salt and entry are erased, the leaf says nothing and every proof still holds. Source:
RFC 8785 for the form, RFC 2104 for the salts of rows.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import rfc8785

SALT_BYTES = 32


def commit(salt: bytes, entry: dict[str, Any]) -> bytes:
    """Commit to an entry (JSON values) with a random salt of 32 bytes; gives 32 bytes.

    Raises ValueError where the salt has another length or the entry is no JSON.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(salt + rfc8785.dumps(entry)).digest()


def row_salt(salt: bytes, row: int) -> bytes:
    """Give the salt of one row of a batch from the batch's own, so that one secret covers all."""
    return hmac.digest(salt, row.to_bytes(8, "big"), "sha256")
