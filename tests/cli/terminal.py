"""A terminal for tests: runs the program in this process and returns what a person would see."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chronicler.cli import main
from chronicler.domain.session import stream_date
from chronicler.vault.location import find_vault


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Terminal:
    """A person in one folder, with a data folder of their own."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._capsys = folder, capsys
        self.home = folder / "home"
        for name in ("CHRONICLER_VAULT", "CHRONICLER_TWITCH_CLIENT_ID"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("CHRONICLER_HOME", str(self.home))
        monkeypatch.setenv("CHRONICLER_TIMEZONE", "UTC")
        monkeypatch.chdir(folder)

    def run(self, *arguments: str | Path) -> Answer:
        """Run one command and return what it said; never a traceback."""
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        code = left.value.code
        assert isinstance(code, int)
        return Answer(code, said.out, said.err)

    def ok(self, *arguments: str | Path) -> Answer:
        """Run one command that must succeed."""
        answer = self.run(*arguments)
        assert answer.code == 0, answer
        return answer

    def refused(self, *arguments: str | Path) -> str:
        """Run one command that must end with one line of error, and return the line."""
        answer = self.run(*arguments)
        assert (answer.code, answer.out) == (2, ""), answer
        return answer.err

    def vault(self, name: str = "vault") -> Path:
        """Lay a vault and return its folder."""
        self.ok("init", self.folder / name)
        return self.folder / name

    def house_data(self, vault: Path) -> Path:
        return find_vault(vault, {}, self.folder, self.home).data

    def evening(self) -> str:
        """Return tonight's date."""
        return stream_date(datetime.now(UTC), UTC).isoformat()
