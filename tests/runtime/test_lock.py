"""One running bot a vault; the second reads who holds it, and a killed one blocks nobody."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chronicler.errors import UserError
from chronicler.runtime.lock import hold_lock, holder_of

HOLDING = """
import sys
from pathlib import Path
from chronicler.runtime.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another_process(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold the lock, until told to let go."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate("\n")


def test_the_second_is_told_which_process_holds_it_and_since_when(tmp_path: Path) -> None:
    with another_process(tmp_path / "data") as other:
        told = rf"process {other.pid}, since \d{{4}}-\d\d-\d\d \d\d:\d\d"
        with pytest.raises(UserError, match=told), hold_lock(tmp_path / "data"):
            pass
        assert re.fullmatch(told, holder_of(tmp_path / "data"))
    assert holder_of(tmp_path / "data") == ""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL of POSIX")
def test_a_killed_process_leaves_the_vault_free(tmp_path: Path) -> None:
    with another_process(tmp_path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert holder_of(tmp_path) == ""
    with hold_lock(tmp_path):
        assert str(os.getpid()) in (tmp_path / "lock").read_text(encoding="utf-8")


def test_asking_who_holds_it_never_takes_it(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        pass
    assert [holder_of(tmp_path), holder_of(tmp_path)] == ["", ""]
    with hold_lock(tmp_path):
        assert holder_of(tmp_path).startswith(f"process {os.getpid()}")


def test_where_nothing_ever_ran_nobody_holds_it_and_nothing_is_made(tmp_path: Path) -> None:
    assert holder_of(tmp_path / "data") == ""
    assert not (tmp_path / "data").exists()


def test_it_is_let_go_when_what_it_guards_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), hold_lock(tmp_path):
        raise RuntimeError
    with hold_lock(tmp_path):
        pass


def test_a_holder_that_left_no_word_is_still_a_holder(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        (tmp_path / "lock").write_text("not json", encoding="utf-8")
        assert holder_of(tmp_path) == "a process that does not say which"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"), hold_lock(tmp_path / "data"):
        pass
