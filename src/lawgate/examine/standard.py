from __future__ import annotations
from lawgate.examine.pattern import quoted_text
def address_key_sql(line: str, city: str, state: str, postal_code: str) -> str:
    return f"{line} || '|' || left({postal_code}, 5)"
def name_key_sql(column: str) -> str:
    return column
