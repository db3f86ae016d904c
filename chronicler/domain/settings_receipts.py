"""What a save of the Settings note changed, in the words of a receipt.

Decides one short line a setting, and which settings wait for the next start; leaves reading
values to ``settings``, when a save counts to ``runtime`` and where the receipt stands to
``notes``.
"""

from typing import Final

from chronicler.domain.settings import TABLE, Settings, shown

AT_THE_NEXT_START: Final = frozenset({"channel", "known_bots"})
"""The connection to Twitch is made for a channel, and knows the bots, once and for all."""
WAITS: Final = "takes effect at the next start"
MENDED: Final = "everything in it can be used again"
PARTLY_MENDED: Final = "more of it can be used again; the rest is still refused"
_MOST: Final = 60
"""Characters of a value that a receipt still shows."""


def changes(before: Settings, after: Settings) -> tuple[str, ...]:
    """Return one line for each setting whose value changed, in the table's order.

    ``quiet_minutes 15 → 8``; the names stand as one types them.
    """
    return tuple(
        _line(row.key, _short(before, row.key), _short(after, row.key))
        for row in TABLE
        if getattr(before, row.key) != getattr(after, row.key)
    )


def refusals(before: Settings, after: Settings) -> tuple[str, ...]:
    """Return what was refused and what is in force instead; nothing where that was told before."""
    return tuple(remark for remark in after.remarks if remark not in before.remarks)


def receipt(before: Settings, after: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a save changed and what was refused; both empty where there is nothing to tell."""
    changed, refused = changes(before, after), refusals(before, after)
    if not changed and not refused and any(remark not in after.remarks for remark in before.remarks):
        changed = (PARTLY_MENDED if after.remarks else MENDED,)
    return changed, refused


def _line(key: str, before: str, after: str) -> str:
    waits = f"; {WAITS}" if key in AT_THE_NEXT_START else ""
    return f"{key} {before} → {after}{waits}"


def _short(settings: Settings, key: str) -> str:
    text = " ".join(shown(getattr(settings, key)).split())
    auto = " (auto)" if key == "quiet_minutes" and settings.quiet_because else ""
    return (text if len(text) <= _MOST else text[: _MOST - 1].rstrip() + "…") + auto
