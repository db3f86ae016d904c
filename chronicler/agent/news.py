"""Whether what the vault says now is new to a state that was taken up again.

Decides, for what was read as a journal is resumed, whether it says something else than what
is in force: what was changed while nothing ran is taken over, and what was not leaves no
trace. Leaves reading the vault to ``runtime``.
"""

from chronicler.agent.state import State
from chronicler.agent.theme import is_same
from chronicler.domain.dashboard import parse_dashboard
from chronicler.domain.events import (
    DashboardRested,
    DashboardSaved,
    Event,
    JottingsRead,
    LinksSaved,
    SettingsSaved,
    WatchListSaved,
)
from chronicler.domain.links import parse_links
from chronicler.domain.settings import parse_settings
from chronicler.domain.watch_rules import parse_watch_list


def is_news(event: Event, state: State) -> bool:
    """Return whether a reading of the vault says something that ``state`` does not know."""
    match event:
        case SettingsSaved():
            read = parse_settings(event.values, state.settings)
            return (read, read.remarks) != (state.settings, state.settings.remarks)
        case WatchListSaved():
            return parse_watch_list(event.note.body, state.post.watch_list) != state.post.watch_list
        case LinksSaved():
            return parse_links(event.note.body) != state.shelf.links
        case DashboardSaved():
            note, before = event.note, state.desk.dashboard
            if note.path == state.desk.refused:
                return True  # mended or not, it is read once more
            read_now = parse_dashboard(note.properties, note.body, path=note.path, revision=note.revision)
            return before is None or note.path != before.path or not is_same(before, read_now.dashboard)
        case DashboardRested():
            return state.desk.pending is not None and state.desk.pending.dashboard.revision == event.revision
        case JottingsRead():
            return event.lines != state.desk.jotted.get(event.path, ())
        case _:
            return True
