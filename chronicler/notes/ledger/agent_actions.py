"""The ledger's account of the Chronicler itself.

Decides how the Hearthkeeper's lines, what it left alone, hushes and the Warden's flags are
told, in the words of ``notes.words.reasons`` that ``chronicler why`` uses as well; leaves deciding
any of it to ``agent``, what it nearly said to ``notes.ledger.shadows`` and what the silences looked
like to ``notes.ledger.silences``. It speaks of itself soberly: what it did, from what, what came of it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from chronicler.domain.chat import FORGOTTEN
from chronicler.domain.events import (
    DeliveryState,
    HearthSwitched,
    HushChanged,
    MessageFlagged,
    QuietEnded,
)
from chronicler.domain.record import Prompt
from chronicler.domain.session import Origin
from chronicler.notes.evening import Evening
from chronicler.notes.ledger import agent_orders, shadows
from chronicler.notes.lines import Anchors
from chronicler.notes.paths import block_id
from chronicler.notes.removed import FORGOTTEN_LINE, REMOVED
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import clock, count, paragraphs, part_of, section, sentence, share, span
from chronicler.notes.words.flag import evidence_of, more_like_it, told
from chronicler.notes.words.highlight import clip_told, marker_told
from chronicler.notes.words.reasons import sooner, source_of, why_silent, why_undelivered

MOST_FLAGS: Final = 15
_MODE: Final = "hearthkeeper."
_ENDED: Final = ".session_ended"


def render(evening: Evening, anchors: Anchors) -> str:
    """Return the section ``## Agent Actions``."""
    return section(
        "## Agent Actions",
        _said(evening),
        shadows.render(evening),
        _quiets(evening),
        agent_orders.render(evening),
        _highlights(evening),
        _flags(evening, anchors),
    )


def _said(evening: Evening) -> str:
    figures = evening.figures
    if evening.session.origin is Origin.IMPORT and not evening.record.prompts:
        return "This was taken over from recorded chat; the Hearthkeeper was not there."
    if not evening.record.prompts:
        return paragraphs("The Hearthkeeper said nothing.", _why_nothing(evening))
    lead = f"Of all lines in chat the Hearthkeeper said {share(figures.own_lines, figures.all_lines)}."
    return paragraphs(lead, "\n".join(_prompt(evening, p) for p in evening.record.prompts))


def _why_nothing(evening: Evening) -> str:
    """Return what kept it silent, where it was at work and no quiet was long enough to tell."""
    looked = {
        code.removeprefix(_MODE): times
        for code, times in evening.record.decisions.items()
        if code.startswith(_MODE) and not code.endswith(_ENDED)
    }
    if not looked or evening.record.quiets:
        return ""
    total = sum(looked.values())
    reason, times = min(looked.items(), key=lambda item: (-item[1], item[0]))
    if times == total and reason == "active_chat":
        return "It looked every ten seconds, and people were never quiet for as long as your setting asks."
    if times == total:
        return sentence(f"each time that it looked, this kept it silent: {why_silent(reason)}")
    often = sentence(f"{part_of(times, total, 'time')} that it looked, this kept it silent")
    return f"{often.removesuffix('.')}: {why_silent(reason)}."


def _prompt(evening: Evening, prompt: Prompt) -> str:
    block = block_id("h", prompt.line_id)
    outcome = _outcome(prompt)
    said = f"“{chat(prompt.text)}”" if prompt.text else "*(taken back by a moderator)*"
    source = f"{source_of(prompt.source, prompt.drawn, chat)}{sooner(prompt.trigger)}"
    return f"- {evening.clock(prompt.at)} {said} ({source}; {outcome}) ^{block}"


def _outcome(prompt: Prompt) -> str:
    match prompt.state:
        case DeliveryState.SENT if prompt.answered_by:
            return f"{count(prompt.answered_by, 'person', 'people')} wrote in the five minutes after"
        case DeliveryState.SENT:
            return "nobody wrote in the five minutes after"
        case DeliveryState.UNKNOWN:
            return f"it is not known whether it arrived{_because(prompt)}"
        case DeliveryState.EXPIRED:
            return f"not sent: it came too late{_because(prompt)}"
        case DeliveryState.DROPPED:
            return f"not sent{_because(prompt)}"
        case None:
            return "still waiting when the stream ended"


def _because(prompt: Prompt) -> str:
    return f": {why_undelivered(prompt.reason, chat)}" if prompt.reason else ""


# Silence -----------------------------------------------------------------------------------


