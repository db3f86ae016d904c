"""The Warden at its post: every human line is looked at once; nothing is done about any.

Decides whom the Warden trusts, that it repeats itself about nobody (what comes again is only
counted), and that the same words from several newcomers are one wave. A flag is only ever a
note for the streamer. Leaves judging a line to ``agent.warden.eye`` and memory to
``agent.warden.post``.
"""

from collections.abc import Iterable
from typing import Final

from chronicler.agent.state import State
from chronicler.agent.warden.eye import CERTAIN, Finding, inspect
from chronicler.agent.warden.post import WAVE_WINDOW, Post, Wave
from chronicler.domain.chat import Message
from chronicler.domain.events import DecisionMade, Event, FlagRepeated, MessageFlagged, MessageReceived

MODE: Final = "warden"
HEARS: Final = frozenset({MessageReceived})
"""The types of event it is asked about."""
TRUSTED_BADGES: Final = frozenset(
    {
        "subscriber", "founder", "sub-gifter", "sub-gift-leader", "staff", "admin", "global_mod", "partner",
        "ambassador", "artist-badge", "lead_moderator", "moderator", "vip",
    }
)  # fmt: skip
REGULAR_LINES: Final = 20
"""Somebody who wrote this much tonight is known well enough to be doubted less."""


def decide(state: State, event: Event) -> Iterable[Event]:
    """Return a flag for a line that looks like a scam, or the count of one more like it."""
    if not isinstance(event, MessageReceived):
        return ()
    message, post = event.message, state.post
    if not message.is_human or message.is_broadcaster:
        return ()
    trusted = post.lines.get(message.login, 0) > REGULAR_LINES or is_trusted(message)
    finding = inspect(
        message.text,
        login=message.login,
        display_name=message.display_name,
        is_trusted=trusted,
        is_first=message.is_first,
        newcomers=0 if trusted or post.wave is None else _newcomers(post.wave, post, message),
        protected=post.protected,
        rules=post.rules,
    )
    if finding is None:
        return ()
    if first := _told_before(post, message, finding):
        repeated = DecisionMade(event.at, MODE, "repeated", message.message_id)
        return (repeated, FlagRepeated(event.at, message.message_id, first))
    return (
        DecisionMade(event.at, MODE, "flagged", message.message_id),
        MessageFlagged(event.at, message.message_id, finding.severity, finding.evidence, finding.spans),
    )


def _newcomers(wave: Wave, post: Post, message: Message) -> int:
    """Return how many newcomers wrote these words just now, not counting a raid's greeting."""
    if post.is_raided(message.at):
        return 0
    return wave.chatters_since(message.at - WAVE_WINDOW)


def _told_before(post: Post, message: Message, finding: Finding) -> str:
    """Return the message by which the same was told before, empty where it was not."""
    if post.wave is not None and post.wave.flagged_id:
        return post.wave.flagged_id
    told = post.told.get(message.login)
    if told is None or (finding.severity == CERTAIN and told.severity != CERTAIN):
        return ""
    is_own_rule = finding.evidence[0].startswith(OWN_RULE)
    return "" if is_own_rule and finding.evidence[0] not in told.evidence else told.message_id


OWN_RULE: Final = "your own rule"


def is_trusted(message: Message) -> bool:
    """Return whether a line's author is known well enough to be doubted less."""
    badges = message.badges
    return message.is_mod or message.is_vip or (bool(badges) and not TRUSTED_BADGES.isdisjoint(badges))
