from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.code_text import cannot_be_code

BINARIES = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "gif": b"GIF89a\x01\0\x01\0\x80\0\0",
    "truetype": b"\0\x01\0\0\0\x0f\0\x80\0\x03",
    "woff": b"wOFF\0\x01\0\0",
    "terminfo": b"\x1a\x01\x30\0\x1d\0\x0f\0xterm|terminal",
    "pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "zip": b"PK\x03\x04\x14\0",
    "elf": b"\x7fELF\x02\x01\x01\0",
}


@pytest.mark.parametrize("kind", BINARIES)
def test_binary_formats_cannot_be_code(kind: str) -> None:
    assert cannot_be_code(BINARIES[kind])


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"require('x')",
        b"\xef\xbb\xbfrun()",
        "\ufeffrun()".encode("utf-16-le"),
        "run()".encode("utf-16"),
        b"/*\0\x89PNG*/run()",
        b"//\0\nrun()",
        b"'\0';run()",
        b"`\xff`;run()",
        b"<!--\0\nrun()",
        b"#!\0\nrun()",
        b"\r\n\t\x0b\x0crun()",
        "größe = 1".encode(),
        b"abcd\xe2\x82",
    ],
)
def test_what_could_run_is_not_left_out(head: bytes) -> None:
    assert not cannot_be_code(head)


@given(st.binary(max_size=60))
def test_whatever_opens_a_comment_first_is_read(noise: bytes) -> None:
    assert not cannot_be_code(b"/*" + noise)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd"), max_size=60))
def test_text_is_never_left_out(text: str) -> None:
    assert not cannot_be_code(text.encode())