def _quiets(evening: Evening) -> str:
    quiets = evening.record.quiets
    if not quiets:
        return _hushes(evening)
    longest = sorted(quiets, key=lambda q: q.at - q.began_at, reverse=True)[:10]
    kept = sorted(longest, key=lambda q: q.began_at)
    left = len(quiets) - len(kept)
    more = f"{count(left, 'shorter one')} {'is' if left == 1 else 'are'} left out." if left else ""
    was_there = evening.session.origin is not Origin.IMPORT
    lead = _of_all(kept) if was_there else ""
    is_each_told = was_there and not lead
    told = [_quiet(evening, quiet) + (f": {_became(quiet)}" if is_each_told else "") for quiet in kept]
    return section("### The quiets", lead, "\n".join(told), more, _hushes(evening))


def _of_all(quiets: Sequence[QuietEnded]) -> str:
    """Return what became of all of several quiets, so that no line need repeat it; else nothing."""
    became = {_became(quiet) for quiet in quiets}
    if len(quiets) < 2 or len(became) > 1:  # noqa: PLR2004 - nothing to sum up
        return ""
    many = "both" if len(quiets) == 2 else f"all {len(quiets)}"  # noqa: PLR2004 - both
    if quiets[0].outcome == "spoke":
        return f"It spoke into {many} of them."
    return sentence(f"{many} were {became.pop()}")


def _became(quiet: QuietEnded) -> str:
    """Return what became of a quiet, as a clause."""
    return (
        "it spoke into it" if quiet.outcome == "spoke" else f"left alone, because {why_silent(quiet.reason)}"
    )


def _quiet(evening: Evening, quiet: QuietEnded) -> str:
    until = clock(quiet.at, evening.place.timezone)
    lasted = span((quiet.at - quiet.began_at).total_seconds())
    return f"- {evening.clock(quiet.began_at)} to {until} ({lasted})"


def _hushes(evening: Evening) -> str:
    return sentence("; ".join(_hush(evening, h) for h in evening.record.hushes))


def _hush(evening: Evening, hush: HushChanged | HearthSwitched) -> str:
    by = f" by **{chat(hush.by)}**" if hush.by else ""
    if isinstance(hush, HearthSwitched):
        return f"switched {'on' if hush.is_on else 'off'} at {evening.clock(hush.at)}{by}"
    if hush.until is None:
        return f"the hush was lifted at {evening.clock(hush.at)}{by}"
    return f"hushed from {evening.clock(hush.at)} until {clock(hush.until, evening.place.timezone)}{by}"


# Markers and clips -------------------------------------------------------------------------


def _highlights(evening: Evening) -> str:
    """Return every marker and clip that was asked for, with what became of it."""
    record = evening.record
    asked = [(m.at, _asked(m.by, m.description), marker_told(m)) for m in record.markers]
    asked += [(c.at, _asked(c.by, c.why), clip_told(c)) for c in record.clips]
    lines = [
        f"- {evening.clock(at)}{who}: {sentence(told, capital=False)}" for at, who, told in sorted(asked)
    ]
    return section("### Markers and clips", "\n".join(lines))


def _asked(by: str, said: str) -> str:
    """Return who asked, where somebody did in chat, and in which words."""
    return (f" **{chat(by)}**" if by else "") + (f" “{chat(said)}”" if said else "")


# Flags -------------------------------------------------------------------------------------


def _flags(evening: Evening, anchors: Anchors) -> str:
    flags = evening.record.flags
    if not flags:
        return ""
    severities = Counter(f.severity for f in flags)
    counts = ", ".join(f"{n} {chat(severity)}" for severity, n in sorted(severities.items()))
    which = f" ({counts})" if len(severities) > 1 else ""
    lead = f"The Warden flagged {count(len(flags), 'line')}{which} and did nothing else about it."
    shown = "\n".join(_flag(evening, f, anchors) for f in flags[:MOST_FLAGS])
    more = f"{len(flags) - MOST_FLAGS} more are in the journal." if len(flags) > MOST_FLAGS else ""
    return section("### Flags", lead, shown, more)


def _flag(evening: Evening, flag: MessageFlagged, anchors: Anchors) -> str:
    message = next((m for m in evening.record.messages if m.message_id == flag.message_id), None)
    is_there = message is not None and evening.quotable([message])
    said = evidence_of(message.text if message and is_there else "", flag.evidence, flag.spans)
    evidence = told(chat(flag.severity), [chat(each) for each in said])
    why = " ".join(filter(None, (evidence, _more(evening, flag))))
    if message is None or not is_there:
        mark = FORGOTTEN_LINE if message and message.withheld == FORGOTTEN else REMOVED
        return f"- {evening.clock(flag.at)} *{mark}*\n    - {why}"
    return f"{anchors.line(message)}\n    - {why}"


def _more(evening: Evening, flag: MessageFlagged) -> str:
    """Return how many more lines like a flagged one came."""
    like = {r.message_id for r in evening.record.repeats if r.first_id == flag.message_id}
    if not like:
        return ""
    alike = like | {flag.message_id}
    authors = {m.login for m in evening.record.messages if m.message_id in alike}
    return more_like_it(len(like), len(authors))
