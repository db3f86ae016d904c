"""Wherever somebody's word or name was kept, forgetting reaches it, and writing the notes again brings none back."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chronicler.archive.journal.writing import Header, Journal, journal_path
from chronicler.archive.load import load_journals
from chronicler.domain.actions import Brief, DraftAnswer, DraftLine, MakeClip, MarkStream, SendLine
from chronicler.domain.events import (
    ActionQueued,
    AnswerDrafted,
    Candidate,
    ChannelNoticed,
    ClipReported,
    DashboardAdopted,
    DashboardSaved,
    DecisionMade,
    DeliveryReported,
    DeliveryState,
    EarlierLine,
    EarlierLinesRead,
    Event,
    FlagRepeated,
    JottingSeen,
    LineDrafted,
    LineShadowed,
    MemoryRead,
    MessageFlagged,
    MessageReceived,
    NewcomersTicked,
    OwnNotesRead,
    OwnPassage,
    RequestState,
    SessionEnded,
    SessionStarted,
    StreamMarked,
    ToolUsed,
)
from chronicler.domain.note import NoteContent
from chronicler.domain.session import Origin
from chronicler.notes.removed import Removed
from chronicler.runtime.aftermath import write_notes
from chronicler.runtime.forgetting.notes import clean_notes
from chronicler.runtime.house import House
from tests.fakes import START, after, message
from tests.runtime.forgettable import Kept
from tests.scenarios.evening import lay_vault

WORD, NAME = "quillwortzq", "wrenquist7"
LINE = f"the {WORD} grows where the tide clock stopped, is it still there?"
"""Theirs: long enough to become a seed, a question and a quotation."""
SESSION = "20260306T193000Z-lantern"


def said(seconds: float, login: str, text: str, **rest: object) -> MessageReceived:
    told = {"chatter_id": f"id-{login}", "message_id": f"id-of-{seconds:g}"} | rest
    return MessageReceived(after(seconds), message(seconds, login, text, **told))


THEIRS = said(60, NAME, LINE)
THEIR_ID = THEIRS.message.message_id


def passage(**rest: str) -> OwnPassage:
    told = {
        "note": "Lore/Tide.md",
        "target": "Tide",
        "title": "Tide",
        "quote": "The tide clock stopped.",
    } | rest
    return OwnPassage(**told, near=(THEIR_ID,))


def queued(seconds: float, action: object) -> ActionQueued:
    return ActionQueued(after(seconds), action)  # type: ignore[arg-type]


KEPT: dict[str, Callable[[], list[Event]]] = {
    "an address in somebody's line": lambda: [said(70, "mira", f"@{NAME} I saw it too, by the old lamps")],
    "a reply": lambda: [said(71, "odo", "who planted it there?", reply_to=THEIR_ID)],
    "a reaction of the room": lambda: [said(61 + n, f"guest{n}", "lol what") for n in range(9)],
    "a clip and its words": lambda: [
        said(80, NAME, f"!clip the {WORD}"),
        queued(80, MakeClip(f"{SESSION}/clip-1", f"the {WORD}", by=NAME)),
        ClipReported(after(81), f"{SESSION}/clip-1", RequestState.MADE, "c1", "https://clips.example/c1"),
    ],
    "a marker and its words": lambda: [
        queued(82, MarkStream(f"{SESSION}/marker-1", f"{NAME}: {WORD}", by=NAME)),
        StreamMarked(after(82), f"{SESSION}/marker-1", RequestState.MADE, 82.0),
    ],
    "a kept prompt and what the model wrote": lambda: [
        queued(90, DraftLine("d1", "quiet", Brief("patience", excerpts=(LINE,), topics=(WORD,)))),
        LineDrafted(after(91), "d1", (Candidate(f"Does the {WORD} still grow, {NAME}?", "model"),)),
        queued(92, SendLine("l1", f"Somebody spoke of the {WORD}.", "hearthkeeper", "model")),
        DeliveryReported(after(93), "l1", DeliveryState.SENT, "own-1"),
        MessageReceived(after(93), message(93, "hearth", f"Somebody spoke of the {WORD}.", is_own=True)),
    ],
    "a question to the Steward and its answer": lambda: [
        queued(94, DraftAnswer(f"{SESSION}/q1", THEIR_ID)),
        AnswerDrafted(
            after(95),
            f"{SESSION}/q1",
            f"{NAME}, the {WORD} was there.",
            used=(ToolUsed("memory", f'{{"query": "{WORD}"}}', f"{NAME}: {LINE}", people=(NAME,)),),
        ),
    ],
    "a line of the stream before": lambda: [
        EarlierLinesRead(after(1), (EarlierLine(after(-600), f"The {WORD}, and {NAME} beside it."),))
    ],
    "a line it nearly said": lambda: [LineShadowed(after(100), f"The {WORD} again.", "talk", 480.0, "cooldown")],
    "a flag and a wave": lambda: [
        MessageFlagged(after(60), THEIR_ID, "likely", ("offers viewers",), ((4, 15),)),
        FlagRepeated(after(61), "x1", THEIR_ID),
    ],
    "a decision and its figures": lambda: [
        DecisionMade(after(110), "hearthkeeper", "active_chat", f"last was {NAME}")
    ],
    "a celebration": lambda: [ChannelNoticed(after(111), "subscription", NAME, f"five months of {WORD}", 5)],
    "a jotting that quotes them": lambda: [JottingSeen(after(112), f"{NAME}: {LINE}")],
    "a greeting": lambda: [NewcomersTicked(after(113), (THEIR_ID,))],
    "own notes that talk came near": lambda: [
        MemoryRead(after(2), (), passages=(passage(title=f"Talk with {NAME}", target=f"Talk with {NAME}"),))
    ],
    "own notes that quote or name them": lambda: [
        OwnNotesRead(after(2400), (passage(), passage(quote=LINE), passage(quote=f"As {NAME} has it.")))
    ],
}  # fmt: skip


def an_evening(*events: Event) -> list[Event]:
    board = NoteContent("Dashboards/D.md", {"content_angle": "What a tide clock leaves out"}, "", "r1")
    talk = [
        said(10 * n, ("mira", "odo", "tamsin")[n % 3], f"stone {n} and the tide clock") for n in range(1, 40)
    ]
    return sorted(
        [
            SessionStarted(START, SESSION, "lantern", Origin.LIVE),
            DashboardSaved(after(1), board),
            DashboardAdopted(after(1), board.path, "r1", "", "What a tide clock leaves out"),
            THEIRS, *talk, *events, SessionEnded(after(2400), "offline"),
        ],
        key=lambda event: event.at,
    )  # fmt: skip


def kept_with(folder: Path, events: list[Event]) -> tuple[Kept, Path]:
    """Journal an evening, load it, write its notes, and let memory and own notes hold a trace."""
    house = House(lay_vault(folder), Origin.LIVE, {"timezone": "UTC", "embedder": "none"})
    journal = journal_path(house.journals, SESSION)
    with Journal.open(journal, Header("1", SESSION, Origin.LIVE, "lantern")) as opened:
        opened.append(an_evening(*events))
    load_journals(house.data)
    write_notes(house, journal, house.settings())
    for part in ("memory", "own-notes"):
        (house.data / part).mkdir(exist_ok=True)
        (house.data / part / "trace").write_text(f"{NAME} {LINE}", "utf-8")
    return Kept(house), journal


@given(st.lists(st.sampled_from(sorted(KEPT)), unique=True, min_size=4))
@examples(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_whatever_held_it_no_byte_of_word_or_name_is_left_and_none_comes_back(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[str]
) -> None:
    events = [event for each in chosen for event in KEPT[each]()]
    held, journal = kept_with(tmp_path_factory.mktemp("everywhere"), events)
    assert held.holding({WORD, NAME})
    done = held.forget(NAME)
    named_after = [Path(place.path) for place in done.in_vault.left if place.line == 0]
    assert left_of_them(held, named_after) == set(), chosen
    before = {path.name for path in held.house.vault.root.rglob("*.md")}
    write_notes(held.house, journal, held.house.settings())
    assert left_of_them(held, named_after) == set(), chosen
    fresh = {path.name.lower() for path in held.house.vault.root.rglob("*.md")} - {n.lower() for n in before}
    assert not any(WORD in name or NAME in name for name in fresh)


def left_of_them(held: Kept, named_after: list[Path]) -> set[tuple[str, str]]:
    """Return what is left, but for the names of notes, which the streamer is asked to change, and links there."""
    names = [path.stem.lower().encode() for path in named_after]
    found = set()
    for path in held.files():
        text = path.read_bytes().lower()
        for name in names:
            text = text.replace(name, b"")
        found |= {(path.name, word) for word in (WORD, NAME) if word.encode() in text}
    return found


def test_a_drawing_of_theirs_that_names_somebody_is_told_of_and_stays(tmp_path: Path) -> None:
    house = House(lay_vault(tmp_path), Origin.LIVE)
    ours, theirs = "Chronicler/Ledgers/Ours.svg", "Chronicler/Ledgers/Drawing.svg"
    drawn = b"<svg><text>ottoline_k and the tower</text></svg>"
    house.notes("reports").draw(PurePosixPath(ours), drawn)
    (house.vault.root / theirs).write_bytes(drawn)
    found = clean_notes(house, Removed.of((), names=("ottoline_k",)), is_dry=False)
    assert (found.removed, [place.path for place in found.left]) == ((ours,), [theirs])
    assert (house.vault.root / theirs).read_bytes() == drawn
