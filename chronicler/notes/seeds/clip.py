"""A clip seed: one moment that may deserve a clip.

Decides how the moment is told so that the streamer can judge it without searching: what
happened, where to look, why it stood out, who said what, which notes of the streamer's it
touched. Leaves finding it to
``agent.scribe.scribe``.
"""

from datetime import timedelta
from statistics import median
from typing import Final

from chronicler.domain.chat import Message
from chronicler.domain.clip_worth import USUAL
from chronicler.domain.events import OwnPassage, StreamerSpoke
from chronicler.domain.note import GeneratedNote, NoteKind, Owned
from chronicler.domain.record import Clip, ClipSeed, SessionRecord
from chronicler.domain.session import offset_label
from chronicler.notes import own_notes
from chronicler.notes.evening import Evening
from chronicler.notes.layout import owned
from chronicler.notes.lines import quotations, spoken
from chronicler.notes.links import link, property_link
from chronicler.notes.seeds.clip_learning import UNDO, lag_told, learned_told, parts_told
from chronicler.notes.untrusted import chat, plain
from chronicler.notes.wording import clock, paragraphs, section, sentence, short_day, span
from chronicler.notes.words.highlight import clip_asked, clip_told, marker_asked, marker_told, moment_told

_SEEN_UNTIL: Final = timedelta(seconds=15)
"""Half of the half minute at whose end a moment seen live has its peak."""


def render(evening: Evening, seed: ClipSeed, path: str) -> GeneratedNote:
    """Return the note of a clip seed."""
    body = paragraphs(
        sentence(chat(seed.why), capital=False),
        _where(evening, seed),
        _kept(seed),
        section("## Why it stood out", "\n".join(f"- {each}" for each in _why_so(evening, seed))),
        section("## What was said", _heard(evening, seed)),
        section("## In your own notes", own_notes.beside_moment(evening, _own_notes(evening, seed))),
        "Worth a clip? Set `status` to `keep` or `reject`.",
        _taught(evening),
    )
    return GeneratedNote(path, NoteKind.CLIP_SEED, _properties(evening, seed), body)


def quoted(evening: Evening, seed: ClipSeed) -> tuple[Message, ...]:
    """Return the messages the note links to."""
    return (*seed.excerpt, *(line for _, line in _own_notes(evening, seed) if line))


def evidence(evening: Evening, seed: ClipSeed) -> tuple[str, ...]:
    """Return what a moment stood out by, a sentence each; what was told live is told as such.

    Live it was counted without what came after, so the two counts of a moment differ.
    """
    seen = [m for m in evening.record.moments if seed.starts_at <= m.peak_at <= seed.ends_at + _SEEN_UNTIL]
    live = (f"Told live, before what came after was known: {moment_told(m)}" for m in seen)
    return tuple(sentence(chat(each)) for each in (*seed.evidence, *live))


def _why_so(evening: Evening, seed: ClipSeed) -> tuple[str, ...]:
    """Return the evidence, what the score is made of, and where the moment is taken to begin."""
    learned = evening.record.clips_learned
    weights = learned.weights if learned else USUAL
    made = [parts_told(seed.score, seed.parts, weights)] if seed.parts else []
    begins = [lag_told(learned)] if seed.parts else []
    return (*evidence(evening, seed), *map(sentence, (*made, *begins)))


def _taught(evening: Evening) -> str:
    """Return what marks have taught so far, and the way back; nothing where nobody marked anything."""
    told = learned_told(evening.record.clips_learned)
    return f"{told} {UNDO}" if told else ""


def vod_shift(record: SessionRecord) -> float:
    """Return the seconds the recording is later than our clock, as stream markers tell; 0 without any."""
    told = [
        m.position_seconds - record.seconds(m.at) for m in record.markers if m.position_seconds is not None
    ]
    return round(median(told)) if told else 0.0


