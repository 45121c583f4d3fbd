"""Faults between devices and the database: kills, a week of backlog, half-open connections, a broker that is full, a
certificate that ends, a slow disk.

    LINLI=… .build/venv/bin/python Tests/Drill/device_faults.py [KILLS] [DRILL...]

prints the tables that drill.py puts into docs/RELIABILITY.md. It fails if anything that was acknowledged is lost, if
anything is there twice, if the journal does not verify, or if what was to be told was not. Nothing fails for being
slow."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Tests" / "EndToEnd"), str(pathlib.Path(__file__).parent)]

from connection_faults import certificate, half_open  # noqa: E402
from drills import Drill  # noqa: E402
from load_faults import full_broker, kills, slow_disk, week  # noqa: E402

DRILLS = {"kills": kills, "week": week, "half-open": half_open, "full-broker": full_broker, "certificate": certificate,
          "slow-disk": slow_disk}
KILLS = 100


def run(times=KILLS, names=()):
    """The lines of the tables, and what is wrong."""
    drill, lines = Drill(times), []
    try:
        for name in names or DRILLS:
            lines += [*DRILLS[name](drill).lines, ""]
    finally:
        drill.end()
    return lines, drill.problems


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    tables, wrong = run(*numbers[:1] or [KILLS], [word for word in sys.argv[1:] if not word.isdigit()])
    print("\n".join([*tables, *wrong]))
    sys.exit(bool(wrong))
