"""Names in an archive: safe on every system, and never two alike."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.exports.formats.archive_zip.names import LONGEST, Names, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("FV 1/10/2026.xml", "FV 1_10_2026.xml"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\fv.xml", "C__fv.xml"),
        ("CON", "_CON"),
        ("nul.xml", "_nul.xml"),
        ("con\nx", "con_x"),
        ("zażółć.xml", "zażółć.xml"),
        ("o\u0301.xml", "ó.xml"),
        ("name. ", "name"),
        ("...", "_"),
        ("", "_"),
        ("a\u202exml.exe", "axml.exe"),
    ],
)
def test_what_some_system_forbids_is_replaced(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_keep_their_extension_and_whole_letters() -> None:
    name = safe_name("ż" * 200 + ".xml")

    assert name.endswith("ż.xml")
    assert len(name.encode()) <= LONGEST


@settings(deadline=None)
@given(st.lists(st.text(max_size=200), max_size=30))
def test_no_two_names_are_one_on_any_system(wanted: list[str]) -> None:
    names = Names()

    given_names = [names.unique(each) for each in wanted]

    assert len({unicodedata.normalize("NFKC", each.casefold()) for each in given_names}) == len(
        wanted
    )
    for each in given_names:
        assert each == each.strip(" .")
        assert 0 < len(each.encode()) <= LONGEST
        assert not set(each) & set('<>:"/\\|?*\x00\n')
