"""The properties of our notes: which exist, of what type, and whose they are.

One table decides it for the whole vault, because Obsidian gives one name one type
everywhere. Renderers take their properties from here, and the Bases may name no others.
Leaves writing YAML to ``vault``.
"""

from dataclasses import dataclass
from typing import Final, Literal

from chronicler.domain.note import NoteKind, Owned

PropertyType = Literal["text", "link", "list", "links", "number", "checkbox", "date", "datetime"]


@dataclass(frozen=True, slots=True)
class Row:
    """One property."""

    name: str
    type: PropertyType
    kinds: tuple[NoteKind, ...]
    meaning: str
    at_creation_only: bool = False
    """Written when the note is made; the streamer's from then on."""


_K = NoteKind
_SESSION: Final = (_K.TONIGHT, _K.LEDGER, _K.CLIP_SEED, _K.BLOG_SEED, _K.BLOG_DRAFT, _K.THEME, _K.REPORT)
_SEEDS: Final = (_K.CLIP_SEED, _K.BLOG_SEED)

TABLE: Final[tuple[Row, ...]] = (
    Row("chronicler", "text", tuple(_K), "What kind of note this is."),
    Row("origin", "text", _SESSION, "live, import, rehearsal or demo."),
    Row("session", "text", _SESSION, "Id of the stream; of the first one in notes that span streams."),
    Row("date", "date", (*_SESSION, _K.DASHBOARD), "The day the stream belongs to."),
    Row("channel", "text", (_K.LEDGER, _K.SETTINGS), "Login name of the channel."),
    Row("stream_title", "text", (_K.LEDGER, _K.DASHBOARD), "The stream's title."),
    Row("game", "text", (_K.LEDGER, _K.DASHBOARD), "The game, or Twitch's category."),
    Row("started", "datetime", (_K.LEDGER,), "Local start."),
    Row("ended", "datetime", (_K.LEDGER,), "Local end."),
    Row("minutes", "number", (_K.LEDGER,), "Length of the stream."),
    Row("chatters", "number", (_K.LEDGER,), "People who wrote."),
    Row("lines", "number", (_K.LEDGER,), "Lines written by people."),
    Row("hearth_lines", "number", (_K.LEDGER,), "Lines the Hearthkeeper said."),
    Row("clip_seeds", "number", (_K.LEDGER,), "Moments found."),
    Row("blog_seeds", "number", (_K.LEDGER,), "Thoughts found."),
    Row("themes", "links", (_K.LEDGER,), "Notes of the themes in force."),
    Row("vod", "text", (_K.LEDGER, _K.CLIP_SEED), "Address of the recording, at the moment."),
    Row("ledger", "link", (*_SEEDS, _K.THEME, _K.REPORT), "The ledger of the stream."),
    Row("offset", "text", (_K.CLIP_SEED,), "The moment's place in the stream."),
    Row("starts", "text", (_K.CLIP_SEED,), "Where it begins, by what chat shows."),
    Row("ends", "text", (_K.CLIP_SEED,), "Where it ends."),
    Row(
        "vod_shift", "number", (_K.CLIP_SEED,), "Seconds by which the recording is later, by stream markers."
    ),
    Row(
        "trim",
        "text",
        (_K.CLIP_SEED,),
        "Where your clip runs in the recording, such as 1:02:03-1:02:40.",
        at_creation_only=True,
    ),
    Row("parts", "list", (_K.CLIP_SEED,), "What the score is made of; keep and reject teach by it."),
    Row("score", "number", (_K.CLIP_SEED,), "How far the moment stood out, compared within a stream."),
    Row("why", "text", _SEEDS, "Why it was kept, in one sentence."),
    Row("clip", "text", (_K.CLIP_SEED,), "Address of the clip on Twitch, where one was made."),
    Row("clip_edit", "text", (_K.CLIP_SEED,), "Where the clip is trimmed and named, good for a day."),
    Row("marker", "text", (_K.CLIP_SEED,), "Where a stream marker stands in the recording."),
    Row("theme", "link", (*_SEEDS, _K.BLOG_DRAFT), "The theme in force."),
    Row("seed", "link", (_K.BLOG_DRAFT,), "The blog seed it was drafted from."),
    Row("ledgers", "links", (_K.BLOG_DRAFT,), "The ledgers it quotes."),
    Row("dashboards", "links", (_K.BLOG_DRAFT,), "The dashboards in force on those streams."),
    Row("drafted_by", "text", (_K.BLOG_DRAFT,), "The model that wrote between the quotations."),
    Row("streams", "number", (_K.BLOG_SEED,), "Streams a growing thought came up in."),
    Row("seed_kind", "text", (_K.BLOG_SEED,), "jotting, theme, question or thought."),
    Row("aliases", "list", (_K.BLOG_SEED, _K.BLOG_DRAFT, _K.THEME), "The full title.", at_creation_only=True),
    Row("status", "text", (*_SEEDS, _K.DASHBOARD, _K.BLOG_DRAFT), "Yours.", at_creation_only=True),
    # The dashboard belongs to the streamer: nothing below is ever written without a command.
    Row("mood", "text", (_K.DASHBOARD,), "The mood or energy tonight.", at_creation_only=True),
    Row("content_angle", "text", (_K.DASHBOARD,), "The lens to return to.", at_creation_only=True),
    Row("session_goals", "list", (_K.DASHBOARD,), "Three to five simple goals.", at_creation_only=True),
    Row("topics", "list", (_K.DASHBOARD,), "Threads worth following.", at_creation_only=True),
    Row("kindling", "list", (_K.DASHBOARD,), "Your lines for quiet moments.", at_creation_only=True),
    Row("familiarity", "text", (_K.DASHBOARD,), "new, some or very.", at_creation_only=True),
    Row("recent_experience", "text", (_K.DASHBOARD,), "What happened lately.", at_creation_only=True),
    Row("start_time", "text", (_K.DASHBOARD,), "Local start, such as 19:30.", at_creation_only=True),
    Row("go_live_notification", "text", (_K.DASHBOARD,), "One or two sentences.", at_creation_only=True),
    Row("social_post", "text", (_K.DASHBOARD,), "The announcement.", at_creation_only=True),
    Row("silence", "text", (_K.DASHBOARD,), "natural or contemplative.", at_creation_only=True),
    Row(
        "hearthkeeper",
        "checkbox",
        (_K.DASHBOARD, _K.SETTINGS),
        "Whether it may speak.",
        at_creation_only=True,
    ),
    Row("context", "links", (_K.DASHBOARD,), "Notes it may draw on.", at_creation_only=True),
)
"""All properties but those of Settings, which stand in ``domain.settings.TABLE``."""
BY_NAME: Final = {row.name: row for row in TABLE}


def owned(name: str, value: str | float | tuple[str, ...] | None) -> Owned:
    """Return a property of ours as the table has it; ``KeyError`` where it is not in the table."""
    return Owned(name, value, BY_NAME[name].at_creation_only)
