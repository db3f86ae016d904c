"""An evening in sentences and small tables of Markdown, for a notebook to show.

Decides what is said about an evening, with n beside every number and no more certainty
than counting gives; leaves gathering to ``archive.evenings.evening`` and figures to ``charts``.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from chronicler.archive.asking.queries import PromptRow
from chronicler.archive.evenings.evening import SPOKEN, Evening
from chronicler.domain.session import Origin, offset_label, stream_date
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import clock, count, day, share, span
from chronicler.notes.words.reasons import source_of, why_silent

_BANNERS: Final = {
    Origin.DEMO: "This is the bundled sample stream, written for the demo. It is not one of yours.",
    Origin.REHEARSAL: "This is a rehearsal of a recorded chat, not a stream that took place here.",
    Origin.IMPORT: "This stream was imported from a recorded chat; the Hearthkeeper was not there.",
}
_PEOPLE: Final = 8
_CHANGES: Final = 2


def headline(evening: Evening, banner: str = "") -> str:
    """Return title, time and, where the stream is not an ordinary one, a banner that says so."""
    session = evening.session
    zone = evening.timezone
    ended = session.started_at + timedelta(seconds=session.seconds)
    title = chat(session.title) or "A stream without a title"
    banner = banner or _BANNERS.get(Origin(session.origin), "")
    going_on = "" if session.ended_at else " (not over, or never closed)"
    when = f"{day(stream_date(session.started_at, zone))}, {clock(session.started_at, zone)}"
    until = f"to {clock(ended, zone)}, {span(session.seconds)}{going_on}. Session `{session.session_id}`."
    return "\n\n".join([*([f"> **{banner}**"] if banner else []), f"# {title}", f"{when} {until}"])


def talk(evening: Evening) -> str:
    """Return how much was said, by how many, and when most."""
    people = count(evening.session.chatters, "person", "people")
    lines = count(evening.human_lines, "line")
    hours = evening.session.seconds / 3600
    said = [f"{people} wrote {lines}"]
    if hours > 0:
        said[0] += f", {evening.human_lines / hours:.0f} an hour over {span(evening.session.seconds)}"
    everything = evening.human_lines + evening.bot_lines + len(evening.spoken)
    if everything and not _is_import(evening):
        own = share(len(evening.spoken), everything)
        said.append(f"Of all lines, bots' included, the Hearthkeeper wrote {own}")
    busiest = max(evening.talk, key=lambda row: (row.human_lines, -row.minute_of_stream), default=None)
    if busiest is not None and busiest.human_lines:
        said.append(
            f"The busiest minute came at {offset_label(60 * busiest.minute_of_stream)}: "
            f"{count(busiest.human_lines, 'line')} by {count(busiest.chatters, 'person', 'people')}"
        )
    return ". ".join(said) + "."


def came(evening: Evening) -> str:
    """Return how many came, how many of them came back, and how many stayed."""
    people = evening.chatters
    if not people:
        return "Nobody but you wrote."
    returned = sum(row.streams_before > 0 for row in people)
    new = len(people) - returned
    more = sum(row.lines > 1 for row in people)
    first = sum(row.is_first_ever for row in people)
    told = (
        f"Of {count(len(people), 'person', 'people')} besides you, {returned or 'none'} had written in an "
        f"earlier stream that the archive knows{f', and {new} had not' if returned and new else ''}; "
        f"{more or 'none'} wrote more than one line."
    )
    return f"{told} Twitch called {first} of them first-timers." if first else told


def people(evening: Evening) -> str:
    """Return who wrote most, and in how many earlier streams they did."""
    came = evening.chatters
    if not came:
        return ""
    rows = [
        (chat(row.display_name or row.login), row.lines, offset_label(row.first_seconds), row.streams_before)
        for row in came[:_PEOPLE]
    ]
    left = len(came) - len(rows)
    more = f"\n\nAnd {count(left, 'more', 'more')}." if left else ""
    return f"{_table(('who', 'lines', 'first at', 'streams before'), rows)}{more}"


def themes(evening: Evening) -> str:
    """Return the themes that were in force, and what the talk kept returning to."""
    rows = [
        (offset_label(row.at_seconds), chat(row.theme) or "(none)", _changes(row.changes))
        for row in evening.themes
    ]
    held = _table(("from", "theme", "what changed"), rows) if rows else "No dashboard was in force."
    words = ", ".join(f"{chat(word)} ({people})" for word, people in evening.harvest.words)
    heard = (
        f"The talk kept returning to: {words}."
        if words
        else "No word was shared by enough people to call it a topic."
    )
    behind = " In brackets: how many different people said it." if words else ""
    return f"{held}\n\n{heard}{behind}"


def moments(evening: Evening) -> str:
    """Return where the chat reacted most, and what that is counted from."""
    clips = evening.harvest.clips
    if not clips:
        return "No stretch stood out from this stream's usual."
    rows = [
        (offset_label(evening.seconds(clip.starts_at)), chat(clip.why), chat(next(iter(clip.evidence), "")))
        for clip in sorted(clips, key=lambda clip: clip.peak_at)
    ]
    table = _table(("from", "what happened", "counted"), rows)
    return (
        f"{table}\n\n{count(len(clips), 'moment')}. Chat tells of a moment by reaction only, and some of "
        "these will be nothing: your eyes decide."
    )


def hearth(evening: Evening) -> str:
    """Return what the Hearthkeeper said and when it kept silent, with no claim of an effect."""
    if _is_import(evening):
        return "The Hearthkeeper was not there."
    parts = [_prompts(evening)]
    if evening.quiets:
        rows = [
            (offset_label(row.at_seconds), span(row.seconds), _what_it_did(row.outcome, row.reason))
            for row in evening.quiets
        ]
        parts.append(_table(("quiet from", "lasted", "the Hearthkeeper"), rows))
    else:
        parts.append("There was no long quiet.")
    return "\n\n".join(parts)


def _is_import(evening: Evening) -> bool:
    return evening.session.origin == Origin.IMPORT


def _prompts(evening: Evening) -> str:
    if not evening.prompts:
        return "It said nothing."
    rows = [
        (offset_label(p.at_seconds), chat(p.text), source_of(p.source), _answer(p)) for p in evening.prompts
    ]
    answered = sum(p.answered_by > 0 for p in evening.spoken)
    return (
        f"{_table(('at', 'line', 'words', 'wrote within 5 min'), rows)}\n\n"
        f"After {answered} of {count(len(evening.spoken), 'delivered line')} somebody wrote within five "
        "minutes, which alone shows no effect: talk often resumes by itself."
    )


def _answer(prompt: PromptRow) -> str:
    return str(prompt.answered_by) if prompt.state in SPOKEN else f"({prompt.state})"


def _what_it_did(outcome: str, reason: str) -> str:
    return "spoke" if outcome == "spoke" else f"kept silent: {why_silent(reason)}"


def _changes(changes: Sequence[str]) -> str:
    shown = "; ".join(chat(change) for change in changes[:_CHANGES])
    left = len(changes) - _CHANGES
    return f"{shown}; and {left} more" if left > 0 else shown


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, cells)) + " |" for cells in lines)
