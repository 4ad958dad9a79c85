"""`python -m tests.bench [PART …]`; without a word all of its parts, which `PARTS` names.

Starts PostgreSQL and RabbitMQ of its own and prints figures of this machine, side by side.
Nothing is asserted of a time: what counts are the ratios, each measured in one run.
"""

import logging
import os
import sys

import structlog

from tests.bench import (
    document_pages,
    export_formats,
    export_rate,
    export_scale,
    handovers,
    import_rate,
    issue_rate,
    lists,
    pages,
    panel_pages,
    relay_rate,
    visible,
)
from tests.bench.figures import say
from tests.system.postgresql import NotInstalled
from tests.system.servers import servers

PARTS = {
    "visible": visible.run,
    "relay": relay_rate.run,
    "exports": export_rate.run,
    "pages": pages.run,
    "panel": panel_pages.run,
    "documents": document_pages.run,
    "scale": export_scale.run,
    "formats": export_formats.run,
    "handovers": handovers.run,
    "list": lists.run,
    "issue": issue_rate.run,
    "import": import_rate.run,
}


def main(words: list[str]) -> int:
    if unknown := [word for word in words if word.partition("=")[0] not in PARTS]:
        sys.stderr.write(f"{__doc__}\nThere is no part {', '.join(unknown)}.\n")
        return 2
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    say(f"{os.cpu_count()} processors; load average before: {load}")
    try:
        with servers() as both:
            for word in words or PARTS:
                name, _, chosen = word.partition("=")
                PARTS[name](both, *([chosen.split(",")] if chosen else []))
    except NotInstalled as missing:
        sys.stderr.write(f"{missing}. The benchmark starts PostgreSQL and RabbitMQ by itself.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
