"""An account in plain sentences.

Decides what is said of a moment, in which order and with which figures; leaves line breaks
and colours to whoever shows it. No reason code stands here without its sentence.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from chronicler.analysis.contemplation import Look
from chronicler.domain.dashboard import Silence
from chronicler.domain.events import DeliveryState
from chronicler.domain.session import Origin, offset_label, stream_date
from chronicler.notes.ledger.silences import evidence, looks
from chronicler.notes.untrusted import clean
from chronicler.notes.wording import (
    clock,
    count,
    day,
    hours,
    listing,
    night,
    part_of,
    sentence,
    short_of,
    span,
)
from chronicler.notes.words.account import Account, Bearings, Delivered, Drafted, Judged
from chronicler.notes.words.ears import signal
from chronicler.notes.words.happenings import HEARTHKEEPER
from chronicler.notes.words.reasons import court_rule, source_of, why_silent, why_sooner, why_undelivered

Section = tuple[str, tuple[str, ...]]
"""A heading and its paragraphs."""
_ORIGINS: Final = {
    Origin.REHEARSAL: "a rehearsal",
    Origin.DEMO: "a demonstration",
    Origin.IMPORT: "taken over from recorded chat",
}
_MOST_REASONS: Final = 5
_SILENT: Final = frozenset({"due", "spoke"})
"""Reasons with which it was anything but held back."""


def sections(account: Account) -> tuple[Section, ...]:
    """Return the account, its parts in order, those with nothing to say left out."""
    parts: tuple[Section, ...] = (
        ("", tuple(_opening(account))),
        ("What was decided", tuple(_decided(account))),
        ("How it stood then", tuple(_standing(account))),
        ("The words", tuple(_words(account))),
        ("What was in force", tuple(_in_force(account))),
        ("The silence around it", tuple(_silence(account))),
    )
    return tuple(part for part in parts if part[1])


# Where and when ----------------------------------------------------------------------------


def _opening(account: Account) -> Iterator[str]:
    session, zone = account.session, account.zone
    channel = clean(session.channel)
    title = clean(session.title)
    name = f"{title} ({channel})" if title and channel else title or channel or "A stream"
    origin = f", {_ORIGINS[session.origin]}" if session.origin in _ORIGINS else ""
    until = f"since {clock(session.started_at, zone)}, not over yet"
    date = stream_date(session.started_at, zone)
    is_night = session.started_at.astimezone(zone).date() != date
    when = f"{night(date) if is_night else day(date)}, {until}"
    if not account.is_running:
        when = hours(date, session.started_at, account.ended_at, zone)
    yield f"{name}, {when}{origin}."
    if account.asked:
        yield account.asked
    if account.skipped:
        yield f"{count(account.skipped, 'line')} of the journal could not be read and are left out."
    yield from account.notes


def moment(account: Account, at: datetime) -> str:
    """Return a time as clock and offset: ``20:15:10, 0h45m10s into the stream``."""
    seconds = (at - account.session.started_at).total_seconds()
    return f"{to_the_second(account, at)}, {offset_label(seconds)} into the stream"


def to_the_second(account: Account, at: datetime) -> str:
    """Return the local time of day to the second."""
    return f"{at.astimezone(account.zone):%H:%M:%S}"


# What ------------------------------------------------------------------------------------


def _decided(account: Account) -> Iterator[str]:
    told = account.told
    if told is not None:
        yield f"{moment(account, told.at)}: {told.words}"
    if account.session.origin is Origin.IMPORT:
        yield "This stream was taken over from recorded chat; the Hearthkeeper was not there."
    elif account.never_spoke is not None:
        yield from _never_spoke(account)
    elif told is None or told.who != HEARTHKEEPER:
        yield f"{moment(account, account.at)}: {verdict(account.bearings)}"


def verdict(bearings: Bearings) -> str:
    """Return in one sentence what the Hearthkeeper made of a moment."""
    if bearings.reason == "due":
        return "Nothing held the Hearthkeeper back, so it looked for words."
    if bearings.reason == "spoke":
        return "Nothing held the Hearthkeeper back, and it spoke."
    if bearings.reason == "just_due":
        return "Nothing held the Hearthkeeper back any more; it looks every ten seconds."
    if told := _with_figures(bearings):
        return f"The Hearthkeeper stayed silent: {told}."
    return sentence(f"The Hearthkeeper stayed silent, because {why_silent(bearings.reason)}")


def _with_figures(bearings: Bearings) -> str:
    quiet, loud = bearings.quiet, bearings.loudness
    match bearings.reason:
        case "active_chat":
            who = clean(quiet.wrote) if quiet.wrote_at else ""
            just_then = quiet.nobody_wrote_for < timedelta(seconds=1)
            ago = "just then" if just_then else f"{_span(quiet.nobody_wrote_for)} before"
            last = f"{who or 'somebody'} had written {ago}"
            if quiet.wrote_at is None:
                last = f"the stream had begun {_span(quiet.nobody_wrote_for)} before"
            return f"{last}, and {_span(quiet.needed)} of quiet were needed"
        case "recent_talk":
            return (
                f"nobody had written for {_span(quiet.nobody_wrote_for)}, but there had been so much "
                f"talk that {_span(quiet.needed)} of quiet were needed"
            )
        case "cooldown":
            return f"it had spoken not long before, and {_span(loud.cooldown_left)} of its cooldown were left"
        case _:
            return ""


def _never_spoke(account: Account) -> Iterator[str]:
    far = "so far" if account.is_running else "in this stream"
    yield f"The Hearthkeeper has said nothing {far}."
    quiet = account.bearings.quiet
    lasted, setting = account.longest_quiet.total_seconds(), quiet.setting.total_seconds()
    if lasted < setting:
        longest = short_of(lasted, setting)
        yield f"The longest quiet was {longest}, shorter than the {_span(quiet.setting)} of your setting."
    else:
        yield f"The longest quiet was {span(lasted)}; your setting is {_span(quiet.setting)}."
    total = sum(times for _, times in account.never_spoke or ())
    for reason, times in (account.never_spoke or ())[:_MOST_REASONS]:
        yield sentence(f"{part_of(times, total, 'time')} that it looked, {why_silent(reason)}")


# Why -------------------------------------------------------------------------------------


def _standing(account: Account) -> Iterator[str]:
    bearings = account.bearings
    if account.session.origin is Origin.IMPORT:
        return
    yield _wrote(account, bearings)
    yield _needed(bearings)
    if bearings.trigger and bearings.quiet.sooner is not None:
        enough = _span(bearings.quiet.sooner)
        yield sentence(f"{enough} were enough, because {why_sooner(bearings.trigger)}")
    if bearings.quiet.nobody_spoke_for is not None:
        yield _spoke(bearings.quiet.nobody_spoke_for)
    if bearings.signal and not bearings.signal.is_present:
        yield sentence(signal(bearings.signal, clean))
    if bearings.hush_until and bearings.hush_until > bearings.at:
        yield f"It was hushed until {clock(bearings.hush_until, account.zone)}."
    yield _gate(account, bearings)
    yield _cooldown(account, bearings)
    yield _share(account, bearings)


def _wrote(account: Account, bearings: Bearings) -> str:
    quiet = bearings.quiet
    lasted = _span(quiet.nobody_wrote_for)
    if quiet.wrote_at is None:
        return f"Nobody had written since the stream began {lasted} before."
    who, at = clean(quiet.wrote) or "Somebody", to_the_second(account, quiet.wrote_at)
    if quiet.nobody_wrote_for < timedelta(seconds=1):
        return f"{who} wrote at that very moment."
    return f"{who} wrote last, {lasted} before, at {at}."


def _needed(bearings: Bearings) -> str:
    quiet = bearings.quiet
    if not quiet.is_raised or quiet.middle_gap is None:
        return f"A quiet of {_span(quiet.needed)} was needed, as Settings say; talk had not raised it."
    factor = quiet.needed / quiet.setting
    most = ", the most it may be raised" if quiet.needed >= 2 * quiet.setting else ""
    return (
        f"A quiet of {_span(quiet.needed)} was needed: your {_span(quiet.setting)} times {factor:.1f}{most}, "
        f"because lines had come {_span(quiet.middle_gap)} apart in the half hour before, and three such "
        "gaps are no emptiness."
    )


def _spoke(ago: timedelta) -> str:
    if not ago:
        return "You were speaking."
    return f"You had last spoken {_span(ago)} before."


def _gate(account: Account, bearings: Bearings) -> str:
    if bearings.gate is None:
        checked = f", as asked at {to_the_second(account, bearings.live_at)}" if bearings.live_at else ""
        return f"The stream was known to be live{checked}."
    return sentence(f"the live gate was closed: {why_silent(bearings.gate)}")


def _cooldown(account: Account, bearings: Bearings) -> str:
    loud = bearings.loudness
    said = f"The Hearthkeeper had said {loud.lines} of at most {count(loud.most_lines, 'line')} a stream"
    if loud.said_at is None:
        return f"{said}, so no cooldown ran."
    is_earlier = not loud.lines or loud.said_at < account.session.started_at
    last = f"{'its last in the stream before' if is_earlier else 'the last'} at "
    last += to_the_second(account, loud.said_at)
    doubled = ""
    if loud.cooldown > loud.cooldown_setting:
        lines = "its last line" if loud.unanswered == 1 else f"its last {loud.unanswered} lines"
        doubled = f" (your {_span(loud.cooldown_setting)}, longer because nobody answered {lines})"
    left = f"{_span(loud.cooldown_left)} of it were left" if loud.cooldown_left else "it was over"
    return f"{said}, {last}. The cooldown was {_span(loud.cooldown)}{doubled}; {left}."


def _share(account: Account, bearings: Bearings) -> str:
    loud = bearings.loudness
    if not loud.all_in_hour:
        return "There had been no line at all in the hour before."
    own = (
        f"{loud.own_in_hour} were" if loud.own_in_hour > 1 else "one was" if loud.own_in_hour else "none was"
    )
    lines = count(loud.all_in_hour, "line")
    hour = (
        f"There had been {lines} in the hour before, of which {own} the bot's, the Hearthkeeper's lines and "
        "the Steward's answers together; all of them may come to one in five before the Hearthkeeper speaks."
    )
    if bearings.reason != "share_of_lines" or loud.own_since is None:
        return hour
    whose = "" if loud.has_bots_since else " by people and the bot"
    return (
        f"{hour} They may not exceed that in the hour after any line of the bot's either, answers to who "
        f"asked counted: since {to_the_second(account, loud.own_since)} there had been "
        f"{count(loud.lines_since, 'line')}{whose}, {loud.own_lines_since} of them the bot's."
    )


# Words -----------------------------------------------------------------------------------


def _words(account: Account) -> Iterator[str]:
    for drafted in account.drafts:
        yield from _draft(account, drafted)
    taken = {judged.text for drafted in account.drafts for judged in drafted.candidates if judged.is_taken}
    for delivered in account.lines:
        text = delivered.prompt.text
        yield _delivered(account, delivered, "That line" if text in taken else f"“{clean(text)}”")


def _draft(account: Account, drafted: Drafted) -> Iterator[str]:
    at = to_the_second(account, drafted.at)
    if drafted.dropped_for:
        yield sentence(
            f"the words came at {at}, too late: {_dropped(drafted.dropped_for)}. "
            f"{count(len(drafted.candidates), 'line')} fell with that moment"
        )
        yield from (
            f"“{clean(judged.text)}”, {source_of(judged.source, judged.drawn)}."
            for judged in drafted.candidates
        )
        return
    if not drafted.candidates:
        why = clean(drafted.error) or why_silent("no_material")
        yield sentence(f"at {at} it looked for words and found none: {why}")
        return
    taken = [judged for judged in drafted.candidates if judged.is_taken]
    refused = [judged for judged in drafted.candidates if judged.refusals]
    spare = len(drafted.candidates) - len(taken) - len(refused)
    yield f"At {at} it looked for words; {count(len(drafted.candidates), 'line')} came up."
    if drafted.error:
        yield sentence(f"the language model gave none of them: {clean(drafted.error)}")
    for judged in (*refused, *taken):
        yield candidate(judged)
    if spare:
        yield f"{count(spare, 'line')} more {'was' if spare == 1 else 'were'} not needed."


def _dropped(code: str) -> str:
    return "the dashboard had changed meanwhile" if code == "stale" else why_silent(code)


def candidate(judged: Judged) -> str:
    """Return one candidate with the court's words about it."""
    said = f"“{clean(judged.text)}”, {source_of(judged.source, judged.drawn)}"
    if not judged.refusals:
        return f"{said}: taken."
    why = listing([clean(remark) or court_rule(code) for code, remark in judged.refusals])
    return sentence(f"{said}: refused, because {why}")


