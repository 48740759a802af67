from __future__ import annotations

import codecs

import pytest

from lawgate.errors import InputRefusedError
from lawgate.procedure.csv_records import LONGEST_RECORD
from tests.procedure.batches import take

HEADER = b"request_id,last_name,reason\n"


def test_rows_are_numbered_by_record_and_malformed_ones_count() -> None:
    taken = take(HEADER + b"1,a,b\n2,a\n3,a,b\n", 3)
    assert taken.requests == [(1, "1", "a", "b"), (3, "3", "a", "b")]
    assert taken.malformed == [(2, "2 fields where the header has 3", b"2,a")]


def test_blank_and_repeated_identifiers_are_not_malformed() -> None:
    taken = take(HEADER + b",a,b\n7,a,b\n7,a,b\n", 3)
    assert taken.requests == [(1, None, "a", "b"), (2, "7", "a", "b"), (3, "7", "a", "b")]


@pytest.mark.parametrize("blank", ["", '""', " ", '"  "', "\t", "\x0b", "\u00a0", "\u2003\u3000"])
@pytest.mark.parametrize("elsewhere", [b"", b"2,x\n"], ids=["fast", "careful"])
def test_whitespace_alone_is_missing(blank: str, elsewhere: bytes) -> None:
    data = HEADER + f"1,{blank},b\n".encode() + elsewhere
    assert take(data, data.count(b"\n") - 1).texts == [("1", None, "b")]


@pytest.mark.parametrize(
    "text", [" a", "a ", "\u00a0a", "\u200b", "NULL", "\\N", "é", "\u201cx\u201d"]
)
@pytest.mark.parametrize("elsewhere", [b"", b"2,x\n"], ids=["fast", "careful"])
def test_any_other_text_is_verbatim(text: str, elsewhere: bytes) -> None:
    data = HEADER + f"1,{text},b\n".encode() + elsewhere
    assert take(data, data.count(b"\n") - 1).texts == [("1", text, "b")]


@pytest.mark.parametrize("blank", [b"\n", b"   \n", b"\t\n", b"\r\n"])
def test_a_wholly_blank_line_is_no_row(blank: bytes) -> None:
    taken = take(blank + HEADER + blank + b"1,a,b\n" + blank * 3 + b"2,a,b\n" + blank, 2)
    assert taken.requests == [(1, "1", "a", "b"), (2, "2", "a", "b")]


def test_a_line_of_delimiters_is_a_row_of_blanks() -> None:
    assert take(HEADER + b",,\n", 1).requests == [(1, None, None, None)]
    assert take(HEADER.replace(b",", b"\t") + b"\t\t\n1\ta\n", 2).requests == [
        (1, None, None, None)
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"1,a,b,", "4 fields"),
        (b"1,a,b,c", "4 fields"),
        (b"1", "1 fields"),
        (b'1,a"b,c', "quote"),
        (b'1,"a"b,c', "quote"),
        (b'1, "a",c', "quote"),
        (b'1,"a" ,c', "quote"),
        (b'1,"a,c', "not closed"),
        (b'1,a,"', "not closed"),
        (b"1,a\xff,c", "UTF-8"),
        (b'1,"a\xe9",c', "UTF-8"),
        (b"1,a\xed\xa0\x80,c", "UTF-8"),
        (b"1,a\0,c", "zero byte"),
        (b"1,a\rb,c", "carriage return"),
        (b"\xff\xfe\xfd", "UTF-8"),
    ],
)
def test_a_malformed_row_is_set_aside_alone_and_verbatim(line: bytes, problem: str) -> None:
    taken = take(HEADER + b"0,a,b\n" + line + b'\n2,"x, y",b\n3,a,b\n', 4)
    assert [row[0] for row in taken.requests] == [1, 3, 4]
    ((row, said, raw),) = taken.malformed
    assert (row, raw) == (2, line)
    assert problem in said


def test_a_quote_too_many_never_swallows_the_rows_after_it() -> None:
    good = b"".join(b'%d,"a ""b""",c\n' % row for row in range(2, 300))
    taken = take(HEADER + b'1,"a,c\n' + good, 299)
    assert taken.malformed == [(1, "a quoted field is not closed", b'1,"a,c')]
    assert len(taken.requests) == 298


def test_two_quotes_too_many_cost_two_rows() -> None:
    taken = take(HEADER + b'1,"a,c\n2,b,c\n3,b,"c\n4,b,c\n', 4)
    assert [row for row, *_ in taken.malformed] == [1, 3]


def test_rows_that_two_quotes_do_make_one_field_of_are_missed_by_the_count() -> None:
    data = HEADER + b'1,"a,c\n2,b,c\n3,b",c\n4,b,c\n'
    with pytest.raises(InputRefusedError, match="holds 2 records"):
        take(data, 4)
    assert take(data, 2).texts[0] == ("1", "a,c\n2,b,c\n3,b", "c")


