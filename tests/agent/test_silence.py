"""How quiets are told: every stretch of at least the setting, and why it was left so."""

from chronicler.domain.events import (
    LiveStatusChecked,
    MessageReceived,
    QuietEnded,
    SessionEnded,
    StreamerSpoke,
    Ticked,
)
from tests.agent.evening import Evening, approved
from tests.fakes import after, message

MINUTE = 60


def quiets(tonight: Evening) -> list[tuple[float, float, str, str]]:
    return [
        (tonight.seconds(q.began_at), tonight.seconds(q.at), q.outcome, q.reason)
        for q in tonight.derived
        if isinstance(q, QuietEnded)
    ]


def evening(**settings: object) -> Evening:
    tonight = Evening(**settings)  # type: ignore[arg-type]
    tonight.save(0, approved())
    return tonight


def test_quiets_before_between_and_after_lines_are_told() -> None:
    tonight = evening(hearthkeeper=False)
    for minute in (16, 32):
        tonight.say(minute * MINUTE)
    tonight.tick_until(50 * MINUTE)
    tonight.feed(SessionEnded(after(50 * MINUTE), "log_ended"))
    off = ("silent", "off_in_settings")
    assert [(0, 960, *off), (960, 1920, *off), (1920, 3000, *off)] == quiets(tonight)


def test_a_quiet_shorter_than_the_setting_is_none() -> None:
    tonight = evening()
    tonight.say(10)
    tonight.say(10 + 15 * MINUTE - 1)
    assert quiets(tonight) == []


def test_a_quiet_that_was_spoken_into_says_so() -> None:
    tonight = evening()
    tonight.say(16 * MINUTE)
    assert quiets(tonight) == [(0, 960, "spoke", "spoke")]


def test_the_reason_tells_of_the_streamers_voice() -> None:
    tonight = evening()
    tonight.feed(StreamerSpoke(after(14 * MINUTE), 5))
    tonight.say(16 * MINUTE)
    assert quiets(tonight) == [(0, 960, "silent", "streamer_speaking")]


def test_the_reason_tells_of_a_raised_threshold() -> None:
    tonight = evening()
    for minute in (8, 16, 24, 41):
        tonight.say(minute * MINUTE)
    assert quiets(tonight) == [(1440, 2460, "silent", "recent_talk")]


def test_the_reason_tells_of_missing_material() -> None:
    tonight = evening(words=lambda _: ())
    tonight.say(16 * MINUTE)
    assert quiets(tonight) == [(0, 960, "silent", "no_material")]


def test_a_quiet_that_ends_between_two_ticks_was_just_due() -> None:
    tonight = Evening()
    tonight.save(0, approved())
    tonight.say(5)
    tonight.say(5 + 15 * MINUTE + 1)
    assert quiets(tonight) == [(5, 906, "silent", "just_due")]


def test_a_line_in_the_second_of_an_answer_was_not_said_into_the_quiet_after_it() -> None:
    tonight = evening()
    tonight.say(900)
    tonight.tick_until(900)
    tonight.say(900, "joost", "as if it had heard me")
    tonight.feed(SessionEnded(after(900 + 16 * MINUTE), "log_ended"))
    assert [outcome for *_, outcome, _ in quiets(tonight)][-1] == "silent"


def test_a_quiet_that_lasts_to_the_end_tells_what_held_it_back_before() -> None:
    tonight = evening()
    for minute in (0, 8, 16, 24):
        tonight.say(minute * MINUTE)
    tonight.tick_until(40 * MINUTE)
    tonight.feed(LiveStatusChecked(after(40 * MINUTE), is_live=False))
    tonight.feed(SessionEnded(after(40 * MINUTE), "log_ended"))
    assert quiets(tonight) == [(1440, 2400, "silent", "recent_talk")]


def test_a_quiet_held_back_by_a_gate_that_opens_as_it_ends_tells_of_the_gate() -> None:
    tonight = evening()
    for second in range(0, 16 * MINUTE, 10):
        tonight.feed(Ticked(after(second)))
    tonight.feed(LiveStatusChecked(after(16 * MINUTE), is_live=True))
    tonight.feed(MessageReceived(after(16 * MINUTE + 1), message(16 * MINUTE + 1, "maren", "hello?")))
    assert quiets(tonight) == [(0, 961, "silent", "live_stale")]
