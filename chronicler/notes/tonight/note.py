"""Tonight: the one note that changes while the stream runs.

Decides what stands there and in which words: the theme in force, a receipt for every save
of the dashboard, what the Hearthkeeper does and why not, what nobody answered yet. Nothing
in it ticks: no running times, no counts that move with every line, so the same situation
is the same bytes. The dashboard embeds its section ``## Now``. Leaves how things stand to
``notes.tonight.state``, filling a :class:`TonightView` and the pace of writing to ``runtime``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from chronicler.domain.chat import FORGOTTEN, Message
from chronicler.domain.note import GeneratedNote, NoteKind, Owned
from chronicler.domain.session import Origin, offset_label, stream_date
from chronicler.notes import paths
from chronicler.notes.evening import name
from chronicler.notes.layout import owned
from chronicler.notes.tonight import receipts as tonight_receipts
from chronicler.notes.tonight import state as tonight_state
from chronicler.notes.tonight.memory_card import memory_card
from chronicler.notes.tonight.view import (
    Deaf,
    Flagged,
    Moment,
    TonightView,
)
from chronicler.notes.untrusted import chat, own
from chronicler.notes.wording import clock, count, section, sentence, span
from chronicler.notes.words import ears, notices
from chronicler.notes.words.flag import evidence_of, more_like_it, told
from chronicler.notes.words.reasons import why_deaf

MOST_FLAGS: Final = 5
MOST_KEPT_NO_MORE: Final = 3
MOST_NEWCOMERS: Final = 10
MOST_GAPS: Final = 3
MOST_MOMENTS: Final = 5
MOST_CELEBRATED: Final = 5


def render(view: TonightView) -> GeneratedNote:
    """Return Tonight; the same view gives the same bytes."""
    origin = view.session.origin if view.session else view.origin
    body = section(
        "## Now",
        _warnings(view),
        tonight_state.render(view),
        tonight_receipts.receipts(view),
        _listed("### Kept no more", _kept_no_more(view), MOST_KEPT_NO_MORE),
        memory_card(view.memory, view.timezone) if view.session is None else "",
        _newcomers(view),
        _listed("### Celebrated", _celebrated(view), MOST_CELEBRATED),
        _listed("### Flagged", [_flag(view, f) for f in view.flags[::-1]], MOST_FLAGS),
        _listed("### Moments", [_moment(view, m) for m in view.moments], MOST_MOMENTS),
        _jottings(view),
    )
    return GeneratedNote(
        paths.tonight(view.folder, origin),
        NoteKind.TONIGHT,
        _properties(view, origin),
        body,
        keeps_marks=False,
    )


def _kept_no_more(view: TonightView) -> list[str]:
    return [f"- {clock(at, view.timezone)} {own(told)}" for at, told in view.kept_no_more[::-1]]


def _properties(view: TonightView, origin: Origin) -> tuple[Owned, ...]:
    on = stream_date(view.session.started_at, view.timezone).isoformat() if view.session else None
    return (
        owned("origin", origin.value),
        owned("session", view.session.session_id if view.session else None),
        owned("date", on),
    )


# What is the case --------------------------------------------------------------------------


def _warnings(view: TonightView) -> str:
    said = [sentence(chat(warning)) for warning in view.warnings]
    shown = {line for receipt in tonight_receipts.latest_of_settings(view) for line in receipt.refused}
    said += [f"Settings: {tonight_receipts.refused(line)}" for line in view.refused if line not in shown]
    if not view.stopped_at:
        said = [*_of_the_moment(view), *said]
    said += [_gap(view, gap) for gap in view.gaps[-MOST_GAPS:]]
    if (earlier := len(view.gaps) - MOST_GAPS) > 0:
        said.append(
            f"{count(earlier, 'earlier gap is', 'earlier gaps are')} in the ledger, once it is written."
        )
    if not said:
        return ""
    return "\n".join(["> [!warning] Worth a look", *(f"> - {line}" for line in said)])


def _gap(view: TonightView, gap: Deaf) -> str:
    began, ended = (clock(at, view.timezone) for at in (gap.began_at, gap.ended_at))
    lasted = span((gap.ended_at - gap.began_at).total_seconds())
    when = f"at {began} for {lasted}" if began == ended else f"from {began} to {ended}"
    return f"Chat may have been missed {when}: {why_deaf(gap.reason)}."


def _of_the_moment(view: TonightView) -> Iterator[str]:
    """Yield what is to be seen to while the program runs."""
    if view.is_offline_test:
        yield OFFLINE_TEST
    if view.post_due:
        yield POST_DUE.format(at=clock(view.post_due, view.timezone))
    if not view.dashboard and (said := _without_dashboard(view)):
        yield said
    if view.signal and not view.is_running and not view.ended_at and not view.signal.is_present:
        yield sentence(ears.signal(view.signal, chat))


def _without_dashboard(view: TonightView) -> str:
    is_awaited, is_on = (
        view.session is None and view.is_connected is not None,
        view.is_running and view.is_live,
    )
    if not view.origin.is_real and not view.is_offline_test:
        return PLAYED_WITHOUT_DASHBOARD if is_awaited or is_on else ""
    return NO_DASHBOARD_YET if is_awaited else NO_DASHBOARD if is_on else ""


PLAYED_WITHOUT_DASHBOARD: Final = (
    "This evening is played without a dashboard. The Hearthkeeper knows Settings and its talk only; "
    "`--dashboard PATH` plays it with one."
)
NO_DASHBOARD: Final = (
    "You are live without an approved dashboard. The Hearthkeeper knows Settings and tonight's talk only; "
    "set `status` to `approved` on tonight's dashboard and it takes effect within seconds."
)


NO_DASHBOARD_YET: Final = (
    "No dashboard is approved for tonight yet. Without one the Hearthkeeper will know Settings and tonight's "
    "talk only; set `status` to `approved` on tonight's dashboard, or make one: `chronicler dashboard new`."
)
POST_DUE: Final = (
    "**The announcement post is due**: you go live at {at}. It stands in `social_post` on tonight's "
    "dashboard; `chronicler dashboard copy social --clipboard` copies it."
)
OFFLINE_TEST: Final = (
    "**Offline test is on: lines may be said in chat while you are not live.** Set `offline_test` to `false` "
    "in Settings when you have seen enough."
)


def _listed(heading: str, items: Sequence[str], most: int) -> str:
    return section(heading, "\n".join(items[:most]), _unshown(len(items) - most))


def _unshown(more: int) -> str:
    return count(more, "more is not shown.", "more are not shown.") if more > 0 else ""


def _newcomers(view: TonightView) -> str:
    """Return the checklist of newcomers: whoever waits, then whom the streamer ticked."""
    waiting = [_newcomer(view, m) for m in view.newcomers]
    ticked = [_newcomer(view, m, mark="x") for m in view.ticked]
    shown = "\n".join((*waiting[:MOST_NEWCOMERS], *ticked[-MOST_NEWCOMERS:]))
    return section("### Waiting for a word", shown, _unshown(len(waiting) - MOST_NEWCOMERS))


def _newcomer(view: TonightView, message: Message, mark: str = " ") -> str:
    at, block = clock(message.at, view.timezone), newcomer_block(message.message_id)
    return f"- [{mark}] {at} {name(message)}, not heard here before: {chat(message.text)} ^{block}"


def newcomer_block(message_id: str) -> str:
    """Return the block id by which a tick on Tonight is told."""
    return paths.block_id("n", message_id)


def _flag(view: TonightView, flag: Flagged) -> str:
    said = evidence_of(flag.message.text, flag.evidence, flag.spans)
    evidence = told(chat(flag.severity), [chat(each) for each in said])
    gone = "*(forgotten)*" if flag.message.withheld == FORGOTTEN else "*(removed)*"
    words = chat(flag.message.text) or gone
    more = more_like_it(flag.more, flag.chatters)
    why = " ".join(filter(None, (evidence, more, "Nothing was done about it.")))
    return f"- {clock(flag.message.at, view.timezone)} {name(flag.message)}: {words}\n    - {why}"


def _celebrated(view: TonightView) -> list[str]:
    """Return raids and celebrations, the latest first."""
    told = [*((raid.at, notices.raid(raid)) for raid in view.raids), *notices.notices(view.notices)]
    latest = sorted(told, key=lambda each: each[0], reverse=True)
    return [f"- {clock(at, view.timezone)} {words}." for at, words in latest]


def _moment(view: TonightView, moment: Moment) -> str:
    said = f"- {clock(moment.at, view.timezone)}{_at_offset(view, moment.at)} {sentence(chat(moment.why))}"
    return "\n".join([said, *(f"    - {sentence(each)}" for each in moment.kept)])


def _jottings(view: TonightView) -> str:
    if view.session is None:
        return ""
    kept = [f"- {clock(j.at, view.timezone)}{_at_offset(view, j.at)} {own(j.text)}" for j in view.jottings]
    return section("### Jotted", "\n".join(kept))


def _at_offset(view: TonightView, at: datetime) -> str:
    if view.session is None:
        return ""
    return f" ({offset_label((at - view.session.started_at).total_seconds())})"
