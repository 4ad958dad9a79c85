"""`python -m tests.bench [latency] [relay] [exports]`: figures of this machine, side by side.

Nothing is asserted: what counts are the ratios, measured in one run.
"""

import os
import sys

from tests.bench import export_rate, latency, relay_rate
from tests.bench.figures import show
from tests.system.servers import servers

PARTS = {"latency": latency.run, "relay": relay_rate.run, "exports": export_rate.run}


def main(words: list[str]) -> int:
    if unknown := set(words) - PARTS.keys():
        sys.stderr.write(f"{__doc__}\nno such part: {', '.join(unknown)}\n")
        return 2
    show("processors, load before", f"{os.cpu_count()}, {os.getloadavg()[0]:.1f}")
    with servers() as both:
        for name in words or PARTS:
            PARTS[name](both)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
