"""The Settings note as it is laid into a new vault, and the reference table in README.

Decides how the one table of settings reads for people; leaves what a value means to
``domain.settings``. ``vault_template/Settings.md`` is this function's output.
"""

import json
from typing import Final

from chronicler.domain.note import KIND_PROPERTY, NoteKind
from chronicler.domain.settings import TABLE, Setting

_LEAD = (
    "These properties are the switches of the Chronicler. Change one and it is in force within a second, "
    "also while you are live; only `channel` and `known_bots` wait for the next start. A value that "
    "cannot be used is refused with a word on Tonight, and what was in force stays. "
    "Leave one empty, or delete it, and its default holds.\n\n"
    "You may add properties of your own; they are left in peace.\n"
)


def render() -> str:
    """Return the whole Settings note: every key with its default, then what each means."""
    keys = "\n".join(f"{row.key}: {_yaml(row)}".rstrip() for row in TABLE)
    return f"---\n{KIND_PROPERTY}: {NoteKind.SETTINGS.value}\n{keys}\n---\n{_LEAD}\n{table()}"


def table() -> str:
    """Return all settings as a Markdown table: name, meaning, default, range."""
    rows = "".join(f"| `{row.key}` | {row.meaning} | {_default(row)} | {_range(row)} |\n" for row in TABLE)
    return f"| Setting | What it does | Default | Range |\n| --- | --- | --- | --- |\n{rows}"


def _yaml(row: Setting) -> str:
    match row.default:
        case bool() as switch:
            return "true" if switch else "false"
        case int() | float() as number:
            return f"{number:g}"
        case str() as text:
            return text if not text or text[0].isalnum() else json.dumps(text)
        case tuple() as items:
            return f"[{', '.join(items)}]"


def _default(row: Setting) -> str:
    match row.default:
        case bool() as switch:
            return "on" if switch else "off"
        case str() as text if text:
            return f"`{text}`"
        case int() | float() as number:
            return f"{number:g}"
        case tuple() as items if items:
            return f"`{', '.join(items)}`"
        case _:
            return "empty"


def _range(row: Setting) -> str:
    if row.range_text:
        return "".join((row.range_text, *(f", or `{word}`" for word in row.words)))
    return _RANGES.get(row.kind, "any")


_RANGES: Final = {"switch": "on or off", "list": "a list", "command": "`name, who` or `off`"}
