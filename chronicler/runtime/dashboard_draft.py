"""Having a model draft tonight's dashboard into a new note.

Decides the order: the place must be free, then the model is asked, then the note is made;
never over an existing one. Leaves asking to ``llm.dashboard_draft``.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from chronicler.agent.prompts_dashboard import DashboardWish, Filled, filled
from chronicler.domain.note import Owned
from chronicler.errors import UserError
from chronicler.llm.dashboard_draft import draft_dashboard
from chronicler.llm.selection import make_model
from chronicler.runtime.house import House
from chronicler.vault.dashboards import free_path, new_dashboard
from chronicler.vault.folder import locate, read_bytes
from chronicler.vault.frontmatter import read_note

PROMPT_NOTE: Final = "Dashboard prompt.md"
TYPED: Final = ("game", "mood", "familiarity", "recent_experience", "start_time")
"""What the streamer said goes into the note as it was said."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The note that was made."""

    path: str
    remarks: tuple[str, ...]


async def generate(house: House, evening: date, wish: DashboardWish) -> Drafted:
    """Draft the dashboard of an evening and return where it stands.

    Raises:
        UserError: no model is chosen, or a dashboard of that evening exists.
        ModelError: the model is unreachable, absent, too slow or unusable.
        VaultError: the note cannot be written.
    """
    model = make_model(house.settings())
    if model is None:
        raise UserError(
            "No language model is chosen. Name one in the Settings note (model: ollama/NAME) or with "
            "--set model=ollama/NAME; or fill in the note by hand: chronicler dashboard new"
        )
    free_path(house.vault, evening)
    drafted = await draft_dashboard(model, replace(wish, prompt=_prompt(house)))
    said = {name: getattr(wish, name) for name in TYPED} | dict(drafted.fields)
    fields = tuple(Owned(name, value) for name, value in said.items() if value)
    return Drafted(new_dashboard(house.vault, evening, fields), drafted.remarks)


def prompt_for(house: House, wish: DashboardWish) -> Filled:
    """Return the streamer's prompt note filled in with what they say about tonight."""
    return filled(replace(wish, prompt=_prompt(house)))


def _prompt(house: House) -> str:
    raw = read_bytes(locate(house.vault.root, f"{house.vault.folder}/{PROMPT_NOTE}"))
    return "" if raw is None else read_note(raw, PROMPT_NOTE).body
