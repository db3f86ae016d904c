"""Secrets that stand in notes, where a sync service or a screen share shows them.

Decides what looks like a secret: our own stored logins word for word, and keys that give
themselves away by their form. Never prints one: a finding shows its first letters only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from chronicler.domain.problem import Severity
from chronicler.errors import TwitchError
from chronicler.runtime.doctor.finding import Finding
from chronicler.twitch.tokens import TokenStore
from chronicler.vault.folder import notes_in, read_bytes

_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "a login for Twitch": re.compile(r"\boauth:[a-z0-9]{30}\b"),
    "a Twitch stream key": re.compile(r"\blive_\d{5,12}_[A-Za-z0-9]{20,40}\b"),
    "a key of a language model's service": re.compile(r"\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{24,}"),
    "a GitHub token": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b"),
    "a Discord webhook": re.compile(r"https://discord(?:app)?\.com/api/webhooks/\d{15,}/[\w-]{40,}"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "a secret": re.compile(
        r"(?i)\b(?:client[_ -]?secret|access[_ -]?token|refresh[_ -]?token)\s*[:=]\s*[\"'`]?"
        r"(?P<secret>(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{28,64})\b"
    ),
}
_SHOWN: Final = 4
_FIX: Final = (
    "take it out of the note and out of its history, and have a new one made where it came from: "
    "whoever saw it can use it"
)


def look_for_secrets(vault: Path, tokens: Path) -> Iterator[Finding]:
    """Yield every secret in a note of the vault, ours and the streamer's alike. Blocking; reads all notes."""
    ours = _stored(tokens)
    for path, file in notes_in(vault):
        text = (read_bytes(file) or b"").decode("utf-8", "replace")
        for number, line in enumerate(text.split("\n"), 1) if _may_hold(text, ours) else ():
            for what, secret in _in_line(line, ours):
                words = f"{what} stands here ({secret[:_SHOWN]}…)"
                yield Finding("secret", str(path), words, _FIX, Severity.ERROR, line=number)


def _stored(tokens: Path) -> tuple[str, ...]:
    store = TokenStore(tokens)
    found: list[str] = []
    for account in store.accounts():
        try:
            token = store.load(account)
        except TwitchError:
            continue
        found += [secret for secret in (token.access, token.refresh) if secret] if token else []
    return tuple(found)


def _may_hold(text: str, ours: Iterable[str]) -> bool:
    return any(secret in text for secret in ours) or any(form.search(text) for form in _FORMS.values())


def _in_line(line: str, ours: Iterable[str]) -> Iterator[tuple[str, str]]:
    mine = [secret for secret in ours if secret in line]
    if mine:
        yield "one of the logins kept on this machine", mine[0]
        return
    for what, form in _FORMS.items():
        if found := form.search(line):
            yield what, found.groupdict().get("secret") or found[0]
            return
