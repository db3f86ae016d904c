"""The whole gate in one command: ``python -m tests``.

Decides what must hold before a change lands: format, lint, types, import contracts, the
reference in README, and every test (notebook and README commands are among them). The types
are checked while the rest runs, since that keeps one core busy and the tests often wait.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PYTHON: Final = sys.executable
WORKERS: Final = (os.cpu_count() or 1) + 1
"""One more than there are cores: a test that waits for a process of its own leaves its core idle."""
MYPY: Final = [PYTHON, "-m", "mypy"]
STEPS: Final = (
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
    ("imports", [str(Path(PYTHON).with_name("lint-imports")), "--no-logo"]),
    ("reference", [PYTHON, "-m", "tests.docs", "--check"]),
    ("tests", [PYTHON, "-m", "pytest", "-q", "-n", str(WORKERS), "--dist", "worksteal"]),
)


def main() -> int:
    """Run every step, say what it printed and how long it took, and return 0 only if all passed."""
    with ThreadPoolExecutor(1) as beside:
        types = beside.submit(_passes, "types", MYPY, is_beside=True)
        passed = [_passes(*step) for step in STEPS]
    return 0 if all((*passed, types.result())) else 1


def _passes(name: str, command: list[str], *, is_beside: bool = False) -> bool:
    """Run one step; one that runs beside the others prints all it says at once."""
    began = time.monotonic()
    out = subprocess.PIPE if is_beside else None
    done = subprocess.run(
        command, cwd=ROOT, check=False, stdout=out, stderr=out and subprocess.STDOUT, text=True
    )
    took = time.monotonic() - began
    verdict = f"== {name}: {'FAILED' if done.returncode else 'ok'} ({took:.0f} s)"
    print(f"{done.stdout or ''}{verdict}", flush=True)  # noqa: T201
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main())
