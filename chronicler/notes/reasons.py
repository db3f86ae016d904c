"""Reason codes in words a streamer understands.

Decides the wording of why the Hearthkeeper kept silent and where its words came from;
leaves the codes to ``agent``. An unknown code is shown as words rather than hidden.
"""

from typing import Final

from chronicler.notes.untrusted import chat

_WHY_SILENT: Final = {
    "active_chat": "the quiet was still shorter than your setting",
    "recent_talk": "people had been talking, and a pause among them is no emptiness",
    "streamer_speaking": "you were speaking",
    "cooldown": "it had spoken not long before",
    "unanswered": "nobody had answered its last lines",
    "max_lines": "it had said all it may say in one stream",
    "share_of_lines": "its share of the chat's lines was large enough",
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
    "live_unknown": "nobody could say whether the stream was live",
    "live_stale": "the last word on being live was too old",
    "live_not_configured": "nothing is set up that could say whether the stream is live",
    "live_api_error": "Twitch could not say whether the stream was live",
    "session_ended": "the stream is over",
}
_NOW: Final = {
    "active_chat": "people are talking, or were just now",
    "recent_talk": "people have been talking",
    "streamer_speaking": "you are speaking",
    "cooldown": "it spoke not long ago",
    "unanswered": "nobody answered its last lines; it waits until somebody writes",
    "max_lines": "it has said all it may say in one stream",
    "share_of_lines": "its share of the chat's lines is large enough",
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
    "live_unknown": "nobody can say yet whether the stream is live",
    "live_stale": "the last word on being live is too old; Twitch is asked again",
    "live_not_configured": "nothing is set up yet that could say whether the stream is live",
    "live_api_error": "Twitch does not say whether the stream is live",
}
_SOURCES: Final = {
    "kindling": "from your kindling",
    "dashboard": "from the dashboard",
    "angle": "from the content angle",
    "talk": "from tonight's talk",
    "memory": "from earlier streams",
    "context": "from a note the dashboard links",
    "model": "in the model's words",
}
_GAPS: Final = {
    "restart": "the Chronicler was restarted",
    "reconnect": "the connection to chat was lost",
    "disconnected": "the connection to chat was lost",
    "revoked": "Twitch withdrew the subscription to chat",
}


def why_silent(code: str) -> str:
    """Return why a quiet was left silent, in the past tense, without a capital."""
    return _WHY_SILENT.get(code) or _words(code) or "no reason was kept"


def why_silent_now(code: str) -> str:
    """Return why it is silent at present, without a capital."""
    return _NOW.get(code) or _words(code) or "no reason is known"


def source_of(code: str) -> str:
    """Return where a line's words came from."""
    return _SOURCES.get(code) or (f"from {_words(code)}" if code else "from a source that was not kept")


def why_deaf(code: str) -> str:
    """Return why chat may have been missed."""
    return _GAPS.get(code) or _words(code) or "the reason is unknown"


def _words(code: str) -> str:
    return chat(code.replace("_", " "))
