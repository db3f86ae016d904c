"""``python -m tests.bench [NAME …]``: print the ledger, or the benchmarks named; ``all`` names every one.

Every module of this package but a few is a benchmark; it offers ``run() -> Iterable[Figure]``.
``--keep`` prints the ledger and keeps it as this release's, for later ones to be compared with.
"""

import importlib
import pkgutil
import sys

import tests.bench
from tests.bench.figures import table

NO_BENCHMARK = ("__main__", "figures", "turns")
LEDGER = "ledger"


def names() -> list[str]:
    """Return the benchmarks there are."""
    return [
        m.name
        for m in pkgutil.iter_modules(tests.bench.__path__)
        if not m.ispkg and m.name not in NO_BENCHMARK
    ]


def main(asked: list[str]) -> int:
    """Print the figures of the benchmarks asked for; 2 where there is no such benchmark."""
    known = names()
    if asked == ["--keep"]:
        return _keep()
    wanted = known if asked == ["all"] else asked or [LEDGER]
    if unknown := [name for name in wanted if name not in known]:
        print(f"no benchmark called {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)  # noqa: T201
        return 2
    for name in wanted:
        print(table(name, importlib.import_module(f"tests.bench.{name}").run()), flush=True)  # noqa: T201
    return 0


def _keep() -> int:
    from tests.bench import ledger  # noqa: PLC0415 - it loads nearly everything

    measured = list(ledger.rows())
    print(table(LEDGER, ledger.figures(measured)))  # noqa: T201
    ledger.keep(measured)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
