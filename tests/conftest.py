"""Fixtures that several rooms share."""

from __future__ import annotations

import pytest

from lawgate.app import gateway
from tests.rehearsals import AGREEMENT, Rehearsal


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    """A synthetic batch of 3,200 requests with its holdings and labels."""
    folder = tmp_path_factory.mktemp("rehearsal")
    gateway.synthesise(AGREEMENT, 3_200, 7, folder)
    return Rehearsal(folder)
