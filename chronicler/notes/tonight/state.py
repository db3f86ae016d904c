"""How it stands, on Tonight: stream, theme, gate, Hearthkeeper, what it last said and its share.

Decides which of these are told and in which words, while a stream runs, before it and after the
program has stopped. Leaves the rest of the note to ``notes.tonight.note``.
"""

from typing import Final

from chronicler.domain.session import RESUME_WITHIN
from chronicler.notes import own_notes
from chronicler.notes.ledger.agent_orders import answers_told
from chronicler.notes.links import link
from chronicler.notes.seeds.clip_learning import UNDO
from chronicler.notes.tonight.memory_card import earlier_moments
from chronicler.notes.tonight.view import (
    TonightView,
)
from chronicler.notes.untrusted import chat, own
from chronicler.notes.wording import BROKEN_OFF, clock, count, day, paragraphs, sentence
from chronicler.notes.words import ears
from chronicler.notes.words.reasons import why_silent_now, why_unheard

FEW_LINES: Final = 5
"""Up to so many lines in chat no share of them means anything."""
SHARE_STEPS: Final = (5, 10, 20, 50, 100, 200, 500, 1000)
"""The bot's share is told to one of these steps, or it would change with every line."""


def render(view: TonightView) -> str:
    """Return how it stands, a line each: only what is known, and nothing that ticks."""
    if view.session is None:
        return paragraphs(_idle(view), "\n".join(_waiting(view)))
    lines = [*_stopped(view), f"- **Stream**: {_stream(view)}", f"- **Theme**: {_theme(view)}"]
    lines += earlier_moments(view.earlier)
    lines += own_notes.near_theme(view.own_passages)
    if view.ended_at and view.is_connected is not None and not view.stopped_at:
        lines.append(f"- **Chat**: {_heard(view)}; the next stream is waited for.")
    if view.is_running:
        lines += _accounts(view)
        lines.append(f"- **Live gate**: {_gate(view)}")
        lines.append(f"- **Hearthkeeper**: {_hearth(view)}")
    if view.is_running and view.quiet_because:
        lines.append(f"- **It waits for**: {view.quiet_minutes:g} min of quiet. {_auto(view)}")
    if view.is_running and view.signal:
        lines.append(f"- **OBS**: {ears.both(view.signal, view.broadcast, chat)}.")
    if view.is_running and view.model:
        lines.append(f"- **Language model**: {view.model}.")
    if view.said:
        lines.append(f"- **It last said**: {_last_said(view)}")
        lines.append(f"- **Its share**: {_share(view)}")
    if view.clips_learned:
        lines.append(f"- **Clip seeds**: {view.clips_learned} {UNDO}")
    if view.is_running:
        lines.append(JOT)
    return "\n".join(lines)


JOT: Final = (
    "- **To jot**: write under `## During the stream`, here or on the dashboard; each new line gets its time."
)


def _idle(view: TonightView) -> str:
    if view.stopped_at:
        return ""
    return (
        "No stream is running. Once you are live this note tells what is in force, what became of "
        "each save of your dashboard, and who is waiting for a word. It changes only when something does."
    )


def _stopped(view: TonightView) -> list[str]:
    """Return that nothing here changes any more, and since when, where the program has stopped."""
    if view.stopped_at is None:
        return []
    at = view.stopped_at.astimezone(view.timezone)
    since = f"{clock(at, view.timezone)} on {day(at.date())}"
    is_midway = view.session is not None and view.ended_at is None
    goes_on = "`chronicler run` starts it again."
    if is_midway:
        goes_on = TAKEN_UP_AGAIN if view.origin.is_real else BROKEN_OFF
    return [f"- **The Chronicler is not running**, since {since}. {goes_on}"]


TAKEN_UP_AGAIN: Final = (
    "The stream was under way: `chronicler run` takes it up again, and writes its notes when it is over."
)


def _waiting(view: TonightView) -> list[str]:
    """Return what is the case while a bot waits for the stream."""
    if view.is_connected is None:
        return []
    if view.stopped_at:
        return [*_stopped(view), f"- **Theme**: {_theme(view)}"]
    return [f"- **Chat**: {_heard(view)}.", *_accounts(view), f"- **Theme**: {_theme(view)}"]


