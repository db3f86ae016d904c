"""Dashboards: what a streamer types, what a model writes, what a receipt says."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain.dashboard import (
    Dashboard,
    ParsedDashboard,
    Silence,
    Status,
    changes_between,
    jottings_in,
    parse_dashboard,
)
from chronicler.domain.dashboard_fields import BY_HEADING, FIELDS, folded
from chronicler.domain.problem import Severity, has_errors

FULL: dict[str, object] = {
    "chronicler": "dashboard",
    "stream_title": "The long way round the lantern",
    "game": "Windward",
    "mood": "low, reflective",
    "content_angle": "Is a map a promise?",
    "session_goals": ("Reach the second harbour", "Learn the sail", "Rest between ports"),
    "topics": ("fog", "the bell nobody rings"),
    "kindling": ("What does a map leave out?",),
    "familiarity": "new",
    "recent_experience": "Sank twice.",
    "start_time": "19:30",
    "go_live_notification": "A quiet boat and a long fog. Come and sit.",
    "social_post": "We set out at dusk.\n#fog #rpg",
    "status": "approved",
    "silence": "natural",
    "hearthkeeper": True,
    "context": ("[[The lantern]]", "[[Lore/Fog|the fog]]"),
    "date": "2026-03-06",
}
A_MODELS_ANSWER = """\
# Tonight's dashboard

## 1. Stream Title
**"The long way round the lantern"**

### 2. **Go-Live Notification**
> A quiet boat and a long fog. Come and sit.

**3. Announcement Post** (10 minutes before live)
We set out at dusk.

#fog #rpg

4. **Session Goals**
   - **Progress:** Reach the second harbour
   - **Comfort:** Learn the sail
   - **Personal:** Rest between ports

5. **Content Angle:** Is a map a promise?

---

## 🎮 Game
Windward

## Topics
1. fog
2. The sea: calm or empty?

## Kindling
- [ ] "What does a map leave out?"

