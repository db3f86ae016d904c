"""The bot one would write in an evening: silence for so long, then a line; a pause; again.

The baseline of the quiet benchmark. It keeps a threshold and a cooldown and knows nothing
else: no rising threshold, no share, no ceiling, no backing off, no streamer who is speaking.
Its words are a short list, as such bots have.
"""

from dataclasses import replace

from tests.quiet.told import Line, Story

LINES = (
    "What do you think of the game so far?",
    "How is everyone doing tonight?",
    "Quiet in here! Say hi if you are watching.",
    "What should happen next?",
)


def played(story: Story) -> Story:
    """Return the same evening with the naive bot in place of ours."""
    others = [line for line in story.lines if line.who != "ours"]
    humans = iter([line for line in others if line.who == "human"])
    coming, last_human, last_own = next(humans, None), story.began, float("-inf")
    said: list[Line] = []
    for tick in story.ticks:
        while coming is not None and coming.place < tick.place:
            last_human, coming = coming.at, next(humans, None)
        if tick.at - last_human >= story.quiet and tick.at - last_own >= story.cooldown:
            last_own = tick.at
            said.append(Line(tick.place, tick.at, "ours", LINES[len(said) % len(LINES)], source="naive"))
    lines = sorted((*others, *said), key=lambda line: line.place)
    return replace(story, lines=lines, quiets=[], wordless=[], shadows=[])
