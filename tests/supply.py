"""What is installed with the Chronicler: ``python -m tests.supply`` prints packages, licences and sizes.

Decides how the table in README is made and when it has rotted. ``--keep`` writes the rows of what is
installed here into README; ``--lowest`` prints the lowest release of each package that pyproject.toml
allows, as constraints: ``pip install -e ".[dev]" -c lowest.txt``. Nothing is looked up elsewhere: all
is read from the metadata of what is installed.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.docs import README, with_part

PYPROJECT: Final = README.with_name("pyproject.toml")
OURS: Final = "sanctum-chronicler"
LIGHT: Final = "light install"
PART: Final = "supply"
HEAD: Final = (
    "| Install | Packages named in pyproject.toml | Brought along | On disk |\n| --- | --- | --- | --- |"
)
FREE: Final = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
        "PSF-2.0", "Python-2.0", "Unlicense", "ZPL-2.1", "Zlib", "CC0-1.0", "OFL-1.1",
    }
)  # fmt: skip
"""Licences under which whoever uses the Chronicler owes nothing but a notice."""
_SPELLED: Final[tuple[tuple[str, str], ...]] = (
    (r"mozilla|mpl[- ]?2", "MPL-2.0"),
    (r"apache", "Apache-2.0"),
    (r"3[- ]clause|new bsd|modified bsd|bsd-3", "BSD-3-Clause"),
    (r"2[- ]clause|simplified bsd|bsd-2", "BSD-2-Clause"),
    (r"python software foundation|psf", "PSF-2.0"),
    (r"zope", "ZPL-2.1"),
    (r"unlicense", "Unlicense"),
    (r"\bisc\b", "ISC"),
    (r"hpnd", "HPND"),
    (r"\bmit\b|expat", "MIT"),
    (r"\bbsd\b", "BSD"),
)
"""How licences are called in older metadata, the closer name first."""


@dataclass(frozen=True, slots=True)
class Package:
    """One installed distribution."""

    name: str
    licence: str
    size: int
    """Bytes of its files."""
    is_spelled: bool
    """Whether its metadata spells the licence as SPDX does; older releases use words of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way to install."""

    install: str
    named: tuple[Package, ...]
    brought: tuple[Package, ...]
    """What those need in turn; for an extra, as far as the light install has not brought it."""

    @property
    def packages(self) -> tuple[Package, ...]:
        return (*self.named, *self.brought)

    @property
    def megabytes(self) -> float:
        return sum(package.size for package in self.packages) / 1e6

    @property
    def text(self) -> str:
        """The row as it stands in README; its size to two figures, since releases differ."""
        named = ", ".join(f"`{each.name}` ({each.licence})" for each in self.named)
        licences = sorted({part for each in self.brought for part in parts(each.licence)})
        brought = f"{len(self.brought)}, under {', '.join(licences)}" if self.brought else "none"
        return f"| {self.install} | {named} | {brought} | {float(f'{self.megabytes:.2g}'):,.0f} MB |"


def declared() -> Mapping[str, tuple[Requirement, ...]]:
    """Return what pyproject.toml asks for: the light install's packages, then each extra's but ``dev``'s."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    asked = {LIGHT: project["dependencies"], **project["optional-dependencies"]}
    return {
        LIGHT if name == LIGHT else f"extra `{name}`": tuple(map(Requirement, texts))
        for name, texts in asked.items()
        if name != "dev"
    }


def lowest() -> Iterator[str]:
    """Yield a constraint a package: the lowest release its range allows.

    Raises:
        ValueError: a range has no lower end.
    """
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    texts = [
        *project["dependencies"],
        *(t for each in project["optional-dependencies"].values() for t in each),
    ]
    for requirement in map(Requirement, dict.fromkeys(texts)):
        if requirement.name != OURS:
            ends = [each.version for each in requirement.specifier if each.operator in (">=", "==")]
            if len(ends) != 1:
                raise ValueError(f"{requirement}: give the range one lower end")
            marker = f"; {requirement.marker}" if requirement.marker else ""
            yield f"{requirement.name}=={ends[0]}{marker}"


