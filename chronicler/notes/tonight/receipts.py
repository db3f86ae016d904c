"""What became of each save, on Tonight: of the dashboard, of Settings, of the watch list.

Decides which receipts are shown, the words of each, and how a refusal names its line and
property; leaves what was changed or refused to ``domain`` and the rest of the note to
``notes.tonight.note``.
"""

import re
from collections.abc import Sequence
from typing import Final

from chronicler.domain.settings import BY_KEY as SETTINGS
from chronicler.notes.layout import BY_NAME
from chronicler.notes.links import link
from chronicler.notes.tonight.view import DraftReceipt, Receipt, SettingsReceipt, TonightView, WatchReceipt
from chronicler.notes.untrusted import chat, own
from chronicler.notes.wording import clock, gist, section, sentence

MOST_RECEIPTS: Final = {"dashboard": 5, "settings": 5, "watch list": 3, "blog seeds": 3}
"""Of each kind of note the latest few, so that saves of one never push another's away."""


def receipts(view: TonightView) -> str:
    """Return what became of the latest saves, the newest first."""
    boards = [r for n, r in enumerate(view.receipts) if not _comes_again(r, view.receipts[n + 1 :])]
    answers = [(r.at, _receipt(view, r)) for r in boards[-MOST_RECEIPTS["dashboard"] :]]
    answers += [(r.at, _watch_receipt(view, r)) for r in view.watch_receipts[-MOST_RECEIPTS["watch list"] :]]
    answers += [(r.at, _settings_receipt(view, r)) for r in latest_of_settings(view)]
    answers += [(r.at, _draft_receipt(view, r)) for r in view.drafts[-MOST_RECEIPTS["blog seeds"] :]]
    shown = sorted(answers, key=lambda each: each[0])[::-1]
    return section("### Your saves", "\n".join(text for _, text in shown))


def _comes_again(receipt: Receipt, later: Sequence[Receipt]) -> bool:
    """Return whether the next receipt refuses the very same: saved, or read at a start, once more."""
    following = later[:1]
    return not receipt.is_adopted and [(r.is_adopted, r.lines) for r in following] == [(False, receipt.lines)]


def latest_of_settings(view: TonightView) -> tuple[SettingsReceipt, ...]:
    """Return the saves of Settings whose receipts are shown."""
    return view.settings_receipts[-MOST_RECEIPTS["settings"] :]


def _watch_receipt(view: TonightView, receipt: WatchReceipt) -> str:
    lines = [f"    - {sentence(chat(line)).removesuffix('.')}." for line in receipt.lines]
    where = link(view.watch_list) if view.watch_list else "watch list"
    return "\n".join([f"- {clock(receipt.at, view.timezone)} {where}:", *lines])


def _draft_receipt(view: TonightView, receipt: DraftReceipt) -> str:
    at, seed = clock(receipt.at, view.timezone), link(receipt.seed)
    if receipt.draft:
        return f"- {at} {seed}: drafted, see {link(receipt.draft, 'the draft')}."
    return f"- {at} {seed}: **not drafted**. {sentence(own(receipt.why_not))}"


def _settings_receipt(view: TonightView, receipt: SettingsReceipt) -> str:
    head = f"- {clock(receipt.at, view.timezone)} {link(f'{view.folder}/Settings.md')}:"
    lines = [f"{_change(line)}." for line in receipt.changes]
    lines += [f"**not taken over**: {refused(line)}" for line in receipt.refused]
    if len(lines) == 1:
        return f"{head} {lines[0]}"
    return "\n".join([head, *(f"    - {line}" for line in lines)])


def _change(line: str) -> str:
    """Return what changed, the setting's name as one types it."""
    key, blank, rest = line.partition(" ")
    return f"`{key}` {own(rest)}" if blank and key in SETTINGS else own(line)


def _receipt(view: TonightView, receipt: Receipt) -> str:
    at = clock(receipt.at, view.timezone)
    if receipt.is_mended:
        return f"- {at} dashboard {'; '.join(map(own, receipt.lines))}."
    if receipt.is_adopted:
        changes = [f"    - {sentence(own(gist(line)))}" for line in receipt.lines]
        return "\n".join([f"- {at} dashboard in force.", *changes])
    if receipt.is_cleared:
        ended = f"; *{own(receipt.theme)}* ended with it" if receipt.theme else ""
        return f"- {at} dashboard **no longer in force**{ended}: {'; '.join(map(own, receipt.lines))}."
    lines = [f"    - {refused(line)}" for line in receipt.lines]
    stays = f"*{own(receipt.theme)}* stays" if receipt.theme else "nothing is in force yet"
    return "\n".join([f"- {at} dashboard **not taken over**; {stays}.", *lines])


def refused(line: str) -> str:
    """Return why a save was refused, the property's name as one types it."""
    named = _NAMED.match(line)
    if named is None or named.group("name") not in BY_NAME.keys() | SETTINGS.keys():
        return sentence(own(line))
    place = f"Line {named.group('line')}, " if named.group("line") else ""
    return f"{place}`{named.group('name')}`: {sentence(own(line[named.end() :]), capital=False)}"


_NAMED: Final = re.compile(r"(?:line (?P<line>\d+): )?(?P<name>[a-z_]+): ")
"""How a Problem begins: with its line, where known, and the property it concerns."""