Start time: 7:30 pm
"""


def parse(properties: dict[str, object] | None = None, body: str = "") -> ParsedDashboard:
    return parse_dashboard({"chronicler": "dashboard"} if properties is None else properties, body)


def read(body: str) -> Dashboard:
    return parse(None, body).dashboard


def said(parsed: ParsedDashboard, severity: Severity | None = None) -> list[str]:
    return [str(p) for p in parsed.problems if severity in (None, p.severity)]


# Properties --------------------------------------------------------------------------------


def test_a_full_dashboard_is_read_as_typed() -> None:
    parsed = parse_dashboard(FULL, "", path="x.md", revision="r")
    assert parsed.problems == ()
    assert parsed.dashboard == Dashboard(
        path="x.md",
        revision="r",
        stream_title="The long way round the lantern",
        game="Windward",
        mood="low, reflective",
        content_angle="Is a map a promise?",
        session_goals=("Reach the second harbour", "Learn the sail", "Rest between ports"),
        topics=("fog", "the bell nobody rings"),
        kindling=("What does a map leave out?",),
        familiarity="new",
        recent_experience="Sank twice.",
        start_time=dt.time(19, 30),
        go_live_notification="A quiet boat and a long fog. Come and sit.",
        social_post="We set out at dusk.\n#fog #rpg",
        status=Status.APPROVED,
        context=("The lantern", "Lore/Fog"),
        date=dt.date(2026, 3, 6),
    )


def test_the_theme_is_the_angle_else_the_title() -> None:
    assert Dashboard(stream_title="Fog", content_angle="Bells").theme == "Bells"
    assert Dashboard(stream_title="Fog").theme == "Fog"
    assert Dashboard().theme == ""


@pytest.mark.parametrize("name", ["Stream title", "stream-title", "STREAM_TITLE", "Stream  Title:"])
def test_case_blanks_and_dashes_in_a_name_do_not_matter(name: str) -> None:
    assert parse({name: "Fog"}).dashboard.stream_title == "Fog"


def test_empty_properties_are_empty_fields_and_no_complaint() -> None:
    empty = dict.fromkeys((row.name for row in FIELDS), None)
    parsed = parse({"chronicler": "dashboard", **empty, "topics": (), "context": ()})
    assert parsed.dashboard == Dashboard()
    assert said(parsed, Severity.ERROR) == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (2048, "2048"),
        (True, "true"),
        (("low", "calm"), "low, calm"),
        ("a\n b", "a b"),
        (" [[Fog|the fog]] ", "the fog"),
    ],
)
def test_text_is_plain_and_on_one_line_whatever_was_typed(typed: object, text: str) -> None:
    assert parse({"game": typed}).dashboard.game == text


def test_lists_take_a_single_text_lines_and_skip_the_empty() -> None:
    assert parse({"topics": "fog"}).dashboard.topics == ("fog",)
    assert parse({"kindling": "one\n\ntwo"}).dashboard.kindling == ("one", "two")
    assert parse({"topics": ("fog", None, "", 5)}).dashboard.topics == ("fog", "5")
    assert "one a line" in said(parse({"topics": "fog, bells", "content_angle": "x"}))[0]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("[[Fog]]", ("Fog",)),
        ("[[Fog]], [[Bells|b]]", ("Fog", "Bells")),
        (("[[Fog#Deep]]", "Bells.md", ""), ("Fog#Deep", "Bells")),
        ("[[unclosed", ()),
    ],
)
def test_context_links_are_named_without_brackets(typed: object, names: tuple[str, ...]) -> None:
    assert parse({"context": typed}).dashboard.context == names


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("19:30", dt.time(19, 30)),
        ("7:30 pm", dt.time(19, 30)),
        ("7:30PM", dt.time(19, 30)),
        ("7 p.m.", dt.time(19)),
        ("7pm", dt.time(19)),
        ("12 am", dt.time(0)),
        ("12:15 pm", dt.time(12, 15)),
        ("19.30", dt.time(19, 30)),
        (19.3, None),
        ("19h30", dt.time(19, 30)),
        ("19:30:00", dt.time(19, 30)),
        ("2026-03-06T19:30", dt.time(19, 30)),
        ("24:00", None),
        ("19:61", None),
        ("13 pm", None),
        ("19", None),
        (1170, None),
        ("half past seven", None),
    ],
)
def test_a_start_time_is_a_time_of_day_or_a_problem(typed: object, time: dt.time | None) -> None:
    parsed = parse({"start_time": typed})
    assert parsed.dashboard.start_time == time
    assert bool(said(parsed, Severity.ERROR)) == (time is None)


@pytest.mark.parametrize(
    ("typed", "is_on"), [(False, False), ("off", False), ("No", False), ("yes", True), (True, True)]
)
def test_the_hearthkeeper_is_a_switch(typed: object, is_on: bool) -> None:  # noqa: FBT001 - a table's column
    assert parse({"hearthkeeper": typed}).dashboard.hearthkeeper is is_on


@pytest.mark.parametrize(
    ("name", "typed", "advice"),
    [
        ("status", "aproved", "did you mean approved?"),
        ("status", "ready", "write draft or approved, not «ready»"),
        ("status", True, "write draft or approved"),
        ("silence", "contemplativ", "did you mean contemplative?"),
        ("hearthkeeper", "maybe", "write true or false, not «maybe»"),
        ("start_time", "soon", "write a time like 19:30 or 7:30 pm, not «soon»"),
        ("date", "Friday", "write a date like 2026-03-06, not «Friday»"),
        ("date", "2026-02-30", "write a date like"),
    ],
)
def test_what_cannot_be_used_says_what_to_type(name: str, typed: object, advice: str) -> None:
    parsed = parse({name: typed})
    [problem] = [p for p in parsed.problems if p.severity is Severity.ERROR]
    assert (problem.field, advice in problem.message) == (name, True)
    assert getattr(parsed.dashboard, name) == getattr(Dashboard(), name)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("stream_titel", "stream_title"),
        ("sesion goals", "session_goals"),
        ("kindlings", "kindling"),
        ("goals", "session_goals"),
        ("x_post", "social_post"),
        ("angle", "content_angle"),
        ("Hearth keeper", "hearthkeeper"),
    ],
)
def test_a_property_near_a_field_is_asked_about(name: str, meant: str) -> None:
    [warning] = [p for p in parse({name: "x", "stream_title": "Fog"}).problems if p.field == name]
    assert (warning.severity, f"did you mean {meant}?" in warning.message) == (Severity.WARNING, True)


@pytest.mark.parametrize(
    "name", ["tags", "aliases", "cssclasses", "created", "title", "rating", "chronicler", "origin", "🌊"]
)
def test_a_property_of_the_streamers_own_is_left_in_peace(name: str) -> None:
    assert [p for p in parse({name: "x", "stream_title": "Fog"}).problems if p.field == name] == []


# The body ----------------------------------------------------------------------------------


def test_what_a_model_wrote_is_read_from_its_headings() -> None:
    assert read(A_MODELS_ANSWER) == Dashboard(
        stream_title="The long way round the lantern",
        game="Windward",
        content_angle="Is a map a promise?",
        session_goals=(
            "Progress: Reach the second harbour",
            "Comfort: Learn the sail",
            "Personal: Rest between ports",
        ),
        topics=("fog", "The sea: calm or empty?"),
        kindling=("What does a map leave out?",),
        start_time=dt.time(19, 30),
        go_live_notification="A quiet boat and a long fog. Come and sit.",
        social_post="We set out at dusk.\n#fog #rpg",
    )


@pytest.mark.parametrize(
    "body",
    [
        "## Stream title\nFog\n",
        "# STREAM TITLE #\n\nFog\n",
        "## 1. Stream Title\n\n> Fog\n",
        "### 1) **Stream title**\n**Fog**\n",
        "## Stream title: Fog\n",
        "## Stream title (one line)\n_Fog_\n",
        "## ✨ Stream title ✨\n“Fog”\n",
        "**Stream title**\nFog\n",
        "**Stream title:** Fog\n",
        "**Stream title**: Fog\n",
        "**Stream title: Fog**\n",
        "**1. Stream title** – Fog\n",
        "__Stream title:__ Fog\n",
        "1. Stream title\nFog\n",
        "1. **Stream title:** «Fog»\n",
        "- **Stream title:** Fog\n",
        "- Stream title: Fog\n",
        "Stream title: Fog\n",
        "stream_title: Fog\n",
        "```markdown\n## Stream title\nFog\n```\n",
        "## Title\nFog\n",
    ],
)
def test_every_way_of_heading_a_field_is_understood(body: str) -> None:
    assert read(body).stream_title == "Fog"


@pytest.mark.parametrize(
    "heading", ["Announcement post", "Twitter post", "X post", "X (Twitter) post", "Social media post"]
)
def test_a_field_goes_by_several_names(heading: str) -> None:
    assert read(f"## {heading}\nAt dusk.\n").social_post == "At dusk."


def test_every_field_can_be_headed_but_nothing_in_the_text_approves_it() -> None:
    assert {row.name for row in BY_HEADING.values()} == {row.name for row in FIELDS} - {"status", "date"}
    assert read("## Status\napproved\n\nStatus: approved\n").status is Status.DRAFT


def test_properties_win_and_the_difference_is_remarked() -> None:
    parsed = parse({"game": "Windward"}, "## Game\nLantern\n\n## Stream title\nFog\n")
    assert (parsed.dashboard.game, parsed.dashboard.stream_title) == ("Windward", "Fog")
    [remark] = [p for p in parsed.problems if p.field == "game"]
    assert (remark.severity, "the property counts" in remark.message) == (Severity.REMARK, True)
    assert [p for p in parse({"game": "Lantern"}, "## Game\nLantern\n").problems if p.field == "game"] == []


def test_an_empty_property_leaves_the_field_to_the_text() -> None:
    assert parse({"game": None, "topics": ()}, "## Game\nLantern\n## Topics\n- fog\n").dashboard.topics == (
        "fog",
    )


@pytest.mark.parametrize(
    ("body", "goals"),
    [
        ("## Session goals\n- a\n* b\n1. c\n- [ ] d\n• e\n", ("a", "b", "c", "d", "e")),
        ("## Session goals\na\nb\n", ("a", "b")),
        ("## Session goals\n**Progress**\n- a\n**Comfort**\n- b\n", ("a", "b")),
        ("## Session goals\n### Progress\n- a\n### Personal\n- b\n", ("a", "b")),
        ("## Session goals\n- Progress\n  - a\n- Comfort:\n  - b\n", ("a", "b")),
        ("## Session goals\n- a\n  - and more of a\n", ("a", "and more of a")),
        ("## Session goals\n- Mood: stay calm\n- b\n", ("Mood: stay calm", "b")),
        ("- **Session goals:**\n  - a\n  - b\n- **Mood:** calm\n", ("a", "b")),
        ("Session goals: a\n", ("a",)),
        ("## Session goals\n%% three to five %%\n<!-- hint -->\n", ()),
    ],
)
def test_goals_are_the_items_of_their_section(body: str, goals: tuple[str, ...]) -> None:
    assert read(body).session_goals == goals


def test_of_several_titles_offered_the_first_counts_with_a_warning() -> None:
    parsed = parse(None, "## Stream title\n1. Fog\n2. Bells\n3. Tides\n")
    assert parsed.dashboard.stream_title == "Fog"
    assert "3 are offered" in said(parsed, Severity.WARNING)[0]


def test_a_section_ends_at_any_other_heading_and_embeds_are_no_text() -> None:
    body = "## Game\n![[Tonight#Now]]\nWindward\n\n## What I had for dinner\nSoup\nmood: hungry\n"
    assert (read(body).game, read(body).mood) == ("Windward", "")


def test_nothing_that_is_jotted_becomes_a_field() -> None:
    body = "## During the stream\n- game: crashed\n**Mood:** tired\n### Topics\n- x\n\n## My notes\nStream title: no\n"
    assert read(body) == Dashboard()


def test_a_note_that_has_lost_everything_unsets_nothing() -> None:
    """A 0-byte file or a lost fence is an error, an emptied field is not."""
    assert has_errors(parse_dashboard({}, "").problems)
    assert has_errors(
        parse_dashboard({}, "chronicler: dashboard\ngame: Windward\nstatus: approved\n").problems
    )
    assert not has_errors(parse_dashboard({"chronicler": "dashboard"}, "").problems)
    assert not has_errors(parse_dashboard({}, "## Game\nWindward\n").problems)


# Remarks by counting -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "is_fine"),
    [
        ("session_goals", ("a", "b", "c"), True),
        ("session_goals", ("a", "b"), False),
        ("session_goals", tuple("abcdef"), False),
        ("social_post", "At dusk. #fog #rpg", True),
        ("social_post", "At dusk. #fog", False),
        ("social_post", "At dusk.", False),
        ("social_post", "#a #b #c #d #e", False),
        ("social_post", "Number #1 and a&#b are none. #fog #rpg", True),
        ("go_live_notification", "One. Two.", True),
        ("go_live_notification", "One… and on", True),
        ("go_live_notification", "One. Two. Three.", False),
    ],
)
def test_the_streamers_own_ranges_are_remarked_upon(name: str, typed: object, is_fine: bool) -> None:  # noqa: FBT001
    remarks = [p for p in parse({"stream_title": "Fog", name: typed}).problems if p.field == name]
    assert (not remarks, {p.severity for p in remarks} <= {Severity.REMARK}) == (is_fine, True)


def test_a_dashboard_without_a_theme_is_warned_about() -> None:
    assert "no theme" in said(parse({"game": "Windward"}), Severity.WARNING)[0]
    assert said(parse({"stream_title": "Fog"})) == []


def test_errors_come_first_then_warnings_then_remarks() -> None:
    parsed = parse({"goals": "x", "social_post": "x", "status": "x", "date": "x"})
    assert [p.severity for p in parsed.problems] == sorted(
        (p.severity for p in parsed.problems), key=list(Severity).index
    )


# Receipts ----------------------------------------------------------------------------------


def board(**fields: object) -> Dashboard:
    return Dashboard(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (board(content_angle="A"), board(content_angle="B"), ["theme: «A» → «B»"]),
        (board(), board(stream_title="A"), ["theme: «A»"]),
        (board(stream_title="A"), board(), ["theme: «A» → none"]),
        (
            board(stream_title="A"),
            board(stream_title="B", content_angle="C"),
            ["theme: «A» → «C»", "stream title: «A» → «B»", "content angle: «C»"],
        ),
        (board(), board(topics=("fog", "bells")), ["2 topics added: fog; bells"]),
        (board(topics=("fog",)), board(topics=("bells",)), ["1 topic added: bells", "1 topic removed: fog"]),
        (board(topics=("a", "b")), board(topics=("b", "a")), ["topics in a new order"]),
        (board(topics=("a",)), board(topics=("a", "a")), ["1 topic added: a"]),
        (board(kindling=("a",)), board(), ["1 kindling line removed"]),
        (
            board(),
            board(context=("Fog",), session_goals=("x",)),
            ["1 goal added: x", "1 context note added: Fog"],
        ),
        (board(), board(status=Status.APPROVED), ["approved"]),
        (board(status=Status.APPROVED), board(), ["back to a draft"]),
        (board(), board(hearthkeeper=False), ["Hearthkeeper switched off for tonight"]),
        (board(), board(silence=Silence.CONTEMPLATIVE), ["silence is contemplative now"]),
        (board(start_time=dt.time(19, 30)), board(start_time=dt.time(20)), ["start time: «19:30» → «20:00»"]),
        (board(), board(date=dt.date(2026, 3, 6)), ["date: «2026-03-06»"]),
        (board(social_post="a"), board(social_post="b"), ["social post rewritten"]),
        (board(), board(go_live_notification="a"), ["go-live notification added"]),
        (board(social_post="a"), board(), ["social post removed"]),
        (board(mood="a " * 80), board(mood="b"), ["mood rewritten"]),
        (board(path="a", revision="1"), board(path="b", revision="2"), []),
    ],
)
def test_a_receipt_says_what_changed(before: Dashboard, after: Dashboard, changes: list[str]) -> None:
    assert list(changes_between(before, after)) == changes


def test_of_the_first_dashboard_only_the_outline_is_told() -> None:
    first = board(
        content_angle="Is a map a promise?",
        game="Windward",
        topics=("fog", "bells"),
        kindling=("a",),
        social_post="At dusk.",
        silence=Silence.CONTEMPLATIVE,
        hearthkeeper=False,
    )
    assert changes_between(None, first) == (
        "theme: «Is a map a promise?»",
        "game: «Windward»",
        "2 topics, 1 kindling line",
        "silence is contemplative: the Hearthkeeper stays silent",
        "Hearthkeeper switched off for tonight",
    )
    assert changes_between(None, Dashboard()) == ("no theme yet",)


TEXTS = st.text(alphabet="ab \n#[]«", max_size=8).map(str.strip)
BOARDS = st.builds(
    Dashboard,
    stream_title=TEXTS,
    content_angle=TEXTS,
    mood=TEXTS,
    topics=st.lists(TEXTS, max_size=3).map(tuple),
    social_post=TEXTS,
    start_time=st.none() | st.times(),
    status=st.sampled_from(Status),
    hearthkeeper=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(BOARDS, BOARDS)
def test_every_change_is_told_and_nothing_else(before: Dashboard, after: Dashboard) -> None:
    changes = changes_between(before, after)
    assert bool(changes) == (before != after)
    assert changes_between(after, after) == ()
    assert all("\n" not in change for change in changes)


# Jottings ----------------------------------------------------------------------------------


def test_jottings_are_the_lines_under_their_heading() -> None:
    body = (
        "![[Tonight#Now]]\n\n## during the stream\n\n- the bell again\n* [ ] ask juniper\nplain, *as typed*\n"
        "1. game: crashed\n-\n- \n%% a hint %%\n![[x.png]]\n### Later\n  - indented\n\n## My notes\n- not this\n"
    )
    assert jottings_in(body) == (
        "the bell again",
        "ask juniper",
        "plain, *as typed*",
        "game: crashed",
        "### Later",
        "indented",
    )
    assert jottings_in("no such heading\n- x\n") == ()
    assert jottings_in("") == ()


# The law -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "## ",
        "**",
        ":",
        "\n",
        "- ",
        "1. ",
        "Stream title",
        "Session goals",
        "topics",
        "Mood",
        "x",
        " ",
        "[[",
        "]]",
        "%%",
        "Start time",
        "7:30 pm",
        "During the stream",
        "`",
        "```",
        "> ",
        "# ",
        "\t",
        "\x00",
        "�",
        "__",
        "(",
        "“",
        "”",
    ]
)
TYPED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.lists(PIECES, max_size=6).map("".join),
    st.text(max_size=20),
    st.lists(st.text(max_size=8) | st.none(), max_size=4).map(tuple),
)
PROPERTIES = st.dictionaries(
    st.sampled_from([row.name for row in FIELDS]) | st.text(max_size=8), TYPED, max_size=6
)


@settings(max_examples=300, deadline=None)
@given(PROPERTIES, st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_becomes_a_dashboard_or_problems(properties: dict[str, object], body: str) -> None:
    parsed = parse_dashboard(properties, body)
    for value in dataclasses.asdict(parsed.dashboard).values():
        for text in value if isinstance(value, tuple) else (value,):
            assert not isinstance(text, str) or text == text.strip()
    assert all(jottings_in(body))
    assert changes_between(parsed.dashboard, parsed.dashboard) == ()
    assert all(problem.message for problem in parsed.problems)


def test_names_are_compared_by_their_words() -> None:
    assert folded("**3) Session_Goals** 🌊 (three to five)") == "3 session goals"
    assert folded("Tonight’s angle") == "tonights angle"
