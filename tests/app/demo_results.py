"""A result made by hand, for the page and the terminal: no run is needed to lay it out."""

from __future__ import annotations

from datetime import date

from lawgate.app.replayed import (
    Cured,
    DemoResult,
    Found,
    Legacy,
    Measured,
    Moment,
    Path,
    Phrase,
    Shown,
    Tested,
    Told,
)
from lawgate.rehearsal.waterfall import Fall

THEN, NOW = date(2025, 8, 6), date(2026, 11, 23)
OFFICER, ADDRESS, REASON = "The Act (2)(A)", "The Act (2)(B)(i)", "The Act (2)(B)(iv)"
ORDER = "Order of 21 November 2025 [stay] (text not seen)"

PATHS = (
    Path(
        "identifier",
        "on name and number",
        158_695,
        42_695,
        42_695,
        12_000,
        30_695,
        {"sent_back": 30_695, "eligible": 12_000},
        {OFFICER: 30_695, ADDRESS: 2_200},
    ),
    Path(
        "address",
        "on name and address",
        1_121_305,
        4_594,
        4_594,
        800,
        3_794,
        {"sent_back": 3_794, "eligible": 800},
        {OFFICER: 3_794},
    ),
)
STOPS = {OFFICER: 34_489, ADDRESS: 2_200}
LEGACY = Legacy(
    "The two processes",
    "Two PATHS.",
    "as reported",
    47_289,
    47_289,
    12_800,
    34_489,
    PATHS,
    STOPS,
)
REASONS = (
    Told(
        "officer-load",
        OFFICER,
        "sent_back",
        "One officer.",
        "personally and directly",
        "act.md:9",
    ),
    Told("address-stated", ADDRESS, "sent_back", "A phrase.", "the name and address", "act.md:12"),
)
FINDINGS = (
    Found("officer-load", OFFICER, "One officer.", 1_257_000, 34_489),
    Found("address-stated:blank", ADDRESS, "No address.", 28_000, 0),
)
WATERFALL = (
    Fall("The Act (1)", 4_000, 4_000, 1_276_000),
    Fall(OFFICER, 1_263_000, 1_257_000, 13_000),
    Fall(ADDRESS, 200, 179_000, 12_800),
    Fall(REASON, 0, 1_257_000, 12_800),
)
WATERFALL_CURED = (
    Fall("The Act (1)", 4_000, 4_000, 1_276_000),
    Fall(OFFICER, 6_000, 6_000, 1_270_000),
    Fall(ADDRESS, 178_000, 179_000, 1_092_000),
    Fall(REASON, 4_000, 4_000, 1_088_000),
)
CURES = (
    Cured("as filed", "one officer, one reason", 12_800, {"sent_back": 1_267_200}),
    Cured("both cured", "own officer and own reason", 811_250, {"sent_back": 468_750}),
)
MEASURED = Measured(
    {"intake": 2.91, "examination": 5.42, "adjudication": 1.93},
    to_determination=10.26,
    requests_per_second=124_756,
    peak_memory_mib=1_840,
    made=True,
    machine="x86_64",
    processors=2,
    versions="Python 3.11.2",
)
THEN_TESTED = Tested(
    THEN,
    {"refused": 9_980, "sent_back": 1_257_220, "eligible": 12_800},
    12_800,
    12_800,
    STOPS,
)
NOW_TESTED = Tested(NOW, {"held": 1_280_000}, 0, None, {ORDER: 1_280_000})


def _timeline(injected: str) -> tuple[Moment, ...]:
    return (
        Moment(date(2025, 4, 7), f"Signed{injected}", "a paper", "none", None, None, ()),
        Moment(date(2025, 6, 27), "Asked", "", "open", 12_800, 0, ()),
        Moment(date(2025, 11, 21), "Stayed", "a paper", "held", 0, 12_800, (ORDER,)),
        Moment(date(2026, 2, 24), "Affirmed", "", "held", 0, 12_800, (ORDER,)),
        Moment(date(2026, 2, 26), "Decided", "", "held", 0, 12_800, (ORDER,)),
        Moment(NOW, "Today", "", "held", 0, 12_800, (ORDER,)),
    )


def _request(injected: str) -> Shown:
    return Shown(
        5_031,
        "R0005031",
        (("last_name", "Okafor"), ("address_line", f"Failed to Provide{injected}")),
        "identifier",
        ("tin is stated", "5 or 9 digits stand together"),
        "sent_back",
        31,
        REASONS,
    )


def _figures(injected: str) -> tuple[dict[str, object], ...]:
    return (
        {
            "name": "released",
            "value": 47_289,
            "caption": "addresses",
            "source": f"a paper{injected}",
            "mark": "read",
        },
        {
            "name": "share",
            "value": 90.3,
            "caption": "per cent",
            "source": "",
            "mark": "derived",
        },
    )


def made_result(injected: str = "") -> DemoResult:
    """Lay out a replay of 1,280,000 requests; `injected` is put where texts of others stand."""
    return DemoResult(
        agreement="small",
        agreement_title="An act",
        law_digest="ab" * 32,
        version="0.1.0",
        title=f"A file, tested to the letter{injected}",
        standfirst=f"What happened.{injected}",
        synthetic="Everybody is invented.",
        then_caption="On the day before",
        now_caption="Today",
        captions=dict.fromkeys(
            (
                "compared",
                "waterfall",
                "cured",
                "cures",
                "timeline",
                "now",
                "words",
                "supposed",
                "request",
            ),
            f"A caption.{injected}",
        ),
        rows=1_280_000,
        seed=1,
        people=400_000,
        holdings_rows=563_700,
        clean=12_800,
        requested_on=date(2025, 6, 27),
        then=THEN_TESTED,
        now=NOW_TESTED,
        legacy=LEGACY,
        found=(Phrase(f"Failed to Provide{injected}", "a paper", 24_750, 450, 0),),
        supposed=(Phrase("Don't Care 12345", "an opinion", 2_075, 75, 0),),
        findings=FINDINGS,
        waterfall=WATERFALL,
        waterfall_cured=WATERFALL_CURED,
        cured="both cured",
        cures=CURES,
        timeline=_timeline(injected),
        request=_request(injected),
        figures=_figures(injected),
        measured=MEASURED,
        folder="demo",
    )