def test_a_quoted_field_may_run_over_lines() -> None:
    taken = take(HEADER + b'1,"a\n\nb",c\n2,"a\r\nb",c\n3,a,b\n', 3)
    assert taken.texts == [("1", "a\n\nb", "c"), ("2", "a\r\nb", "c"), ("3", "a", "b")]


def test_undecodable_bytes_in_a_row_of_several_lines_make_that_one_row_malformed() -> None:
    taken = take(HEADER + b'1,"a\nb\xff",c\n2,a,b\n', 2)
    assert taken.malformed == [(1, "bytes that are not UTF-8", b'1,"a\nb\xff",c')]


@pytest.mark.parametrize("opening", [b"1,", b'1,"'])
def test_a_record_over_one_mebibyte_is_malformed_and_its_beginning_kept(opening: bytes) -> None:
    line = opening + b"x" * 3 * LONGEST_RECORD + b',c"\r,\n'
    taken = take(HEADER + line + b"2,a,b\n", 2)
    ((row, problem, raw),) = taken.malformed
    assert (row, raw) == (1, line[:LONGEST_RECORD])
    assert "1 MiB" in problem
    assert taken.requests == [(2, "2", "a", "b")]


def test_a_record_just_over_the_limit_is_malformed() -> None:
    line = b"1," + b"x" * (LONGEST_RECORD - 4) + b",c"
    assert take(HEADER + line + b"\n", 1).malformed[0][2] == line


def test_a_record_just_within_the_limit_is_read() -> None:
    text = "x" * (LONGEST_RECORD - len(b"1,,c\n"))
    assert take(HEADER + f"1,{text},c\n".encode(), 1).texts == [("1", text, "c")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_delimiter_and_line_end_are_found_from_the_header(
    delimiter: str, line_end: str, *, last: bool
) -> None:
    lines = ["request_id,last_name,reason", '1,a,"b,c"', ',"",c']
    text = line_end.join(line.replace(",", delimiter) for line in lines) + line_end * last
    taken = take(text.encode(), 2)
    assert taken.texts == [("1", "a", f"b{delimiter}c"), (None, None, "c")]
    assert taken.intake.delimiter == delimiter


@pytest.mark.parametrize(
    ("mark", "codec", "named"),
    [
        (b"", "utf-8", "UTF-8"),
        (codecs.BOM_UTF8, "utf-8", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16LE"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16BE"),
        (b"", "utf-16-le", "UTF-16LE"),
        (b"", "utf-16-be", "UTF-16BE"),
    ],
)
def test_the_encodings_that_can_be_named_are_read(mark: bytes, codec: str, named: str) -> None:
    text = 'request_id,last_name,reason\n1,PÉREZ,"a\n😀"\n'
    taken = take(mark + text.encode(codec), 1)
    assert taken.texts == [("1", "PÉREZ", "a\n😀")]
    assert taken.intake.encoding == named


def test_half_a_surrogate_pair_in_utf16_makes_its_row_malformed() -> None:
    data = "request_id,last_name,reason\n1,a,b\n2,\ud800,b\n3,a,b\n".encode(
        "utf-16-le", "surrogatepass"
    )
    for batch in (data, data + b"x"):
        taken = take(batch, 3 + (batch != data))
        assert [row[0] for row in taken.requests] == [1, 3]


def test_windows_1252_costs_the_rows_with_letters_beyond_ascii() -> None:
    taken = take(HEADER + "1,PÉREZ,b\n2,a,b\n".encode("cp1252"), 2)
    assert taken.malformed == [(1, "bytes that are not UTF-8", b"1,P\xc9REZ,b")]
    assert taken.texts == [("2", "a", "b")]


def test_names_match_whatever_their_case_and_the_spaces_around() -> None:
    taken = take(b'REASON," Request_ID ",other,\nwhy,1,x,y\n', 1)
    assert taken.requests == [(1, "1", None, "why")]
    assert taken.intake.missing == ("last_name",)
    assert taken.intake.dropped == ("other", "column 4")


def test_a_batch_of_the_one_column_is_read() -> None:
    taken = take(b'request_id\n1\n\n""\n2\n', 3)
    assert taken.texts == [("1", None, None), (None, None, None), ("2", None, None)]


def test_a_header_alone_is_a_batch_of_none() -> None:
    for data in (HEADER, HEADER.rstrip()):
        assert take(data, 0).requests == []


@pytest.mark.parametrize("name", ["a[1].csv", "a*?.csv", "it's; DROP.csv", "batch.csv.gz", "x"])
def test_the_files_name_does_not_matter(name: str) -> None:
    assert take(HEADER + b"1,a,b\n", 1, name=name).texts == [("1", "a", "b")]
