"""Signed notes and checkpoints: a text, and below it who signed it.

Rules kept here: a note counts only with a signature of the key that is asked for; signatures of
other keys are passed over, as the format demands; names and sizes have one spelling. Source: C2SP
signed-note and tlog-checkpoint; keys in the text forms of golang.org/x/mod/sumdb/note.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lawgate.errors import InputRefusedError
from lawgate.seal.merkle import HASH_BYTES

_ED25519 = b"\x01"
_ID_BYTES = 4
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/=]+)")
_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_REMEDY = "Get it anew from the log; if it stays so, the log has been changed."


@dataclass(frozen=True, slots=True)
class Verifier:
    """A name and a public key that signatures are checked with."""

    name: str
    key: Ed25519PublicKey

    @property
    def key_id(self) -> bytes:
        """Give the four bytes that tell keys of one name apart."""
        told = self.name.encode() + b"\n" + _ED25519 + self.key.public_bytes_raw()
        return hashlib.sha256(told).digest()[:_ID_BYTES]

    def text(self) -> str:
        """Give the key as `name+id+base64`."""
        public = base64.b64encode(_ED25519 + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{self.key_id.hex()}+{public}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A name and a private key that notes are signed with."""

    name: str
    key: Ed25519PrivateKey

    @classmethod
    def new(cls, name: str) -> Signer:
        """Make a key under a name without blanks and plus signs."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} can't name a key")
        return cls(name, Ed25519PrivateKey.generate())

    @property
    def verifier(self) -> Verifier:
        """Give the public half."""
        return Verifier(self.name, self.key.public_key())

    def text(self) -> str:
        """Give the private key in its text form; whoever has it signs for the log."""
        seed = base64.b64encode(_ED25519 + self.key.private_bytes_raw()).decode()
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{seed}"

    def sign(self, text: str) -> str:
        """Give `text`, which must end with a line end, as a signed note."""
        if not text.endswith("\n"):
            raise ValueError("the text of a note ends with a line end")
        signature = self.verifier.key_id + self.key.sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log commits to: whose it is, how many leaves, and their root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Give the body that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_verifier(text: str) -> Verifier:
    """Read a public key. Raises InputRefusedError where it is none or its parts don't agree."""
    name, _, rest = text.strip().partition("+")
    told, _, encoded = rest.partition("+")
    public = decoded(encoded)
    if public[:1] != _ED25519 or len(public) != 1 + HASH_BYTES or not _NAME.fullmatch(name):
        raise _refused("This is no public key of a log.", "Copy the whole line: name+id+base64.")
    verifier = Verifier(name, Ed25519PublicKey.from_public_bytes(public[1:]))
    if verifier.key_id.hex() != told:
        raise _refused("The key's number is not that of the key.", "Copy the whole line again.")
    return verifier


def read_signer(text: str) -> Signer:
    """Read a private key. Raises InputRefusedError where it is none or its parts don't agree."""
    private, _, rest = text.strip().partition("+KEY+")
    name, _, rest = rest.partition("+")
    told, _, encoded = rest.partition("+")
    seed = decoded(encoded)
    if private != "PRIVATE" or seed[:1] != _ED25519 or len(seed) != 1 + HASH_BYTES:
        raise _refused("This is no private key of a log.", "Name the file that holds it.")
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(seed[1:]))
    if signer.verifier.key_id.hex() != told:
        raise _refused("The key's number is not that of the key.", "Name the right file.")
    return signer


def opened(note: str, verifier: Verifier) -> str:
    """Give the text of a note that `verifier`'s key signed.

    Raises InputRefusedError where the note is malformed, not signed by the key, or altered.
    """
    text, parted, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not parted or not text or lines[-1] != "" or len(lines) < 2:  # noqa: PLR2004
        raise _refused("This is no signed note.", _REMEDY)
    text += "\n"
    found = False
    for line in lines[:-1]:
        told = _LINE.fullmatch(line)
        if told is None:
            raise _refused("A line of the note's signatures can't be read.", _REMEDY)
        signature = decoded(told["signature"])
        if told["name"] != verifier.name or signature[:_ID_BYTES] != verifier.key_id:
            continue
        try:
            verifier.key.verify(signature[_ID_BYTES:], text.encode())
        except InvalidSignature:
            raise _refused(
                f"The signature of {verifier.name} is not that of this text.", _REMEDY
            ) from None
        found = True
    if not found:
        raise _refused(f"{verifier.name} has not signed this note.", "Check which key you trust.")
    return text


def read_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """Read a checkpoint whose signature holds and whose origin is the key's name.

    Lines of extension after the root are passed over. Raises InputRefusedError.
    """
    lines = opened(note, verifier).split("\n")
    if len(lines) < 4 or not _SIZE.fullmatch(lines[1]):  # noqa: PLR2004
        raise _refused("The note is no checkpoint.", _REMEDY)
    root = decoded(lines[2])
    if len(root) != HASH_BYTES:
        raise _refused("The checkpoint states no root.", _REMEDY)
    if lines[0] != verifier.name:
        raise _refused(f"The checkpoint is of another log: {lines[0]!r}.", "Name its own key.")
    return Checkpoint(lines[0], int(lines[1]), root)


def decoded(text: str) -> bytes:
    """Decode base64 in its one spelling; anything else gives nothing."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if base64.b64encode(found).decode() == text else b""


def _refused(problem: str, remedy: str) -> InputRefusedError:
    return InputRefusedError(problem, remedy=remedy)
