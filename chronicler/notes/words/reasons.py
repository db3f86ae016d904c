"""Reason codes in words a streamer understands.

Decides the wording of why the Hearthkeeper kept silent, where its words came from, what
every mode decided and what became of a line; leaves the codes to ``agent`` and ``twitch``,
and figures and names around them to ``notes.words.account``. An unknown code is shown as words
rather than hidden; a test holds that every code there is has its sentence.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from chronicler.domain.actions import NOT_DRAWN, Drawn
from chronicler.notes.untrusted import chat, clean
from chronicler.notes.words.court_reasons import OF_THE_COURT

_WHY_SILENT: Final = {
    "active_chat": "the quiet was still shorter than your setting",
    "recent_talk": "people had been talking, and a pause among them is no emptiness",
    "streamer_speaking": "you were speaking",
    "cooldown": "it had spoken not long before",
    "unanswered": "nobody had answered its last lines",
    "max_lines": "it had said all it may say in one stream",
    "share_of_lines": "its share of the chat's lines, answers included, was large enough",
    "sending": "a line was on its way",
    "drafting": "it was still looking for words",
    "due": "it was about to speak",
    "no_material": "it had nothing of yours or tonight's to say",
    "style_rejected": "no line it found was good enough",
    "duplicate": "every line it found was too close to an earlier one",
    "model_failed": "the language model gave no usable answer",
    "stale": "the moment had passed before the words came",
    "just_due": "the quiet ended just as it would have spoken",
    "contemplative": "the dashboard asked for contemplative silence",
    "off_in_settings": "it is switched off in Settings",
    "off_in_dashboard": "it is switched off on the dashboard",
    "switched_off": "it was switched off with !hearth off",
    "hushed": "it was hushed",
    "hush_schedule": "the hush schedule covered that hour",
    "no_session": "no stream is running",
    "not_live": "the stream was not live",
    "deaf": "chat could not be heard, so nobody knew whether it was quiet",
    "live_unknown": "nobody could say whether the stream was live",
    "live_stale": "the last word on being live was too old",
    "broadcast_stopped": "OBS had stopped sending the stream, and Twitch had not noticed yet",
    "live_not_configured": "nothing is set up that could say whether the stream is live",
    "live_api_error": "Twitch could not say whether the stream was live",
    "live_needs_login": "the login to Twitch had run out, so nobody could say whether the stream was live",
    "live_not_permitted": "the login lacked the permission to ask whether the stream was live",
    "live_rate_limited": "Twitch asked for a pause when it was asked whether the stream was live",
    "live_refused": "Twitch refused to say whether the stream was live",
    "live_timeout": "Twitch took too long to say whether the stream was live",
    "live_unreachable": "Twitch could not be reached, so nobody could say whether the stream was live",
    "live_not_connected": "there was no connection to Twitch that could say whether the stream was live",
    "live_not_running": "no bot was running that could say whether the stream was live",
    "theme_changed": "the theme had changed since the words were found",
    "another_stream": "the stream that it was meant for was over",
    "spoke": "it had just spoken",
    "session_ended": "the stream is over",
}
_NOW: Final = {
    "active_chat": "it has not been quiet for long enough yet",
    "recent_talk": "people have been talking",
    "streamer_speaking": "you are speaking",
    "cooldown": "it spoke not long ago",
    "unanswered": "nobody answered its last lines; it waits until somebody writes",
    "max_lines": "it has said all it may say in one stream",
    "share_of_lines": "its share of the chat's lines, answers included, is large enough",
    "sending": "a line is on its way",
    "drafting": "it is looking for words",
    "due": "it is about to speak",
    "spoke": "it has just spoken",
    "no_material": "it has nothing of yours or tonight's to say; a line under `kindling` would help",
    "style_rejected": "no line it found is good enough",
    "duplicate": "every line it found is too close to an earlier one",
    "model_failed": "the language model gives no usable answer",
    "stale": "the words came too late",
    "contemplative": "the dashboard asks for contemplative silence",
    "hushed": "it is hushed",
    "hush_schedule": "the hush schedule covers this hour",
    "switched_off": "it was switched off with `!hearth off`; `!hearth on` brings it back",
    "off_in_settings": "it is switched off in Settings",
    "off_in_dashboard": "it is switched off on the dashboard",
    "not_live": "the stream is not live",
    "deaf": "chat cannot be heard at the moment; it is tried again",
    "live_unknown": "nobody can say yet whether the stream is live",
    "live_stale": "the last word on being live is too old; Twitch is asked again",
    "broadcast_stopped": "OBS has stopped sending the stream, though Twitch still says live",
    "live_not_configured": "nothing is set up yet that could say whether the stream is live",
    "live_api_error": "Twitch does not say whether the stream is live",
    "live_needs_login": "the login to Twitch has run out; `chronicler twitch login` renews it",
    "live_not_permitted": "the login lacks a permission; `chronicler twitch status` says which",
    "live_rate_limited": "Twitch asks for a pause before it says whether the stream is live",
    "live_refused": "Twitch refuses to say whether the stream is live",
    "live_timeout": "Twitch takes too long to say whether the stream is live",
    "live_unreachable": "Twitch cannot be reached; it is tried again",
    "live_not_connected": "there is no connection to Twitch yet",
    "live_not_running": "no bot is running that could say whether the stream is live",
    "theme_changed": "the theme changed after the words were found",
    "another_stream": "the stream that it was meant for is over",
    "no_session": "no stream is running",
    "session_ended": "the stream is over",
    "just_due": "it was about to speak",
}
_SOURCES: Final = {
    "kindling": "from your kindling",
    "dashboard": "from the dashboard",
    "angle": "from the content angle",
    "talk": "from tonight's talk",
    "memory": "from earlier streams",
    "context": "from a note the dashboard links",
    "model": "in the model's words",
    "looked_up": "word for word from what was looked up",
    "about": "in answer to a question",
    "links": "from your Links note",
    "title": "from title and game",
    "uptime": "by the clock",
    "schedule": "by the clock and your Links note",
    "theme": "from the dashboard",
    "unknown": "since it does not know",
    "test": "as a test",
    "opt_out": "in answer to somebody's wish about their own words",
}
_NEAR: Final = {
    "angle": "the content angle",
    "dashboard": "the dashboard",
    "talk": "tonight's talk",
    "memory": "an earlier stream",
    "context": "a note the dashboard links",
    "kindling": "your kindling",
}
_SOONER: Final = {
    "newcomer": "somebody new had come into a long silence",
    "uncertainty": "somebody had been unsure, and nobody had answered",
    "drift": "the talk had left your theme and stopped",
    "streamer_silence": "you had been silent for long as well",
}
_DECIDED: Final[Mapping[str, Mapping[str, str]]] = {
    "dashboard": {
        "adopted": "your dashboard came into force",
        "problems": "a save of your dashboard was not taken over, because something in it could not be used",
        "empty": "a save of your dashboard was not taken over, because there was nothing in it",
        "draft": "a save of your dashboard was not taken over, because it was still a draft",
        "unchanged": "a save of your dashboard changed nothing that counts",
        "withdrawn": "your dashboard went back to draft, so it was no longer in force",
        "removed": "your dashboard was gone, so it was no longer in force",
        "session_ended": "the stream was over",
    },
    "steward": {
        "hush": "a hush was asked for, and granted",
        "hearth": "the Hearthkeeper was switched, as asked",
        "not_allowed": "a command came from somebody who may not give it, so nothing followed",
        "not_understood": "a command was not understood, so nothing followed",
        "clip": "a clip was asked for",
        "marker": "a stream marker was asked for",
        "about": "somebody asked what this is, and was answered",
        "forgetme": "somebody wants none of their words kept any more",
        "rememberme": "somebody wants their words kept again",
        "opted_out": "somebody's words are kept no more, and they were told what follows",
        "opted_in": "somebody's words are kept again, and they were told so",
        "opted_before": "somebody asked about their own words for what was so already",
        "opted_unanswered": "somebody's wish about their own words is kept, without one more answer",
        "wish_not_kept": "somebody's wish about their own words could not be stored and counts for this run",
        "streamer_is_kept": "the streamer asked to be forgotten, and every note is made of their evening",
        "test_rejected": "a test line was asked for, and a word in it is one that Settings forbid",
        "test": "a test line was asked for in the terminal, and said",
        "clipped_just_now": "a clip was asked for right after another, which shows the same moment",
        "marked_just_now": "a stream marker was asked for seconds after another, so the one before stands",
        "links": "somebody asked for a link, and was answered from your Links note",
        "title": "somebody asked for title or game, and was answered",
        "uptime": "somebody asked how long the stream has been on, and was answered",
        "schedule": "somebody asked when you stream, and was answered",
        "theme": "somebody asked for tonight's theme, and was answered",
        "unknown": "somebody asked what it does not know, and it said so",
        "looking": "somebody asked something, and the language model was asked for an answer",
        "model": "somebody asked something, and was answered in the model's words",
        "looked_up": "somebody asked something, and was answered word for word from what was looked up",
        "asker_removed": "the line that asked was taken out of chat, so nothing was said to it",
        "too_late": "an answer came when the talk had gone on, so it was not said",
        "stale": "an answer came that was no longer waited for",
        "model_failed": "the language model gave no usable answer",
        "unknown_lately": "somebody asked what it does not know, soon after it had said so",
        "in_passing": "somebody spoke to it without asking it anything, so nothing was said",
        "answered_lately": "somebody asked too soon after another answer, so nothing was said",
        "answered_before": "somebody asked again soon after an answer to them, so nothing was said",
        "said_lately": "somebody asked for what still stood in chat, so nothing was said",
        "failed_lately": "somebody asked just after an answer had failed, so nothing was said",
        "sending": "somebody asked while an answer was on its way, so nothing was said",
        "style_rejected": "somebody asked, and the answer was not let through",
        "topic_off": "somebody asked for what Settings have switched off, so nothing was said",
        "off_in_settings": "somebody asked, and the Steward's answers are switched off in Settings",
        "hushed": "somebody asked during a hush, so nothing was said",
        "hush_schedule": "somebody asked in an hour that the hush schedule covers, so nothing was said",
        "session_ended": "the stream was over",
    },
    "warden": {
        "flagged": "a line looked like a scam or an impersonation; it was flagged, and nothing else was done",
        "repeated": "a line like one that had been flagged came again; it was only counted",
        "session_ended": "the stream was over",
    },
}
"""What modes besides the Hearthkeeper decide, as the latter half of a sentence."""
_ACTED: Final = {
    "active_chat": "it had not been quiet for long enough, so it kept out of it",
    "due": "a line was due, so it looked for words",
    "spoke": "it found words and let them go",
    "session_ended": "the stream was over",
}
_UNDELIVERED: Final = {
    "repeated": "the very same line had left seconds before, and Twitch takes no line twice in half a minute",
    "empty": "there were no words left in it",
    "too_long": "Twitch takes no line that long",
    "not_sent": "Twitch took the request and did not show the line, without a reason",
    "rejected": "Twitch refused the line without a reason",
    "refused": "Twitch refused the request",
    "needs_login": "the login to Twitch had run out",
    "not_permitted": "the account that speaks lacked the permission to write",
    "rate_limited": "Twitch kept asking for a pause",
    "api_error": "Twitch failed with an error of its own",
    "unreachable": "Twitch could not be reached",
    "timeout": "Twitch did not answer in time, so nobody knows whether the line arrived",
    "not_connected": "there was no connection to Twitch",
    "not_journaled": "it could not be written down first, and nothing is said that is not written down",
    "stopped": "the Chronicler was stopped while it was being sent, so nobody knows whether it arrived",
    "import": "it was a recording that was taken over, in which nothing can be said any more",
    "asker_removed": "the line that asked was taken out of chat meanwhile",
    "the Chronicler stopped meanwhile": "the Chronicler was stopped while the line was on its way",
}
_OF_THE_GATE: Final = frozenset({"no_session", "not_live", "deaf", "broadcast_stopped"})
_TRIED: Final = re.compile(r"waited (\d+(?:\.\d+)?) s")
_PART: Final = re.compile(r"part (\d+) of (\d+) \w+: (.*)", re.DOTALL)
_GAPS: Final = {
    "restart": "the Chronicler was restarted",
    "reconnect": "the connection to chat was lost",
    "disconnected": "the connection to chat was lost",
    "cut": "the connection to chat was lost",
    "silence": "the connection to chat fell silent",
    "stopped": "the Chronicler let go of the connection for a moment",
    "closed": "the connection to chat was closed",
    "reconnect failed": "the connection to chat was lost",
    "subscription vanished": "Twitch dropped the subscription to chat",
    "revoked": "Twitch withdrew the subscription to chat",
}

_UNHEARD: Final = {
    "starting": "the Chronicler has just started",
    "connecting": "it is being connected",
    "needs_login": "the login to Twitch has run out; `chronicler twitch login` renews it",
    "not_permitted": "the login lacks a permission; `chronicler twitch status` says which",
    "silence": "the connection fell silent; it is tried again",
}


def why_unheard(code: str) -> str:
    """Return why chat is not heard at present, without a capital."""
    if code.startswith("revoked"):
        return "Twitch withdrew the subscription; it is asked for again"
    return _UNHEARD.get(code) or "the connection was lost; it is tried again"


def why_silent(code: str) -> str:
    """Return why a quiet was left silent, in the past tense, without a capital."""
    return _WHY_SILENT.get(code) or _words(code) or "no reason was kept"


def why_silent_now(code: str) -> str:
    """Return why it is silent at present, without a capital."""
    return _NOW.get(code) or _words(code) or "no reason is known"


def source_of(code: str, drawn: Drawn = NOT_DRAWN, spell: Callable[[str], str] = clean) -> str:
    """Return where a line's words came from; of a model's, which model's and what they are nearest to."""
    if drawn.model:
        near = _NEAR.get(drawn.near, "")
        return f"in the words of {spell(drawn.model)}{f', nearest to {near}' if near else ''}"
    return _SOURCES.get(code) or (f"from {_words(code)}" if code else "from a source that was not kept")


