"""One evening on the channel *lanternreach*, written for these tests: small, but with everything in it."""

from datetime import timedelta, timezone
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.dashboard import Dashboard, Status
from chronicler.domain.events import (
    ChannelNoticed,
    ChannelUpdated,
    DeliveryState,
    HearingGapRecorded,
    HushChanged,
    JottingSeen,
    LineShadowed,
    MessageFlagged,
    QuietEnded,
    RaidReceived,
    StreamerSpoke,
)
from chronicler.domain.record import (
    BlogSeed,
    ClipSeed,
    Discussion,
    Harvest,
    Prompt,
    SessionRecord,
    ThemeSpan,
    ThemeTouch,
)
from chronicler.domain.session import Origin, Session, make_session_id
from chronicler.notes.place import Place
from tests.fakes import START, after, message

ZONE: Final = timezone(timedelta(hours=1))
PLACE: Final = Place(timezone=ZONE, vod_url="https://www.twitch.tv/videos/2400118822")
LIGHT: Final = "Is a lighthouse still a promise when nobody is at sea?"
TOLL: Final = "What the ferryman is owed"
BOARD: Final = "Chronicler/Dashboards/2026-03-06 Dashboard.md"

SESSION: Final = Session(
    session_id=make_session_id(START, "lanternreach"),
    channel="lanternreach",
    origin=Origin.LIVE,
    started_at=START,
    title="Saltglass, the northern stair",
    category="Saltglass",
)


def _said(seconds: float, login: str, text: str, **rest: object) -> Message:
    return message(seconds, login, text, **rest)


HELLO: Final = _said(95, "osk", "evening all. is that the same tower as last week?")
SAME: Final = _said(140, "Tamsin_reads", "same tower, the stair is new though")
NOBODY: Final = _said(610, "osk", "a light that nobody sees is only a fire on a rock")
PROMISE: Final = _said(655, "vellum", "or it is a promise kept anyway. those are the ones that count")
DUTY: Final = _said(700, "Tamsin_reads", "is it still duty if the keeper likes the climb?")
KEEPER: Final = _said(744, "marrow_lane", "my grandfather kept one, he said the dark was the easy part")
NEW: Final = _said(1500, "quietfen", "first time here, I like how slow this is", is_first=True)
LAUGH: Final = (
    _said(3660, "osk", "the BELL"),
    _said(3662, "marrow_lane", "hahaha not the bell again"),
    _said(3663, "vellum", "LUL LUL", emotes=("LUL", "LUL")),
    _said(3665, "quietfen", "the goat rang it???"),
    _said(3667, "Tamsin_reads", "the goat is the keeper now *bows* [[sorry]]"),
)
SCAM: Final = _said(4000, "glow_metrics22", "Cheap viewers and #fame at https://fame.example/now  <b>top</b>")
COIN: Final = _said(4700, "vellum", "you pay him so that somebody remembers you crossed")
OWED: Final = _said(4760, "osk", "so the coin is not for the ferry at all")
TWICE: Final = _said(4805, "marrow_lane", "what does he owe if he drops you halfway?")
GONE: Final = _said(4850, "rudder", "", is_first=False)
LATE: Final = _said(7000, "vellum", "good night, keep the lamp")
OURS: Final = _said(
    3000,
    "chronicler",
    "Does the stair feel long, or only high?",
    is_own=True,
    is_bot=True,
    message_id="said-1",
)
BOT: Final = _said(1200, "nightbot", "Schedule: type !when", is_bot=True)
RAIDER: Final = _said(5402, "harbourmaster", "hello from the harbour", is_first=True)

MESSAGES: Final = (
    HELLO, SAME, NOBODY, PROMISE, DUTY, KEEPER, BOT, NEW, OURS, *LAUGH, SCAM, COIN, OWED, TWICE, GONE,
    RAIDER, LATE,
)  # fmt: skip

