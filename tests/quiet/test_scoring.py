"""The scorer sees what it is there to see: each rule, broken on purpose, is found."""

from dataclasses import replace

import pytest

from tests.quiet import naive
from tests.quiet.scoring import Score, is_near, opening, score
from tests.quiet.told import Change, Line, Moment, Quiet, Speech, Story

MINUTE = 60.0


def story(**rest: object) -> Story:
    """Return two hours with a tick every ten seconds and nobody there."""
    ticks = [Moment(10 * n, 10.0 * n) for n in range(1, 721)]
    live = [Change(m.place + 1, m.at, "live", value=True) for m in ticks if m.at % 60 == 0]
    return Story(
        began=0.0,
        end=Moment(7209, 7200.0),
        ticks=ticks,
        changes=[Change(1, 0.0, "live", value=True), *live],
        kindling=("A line of the streamer's own.",),
        **rest,  # type: ignore[arg-type]
    )


def line(minute: float, who: str = "human", text: str = "the sea again", **rest: object) -> Line:
    at = 60 * minute
    offset = {"human": 3, "bot": 4, "ours": 5}[who]
    return Line(int(at) + offset, at, who, text, **rest)  # type: ignore[arg-type]


def rules(tonight: Story) -> set[str]:
    return {violation.rule for violation in score(tonight).violations}


def ours(minute: float, text: str = "Is the tide a visit?", source: str = "dashboard") -> Line:
    return line(minute, "ours", text, source=source)


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ((line(10), ours(12)), "active_chat"),
        ((ours(15), ours(20, "Who wound the clock?")), "cooldown"),
        ((ours(15), ours(40, "Who wound the clock?")), "cooldown"),
        ((ours(15), ours(45, "Who wound the clock?"), ours(106, "The map is patient."),
          ours(119, "Doors remember hands.")), "unanswered"),
        ((ours(15), line(16), ours(32, "Is the tide a visit, then?")), "near_repeat"),
        ((ours(15), line(16), ours(32, "Is the tide late, or is it only the moon?")), "same_opening"),
        ((ours(15, "What a night!"),), "loud_sign"),
        ((ours(15, "The KING stays silent."),), "shouting"),
        ((ours(15, "Follow for more of this."),), "hype_or_feeling"),
        ((ours(15, "I love evenings like these."),), "hype_or_feeling"),
        ((ours(15, "See example.com for the map."),), "hard_rule"),
        ((ours(15, "One. Two. Three."),), "too_long"),
        ((line(0, login="marenka"), ours(16, "Perhaps marenka knows.")), "names_a_viewer"),
        ((ours(15, "Not of the page.", "kindling"),), "not_the_streamers_words"),
    ],
)  # fmt: skip
def test_a_line_out_of_place_is_found(lines: tuple[Line, ...], rule: str) -> None:
    assert rule in rules(story(lines=list(lines)))


def test_a_line_over_the_streamers_voice_is_found() -> None:
    assert "streamer_speaking" in rules(story(lines=[ours(15)], speech=[Speech(7, 600.0, 620.0)]))


@pytest.mark.parametrize(
    ("what", "value", "rule"),
    [
        ("hearthkeeper", False, "off_in_settings"),
        ("page_on", False, "off_in_dashboard"),
        ("contemplative", True, "contemplative"),
        ("switch", False, "switched_off"),
        ("hush", 1200.0, "hushed"),
    ],
)
def test_a_line_against_the_streamers_word_is_found(what: str, value: object, rule: str) -> None:
    tonight = story(lines=[ours(15)])
    tonight.changes.insert(0, Change(2, 0.0, what, value))
    assert rule in rules(tonight)


def test_a_line_while_nobody_knows_that_it_is_live_is_found() -> None:
    tonight = story(lines=[ours(15)])
    assert "not_live" in rules(replace(tonight, changes=[Change(1, 0.0, "live", value=True)]))


def test_a_line_above_its_share_is_found() -> None:
    talk = [line(n * 0.1) for n in range(6)]
    assert "share_of_lines" in rules(
        story(lines=[*talk, ours(16), line(17), ours(34, "Who wound the clock?")])
    )


def test_a_line_beyond_the_ceiling_is_found() -> None:
    assert "max_lines" in rules(story(lines=[ours(15)], most=0))


def test_a_pause_in_dense_talk_is_no_quiet_yet() -> None:
    talk = [line(8 * n) for n in range(4)]
    assert "recent_talk" in rules(story(lines=[*talk, ours(40)]))


def test_a_due_quiet_that_nobody_served_is_found() -> None:
    assert "unserved" in rules(story(lines=[line(1), line(60)]))


def test_a_quiet_without_words_is_excused_and_tried_again() -> None:
    tried = [Moment(10 * n + 2, 10.0 * n) for n in range(90, 721, 30)]
    told = [Quiet(7210, 7200.0, 0.0, "silent", "no_material")]
    result = score(story(wordless=tried, quiets=told))
    assert (result.violations, dict(result.excused)) == ([], {"no_words": 1})


def test_words_that_came_to_nothing_excuse_only_five_minutes() -> None:
    assert "unserved" in rules(story(wordless=[Moment(902, 900.0)]))


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ([], "untold_quiet"),
        ([Quiet(7210, 7200.0, 0.0, "silent", "cooldown")], "wrong_outcome"),
        (
            [Quiet(7210, 7200.0, 0.0, "spoke", "spoke"), Quiet(500, 500.0, 100.0, "silent", "x")],
            "made_up_quiet",
        ),
    ],
)
def test_a_quiet_told_otherwise_than_it_was_is_found(told: list[Quiet], rule: str) -> None:
    assert rule in rules(story(lines=[ours(15)], quiets=told))


def test_a_wrong_reason_is_found() -> None:
    told = [Quiet(60 * 60 + 3, 3600.0, 60.0, "silent", "cooldown")]
    assert "wrong_reason" in rules(story(lines=[line(1), line(60)], quiets=told))


def test_hours_that_later_talk_tips_over_a_fifth_are_counted_and_no_violation() -> None:
    lines = [ours(15), line(15.5), ours(40, "Who wound the clock?"), *(line(60 + n) for n in range(4))]
    result = score(story(lines=lines))
    assert result.later_over_share == 1
    assert not {"share_of_lines"} & {v.rule for v in result.violations}


def test_evenings_add_up() -> None:
    one = score(story(lines=[line(1), line(60)]))
    both = one + one + Score()
    assert (both.due, both.hours, both.people_lines) == (2 * one.due, 2 * one.hours, 4)
    assert len(both.violations) == 2 * len(one.violations)


def test_the_naive_bot_keeps_threshold_and_cooldown_and_nothing_else() -> None:
    told = naive.played(story(lines=[line(1), ours(16)]))
    assert [round(said.at / MINUTE) for said in told.ours] == [16, 31, 46, 61, 76, 91, 106]
    assert {"cooldown", "unanswered", "near_repeat"} <= rules(told)


def test_likeness_and_openings() -> None:
    assert is_near("What would the river say tonight?", "What would the river say of it?")
    assert not is_near("The keeper's chair faces the stairs.", "Is an unnamed river freer, or lonelier?")
    assert opening("Is the tide a visit?") == ("is", "the", "tide")