def why_sooner(code: str) -> str:
    """Return what brought a line forward, without a capital; empty where nothing did."""
    return _SOONER.get(code) or _words(code)


def sooner(code: str) -> str:
    """Return the same as what follows the line's source, empty where nothing brought it forward."""
    return f", sooner than your setting because {why_sooner(code)}" if code else ""


def why_deaf(code: str) -> str:
    """Return why chat may have been missed."""
    return _GAPS.get(code.partition(":")[0]) or _words(code) or "the reason is unknown"


def why_undelivered(code: str, spell: Callable[[str], str] = clean) -> str:
    """Return why a line did not reach chat, or not surely; Twitch's own words are quoted.

    ``spell`` makes those harmless where they are to stand: on a terminal, or in a note.
    """
    if waited := _TRIED.fullmatch(code):
        return f"it had waited {waited[1]} s for its turn and no longer fitted the moment"
    if part := _PART.fullmatch(code):
        return f"only the parts before part {part[1]} of {part[2]} left: {why_undelivered(part[3], spell)}"
    if code.startswith("not_journaled"):
        return _UNDELIVERED["not_journaled"]
    known = _UNDELIVERED.get(code) or _WHY_SILENT.get(code)
    if known or not code:
        return known or "no reason was kept"
    return _words(code) if re.fullmatch(r"[a-z_]+", code) else f"Twitch said: “{spell(code)}”"


