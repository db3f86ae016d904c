"""The ledger's account of the evening's silences, and the words for what they looked like.

Decides how a likeness is put so that nobody takes it for a fact, which silences are told
and how much of the evidence; leaves reading them to ``analysis.contemplation`` and what
the Hearthkeeper did about them to ``notes.ledger.agent_actions``.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from chronicler.analysis.contemplation import Look, Reading, Sign, read_silences
from chronicler.notes.evening import Evening
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import clock, count, section, sentence, span

Spell = Callable[[str], str]
"""Makes words from chat harmless where they are to stand."""
MOST_SILENCES: Final = 8
MOST_SIGNS: Final = 4
MOST_AGAINST: Final = 2
MOST_OF_UNTOLD: Final = 2
_LONGEST_QUOTE: Final = 90
_LOOKS: Final = {
    Look.CONTEMPLATIVE: "looks contemplative",
    Look.DISENGAGED: "looks disengaged",
    Look.CANNOT_TELL: "the chat does not tell which kind",
}
_LIKENESS: Final = "These are likenesses drawn from what was written, no facts about anybody."


def render(evening: Evening) -> str:
    """Return the section ``## Silence``, empty for an evening without one of three minutes."""
    readings = read_silences(evening.record)
    if not readings:
        return ""
    longest = sorted(readings, key=lambda r: (-r.gap.length, r.gap.began_at))[:MOST_SILENCES]
    told = sorted(longest, key=lambda r: r.gap.began_at)
    left = len(readings) - len(told)
    more = f"{count(left, 'shorter one')} {'is' if left == 1 else 'are'} left out." if left else ""
    return section("## Silence", _lead(readings), "\n".join(_silence(evening, r) for r in told), more)


def _lead(readings: tuple[Reading, ...]) -> str:
    looked = Counter(reading.look for reading in readings)
    number = len(readings)
    alike = {1: "it looks", 2: "both look"}.get(number, "all look")
    kinds = [
        f"{alike if n == number else f'{n} look' + 's' * (n == 1)} {word}"
        for look, word in ((Look.CONTEMPLATIVE, "contemplative"), (Look.DISENGAGED, "disengaged"))
        if (n := looked[look])
    ]
    untold = looked[Look.CANNOT_TELL]
    if untold:
        kinds.append(
            f"for {untold} the chat does not tell" if kinds else "the chat does not tell of what kind"
        )
    silences = "There was one silence" if len(readings) == 1 else f"There were {len(readings)} silences"
    return f"{silences} of three minutes or more: {', '.join(kinds)}. {_LIKENESS}"


def _silence(evening: Evening, reading: Reading) -> str:
    gap = reading.gap
    when = f"{evening.clock(gap.began_at)} to {clock(gap.ended_at, evening.place.timezone)}"
    head = f"- {when} ({span(gap.length.total_seconds())}): {looks(reading)}"
    if reading.look is Look.CANNOT_TELL:
        return "; ".join([head, *(trace(sign, chat) for sign in _kept(reading, MOST_OF_UNTOLD))])
    return "\n".join([head, *(f"    - {line}" for line in evidence(reading, chat))])


def looks(reading: Reading) -> str:
    """Return what a silence looked like, never as a fact, without capital or end mark."""
    return _LOOKS[reading.look]


def evidence(reading: Reading, spell: Spell, most: int = MOST_SIGNS) -> tuple[str, ...]:
    """Return what the likeness rests upon, one sentence each, what speaks against it included."""
    against = _against(reading)
    told = [(trace(sign, spell), sign in against) for sign in _kept(reading, most)]
    return tuple(sentence(f"though {what}" if is_against else what) for what, is_against in told)


def _against(reading: Reading) -> list[Sign]:
    way = {Look.CONTEMPLATIVE: 1, Look.DISENGAGED: -1, Look.CANNOT_TELL: 0}[reading.look]
    return [sign for sign in reading.signs if sign.weight * way < 0 or (way and not sign.weight)]


def _kept(reading: Reading, most: int) -> list[Sign]:
    """Return the traces that are told: the weightiest, and some that speak against them or cloud them."""
    against = _against(reading)
    rest = [sign for sign in reading.signs if sign not in against]
    if reading.look is Look.CANNOT_TELL:
        rest.sort(key=lambda sign: sign.weight != 0)  # what clouds the view is why
    shown = against[:MOST_AGAINST]
    return [*rest[: most - len(shown)], *shown]


