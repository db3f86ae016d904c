"""``python -m tests.bench.scams points|signs|missed|logs``: what lies behind the figures.

``points`` prints the table that ``agent.warden.points`` ships, ``signs`` how each sign does
alone, ``missed`` which scams of a kind were missed when it was held out, ``logs`` every line
of the shared chat that would be flagged.
"""

import sys

from tests.bench.scams.judging import by_sign, fitted, held_out
from tests.bench.scams.lines import KINDS, innocent, scams
from tests.bench.scams.logs import sweep, verdicts

say = print


def points() -> None:
    """Print the fitted points."""
    say("POINTS: Final[dict[str, int]] = {")
    for name, value in fitted(scams(), innocent("all")).items():
        say(f'    "{name}": {value},')
    say("}")


def signs() -> None:
    """Print how many scams and innocent lines each sign alone would flag."""
    for name, (found, wrong) in by_sign(scams(), innocent("all")).items():
        say(f"{name:<26} {found:>4} scams {wrong:>4} innocent")


def missed() -> None:
    """Print what is missed when a kind is held out, with and without its words."""
    for title, kind_of in KINDS.items():
        for words_too in (False, True):
            for judged in held_out(scams(), innocent("all"), kind_of, words_too=words_too):
                out = ", its words too" if words_too else ""
                say(f"{title}: {judged.kind}{out}: {judged.found} of {judged.lines}")
                for text in judged.missed:
                    say(f"    {text}")


def logs() -> None:
    """Print every flag with the verdict on it."""
    done, judged = sweep(), verdicts()
    for flag in done.flags:
        verdict = judged.get(flag.message.message_id, "not judged")
        post = "told" if flag.is_told else "eye only"
        badges = ",".join(flag.message.badges)
        say(f"{verdict}\t{post}\t{flag.log}\t{flag.message.message_id}\t{badges}\t{flag.message.text}")
        say(f"\t{'; '.join(flag.evidence)}")
    for line in done.unread:
        say(f"not read: {line}")
    say(f"{len(done.flags)} flags among {done.lines:,} lines of {done.logs} logs")


TOLD = {"points": points, "signs": signs, "missed": missed, "logs": logs}
asked = sys.argv[1:] or ["points"]
if unknown := [name for name in asked if name not in TOLD]:
    sys.exit(f"no table called {', '.join(unknown)}; there are: {', '.join(TOLD)}")
for name in asked:
    TOLD[name]()
