"""What is told of the language model as the stream goes by: that it is away, once, and that it is back."""

from chronicler.agent.state import State
from chronicler.domain.events import ModelCalled
from chronicler.notes.wording import sentence
from chronicler.notes.words.model import away, is_back


def told_of_model(call: ModelCalled, state: State) -> str:
    """Return what changed with this call; empty where nothing did."""
    metering, zone = state.metering, state.settings.timezone
    if metering.trouble and metering.away_since == call.at:
        return sentence(away(metering.trouble, call.at, zone))
    if metering.away_since and metering.back_at == call.at:
        return sentence(f"the language model: {is_back(metering.away_since, call.at, zone)}")
    return ""
