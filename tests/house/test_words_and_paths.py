"""What committed text may not say: law in code, places of one machine, addresses of registries."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import Text, expect_none, texts

_NAMES_OF_LAW = (
    r"IRS|DHS|ICE|HHS|TIGTA|IRM|FTI|U\.?S\.?C\.?|C\.?F\.?R\.?|Pub\. ?L\.|§+ ?\d{4}|\d+ U\.S\.|"
    r"6103|1253|1227|1324d?|552a|7431|(?i:irs-dhs\S*)|(?i:internal revenue)|(?i:homeland)|"
    r"(?i:immigration)|(?i:customs enforcement)|(?i:removal order)|(?i:removal proceedings)|"
    r"(?i:order of removal)|(?i:privacy act)|(?i:treasury)|(?i:medicaid)|HIPAA|(?i:memorandum of)"
)
LAW = re.compile(rf"(?<![A-Za-z0-9_])(?:{_NAMES_OF_LAW})(?![A-Za-z0-9_])")
"""Statutes, agencies and agreements: what they are called belongs in `agreements/`."""

_FOLDERS = ("work", "root", "home", "tmp")
MACHINE = re.compile(rf"(?<![\w.:/)}}\]-])/(?:{'|'.join(_FOLDERS)})/\w")

# With gaps, so that this file keeps the rule that it checks.
_HOSTS = (
    "pypi .org|python hosted.org|npm js.org|npm js.com|deb ian.org|crates .io"
    "|proxy.golang .org|sum.golang .org"
)
_NAMES = "|".join(re.escape(host.replace(" ", "")) for host in _HOSTS.split("|"))
REGISTRY = re.compile(rf"(?i)\b(?:{_NAMES})\b")


def found(pattern: re.Pattern[str], text: Text) -> list[str]:
    return [f"{text.place(m.start())} {m.group()}" for m in pattern.finditer(text.content)]


def test_no_line_of_the_source_names_a_statute_an_agency_or_an_agreement() -> None:
    expect_none([line for text in texts() if text.inside("src") for line in found(LAW, text)])


def test_no_committed_text_names_a_place_on_somebodys_machine() -> None:
    expect_none([line for text in texts() for line in found(MACHINE, text)])


def test_no_committed_text_names_a_package_registry() -> None:
    expect_none([line for text in texts() for line in found(REGISTRY, text)])


@pytest.mark.parametrize(
    "planted",
    [
        'DEFAULT = "irs-dhs-2025"',
        "# 26 U.S.C. says so",
        "if agency == 'ICE':",
        "LIMIT = 6103",
        '"""Tests for immigration."""',
        "x = '§ 1253(a)(1)'",
        "an Order of Removal",
        "the Department of Homeland Security",
    ],
)
def test_the_rule_about_law_sees_a_name(planted: str) -> None:
    assert found(LAW, Text("planted.py", planted))


@pytest.mark.parametrize(
    "planted",
    [
        "RFC 6962, C2SP",
        "USPS Publication 28 § 233 says",
        "slice, police, iceberg",
        "61035",
        "dhs_x",
    ],
)
def test_the_rule_about_law_leaves_other_words_alone(planted: str) -> None:
    assert found(LAW, Text("planted.py", planted)) == []


@pytest.mark.parametrize("folder", ["work", "root", "home", "tmp"])
def test_the_rule_about_places_sees_a_path(folder: str) -> None:
    for planted in (f"cd /{folder}/main", f'PATH = "/{folder}/x"', f"`/{folder}/a b`"):
        assert found(MACHINE, Text("planted", planted))
    for plain in (f"the site of the agency.gov/{folder}/page", f"src/{folder}/x", f"a /{folder} b"):
        assert found(MACHINE, Text("planted", plain)) == []


def test_the_rule_about_registries_sees_a_host() -> None:
    host = ".".join(("files", "python" + "hosted", "org"))
    assert found(REGISTRY, Text("planted", f"--find-links https://{host}/packages"))