def _delivered(account: Account, delivered: Delivered, line: str) -> str:
    prompt = delivered.prompt
    at, queued = delivered.reported_at, to_the_second(account, delivered.queued_at)
    head = f"{line} was queued at {queued}"
    when = f" at {to_the_second(account, at)}" if at and at > delivered.queued_at else ""
    match prompt.state:
        case DeliveryState.SENT:
            answers = count(prompt.answered_by, "person", "people") if prompt.answered_by else "nobody"
            return f"{head} and said{when}; {answers} wrote in the five minutes after."
        case None:
            return f"{head}; what became of it is not in the journal yet."
        case DeliveryState.UNKNOWN:
            fate = "whether it arrived is not known"
        case _:
            fate = f"it was dropped{when}"
    return sentence(f"{head}; {fate}: {why_undelivered(delivered.reason)}")


# Theme and silence -------------------------------------------------------------------------


def _in_force(account: Account) -> Iterator[str]:
    bearings = account.bearings
    dashboard, zone = bearings.dashboard, account.zone
    if dashboard is None:
        yield "No dashboard, so the stream had no theme of its own; Settings alone counted."
        return
    since = f" since {clock(bearings.in_force_since, zone)}" if bearings.in_force_since else ""
    theme = f"The theme “{clean(dashboard.theme)}”" if dashboard.theme else "A dashboard without a theme"
    yield f"{theme}{since}, from {clean(dashboard.path)}."
    if dashboard.silence is Silence.CONTEMPLATIVE:
        yield "It asked for contemplative silence, in which nothing is said."
    if not dashboard.hearthkeeper:
        yield "It had the Hearthkeeper switched off."


def _silence(account: Account) -> Iterator[str]:
    reading = account.silence
    if reading is None:
        return
    gap, zone = reading.gap, account.zone
    lasted = span(gap.length.total_seconds())
    yield (
        f"{clock(gap.began_at, zone)} to {clock(gap.ended_at, zone)}, {lasted}: "
        f"{looks(reading)}{'' if reading.look is Look.CANNOT_TELL else ', as far as chat shows'}."
    )
    yield from evidence(reading, clean)


def _span(length: timedelta) -> str:
    return span(length.total_seconds())
