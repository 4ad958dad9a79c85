"""The Ministry's schemas, which stand beside the project."""

import os
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

FOLDER = Path(__file__).parents[4] / "shared" / "formats" / "xsd"


@cache
def schema(path: str) -> etree.XMLSchema:
    """The schema at `path` under the folder; the test is skipped where it is not there."""
    file = FOLDER / path
    if not file.exists():
        missing = f"the Ministry's schema {path} is not in {FOLDER}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return etree.XMLSchema(etree.parse(file, etree.XMLParser(no_network=True)))


def listed(path: str, name: str) -> set[str]:
    """The values that the type `name` in the schema at `path` lists."""
    schema(path)
    kind = etree.parse(FOLDER / path).find(f".//{{*}}simpleType[@name='{name}']")
    assert kind is not None
    return {str(each.get("value")) for each in kind.iter("{*}enumeration")}
