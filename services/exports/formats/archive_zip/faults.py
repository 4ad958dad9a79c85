"""What can be wrong with an archive."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from shared.texts import N_

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What reading a file out of a damaged ZIP raises."""


class Fault(NamedTuple):
    """What is wrong with an archive; `text` and `facts` as in a Failure."""

    text: str
    facts: Mapping[str, Any]


def unlisted(archive: zipfile.ZipFile, listed: set[str]) -> Iterator[Fault]:
    """Files that are in the ZIP twice, or that nothing lists."""
    names = Counter(archive.namelist())
    for name in sorted(name for name, count in names.items() if count > 1):
        yield Fault(N_("%(name)s is in it more than once."), {"name": name})
    for name in sorted(names.keys() - listed):
        yield Fault(N_("%(name)s is not in the manifest."), {"name": name})
