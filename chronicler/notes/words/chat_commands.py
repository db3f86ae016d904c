"""The chat commands as README shows them.

Decides how the one table of commands reads for people; leaves what a command does to
``agent.steward.steward`` and its name and role to ``domain.commands`` and Settings.
"""

from chronicler.domain.commands import COMMANDS, Command, Role

_WHO = {
    Role.EVERYBODY: "everybody",
    Role.VIPS: "VIPs, moderators, you",
    Role.MODERATORS: "moderators, you",
    Role.STREAMER: "you",
}


def table() -> str:
    """Return all commands as a Markdown table: how it is typed, who may, what it does, its setting."""
    rows = "".join(f"| `{_typed(row)}` | {_WHO[row.role]} | {row.does} | `{row.key}` |\n" for row in COMMANDS)
    return f"| In chat | Who may | What it does | Setting |\n| --- | --- | --- | --- |\n{rows}"


def _typed(row: Command) -> str:
    return f"!{row.name} {row.argument}".strip().replace("|", "\\|")