RECORD: Final = SessionRecord(
    session=SESSION,
    ended_at=after(7260),
    messages=MESSAGES,
    removed=frozenset({GONE.message_id}),
    spoken=(
        StreamerSpoke(after(3655), 6, "wait, did the goat just ring the bell"),
        StreamerSpoke(after(4650), 9, "every ferry story I know is about what you still owe on the other side"),
    ),
    themes=(
        ThemeSpan(after(-300), LIGHT, BOARD),
        ThemeSpan(
            after(4500), TOLL, BOARD,
            ("theme: «Is a lighthouse still a promise…» → «What the ferryman is owed»", "1 topic added: tolls"),
            LIGHT,
        ),
    ),
    dashboard=Dashboard(path=BOARD, content_angle=TOLL, status=Status.APPROVED),
    titles=(ChannelUpdated(after(4510), "Saltglass, the ferry below", "Saltglass"),),
    prompts=(
        Prompt("l1", after(3000), "Does the stair feel long, or only high?", "kindling", DeliveryState.SENT, 2,
               "said-1"),
        Prompt("l2", after(6400), "Three tolls tonight, and none of them in coin.", "dashboard",
               DeliveryState.SENT),
    ),
    shadows=(
        LineShadowed(after(2400), "The lamp is lit whether or not we look up.", "kindling", 900.0,
                     "streamer_speaking"),
    ),
    quiets=(
        QuietEnded(after(3660), after(1500), "spoke", "spoke"),
        QuietEnded(after(7000), after(5402), "spoke", "spoke"),
    ),
    hushes=(HushChanged(after(5000), after(5300), "Tamsin_reads"), HushChanged(after(5200), None, "lanternreach")),
    flags=(MessageFlagged(after(4000), SCAM.message_id, "certain", ("offers viewers for money", "links away")),),
    raids=(RaidReceived(after(5400), "harbourmaster", 14),),
    notices=(ChannelNoticed(after(5430), "subscription", "marrow_lane", amount=7),),
    gaps=(HearingGapRecorded(after(2220), after(2100), "reconnect"),),
    jottings=(
        JottingSeen(after(705), "come back to this: duty and liking it, see [[On vows]] #essay"),
        JottingSeen(after(4655), "the coin is memory"),
    ),
    decisions={"hearthkeeper.active_chat": 410, "hearthkeeper.cooldown": 90, "hearthkeeper.spoke": 2},
)  # fmt: skip


def _clip(seconds: float, score: float, why: str, *excerpt: Message) -> ClipSeed:
    return ClipSeed(
        seed_id=f"{SESSION.session_id}/{int(seconds // 5)}",
        peak_at=after(seconds),
        starts_at=after(seconds - 25),
        ends_at=after(seconds + 10),
        score=score,
        why=why,
        evidence=("5 people within 20 s, where 1 is usual", "3 of 5 lines were laughter"),
        excerpt=excerpt,
    )


HARVEST: Final = Harvest(
    clips=(
        _clip(3663, 8.25, "The goat rang the bell, and five people laughed within seven seconds", *LAUGH),
        _clip(4760, 4.1, "A turn in the talk of tolls drew three people in", COIN, OWED, GONE),
        _clip(700, 3.0, "Four people took up the question of duty", NOBODY, DUTY, KEEPER),
    ),
    blogs=(
        BlogSeed(
            "Duty, and liking it", "jotting", "You jotted it while four people talked about it", 9.0, LIGHT,
            quotes=(PROMISE, DUTY), jottings=(RECORD.jottings[0],), is_on_theme=True,
        ),
        BlogSeed(
            TOLL, "theme", "Talk came back to what a crossing costs", 6.5, TOLL,
            quotes=(COIN, TWICE), spoken=(RECORD.spoken[1],), jottings=(RECORD.jottings[1],),
            is_on_theme=True,
        ),
        BlogSeed("A fire on a rock", "thought", "One long line that stood alone", 2.0, LIGHT, quotes=(NOBODY,)),
    ),
    discussions=(
        Discussion(after(600), after(760), ("promise", "light", "keeper"), 4, 3, 5, (NOBODY, PROMISE, KEEPER), True),
        Discussion(after(3650), after(3680), ("goat", "bell"), 5, 5, 5, LAUGH[-1:], False),
    ),
    open_questions=(TWICE,),
    unanswered_newcomers=(NEW,),
    words=(("bell", 4), ("light", 3), ("coin", 2)),
    adherence=0.62,
    touches=(
        ThemeTouch(LIGHT, 6, 4, is_taken_up=True, quotes=(NOBODY, PROMISE, DUTY, KEEPER)),
        ThemeTouch(TOLL, 5, 3, is_taken_up=True, quotes=(COIN, OWED, TWICE)),
    ),
)  # fmt: skip
