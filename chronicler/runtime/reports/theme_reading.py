"""What themes across streams say, in sentences and short lists that claim no more than they show."""

from collections import Counter
from typing import Final

from chronicler.analysis.returning_themes import LEAST_PEOPLE, recurring, returned, unasked
from chronicler.archive.evenings.reading import quotes
from chronicler.charts.strips import Strip, Strips
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import count, listing, percent, sentence
from chronicler.notes.words.adherence import in_words
from chronicler.runtime.reports.theme_record import ThemeEvening, ThemeRecord

_MOST_TOPICS: Final = 5
_MOST_RECURRING: Final = 8
_MOST_QUESTIONS: Final = 3
_LATEST: Final = 5
_NO_CHANGE: Final = "No likely turn nearer or farther shows"


def strips(record: ThemeRecord) -> Strips:
    """Return the streams as the picture wants them; of two on one day each is told with its hour."""
    days = Counter(e.day for e in record.evenings)
    return Strips(
        [
            Strip(
                f"{e.day} {e.began}".strip() if days[e.day] > 1 else e.day,
                e.stream.seconds / 60,
                e.course,
                e.share,
            )
            for e in record.evenings
        ]
    )


def lead(record: ThemeRecord) -> str:
    """Return what was looked at."""
    evenings = record.evenings
    if not evenings:
        return "No stream has been kept yet."
    over = f", {evenings[0].day} to {evenings[-1].day}" if len(evenings) > 1 else f", {evenings[0].day}"
    titled = sum(evening.course_by == "title" for evening in evenings)
    by_title = f" For {titled} of them no dashboard was in force; their title is the theme." if titled else ""
    return f"{count(len(evenings), 'stream')}{over}.{by_title}"


def adherence(record: ThemeRecord) -> str:
    """Return how near talk kept to its themes, and how that was measured."""
    shares = [evening.share for evening in record.evenings if evening.share is not None]
    if not shares:
        return "In no stream was enough said near enough together to tell."
    middle = sorted(shares)[len(shares) // 2]
    changes = sum(len(evening.course.changes) for evening in record.evenings)
    quiet = sum(evening.course.is_too_quiet for evening in record.evenings)
    too_quiet = f" {count(quiet, 'stream')} had too few lines a minute for any to be told." if quiet else ""
    meaning = any(evening.course.is_by_meaning for evening in record.evenings)
    how = "shared words and meaning" if meaning else "shared words alone (the extra `memory` adds meaning)"
    which = "On that stream" if len(shares) == 1 else "On the median stream"
    lasting = f"Talk likely turned nearer or farther {_times(changes)} in all" if changes else _NO_CHANGE
    return (
        f"{which}, {in_words(middle)} ({percent(middle)} of lines). {lasting}.{too_quiet} Measured by {how}, "
        "in chat alone: a likeness, never a verdict."
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def each_evening(record: ThemeRecord) -> str:
    """Return every evening's theme with how near talk kept to it, as a table."""
    rows = [
        f"| {e.day} | {chat(e.name) or '(none)'} | "
        f"{sentence(in_words(e.share)) if e.share is not None else 'Too little was said.'} |"
        for e in reversed(record.evenings)
    ]
    return "\n".join(["| stream | theme | by its words |", "| --- | --- | --- |", *rows])


def emerged(record: ThemeRecord) -> str:
    """Return the topics that nobody had asked for, of the latest evenings."""
    topics = unasked(record.told)
    told = [
        f"- {e.day}: {listing([f'{chat(topic.word)} ({topic.people})' for topic in found[:_MOST_TOPICS]])}"
        for e in reversed(record.evenings)
        if (found := topics.get(e.stream.session_id))
    ]
    if not told:
        return f"No word that stood on no page was said by {LEAST_PEOPLE} people or more."
    behind = f"In brackets: how many different people said it; fewer than {LEAST_PEOPLE} do not count."
    return "\n".join([*told[:_LATEST], "", f"{behind}{_of_more(len(told))}"])


def _of_more(evenings: int) -> str:
    """Return what to add where only the latest of several evenings are shown."""
    return f" The latest {_LATEST} of {evenings} such streams." if evenings > _LATEST else ""


def came_back(record: ThemeRecord) -> str:
    """Return which themes came back, asked for or not, and which topics several evenings came to."""
    days = {evening.stream.session_id: evening.day for evening in record.evenings}
    told = []
    for each in returned(record.told):
        own = f"yours on {listing([days[s] for s in each.own])}"
        before = [days[s] for s in each.back if days[s] < days[each.own[0]]]
        after = [days[s] for s in each.back if days[s] >= days[each.own[0]]]
        met = f"its words had come up on {listing(before)} already" if before else ""
        back = f"taken up unasked on {listing(after)}" if after else ""
        told.append(f"- “{chat(each.theme)}”: {'; '.join(filter(None, (own, met, back)))}")
    told += [
        f"- {chat(word)}: come to unasked on {listing([days[s] for s in sessions])}"
        for word, sessions in recurring(record.told)[:_MOST_RECURRING]
    ]
    if told:
        return "\n".join(told)
    if len(record.evenings) < 2:  # noqa: PLR2004 - nothing returns in one
        return "With one stream nothing can have come back yet."
    return "No theme and no topic of one stream came back on another."


def left_open(record: ThemeRecord) -> str:
    """Return the questions that the latest evenings left open."""
    told = [
        f"**{e.day}**, under “{chat(e.name)}”:\n\n{quotes(e.open_questions[:_MOST_QUESTIONS])}"
        for e in _with_questions(record)
    ]
    more = _of_more(len(told)).strip()
    return "\n\n".join(filter(None, [*told[:_LATEST], more])) or "No question stayed open."


def _with_questions(record: ThemeRecord) -> list[ThemeEvening]:
    return [evening for evening in reversed(record.evenings) if evening.open_questions]
