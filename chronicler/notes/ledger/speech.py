"""What the streamer said aloud, as the ledger keeps it.

Decides which of the evening's speech stands in the ledger: what another note quotes, each
line with a block id that those quotations link to. Captions of a whole stream would bury
the evening; they stay in the archive. Leaves how a line looks to ``notes.lines``.
"""

from chronicler.domain.events import StreamerSpoke
from chronicler.notes.evening import Evening
from chronicler.notes.lines import ledger_speech
from chronicler.notes.seeds import clip as clip_seed
from chronicler.notes.wording import section


def render(evening: Evening) -> str:
    """Return the ledger's section of what was said aloud; nothing where nobody quotes any."""
    said = quoted(evening)
    lead = "From captions. Other notes quote these lines and link to them here." if said else ""
    return section("## What you said aloud", lead, ledger_speech(evening, said))


def quoted(evening: Evening) -> tuple[StreamerSpoke, ...]:
    """Return what a clip or blog seed with a note of its own quotes, in order of time, once each."""
    clips = [s for c in evening.clips if c.path for s in clip_seed.said_during(evening, c.seed)]
    blogs = [s for b in evening.blogs if b.path for s in b.seed.spoken]
    by_time = {(s.at, s.seconds): s for s in (*clips, *blogs) if s.text.strip()}
    return tuple(by_time[key] for key in sorted(by_time))
