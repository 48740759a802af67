"""A small agreement that is right, as files; a test changes one of them and says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.law.agreement import read_agreement

if TYPE_CHECKING:
    from pathlib import Path

    from lawgate.errors import DefectiveLawError
    from lawgate.law.agreement import Agreement

PROLOGUE = """---
agreement: lamps
title: Agreement on Lamps
custodian: Lamp Office
requesters: [LL]
instruments: [act.md]
---

```lawgate columns
[request_id, colour, count, day]
```

```lawgate items
light: {title: light, released: true}
heat: {title: heat, released: false}
```

```lawgate constants
limit: 3
warm: [red]
from_day: 2025-04-07
```

```lawgate words COLOUR
blank: none
otherwise: other
rules:
  - {value: red, pattern: '^RED$'}
```

```lawgate facts
colour.kind: {type: enum, from: "words(colour, COLOUR)", values: [none, red, other]}
count.stated: {type: bool, from: stated(count)}
day.at: {type: date, from: date(day), missing: true}
colour.rows: {type: int, from: rows_sharing(colour), unit: rows}
record.fit: {type: enum, stage: record, from: certificate(), values: [unique, none, several, rival]}
```
"""

ACT = """---
instrument: act
title: Lamp Act
kind: statute
source: a book
verified: read
in force: 2020-01-01 ..
---

## (a)

> Lamps are dark.

Source: a book, page 1 — read.

```lawgate default dark
else refused: No lamp is lit.
```

## (b)

> A red lamp is lit, and on its day.

Source: a book, page 2 — read.

```lawgate permit lit light
colour.kind in warm
```

```lawgate require colour-stated
colour.kind != "none"
else sent_back: The colour must be stated: {colour.kind}.
```

```lawgate require few-rows
colour.rows <= limit && count.stated
else sent_back: There are too many.
```

```lawgate refer late
!has(day.at) || day.at > from_day
then referred: A person looks.
```

```lawgate require one-record
record.fit == "unique"
else silent: There is not one record: {record.fit}.
```
"""


def write(folder: Path, *, prologue: str = PROLOGUE, act: str = ACT, **orders: str) -> Path:
    """Write the agreement; `orders` are the texts of orders by file name without ending."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "prologue.md").write_text(prologue, encoding="utf-8")
    (folder / "act.md").write_text(act, encoding="utf-8")
    for name, text in orders.items():
        (folder / "orders").mkdir(exist_ok=True)
        (folder / "orders" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def changed(text: str, old: str, new: str) -> str:
    """Replace what must be there once."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def read(folder: Path) -> tuple[Agreement | None, list[DefectiveLawError]]:
    return read_agreement(folder)
