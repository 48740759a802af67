"""Notes, keys, commitments and proof files: what was signed is read, anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawgate.errors import InputRefusedError
from lawgate.seal.commitment import commit, row_salt
from lawgate.seal.merkle import leaf_hash
from lawgate.seal.note import (
    Checkpoint,
    Signer,
    opened,
    read_checkpoint,
    read_signer,
    read_verifier,
)
from lawgate.seal.proof import Proof, proved, read_proof

LOG = Signer.new("log.example/1")
OTHER = Signer.new("log.example/1")
ENTRY = b"entry"
NOTE = LOG.sign(Checkpoint("log.example/1", 1, leaf_hash(ENTRY)).text())
# The key and note that golang.org/x/mod/sumdb/note shows as its example.
KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
KNOWN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)


def test_a_note_of_another_implementation_is_read() -> None:
    assert opened(KNOWN_NOTE, read_verifier(KNOWN_KEY)).endswith("problem is.\n")


def test_keys_come_back_from_their_texts() -> None:
    assert read_signer(LOG.text()).text() == LOG.text()
    assert read_verifier(LOG.verifier.text()).text() == LOG.verifier.text()


@pytest.mark.parametrize("text", ["", "name", "a+b+c", KNOWN_KEY.replace("c74f", "c74e")])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InputRefusedError):
        read_verifier(text)
    with pytest.raises(InputRefusedError):
        read_signer(f"PRIVATE+KEY+{text}")


def test_a_checkpoint_is_read_as_it_was_signed() -> None:
    assert read_checkpoint(NOTE, LOG.verifier) == Checkpoint("log.example/1", 1, leaf_hash(ENTRY))


def test_signatures_of_others_are_passed_over() -> None:
    both = NOTE + NOTE.splitlines(keepends=True)[-1].replace("log.example/1", "witness.example")
    assert read_checkpoint(both, LOG.verifier).size == 1


@pytest.mark.parametrize("at", range(len(NOTE.encode())))
def test_no_byte_of_a_checkpoint_can_be_changed(at: int) -> None:
    changed = bytearray(NOTE.encode())
    changed[at] ^= 1
    with pytest.raises((InputRefusedError, UnicodeDecodeError)):
        read_checkpoint(changed.decode(), LOG.verifier)


@pytest.mark.parametrize(
    "note", ["", NOTE[:-1], NOTE.partition("\n\n")[0], OTHER.sign("x\n"), LOG.sign("x\n"),
             LOG.sign("log.example/1\n01\nAA==\n"), LOG.sign("other\n" + NOTE.split("\n", 1)[1]),
             NOTE + "junk\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_of_this_log_is_refused(note: str) -> None:
    with pytest.raises(InputRefusedError):
        read_checkpoint(note, LOG.verifier)


def test_a_text_without_a_line_end_is_not_signed() -> None:
    with pytest.raises(ValueError, match="line end"):
        LOG.sign("text")


def test_a_name_with_a_blank_names_no_key() -> None:
    with pytest.raises(ValueError, match="can't name"):
        Signer.new("two words")


json_values = st.dictionaries(
    st.text(max_size=5), st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=5)
)


@given(json_values, json_values)
def test_a_commitment_is_to_one_entry_and_one_salt(
    one: dict[str, object], other: dict[str, object]
) -> None:
    salt, second = bytes(32), bytes([1] * 32)
    assert (commit(salt, one) == commit(salt, other)) is (one == other)
    assert commit(salt, one) != commit(second, one)
    assert commit(salt, one) == commit(salt, dict(reversed(one.items())))


def test_salts_of_rows_differ_and_have_full_length() -> None:
    salts = {row_salt(bytes(32), row) for row in range(100)}
    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {32}
    with pytest.raises(ValueError, match="32 bytes"):
        commit(b"short", {})


def test_a_proof_may_carry_what_its_reader_does_not_need() -> None:
    told = Proof(0, (), NOTE).text().replace("index", "extra AAAA\nindex", 1)
    assert proved(read_proof(told), ENTRY, LOG.verifier).size == 1


def test_a_proof_comes_back_from_its_file_and_proves_its_entry() -> None:
    proof = Proof(0, (), NOTE)
    read = read_proof(proof.text())
    assert read == proof
    assert proved(read, ENTRY, LOG.verifier).size == 1


@pytest.mark.parametrize(
    ("proof", "entry"),
    [
        (Proof(0, (), NOTE), b"other"),
        (Proof(1, (), NOTE), ENTRY),
        (Proof(0, (bytes(32),), NOTE), ENTRY),
    ],
)
def test_a_proof_of_something_else_is_refused(proof: Proof, entry: bytes) -> None:
    with pytest.raises(InputRefusedError, match="does not stand"):
        proved(proof, entry, LOG.verifier)


@pytest.mark.parametrize(
    "change",
    [
        ("@v1", "@v2"),
        ("index 0", "index 00"),
        ("index 0", "index -1"),
        ("index 0\n", "index 0\nAA==\n"),
        ("index 0\n", "index 0\n!\n"),
        ("index 0\n", "extra !\nindex 0\n"),
        ("index 0\n", f"index 0\n{'A' * 42}B=\n"),
        ("\n\n", "\n"),
    ],
)
def test_a_malformed_proof_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(InputRefusedError):
        proved(read_proof(Proof(0, (), NOTE).text().replace(*change, 1)), ENTRY, LOG.verifier)