def court_rule(code: str) -> str:
    """Return what a rule of the style court finds wrong with a line."""
    return OF_THE_COURT.get(code) or _words(code)


def decided(mode: str, code: str) -> str:
    """Return what a mode decided, in the past tense, without a capital or an end mark."""
    if mode == "hearthkeeper":
        return _ACTED.get(code) or f"it stayed silent, because {why_silent(code)}"
    if mode == "steward" and (closed := _gate(code)):
        return f"nothing followed from a command or a question, because {closed}"
    return _DECIDED.get(mode, {}).get(code) or f"{_words(mode)}: {_words(code)}"


def _gate(code: str) -> str:
    """Return why the live gate was closed, where that is what a code says."""
    is_gates = code in _OF_THE_GATE or code.startswith("live_")
    return _WHY_SILENT.get(code, "") if is_gates else ""


def has_sentence(mode: str, code: str) -> bool:
    """Return whether a mode's reason has a sentence of its own here."""
    if mode == "hearthkeeper":
        return code in _WHY_SILENT and code in _NOW
    return code in _DECIDED.get(mode, {}) or (mode == "steward" and bool(_gate(code)))


def has_trigger_sentence(code: str) -> bool:
    """Return whether what brings a line forward has a sentence of its own here."""
    return code in _SOONER


def has_delivery_sentence(code: str) -> bool:
    """Return whether a reason for not delivering a line has a sentence of its own here."""
    return code in _UNDELIVERED or code in _WHY_SILENT


def has_rule_sentence(code: str) -> bool:
    """Return whether a rule of the style court has a sentence of its own here."""
    return code in OF_THE_COURT


def _words(code: str) -> str:
    return chat(code.replace("_", " "))
