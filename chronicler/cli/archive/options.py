"""What the commands of ``chronicler archive`` share: whose archive is meant."""

from pathlib import Path

import click

from chronicler.cli.options import Decorated, the_house
from chronicler.domain.session import Origin
from chronicler.runtime.house import House


def rehearsals_option(command: Decorated) -> Decorated:
    """Add ``--rehearsals``."""
    return click.option("--rehearsals", is_flag=True, help="Those of rehearsals, not of real streams.")(
        command
    )


def archive_house(vault: Path | None, *, rehearsals: bool) -> House:
    """Return the house whose journals and archive are meant."""
    return the_house(vault, Origin.REHEARSAL if rehearsals else Origin.LIVE)