def _heard(view: TonightView) -> str:
    return "is heard" if view.is_connected else f"**is not heard**: {why_unheard(view.not_heard)}"


def _accounts(view: TonightView) -> list[str]:
    return [f"- **Accounts**: {own(view.accounts)}."] if view.accounts else []


def _gate(view: TonightView) -> str:
    if view.gate:
        return f"closed: {why_silent_now(view.gate)}."
    if view.is_offline_test and not view.is_live:
        return "**open although you are offline**, for a test."
    return "open: the stream is live."


def _stream(view: TonightView) -> str:
    began = clock(view.session.started_at, view.timezone) if view.session else ""
    if view.ended_at:
        ledger = f" The ledger is written: {link(view.ledger)}." if view.ledger else ""
        return f"over; it ran from {began} to {clock(view.ended_at, view.timezone)}.{ledger}"
    if view.stopped_at:
        was = ", and live when the Chronicler was stopped" if view.is_live else ""
        return f"begun at {began}{was}."
    unheard = f"; **chat is not heard**: {why_unheard(view.not_heard)}"
    heard = {True: "; chat is heard", False: unheard, None: ""}
    if view.is_live is None:
        known = f"begun at {began}; whether it is live is not known ({why_silent_now(_live(view))})"
    else:
        known = f"live since {began}" if view.is_live else f"begun at {began}, {_offline(view)}"
    return f"{known}{heard[view.is_connected]}."


def _offline(view: TonightView) -> str:
    if view.off_air_since is None:
        return "offline now"
    since = clock(view.off_air_since, view.timezone)
    if not view.origin.is_real:
        return f"offline since {since}: the recorded stream ends here"
    until = clock(view.off_air_since + RESUME_WITHIN, view.timezone)
    return (
        f"offline since {since}. If you are not back by {until}, it is over and its ledger is written; "
        "Ctrl-C in the terminal ends it at once"
    )


def _live(view: TonightView) -> str:
    return f"live_{view.live_reason or 'unknown'}"


def _theme(view: TonightView) -> str:
    if not view.theme:
        return "none; no dashboard is in force."
    since = f", in force since {clock(view.theme_since, view.timezone)}" if view.theme_since else ""
    source = f", from {link(view.dashboard)}" if view.dashboard else ""
    return f"*{own(view.theme)}*{since}{source}."


def _hearth(view: TonightView) -> str:
    if view.hearth_reason == "hushed" and view.hush_until:
        return f"silent: hushed until {clock(view.hush_until, view.timezone)}."
    if view.hearth_reason in ("", "spoke", "sending", "drafting", "due"):
        return "listening." if not view.hearth_reason else f"{why_silent_now(view.hearth_reason)}."
    if view.gate and view.hearth_reason == view.gate:
        return "silent while the live gate is closed."
    return f"silent: {why_silent_now(view.hearth_reason)}."


def _auto(view: TonightView) -> str:
    return sentence(f"`quiet_minutes: auto` {own(f'chose it: {view.quiet_because}')}", capital=False)


def _last_said(view: TonightView) -> str:
    last = view.said[-1]
    if last.is_removed:
        return f"{clock(last.at, view.timezone)} a line that a moderator took back."
    nobody = "nobody wrote in the five minutes after" if last.is_past_answer else "not answered yet"
    answered = "answered" if last.is_answered else nobody
    return f"{clock(last.at, view.timezone)} “{chat(last.text)}” ({answered})."


_SHARE_LIMIT: Final = "its limit, answers counted, is one in five of an hour's lines"


def _share(view: TonightView) -> str:
    said = count(len(view.said), "line")
    said += answers_told(view.answers, view.answers_unsure)
    ours = len(view.said) + view.answers
    if view.lines_by_people + ours <= FEW_LINES:
        return f"{said} so far; {_SHARE_LIMIT}, once there are more than five."
    every = (view.lines_by_people + ours) // ours
    step = max((s for s in SHARE_STEPS if s <= every), default=0)
    share = (
        f"at most one in {step} of the chat's lines" if step else "more than one in five of the chat's lines"
    )
    return f"{said} so far, {share}; {_SHARE_LIMIT}."


# Who is waiting, what was noticed ----------------------------------------------------------
