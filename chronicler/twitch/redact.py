"""Keeps secrets out of logs and messages.

Decides what counts as a secret: every token it was shown, and whatever stands where Twitch
puts one (twitchio's own errors quote client secret and refresh token). Leaves where logs
go to ``cli``.
"""

import logging
import re
from typing import Final

HIDDEN: Final = "[secret]"
_NAMES: Final = "access_token|refresh_token|client_secret|device_code|code|token|refresh"
_PLACES: Final = re.compile(
    rf"""(?ix)
    ( \b (?:{_NAMES}) ["']? \s* [=:] \s* ["']? ) [^\s"'&,)}}]+
    | ( \b (?:bearer|oauth) [ ] | \b oauth: ) [a-z0-9._~+/-]{{6,}}
    """
)
SHORTEST: Final = 6
"""Shorter strings are not taken for secrets: hiding them would garble the text."""


class Redactor(logging.Filter):
    """A logging filter that also cleans plain text and exceptions."""

    def __init__(self) -> None:
        """Know no secret yet."""
        super().__init__()
        self._secrets: set[str] = set()

    def learn(self, *secrets: str) -> None:
        """Hide these from now on, wherever they stand."""
        self._secrets.update(s for s in secrets if len(s) >= SHORTEST)

    def text(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return _PLACES.sub(lambda m: f"{m[1] or m[2]}{HIDDEN}", text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record in place and let it pass."""
        try:
            words = record.getMessage()
        except (TypeError, ValueError):
            # A library's message that does not fit its own arguments must not stop the library.
            words = f"{record.msg} {record.args!r}"
        record.msg, record.args = self.text(words), ()
        if record.exc_info and record.exc_info[1] is not None:
            self.clean(record.exc_info[1])
        if record.exc_text:
            record.exc_text = self.text(record.exc_text)
        return True

    def clean(self, error: BaseException) -> None:
        """Clean the words of an exception and of those it came from, in place."""
        seen: list[BaseException] = []
        following: BaseException | None = error
        while following is not None and following not in seen:
            seen.append(following)
            _forget_request(following)
            following.args = tuple(self.text(a) if isinstance(a, str) else a for a in following.args)
            following = following.__cause__ or following.__context__

    def guard(self, *names: str) -> None:
        """Watch the loggers of these names and all their children that exist by now."""
        known = [n for n in logging.root.manager.loggerDict if n.startswith(tuple(f"{m}." for m in names))]
        for name in (*names, *known):
            logger = logging.getLogger(name)
            if self not in logger.filters:
                logger.addFilter(self)

    def release(self, *names: str) -> None:
        """Stop watching."""
        known = [n for n in logging.root.manager.loggerDict if n.startswith(names)]
        for name in known:
            logging.getLogger(name).removeFilter(self)


def _forget_request(error: BaseException) -> None:
    """Take query and headers out of what aiohttp's errors quote of their request."""
    asked = getattr(error, "request_info", None)
    if asked is not None:
        bare = asked.real_url.with_query(None)
        error.request_info = asked._replace(url=bare, real_url=bare, headers={})  # type: ignore[attr-defined]
        error.args = ()
