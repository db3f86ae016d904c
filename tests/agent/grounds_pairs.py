"""True and false answers of a model beside what its tools had told, thirty of each.

Each evidence is a tool with its result; an answer is true where a careful reader would say so of
that result alone.
"""

from typing import Final

Evidence = tuple[str, str]

CLOCK: Final = (
    "clock",
    (
        "The stream has been on for 3 hours and 57 minutes; it began at 23:30 (CET). It is 03:27, 07 March 2026"
        " there. 21:00 there comes in 17 hours and 33 minutes and was 6 hours and 27 minutes ago."
    ),
)
DEFENDER: Final = ("memory", "24 March 2026, somebody in chat: Thanks, Windows Defender, for the pop-up")
SKATING: Final = (
    "memory",
    (
        "18 November 2025, the streamer: is a fall part of skating at all; "
        "04 October 2025, somebody in chat: I never liked the ice cap; "
        "01 October 2025, somebody in chat: the ferryman waited two hours at the pier"
    ),
)
NO_MEMORY: Final = ("memory", "Nothing of earlier streams is remembered about that.")
ABOUT: Final = (
    "about",
    (
        "I am an AI steward, and now and then I offer a line when it is quiet. What is written here is kept on"
        " the machine of whoever streams here, for notes; the command !forgetme keeps yours out. I never pose as"
        " a person, never make up activity and take no action against anyone."
    ),
)
BOARD: Final = (
    "dashboard",
    (
        "theme: Falling as a part of skating. title: Back at the ice cap. game: Sonic 06. "
        "topics: giving up as a skill; cold places; what a glitch remembers. goals: Reach the ice cap. "
        "planned start: 19:30"
    ),
)
NOTES: Final = (
    "notes",
    (
        "Orrow is a village of forty ferrymen by the sea. Nobody in Orrow owns a boat. The lighthouse was built"
        " in 1871. The tower has three bells."
    ),
)
TITLES: Final = (
    "titles",
    (
        "Tonight: “Back at the ice cap” (Sonic 06). Until 20:00 it was “Slow start” (Sonic 06). Earlier streams:"
        " 04 March 2026: The salt stair (Saltmarch); 27 February 2026: Fog (Orrow)."
    ),
)
LINKS: Final = ("links", "Links kept, by name: discord, videos, schedule.")

TRUE: Final[tuple[tuple[Evidence, str], ...]] = (
    (CLOCK, "21:00 there comes in 17 hours and 33 minutes."),
    (CLOCK, "It is 17 hours and 33 minutes until nine in the evening."),
    (CLOCK, "The stream has been on for 3 hours and 57 minutes."),
    (CLOCK, "The stream began at half past eleven."),
    (DEFENDER, "Windows Defender came up on 24 March 2026."),
    (DEFENDER, "Windows Defender came up in March 2026."),
    (DEFENDER, "On March 24th somebody thanked Windows Defender for a pop-up."),
    (DEFENDER, "Windows Defender was mentioned in March."),
    (DEFENDER, "Yes, on the twenty-fourth of March 2026 somebody thanked Windows Defender."),
    (SKATING, "On 18 November 2025 the streamer asked whether a fall is part of skating."),
    (SKATING, "Somebody never liked the ice cap, on 04 October 2025."),
    (SKATING, "In October 2025 somebody said they never liked the ice cap."),
    (SKATING, "The ferryman waited for two hours at the pier."),
    (SKATING, "The ferryman waited 2 h at the pier, somebody said on 1 October 2025."),
    (SKATING, "The ice cap came up on 04 October 2025."),
    (NO_MEMORY, "Nothing is remembered about that."),
    (ABOUT, "What is written here is kept on the machine of whoever streams here, for notes."),
    (ABOUT, "It is an AI steward and never poses as a person."),
    (ABOUT, "It takes no action against anyone and makes up no activity."),
    (BOARD, "Tonight is about falling as a part of skating."),
    (BOARD, "There are three topics: giving up as a skill, cold places and what a glitch remembers."),
    (BOARD, "The start was planned for half past seven."),
    (BOARD, "The goal is to reach the ice cap, in Sonic 06."),
    (BOARD, "The planned start was 7:30 pm."),
    (NOTES, "Orrow is a village of forty ferrymen."),
    (NOTES, "Orrow is a village of 40 ferrymen by the sea."),
    (NOTES, "Nobody in Orrow owns a boat."),
    (NOTES, "The lighthouse was built in 1871, and the tower has three bells."),
    (TITLES, "The salt stair was the title on 4 March 2026."),
    (LINKS, "Three links are kept: discord, videos and schedule."),
)
FALSE: Final[tuple[tuple[Evidence, str], ...]] = (
    (CLOCK, "It is 17 hours and 38 minutes until 21:00."),
    (CLOCK, "It is two hours until 21:00."),
    (CLOCK, "21:00 comes in forty minutes."),
    (CLOCK, "21:00 there comes in 6 hours and 27 minutes."),
    (CLOCK, "The stream has been on for four hours and 57 minutes."),
    (DEFENDER, "Windows Defender came up on 24 May 2025."),
    (DEFENDER, "Windows Defender came up in March 2024."),
    (DEFENDER, "Windows Defender came up twelve times."),
    (DEFENDER, "Windows Defender never came up here."),
    (DEFENDER, "Windows Defender came up twice."),
    (DEFENDER, "Nobody here thanked Windows Defender."),
    (DEFENDER, "Windows Defender came up yesterday."),
    (SKATING, "On 04 October 2025 the streamer asked whether a fall is part of skating."),
    (SKATING, "Somebody liked the ice cap."),
    (SKATING, "The ferryman waited three hours at the pier."),
    (SKATING, "A fall is never a part of skating, the streamer said."),
    (NO_MEMORY, "Skating was never mentioned in earlier streams."),
    (ABOUT, "I keep nothing of what is written here."),
    (ABOUT, "I pose as a person and take action against anyone."),
    (ABOUT, "What is written here is not kept on the machine of whoever streams here."),
    (BOARD, "Tonight is not about skating, and reaching the ice cap is no goal."),
    (BOARD, "The start was planned for half past eight."),
    (BOARD, "There are five topics: giving up as a skill, cold places and what a glitch remembers."),
    (BOARD, "The ice cap is always the goal, every evening."),
    (NOTES, "Orrow is a village of fourteen ferrymen."),
    (NOTES, "Everybody in Orrow owns a boat."),
    (NOTES, "The lighthouse was built in 1781."),
    (NOTES, "The tower has forty bells."),
    (TITLES, "The salt stair was the title on 27 February 2026."),
    (LINKS, "No links are kept, neither discord nor videos."),
)