def _properties(evening: Evening, seed: ClipSeed) -> tuple[Owned, ...]:
    theme = evening.theme_at(seed.peak_at)
    return (
        *evening.properties(),
        owned("status", "seed"),
        evening.ledger_property(),
        owned("offset", evening.offset(seed.peak_at)),
        owned("starts", evening.offset(seed.starts_at)),
        owned("ends", evening.offset(seed.ends_at)),
        *((owned("vod_shift", shift),) if (shift := vod_shift(evening.record)) else ()),
        owned("trim", None),
        owned("vod", evening.place.vod_at(evening.record.seconds(seed.starts_at)) or None),
        *((owned("score", round(seed.score, 1)),) if seed.score else ()),  # none where somebody asked for it
        *((owned("parts", seed.parts.spelled()),) if seed.parts else ()),
        owned("why", plain(sentence(seed.why, capital=False))),
        owned("theme", property_link(theme.path, theme.title) if theme and theme.has_note else None),
        *_highlights(seed),
    )


def _kept(seed: ClipSeed) -> str:
    """Return what Twitch holds of the moment, and who asked for it in which words."""
    kept = [(clip_asked(c) if c.by and not _is_its_own(seed, c) else "", clip_told(c)) for c in seed.clips]
    kept += [(marker_asked(m) if m.by else "", marker_told(m)) for m in seed.markers]
    return "\n".join(
        f"- {chat(asked)}; {sentence(told, capital=False)}" if asked else f"- {sentence(told)}"
        for asked, told in kept
    )


def _is_its_own(seed: ClipSeed, clip: Clip) -> bool:
    """Return whether the seed stands because somebody asked for this clip, as its first words tell."""
    return not seed.score and clip.at == seed.peak_at


def _highlights(seed: ClipSeed) -> tuple[Owned, ...]:
    """Return the properties of clip and marker, only where there are such."""
    clip = next((c for c in seed.clips if c.url or c.edit_url), None)
    marker = next((m for m in seed.markers if m.position_seconds is not None), None)
    found = {
        "clip": clip.url if clip else "",
        "clip_edit": clip.edit_url if clip else "",
        "marker": offset_label(marker.position_seconds or 0) if marker else "",
    }
    return tuple(owned(name, value) for name, value in found.items() if value)


def _where(evening: Evening, seed: ClipSeed) -> str:
    zone = evening.place.timezone
    begin, end = evening.offset(seed.starts_at), evening.offset(seed.ends_at)
    lasts = span((seed.ends_at - seed.starts_at).total_seconds())
    address = evening.place.vod_at(evening.record.seconds(seed.starts_at))
    watch = f"[Watch from {begin}]({address})" if address else f"From {begin}"
    day = link(evening.ledger, f"the stream of {short_day(evening.date)}")
    is_asked = any(clip.at == seed.peak_at for clip in seed.clips)
    peak = f"{'it was asked for' if is_asked else 'the peak came'} at {clock(seed.peak_at, zone)}"
    return f"{watch} to {end} ({lasts}); {peak}. Part of {day}."


def said_during(evening: Evening, seed: ClipSeed) -> list[StreamerSpoke]:
    """Return what the streamer said while the moment lasted, which its note quotes."""
    return [s for s in evening.record.spoken if seed.starts_at <= s.at <= seed.ends_at]


def _own_notes(evening: Evening, seed: ClipSeed) -> list[tuple[OwnPassage, Message | None]]:
    """Return the streamer's own notes that talk of the moment touched."""
    during = (m for m in evening.record.messages if seed.starts_at <= m.at <= seed.ends_at)
    return own_notes.of_moment(evening, (*seed.excerpt, *during), said_during(evening, seed))


def _heard(evening: Evening, seed: ClipSeed) -> str:
    """Return the streamer's words and the chat's as they followed each other."""
    said = [(s.at, spoken(evening, [s])) for s in said_during(evening, seed)]
    said += [(m.at, quotations(evening, [m])) for m in seed.excerpt]
    return "\n".join(text for _, text in sorted(said, key=lambda pair: pair[0]) if text)
