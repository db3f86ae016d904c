"""``python -m tests.bench [NAME …]``: run all benchmarks, or those named.

Every module of this package but this one is a benchmark; it offers ``run() -> Iterable[Figure]``.
"""

import importlib
import pkgutil
import sys

import tests.bench
from tests.bench.figures import table

NO_BENCHMARK = ("__main__", "figures", "turns")


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
    if unknown := [name for name in asked if name not in known]:
        print(f"no benchmark called {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)  # noqa: T201
        return 2
    for name in asked or known:
        print(table(name, importlib.import_module(f"tests.bench.{name}").run()), flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
