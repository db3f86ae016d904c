"""What the Scribe keeps stands once: no line in two seeds or two discussions, no overlap untold."""

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.scribe.scribe import gather
from chronicler.domain.events import JottingSeen
from chronicler.domain.record import BlogSeed, Harvest, ThemeSpan
from tests.analysis.evening import Said, messages_of, murmur, record_of
from tests.fakes import START, after

PANCAKES: list[Said] = [
    (
        1810,
        "dorrit",
        "somebody told me a waffle is only a pancake that went to school and came back with corners",
    ),
    (1850, "esme", "a pancake needs a pan and nothing else, a waffle wants an iron that nobody has room for"),
]
LONELY = (
    "Keeping bees through the winter is mostly listening. My uncle put his ear to the hive on new year's day"
    " and knew by the hum how many would see the spring"
)
OTHERS: list[Said] = [
    (1200, "dorrit", "the lamp room smells of paraffin and wet wool even in july"),
    (1215, "esme", "paraffin is what my whole childhood smells of, paraffin and apples"),
    (1230, "fenn", "every lamp was lit by hand, which is why the keepers had such hands"),
    (1245, "garrick", "a lamp that nobody lights by hand is only a bulb"),
    (1260, "dorrit", "my aunt kept the paraffin in the cellar beside the apples"),
    (1275, "esme", "did the keepers ever write down what the lamp meant to them?"),
    (1290, "fenn", "the lamp was the wage, and paraffin was the rent"),
]
WORDS = "lamp paraffin keeper harbour ferry debt letters barge winter bees wool apples heron salt".split()  # noqa: SIM905


def kept(*said: Said, minutes: float = 60, **rest: object) -> Harvest:
    return gather(record_of(messages_of(sorted(said)), minutes=minutes, **rest))


def crowded(seed: int) -> list[Said]:
    """Return an hour in which several things are talked of at once, by a few people."""
    dice = random.Random(seed)
    people = [f"guest{n}" for n in range(dice.choice((3, 6, 14, 30)))]
    said: list[Said] = []
    for n in range(dice.choice((40, 160, 400))):
        topic = WORDS[(n // 12) % len(WORDS)], WORDS[(n // 9 + 3) % len(WORDS)]
        rest = " ".join(dice.choices(WORDS, k=dice.randrange(1, 9)))
        ends = dice.choice(("", "", "?", " because nobody asked"))
        said.append((n * 8.0, dice.choice(people), f"the {dice.choice(topic)} is never only {rest}{ends}"))
    return said


def minutes_of(seed: BlogSeed) -> tuple[object, object]:
    times = [message.at for message in seed.quotes]
    return min(times), max(times)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_no_line_is_quoted_by_two_seeds_or_two_discussions(seed: int) -> None:
    jotted = (JottingSeen(after(900), "dashboard.md", "the lamp and the debt"),)
    harvest = kept(
        *crowded(seed), themes=(ThemeSpan(START, "What a lamp owes the harbour"),), jottings=jotted
    )
    for parts in (harvest.blogs, harvest.discussions):
        quoted = [message.message_id for part in parts for message in part.quotes]
        assert len(quoted) == len(set(quoted))
    asked = {message.message_id for message in harvest.open_questions}
    assert not asked & {m.message_id for talk in harvest.discussions for m in talk.quotes}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_a_seed_whose_minutes_hold_a_better_one_says_so(seed: int) -> None:
    before: list[BlogSeed] = []
    for blog in kept(*crowded(seed)).blogs:
        begins, ends = minutes_of(blog)
        beside = [o.title for o in before if minutes_of(o)[0] <= ends and begins <= minutes_of(o)[1]]  # type: ignore[operator]
        named = blog.why.partition(" The same minutes hold “")[2].removesuffix("”.")
        assert (named in beside) if beside else not named
        before.append(blog)


def test_a_discussion_is_quoted_with_lines_that_say_its_words() -> None:
    aside: Said = (
        1222,
        "hazel",
        "good grief is that a squirrel or a very small dog on the third shelf up there?",
    )
    best = kept(*murmur(3600), *OTHERS, aside).discussions[0]
    assert aside[2] not in [message.text for message in best.quotes]
    assert all(any(word in message.text for word in best.words) for message in best.quotes)


def test_a_talk_is_told_with_what_is_of_one_matter_with_its_heading() -> None:
    seeds = [blog for blog in kept(*murmur(3600), *OTHERS).blogs if " talked " in blog.why]
    assert seeds
    for seed in seeds:
        assert len({message.login for message in seed.quotes}) >= 3
        assert all("lamp" in m.text or "paraffin" in m.text for m in seed.quotes)


def test_two_people_at_length_are_a_talk_in_a_quiet_room() -> None:
    around: list[Said] = [
        (1700 + 40 * n, "fenn", f"breakfast was late on {day} again")
        for n, day in enumerate(("monday", "tuesday", "friday", "saturday"))
    ]
    quiet = kept(*murmur(7200, every=300), *around, *PANCAKES, minutes=120)
    (seed,) = [blog for blog in quiet.blogs if "pancake" in blog.title or "waffle" in blog.title]
    assert {message.text for message in seed.quotes} >= {text for _, _, text in PANCAKES}


def test_a_long_thought_that_nobody_took_up_is_kept_where_hardly_anybody_writes() -> None:
    thought: Said = (3000, "dorrit", LONELY)
    titles = {blog.title: blog.why for blog in kept(*murmur(7200, every=300), thought, minutes=120).blogs}
    assert titles["Keeping bees through the winter is mostly listening"].startswith("Dorrit wrote")
    busy = kept(*murmur(7200, every=10), thought, minutes=120).blogs
    assert not [blog for blog in busy if LONELY in [message.text for message in blog.quotes]]


def test_whoever_writes_to_somebody_else_has_not_taken_a_thought_up() -> None:
    thought: Said = (3000, "dorrit", LONELY)
    calm = [said for said in murmur(7200, every=120) if not 2990 < said[0] < 3100]

    def why(answer: str) -> str:
        blogs = kept(*calm, thought, (3030, "esme", answer), minutes=120).blogs
        return next(b.why for b in blogs if LONELY in [m.text for m in b.quotes])

    assert why("i never thought of it that way before").endswith("Esme took it up.")
    assert "took it up" not in why("@alder i never thought of it that way before")


def test_a_line_that_calls_somebody_by_name_heads_nothing() -> None:
    called = [(at, who, text.replace("a lamp", "Rowan, you say a lamp")) for at, who, text in OTHERS]
    blogs = kept(*murmur(3600), *called).blogs
    assert not [blog for blog in blogs if "Rowan" in blog.title]


def test_where_people_only_laughed_what_was_written_last_before_it_stands_beside() -> None:
    calm = [said for said in murmur(3600) if not 2390 < said[0] < 2460]
    cause: Said = (2360, "dorrit", "the heron has eaten the goldfish of the whole parish")
    laughing: list[Said] = [(2410 + n, f"guest{n}", "LMAO") for n in range(6)]
    (clip,) = kept(*calm, cause, *laughing).clips
    assert cause[2] in [message.text for message in clip.excerpt]
    assert clip.starts_at > START + timedelta(seconds=cause[0])
