"""``python -m tests.bench.scams``: print the table of points as ``agent.warden_points`` ships it."""

from tests.bench.scams.judging import fitted
from tests.bench.scams.lines import innocent, scams

print("POINTS: Final = {")  # noqa: T201
for name, points in fitted(scams(), innocent("all")).items():
    print(f'    "{name}": {points},')  # noqa: T201
print("}")  # noqa: T201
