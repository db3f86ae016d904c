"""The court's rules about marks: what stands between the words, and how they are spelled.

Decides what breaks a rule and how that is said to people; leaves the words' meaning to
``court.rules`` and which rule holds where to ``court``.
"""

import re
from typing import Final

from chronicler.agent.court import disguise as court_disguise
from chronicler.agent.court import text as court_text
from chronicler.agent.court.case import Line, Term
from chronicler.analysis.stop_words import word_set
from chronicler.domain.late_pattern import LatePattern

_CAPITALS: Final = frozenset(
    {
        *("AI", "ARPG", "CRPG", "DLC", "DM", "DND", "EU", "GM", "HUD", "JRPG", "MMO", "MMORPG", "NPC"),
        *("NPCS", "OK", "PC", "PS", "PVE", "PVP", "RPG", "RPGS", "TV", "UI", "UK", "US", "USA", "VR"),
    }
)
_ROMAN: Final = LatePattern(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CAPITAL_WORD: Final = LatePattern(r"[^\W\d_]{2,}")
_ABBREVIATED: Final = LatePattern(
    r"(?<!\w)[A-Z]{2,4}\d{1,2}(?!\w)"
    r"|(?:^|(?<=[|(] ))(?!(?:NOW|NEW|HEY|WOW|OMG|YES|GO|WIN|BIG|HOT|TOP|LOL|NO|OH|WE)\b)"
    r"[A-Z]{2,3}(?=: [A-Z][a-z])"
)
"""Capitals with a number behind them, and short ones that begin a title before a colon."""
_EXCLAMATION: Final = LatePattern("[!¡ǃꜝꜞꜟ‼⁉❕❗՜߹᥄ⵑ]")
_HASHTAG: Final = LatePattern(r"#\w+")
_MARKUP: Final = LatePattern(
    r"\[\[|\]\]|\]\(|!\[|%%|<%|%>|\{\{|\}\}|`|<[A-Za-z!/]|\$=|::|##|(?:^|\s)[-*_]{3,}(?:\s|$)|^\s*>"
    r"|\[\d{1,3}(?:;\d{1,3})*m|\]\d{1,2};"
)
"""Links, comments, templates, queries, HTML, headings, rules and callouts, as Obsidian reads them,
and what is left of a terminal's commands."""
_SYNTAX: Final = LatePattern(
    r"[<>{}`\\]|\[\[|\]\]|%%|---|^[a-z_]+: [\w-]+$|(?<!\w)(?=\w*\d)(?=\w*[^\W\d])\w{16,}(?!\w)"
)
"""What stands in templates, properties and keys, and in no sentence."""
_SHOWN: Final = 40


def newline(line: Line, _: Term) -> str:
    """Refuse a line break."""
    return "it has a line break; write it as one line" if court_text.has_line_break(line.typed) else ""


def command(line: Line, _: Term) -> str:
    """Refuse what chat takes for a command."""
    signs = (*"/.!⁄∕⧸╱", line.case.command_prefix or "!")
    first = line.said[:1]
    return (
        f"it begins with {first}, so chat would take it for a command" if line.plain.startswith(signs) else ""
    )


def link(line: Line, _: Term) -> str:
    """Refuse an address that is not among those kept."""
    allowed = {_address(link) for link in line.case.links}
    found = [link for link in court_text.links(line.besides_game) if _address(link) not in allowed]
    return f"chat would make a link of {found[0]}" if found else ""


def _address(link: str) -> str:
    return link.rsplit("://", maxsplit=1)[-1].removeprefix("www.").rstrip("/.,;:!?)").casefold()


_ENDS_A_NAME: Final = LatePattern(
    r"(?<![^\s(“\"])[A-Z][\w'’-]*!(?=,? (?:is|was|has|asks|and|or|does"
    r"|wants|by|again|with|for|keeps|makes|ends|begins|never|still|knows|lets|gives|takes)\b)"
)
_EXCLAIMED: Final = word_set(
    """
    ah alas amazing behold bye chat cheers congratulations enjoy everyone finally follow friends go good great
    guys hello here hey hi hooray hurrah hurry live look me more news nice no now oh ok okay please quick
    ready stop thanks there this today tonight us wait watch welcome well win wow yay yes you
    """
)
"""What people cry of themselves; another word with a mark in mid-sentence is some game's name."""


def _is_name_alone(plain: str) -> bool:
    """Return whether the one mark belongs to a name, as the sentence goes on behind it."""
    found = _ENDS_A_NAME.search(plain)
    return (
        found is not None
        and len(_EXCLAMATION.findall(plain)) == 1
        and found.group()[:-1].lower() not in _EXCLAIMED
        and not found.group()[:-1].isupper()
    )


def exclamation(line: Line, _: Term) -> str:
    """Refuse an exclamation mark."""
    plain = line.besides_game
    is_loud = _EXCLAMATION.search(plain) is not None and not _is_name_alone(plain)
    return "it has an exclamation mark; end it quietly" if is_loud else ""


def shouting(line: Line, _: Term) -> str:
    """Refuse words in capitals."""
    joined = court_text.joined_letters(_ABBREVIATED.sub(" ", line.besides_game))
    for found in _CAPITAL_WORD.findall(joined):
        if found.isupper() and found not in _CAPITALS and not _ROMAN.fullmatch(found):
            return f"{found} is written in capitals, which reads as shouting"
    return ""


def hashtag(line: Line, term: Term) -> str:
    """Hold a line to its number of hashtags."""
    if not term.high:
        return "it has a # in it; hashtags belong in a post" if "#" in line.besides_game else ""
    count = len(_HASHTAG.findall(line.plain))
    wanted = f"{term.low} to {term.high}"
    return "" if term.low <= count <= term.high else f"it has {count} hashtags; {wanted} are wanted"


def emoji(line: Line, _: Term) -> str:
    """Refuse pictures and faces."""
    return "it has an emoji in it; words carry further here" if court_text.has_emoji(line.plain) else ""


def mention(line: Line, _: Term) -> str:
    """Refuse a mention of anybody but the asker."""
    plain = line.plain
    if line.case.asker:
        plain = re.sub(rf"@ ?{re.escape(line.case.asker)}(?!\w)", "", plain, flags=re.IGNORECASE)
    return "it mentions somebody with @" if "@" in plain else ""


def markup(line: Line, _: Term) -> str:
    """Refuse what a note or a terminal would act on."""
    found = _MARKUP.search(line.besides_game)
    return f"“{found.group()}” would be more than words in a note" if found else ""


def disguised(line: Line, _: Term) -> str:
    """Refuse words spelled as other signs."""
    plain = line.besides_game
    for said in (line.case.asker, *court_text.links(plain)):
        plain = plain.replace(said, " ") if said else plain
    found = court_disguise.disguise_in(plain)
    return f"“{found[:_SHOWN]}” is spelled to look like something else; write it plainly" if found else ""


def syntax(line: Line, _: Term) -> str:
    """Refuse what stands in code."""
    plain = line.besides_game
    for link in (*line.case.links, *court_text.links(plain)):
        plain = plain.replace(link, " ")
    found = _SYNTAX.search(plain)
    return f"“{found.group()[:_SHOWN]}” belongs in code, not in a sentence" if found else ""
