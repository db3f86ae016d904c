"""Everything the doctor looks at, in one go, and what it mends by itself.

Decides the order, and that one part which cannot be looked at is a finding and does not keep the
others from being looked at. Mends only what can be undone.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from chronicler.domain.problem import Severity
from chronicler.errors import ChroniclerError
from chronicler.runtime.doctor.accounts import look_at_accounts
from chronicler.runtime.doctor.finding import Finding, Mend, in_order
from chronicler.runtime.doctor.notes import look_at_notes
from chronicler.runtime.doctor.places import look_at_places
from chronicler.runtime.doctor.secrets import look_for_secrets
from chronicler.runtime.house import House
from chronicler.runtime.logins.credentials import TOKENS
from chronicler.vault.template import lay

ASIDE: Final = "aside"
OWNER_ONLY: Final = 0o600


def examine(house: House, home: Path, environ: Mapping[str, str], now: datetime) -> tuple[Finding, ...]:
    """Return everything that is wrong, the gravest first. Blocking; changes nothing."""
    looks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("the notes", lambda: look_at_notes(house)),
        ("secrets", lambda: look_for_secrets(house.vault.root, home / TOKENS)),
        ("the data folder", lambda: look_at_places(house, home)),
        ("the accounts", lambda: look_at_accounts(house, home, environ, now)),
    )
    return in_order(finding for what, look in looks for finding in _looked(what, look))


def _looked(what: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(look())
    except (ChroniclerError, OSError) as error:
        fix = "see to that, then look again: chronicler doctor"
        found.append(
            Finding("not_looked_at", "", f"{what} could not be looked at: {error}", fix, Severity.ERROR)
        )
    return found


def mend(house: House, findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Do what can be done and undone; yield each finding that was seen to, with how it is taken back.

    Raises:
        VaultError: the vault is gone or the disk refused.
    """
    for finding in findings:
        match finding.mend:
            case Mend.LAY:
                lay(house.vault.root, house.vault.folder, dry_run=False, data=house.vault.data)
                yield finding, "delete it, or: chronicler undo init"
            case Mend.CLOSE:
                before = Path(finding.where).stat().st_mode & 0o777
                Path(finding.where).chmod(OWNER_ONLY)
                yield finding, f"chmod {before:o} {finding.where}"
            case Mend.SET_ASIDE:
                kept = _set_aside(house, house.vault.root / finding.where)
                yield finding, f"its bytes are in {kept}"
            case None:
                continue


def _set_aside(house: House, file: Path) -> Path:
    content = file.read_bytes()
    kept = house.vault.data / ASIDE / f"{hashlib.sha256(content).hexdigest()[:16]}-{file.name.lstrip('.')}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(content)
    file.unlink()
    return kept
