"""The whole gate in one command: ``python -m tests``.

Decides what must hold before a change lands: format, lint, types, import contracts, the
reference in README, and every test (notebook and README commands are among them).
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PYTHON: Final = sys.executable
STEPS: Final = (
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
    ("types", [PYTHON, "-m", "mypy"]),
    ("imports", [str(Path(PYTHON).with_name("lint-imports")), "--no-logo"]),
    ("reference", [PYTHON, "-m", "tests.docs", "--check"]),
    ("tests", [PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]),
)


def main() -> int:
    """Run every step, say how long each took, and return 0 only if all passed."""
    failed = []
    for name, command in STEPS:
        began = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            failed.append(name)
        print(f"== {name}: {'FAILED' if code else 'ok'} ({time.monotonic() - began:.0f} s)", flush=True)  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
