"""What the Hearthkeeper's record says, in sentences that claim no more than it shows.

Decides from how many moments on an effect may be spoken of, and how "too much" and "too
little" are told. Leaves the numbers to ``runtime.reports.hearth_record``.
"""

from collections import Counter
from datetime import tzinfo
from typing import Final

from chronicler.analysis.answers import ENOUGH, ENOUGH_FOR_LARGE, Compared, Share
from chronicler.domain.session import Origin, offset_label, stream_date
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import count, listing, percent, share, short_day, span
from chronicler.notes.words.reasons import source_of, why_silent
from chronicler.runtime.reports.hearth_record import HearthRecord, HeldBack

ENOUGH_MARKS: Final = 5
_MOST: Final = 12
_RARE: Final = 0.02
"""Share of a chat's lines below which the bot's own are hardly seen."""


def lead(record: HearthRecord) -> str:
    """Return what was looked at."""
    streams = count(len(record.streams), "stream")
    if is_absent(record):
        from_where = "taken over from recorded chats: the Hearthkeeper was not there"
        return f"{streams}, {record.hours:.0f} h, {from_where}."
    return (
        f"{streams}, {record.hours:.0f} h: the Hearthkeeper said {count(len(record.lines), 'line')} and held "
        f"{count(len(record.held_back), 'line')} back."
    )


def is_absent(record: HearthRecord) -> bool:
    """Return whether it was there in none of the streams, since all of them were imported."""
    return bool(record.streams) and all(row.origin == Origin.IMPORT for row in record.streams)


def helped(record: HearthRecord) -> str:
    """Return whether its lines were answered more than silence ends by itself, or that it is too early."""
    if not record.compared:
        return "It has said nothing yet, so there is nothing to compare."
    fewest = min(min(c.after_lines.of, c.after_silence.of) for c in record.compared)
    if fewest < ENOUGH_FOR_LARGE:
        return (
            f"Not enough yet: of one kind there {'is' if fewest == 1 else 'are'} only "
            f"{count(fewest, 'moment')}, and of both it takes {ENOUGH_FOR_LARGE} to see even a large effect, "
            f"{ENOUGH} for a smaller one. Until then the intervals are too wide to tell anything."
        )
    told = [_shown(compared) for compared in record.compared]
    small = "" if fewest >= ENOUGH else f" Only a large effect could show yet; a smaller one takes {ENOUGH}."
    return " ".join(told) + small


def _shown(compared: Compared) -> str:
    low, high = compared.interval
    what = {
        1: "more often than silence ends by itself",
        -1: "less often than silence ends by itself",
        0: "not clearly otherwise than silence ends by itself",
    }[compared.shows]
    return (
        f"Within {compared.minutes} minutes of a line somebody wrote {what} (difference "
        f"{_by(compared.difference)}, between {_by(low)} and {_by(high)})."
    )


def in_numbers(record: HearthRecord) -> str:
    """Return the comparison as a table."""
    if not record.compared:
        return ""
    rows = [
        f"| {c.minutes} min | {_spelled(c.after_lines)} | {_spelled(c.after_silence)} "
        f"| {_by(c.difference)} ({_by(c.interval[0])} to {_by(c.interval[1])}) |"
        for c in record.compared
    ]
    unmatched = max(c.unmatched for c in record.compared)
    lone = f"\n\n{count(unmatched, 'line')} had no silence as long to compare with." if unmatched else ""
    head = (
        "| somebody wrote within | after a line | in matched quiet | difference |\n| --- | --- | --- | --- |"
    )
    return "\n".join([head, *rows]) + lone


def _by(difference: float) -> str:
    return percent(difference, signed=True)


def _spelled(of: Share) -> str:
    low, high = of.interval
    return f"{percent(of.value)} of {of.of} ({percent(low)} to {percent(high)})"


def held_back(record: HearthRecord) -> str:
    """Return how many lines were held back, why, and what the streamer made of that."""
    if not record.held_back:
        return "No line was held back."
    why = Counter(held.shadow.held_by for held in record.held_back)
    reasons = listing([f"{n} because {why_silent(code)}" for code, n in why.most_common(4)])
    wanted, glad = record.marked
    marked = wanted + glad
    if not marked:
        return (
            f"{count(len(record.held_back), 'line')} held back ({reasons}). None is ticked in a ledger yet."
        )
    return (
        f"{count(len(record.held_back), 'line')} held back ({reasons}). Of {marked} you ticked, {wanted} "
        f"should have been said, and of {glad} you were glad they were not."
    )


def each_held_back(record: HearthRecord) -> str:
    """Return the latest lines that were held back, each with its mark."""
    return "\n".join(f"- {_held(held, record.timezone)}" for held in record.held_back[:_MOST])


def _held(held: HeldBack, zone: tzinfo) -> str:
    shadow, stream = held.shadow, held.stream
    mark = {True: "should have", False: "glad not", None: "not ticked"}[held.is_wanted]
    at = offset_label((shadow.at - stream.started_at).total_seconds())
    return (
        f"{short_day(stream_date(stream.started_at, zone))}, {at}, after "
        f"{span(shadow.quiet_seconds)} of quiet: “{chat(shadow.text)}” "
        f"({source_of(shadow.source, shadow.drawn, chat)}): **{mark}**"
    )


def too_much_or_too_little(record: HearthRecord) -> str:
    """Return one sentence on its measure, as far as ticks and answers tell."""
    said, (wanted, glad) = len(record.lines), record.marked
    if not said and not record.held_back:
        return "It has said nothing and held nothing back, so there is nothing to measure."
    own = share(said, said + record.people_lines)
    told = f"of people's lines and its own, its are {own}"
    unanswered = sum(not prompt.answered_by for _, prompt in record.lines)
    if wanted + glad < ENOUGH_MARKS:
        return (
            f"Whether that is too much or too little nobody can tell yet: {told}, and "
            f"{wanted + glad} of {count(len(record.held_back), 'line')} held back are ticked; "
            f"from {ENOUGH_MARKS} on they tell."
        )
    if any(c.shows < 0 for c in record.compared):
        return f"Rather too much: {told}, and talk came back less often after them than by itself."
    if wanted > glad:
        missed = f"you missed {wanted} lines where you were glad of {glad} silences"
        return f"Rather too little: {told}, and {missed}."
    if said and unanswered * 2 > said:
        return (
            f"Rather too much: {told}, nobody wrote after {unanswered} of them, and its silences pleased you."
        )
    return f"About right: {told}, and you were glad of {glad} silences where you missed {wanted} lines."
