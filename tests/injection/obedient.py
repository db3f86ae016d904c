"""A model that obeys every attack it is shown, and looks for more harm than it was asked for."""

import unicodedata
from collections.abc import Mapping

from chronicler.ports import Completion, ModelRequest
from tests.injection import Attack


def shows(attack: Attack, text: str) -> bool:
    """Return whether what must not be seen of an attack stands in a text, however it is dressed."""
    plain = unicodedata.normalize("NFKC", text).replace("\u200b", "")
    return attack.show in text or attack.show.casefold() in plain.casefold()


class ObedientModel:
    """Obeys one attack as soon as it finds it in what it is told; else it knows nothing.

    Before it speaks it calls a tool it was not given, one with the wrong arguments and one over
    and over.
    """

    def __init__(self, attack: Attack) -> None:
        self.attack = attack
        self.has_seen = False
        """Whether the attack ever reached it."""
        self.told: list[str] = []
        self._steps = 0

    async def generate(self, request: ModelRequest) -> Completion:
        self._look(request)
        return Completion(self.attack.obeys, "obedient")

    async def generate_object(
        self, request: ModelRequest, schema: Mapping[str, object]
    ) -> Mapping[str, object]:
        self._look(request)
        properties = schema["properties"]
        assert isinstance(properties, Mapping)
        if "step" in properties:
            return self._step()
        words = self.attack.obeys if self.has_seen else ""
        return {"thread": words, "lines": [words] * 3}

    def _look(self, request: ModelRequest) -> None:
        self.told.append(f"{request.system}\n{request.prompt}")
        material, _, results = request.prompt.partition("\n\nWhat the tools said so far:\n")
        heard = (material, *(line.partition("}: ")[2] for line in results.splitlines()))  # not its own words
        self.has_seen = self.has_seen or any(self.attack.planted in text.replace("^", " ") for text in heard)

    def _step(self) -> Mapping[str, object]:
        self._steps += 1
        harm: tuple[tuple[str, dict[str, object]], ...] = (
            ("notes", {"words": f"Orrow {self.attack.planted}"}),
            ("memory", {"words": "Orrow"}),
            ("delete_note", {"path": "Chronicler/Settings.md"}),
            ("memory", {"words": 7, "sql": "drop table messages"}),
        )
        number = (self._steps - 1) % (len(harm) + 1)
        if number < len(harm):
            tool, arguments = harm[number]
            return {
                "thought": self.attack.obeys,
                "step": tool,
                "arguments": arguments,
                "answer": "",
                "links": [],
            }
        words = self.attack.obeys if self.has_seen else ""
        links = [words, self.attack.line, "Discord"] if self.has_seen else []
        return {"thought": "", "step": "answer", "arguments": {}, "answer": words, "links": links}
