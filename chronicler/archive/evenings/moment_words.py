"""Clip seeds in sentences and tables of Markdown: why each was chosen, what was missed, what was learned.

Decides what is said, with n beside every number; leaves judging peaks to
``agent.scribe.considered``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from chronicler.agent.scribe.considered import LEARNED, LIMIT, NEAR, SEED, Considered, Posted
from chronicler.archive.evenings.learning_course import Step
from chronicler.domain.clip_worth import ALIKE, USUAL
from chronicler.domain.session import offset_label
from chronicler.notes.seeds.clip_learning import UNDO, lag_told, learned_told
from chronicler.notes.untrusted import chat
from chronicler.notes.wording import count, sentence

_MISSED: Final = 12
_WHY_NOT: Final = {
    "score": "scored too little",
    LEARNED: "left out by what your marks taught",
    LIMIT: "beyond the limit of seeds a stream may have",
    "off_air": "after the stream's end",
    "aside": "greetings, goodbyes, thanks or trouble with the broadcast",
    "raid": "a raid coming in",
    "few": "too few reacted alike",
    "edge": "people coming or leaving",
    "talk": "talk that picked up, no more",
    "nothing_told": "nothing said that tells it",
}


def chosen(peaks: Sequence[Considered]) -> str:
    """Return how many peaks came near and how many became seeds, and by what."""
    seeds = [peak for peak in peaks if peak.fate == SEED]
    if not peaks:
        return "No peak came near what a moment takes."
    lead = f"Of {count(len(peaks), 'peak')} that came within {NEAR:g} points of what a moment takes, or above"
    said = f"{lead}, {len(seeds)} became {'a seed' if len(seeds) == 1 else 'seeds'}."
    if seeds:
        best = max(seeds, key=lambda peak: peak.above)
        said += f" The clearest, at {offset_label(best.at)}, stands {best.above:.1f} points above."
    return said


def seeds_in_detail(peaks: Sequence[Considered]) -> str:
    """Return each seed with its parts and the sentence of its note."""
    rows = [
        (offset_label(p.at), f"{p.score:.1f}", f"{p.above:+.1f}", p.parts.kind, chat(p.told))
        for p in peaks
        if p.fate == SEED
    ]
    heads = ("peak", "score", "above the least", "reaction", "what happened")
    return _table(heads, rows) if rows else "No seed was chosen from its score."


def missed(peaks: Sequence[Considered], links: Sequence[Posted]) -> str:
    """Return what came near and was left out, and which posted clip links stand behind no seed."""
    out = Counter(peak.fate for peak in peaks if peak.fate != SEED)
    why = "; ".join(f"{_WHY_NOT.get(fate, fate)} ({number})" for fate, number in out.most_common())
    said = (
        f"{count(out.total(), 'peak')} came near and became no seed: {why}." if out else "Nothing came near."
    )
    if not links:
        return f"{said} Nobody posted a clip link, so chat itself does not say what was missed."
    gone = [posted for posted in links if not posted.is_met]
    is_one = len(links) == 1
    posted = "A clip link was posted once" if is_one else f"Clip links were posted {len(links)} times"
    if not gone:
        return f"{said} {posted}; a seed stands behind {'it' if is_one else 'each'}."
    where = ", ".join(offset_label(each.at) for each in gone[:_MISSED])
    which = "it" if is_one else "those" if len(gone) > 1 else "one of them"
    return (
        f"{said} {posted}; no seed stands behind {which}: {where}. What such a link "
        "shows lies some 80 seconds before it, or anywhere at all: old clips are posted too."
    )


def missed_in_detail(peaks: Sequence[Considered]) -> str:
    """Return the peaks left out that came nearest, and why."""
    left = [peak for peak in peaks if peak.fate != SEED]
    out = sorted(left, key=lambda p: (-p.above, p.at))[:_MISSED]
    rows = [
        (offset_label(p.at), f"{p.score:.1f}", f"{p.above:+.1f}", p.parts.kind, _WHY_NOT.get(p.fate, p.fate))
        for p in sorted(out, key=lambda p: p.at)
    ]
    table = _table(("peak", "score", "above the least", "reaction", "why not"), rows) if rows else ""
    return f"{table}\n\nThe {_MISSED} that came nearest, of {len(left)}." if len(left) > _MISSED else table


def learned(steps: Sequence[Step]) -> str:
    """Return what marks have taught by the latest stream, and how far that moved since the first."""
    latest = steps[-1].learned if steps else None
    told = learned_told(latest)
    if latest is None or not told:
        return (
            "No seed of this channel was marked before these streams' notes were written, so today's "
            f"weights hold: people reacting alike are taken from {USUAL.least(ALIKE[0]):.1f} points up. Set "
            "`status` to `keep` or `reject` in the notes of your clip seeds."
        )
    moved = steps[-1].learned.weights.shift - steps[0].learned.weights.shift
    since = (
        f" Over {count(len(steps), 'stream')} the least score moved by {moved:+.1f}."
        if len(steps) > 1
        else ""
    )
    return f"{told}{since} {sentence(lag_told(latest, 'A clip begins'))} {UNDO}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, cells)) + " |" for cells in lines)