def rows() -> Iterator[Row]:
    """Yield each way to install whose packages are all here."""
    light: frozenset[str] = frozenset()
    for install, requirements in declared().items():
        wanted = [each for each in requirements if not each.marker]  # a marker is some system's need
        if any(installed(each.name) is None for each in wanted):
            continue
        named = frozenset(canonicalize_name(each.name) for each in wanted)
        brought = frozenset(name for each in wanted for name in needed(each)) - named - light
        yield Row(install, _packages(named), _packages(brought))
        light = light or named | brought


def needed(requirement: Requirement) -> set[str]:
    """Return the names of everything a requirement brings, itself included, as installed here."""
    found: set[str] = set()
    waiting = [requirement]
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        here = installed(name)
        if here is None or (name in found and not each.extras):
            continue
        found.add(name)
        for asked in map(Requirement, here.requires or ()):
            extras = each.extras or {""}
            if not asked.marker or any(asked.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(asked)
    return found


@cache
def installed(name: str) -> metadata.Distribution | None:
    """Return what is installed under a name."""
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _packages(names: Iterable[str]) -> tuple[Package, ...]:
    found = ((name, installed(name)) for name in sorted(names))
    return tuple(
        Package(name, licence(here), size(here), "License-Expression" in here.metadata)
        for name, here in found
        if here is not None
    )


def size(here: metadata.Distribution) -> int:
    """Return how many bytes a distribution's files take; what the interpreter compiles is left out."""
    places = (Path(str(here.locate_file(file))) for file in here.files or ())
    return sum(each.stat().st_size for each in places if each.suffix != ".pyc" and each.is_file())


def licence(here: metadata.Distribution) -> str:
    """Return a distribution's licence as SPDX spells it; ``unknown`` where its metadata says nothing known."""
    told = here.metadata
    if expression := _field(told, "License-Expression"):
        return expression
    classifiers = [each for each in told.get_all("Classifier") or () if each.startswith("License ::")]
    spoken = [*(each.rpartition("::")[2] for each in classifiers), _field(told, "License").partition("\n")[0]]
    known = sorted({spdx for each in spoken if (spdx := _spdx(each))})
    if any(each.startswith("BSD-") for each in known):
        known = [each for each in known if each != "BSD"]
    return " AND ".join(known) or "unknown"


def _field(told: metadata.PackageMetadata, name: str) -> str:
    return str(told[name] or "") if name in told else ""


def _spdx(spoken: str) -> str:
    return next((spdx for shape, spdx in _SPELLED if re.search(shape, spoken, re.IGNORECASE)), "")


def parts(expression: str) -> list[str]:
    """Return the licences that an expression joins."""
    return [each for each in re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", expression) if each]


def is_free(expression: str) -> bool:
    """Return whether every part that must be obeyed, or one of those to choose from, is among :data:`FREE`."""
    either = re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
    return any(all(part in FREE for part in parts(each)) for each in either)


def table(kept: Mapping[str, str]) -> str:
    """Return the table: rows measured here, and as ``kept`` where something is not installed."""
    measured = {row.install: row.text for row in rows()}
    known = [measured.get(install) or kept.get(install) for install in declared()]
    return "\n".join([HEAD, *filter(None, known)])


def kept_rows() -> dict[str, str]:
    """Return README's rows by their install."""
    text = README.read_text(encoding="utf-8")
    part = text.partition(f"<!-- {PART} -->")[2].partition(f"<!-- /{PART} -->")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")][2:]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def main(arguments: Sequence[str]) -> int:
    """Print, write or derive, as asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.supply", description="What is installed.")
    parser.add_argument("--keep", action="store_true", help="write the table into README")
    parser.add_argument("--lowest", action="store_true", help="print the lowest releases allowed")
    asked = parser.parse_args(arguments)
    if asked.lowest:
        sys.stdout.writelines(f"{line}\n" for line in lowest())
    elif asked.keep:
        text = README.read_text(encoding="utf-8")
        README.write_text(with_part(text, PART, table(kept_rows())), encoding="utf-8", newline="\n")
    else:
        for row in rows():
            sys.stdout.write(f"{row.install}: {len(row.packages)} packages, {row.megabytes:.1f} MB\n")
            for each in row.packages:
                sys.stdout.write(f"  {each.name:<28} {each.licence:<28} {each.size / 1e6:8.2f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