def trace(sign: Sign, spell: Spell) -> str:
    """Return one trace as a clause, without capital or end mark."""
    return _TRACES[sign.code](sign) + _quoted(sign, spell)


def _quoted(sign: Sign, spell: Spell) -> str:
    if sign.line is None or sign.code == "stepped_away":
        return ""
    message = sign.line.message
    said = (
        message.text
        if len(message.text) <= _LONGEST_QUOTE
        else message.text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    )
    who = spell(message.display_name or message.login)
    return f" ({who}: “{spell(said)}”)" if who else f" (“{spell(said)}”)"


def _lines(sign: Sign) -> str:
    return f"{count(sign.count, 'line')} by {count(sign.of, 'person', 'people')}"


def _nobody(own_lines: int) -> str:
    return "nobody but you" if own_lines else "nobody"


def _all(number: int) -> str:
    return "both" if number == 2 else f"all {number}"  # noqa: PLR2004 - both


def _all_of(sign: Sign) -> str:
    """Return ``none of the 4 people``, in words that suit one and two as well."""
    if sign.count == 2:  # noqa: PLR2004 - neither
        return "neither of the two people"
    return "the one person" if sign.count == 1 else f"none of the {sign.count} people"


_TRACES: Final[Mapping[str, Callable[[Sign], str]]] = {
    "came_back": lambda s: (
        f"{s.count} of the {s.of} people who had been talking just before wrote again within ten minutes"
        if s.count < s.of
        else f"{_all(s.of)} people who had been talking just before wrote again within ten minutes"
    ),
    "few_back": lambda s: (
        f"{f'only {s.count}' if s.count else 'none'} of the {s.of} people who had been talking just before"
        " wrote again within ten minutes"
    ),
    "nobody_back": lambda s: (
        f"{_all_of(s)} who had been talking {'did not write' if s.count == 1 else 'wrote'} again "
        + ("to the end" if s.weight < -2 else "within ten minutes")  # noqa: PLR2004 - nobody ever
    ),
    "only_newcomers": lambda _: "only people who had not written before on that stream wrote after it",
    "talk_before": lambda s: f"talk was going on until it began, {_lines(s)} in ten minutes",
    "nobody_before": lambda s: f"{_nobody(s.of)} had written in the ten minutes before",
    "thin_before": lambda s: f"little had been said before it, {_lines(s)} in ten minutes",
    "farewells": lambda s: f"{count(s.count, 'person', 'people')} took their leave just before",
    "long_thought": lambda s: f"one of the last lines before it was a long thought of {s.count} words",
    "on_theme_before": lambda s: f"{count(s.count, 'line')} before it touched the theme",
    "asked_for": lambda _: "silence had been asked for",
    "streamer_spoke": lambda s: (
        f"you were speaking for {span(s.count)} of it, so there was something to listen to"
    ),
    "long": lambda s: f"it lasted {span(s.count)}, and nobody is known to have spoken in it",
    "very_long": lambda s: f"it lasted {span(s.count)}, longer than a thought is held",
    "talk_after": lambda s: f"talk came back, {_lines(s)} in ten minutes",
    "thin_after": lambda s: (
        f"hardly anything followed, {_lines(s)} in ten minutes"
        if s.count
        else f"{_nobody(s.of)} wrote in the ten minutes after"
    ),
    "asked_if_on": lambda _: "the first words after it doubted that anybody was there",
    "greetings_after": lambda _: "only greetings followed at first",
    "taken_up": lambda _: "the first words after it took up what had been spoken of",
    "went_on": lambda _: "somebody who had been talking before went on",
    "stream_began": lambda _: "the stream had only begun, when a room fills rather than empties",
    "stream_ended": lambda _: "the stream ended in it, so nothing shows who had stayed",
    "going_on": lambda _: "it is not over, so only what came before it is known",
    "not_heard": lambda _: "chat may have been missed in it",
    "stepped_away": lambda _: "it had been said that you would be away for a moment",
    "spoken_into": lambda _: "the Hearthkeeper spoke into it, and what followed may have been an answer",
    "one_person": lambda _: "only one person had been talking, which tells little about a room",
}
"""A clause for each code of ``analysis.contemplation``."""
