"""A loopback double of obs-websocket 5: greeting, requests, events, meters and faults.

It speaks JSON and MessagePack, whichever subprotocol is asked for, checks the documented
authentication, sends an event only to those who subscribed to it, and closes with the
documented codes. Nothing moves by itself: a test sends each event. For a try by hand it
can speak and be silent by turns::

    python -m tests.doubles.obs_server --port 4455 --password lantern
"""

import argparse
import asyncio
import base64
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import msgpack
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

PASSWORD: Final = "lantern-in-the-fog"  # noqa: S105 - the double's own
CHALLENGE: Final = "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="
SALT: Final = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI="
RPC_VERSION: Final = 1
WRONG_PASSWORD, WRONG_VERSION, NOT_IDENTIFIED, UNKNOWN_OP = 4009, 4010, 4007, 4006
MIC: Final = "Mic/Aux"
DESKTOP: Final = "Desktop Audio"
_BIT: Final = {"Inputs": 1 << 3, "Outputs": 1 << 6, "Config": 1 << 1, "Meters": 1 << 16}
_INTENT: Final = {
    "InputVolumeMeters": "Meters",
    "InputMuteStateChanged": "Inputs",
    "InputNameChanged": "Inputs",
    "InputCreated": "Inputs",
    "InputRemoved": "Inputs",
    "StreamStateChanged": "Outputs",
    "CurrentSceneCollectionChanged": "Config",
}
UNKNOWN_REQUEST, NOT_FOUND = 204, 600


def answer_to(password: str) -> str:
    """Return the authentication string that the documentation asks for."""
    secret = base64.b64encode(hashlib.sha256((password + SALT).encode()).digest())
    return base64.b64encode(hashlib.sha256(secret + CHALLENGE.encode()).digest()).decode()


@dataclass(slots=True)
class _Guest:
    """One client."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport
    is_packed: bool
    subscriptions: int = -1
    """Below nought until it is identified."""

    async def send(self, op: int, data: Mapping[str, object]) -> None:
        message = {"op": op, "d": data}
        if self.is_packed:
            await self.socket.send_bytes(msgpack.packb(message))
        else:
            await self.socket.send_str(json.dumps(message))


@dataclass(slots=True)
class ObsServer:
    """OBS with a microphone and desktop audio, at first not streaming."""

    password: str = PASSWORD
    """Empty for an OBS that asks for none."""
    inputs: dict[str, str] = field(
        default_factory=lambda: {DESKTOP: "pulse_output_capture", MIC: "pulse_input_capture"}
    )
    """Names and kinds."""
    special: dict[str, str | None] = field(default_factory=lambda: {"desktop1": DESKTOP, "mic1": MIC})
    muted: set[str] = field(default_factory=set)
    is_streaming: bool = False
    rpc_version: int = RPC_VERSION
    """What it speaks; a client that asks for less or more is refused."""
    is_mute: bool = False
    """Whether it takes connections and says nothing at all."""
    greets_with: bytes | None = None
    """Sent as it stands instead of a greeting."""
    ignores: set[str] = field(default_factory=set)
    """Requests it never answers."""
    asked: list[str] = field(default_factory=list)
    connections: int = 0
    """How often a client identified itself."""
    tries: int = 0
    """How often a client connected."""
    url: str = ""
    _guests: list[_Guest] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _runner: web.AppRunner | None = None
    _port: int = 0

    # Being there ---------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start(self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen; once it has listened, on the same port again."""
        app = web.Application()
        app.router.add_get("/", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port or self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"ws://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        """Be gone, as an OBS that is closed."""
        await self.drop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def drop(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        """Close every connection."""
        for guest in tuple(self._guests):
            await guest.socket.close(code=code)

    def tear(self) -> None:
        """End every connection without a word, as a machine that loses its power."""
        for guest in tuple(self._guests):
            guest.transport.abort()

    async def until_identified(self, connections: int = 1) -> None:
        """Wait until so many clients have identified themselves, counted from the start."""
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(lambda: self.connections >= connections)

    async def until_tried(self, tries: int) -> None:
        """Wait until clients connected so often, counted from the start."""
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(lambda: self.tries >= tries)

    async def until_asked(self, request: str, times: int = 1) -> None:
        """Wait until a request came so many times."""
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(lambda: self.asked.count(request) >= times)

    # Telling -------------------------------------------------------------------------------

    async def tell(self, kind: str, data: Mapping[str, object]) -> None:
        """Send one event to those who subscribed to it."""
        intent = _BIT[_INTENT[kind]]
        for guest in tuple(self._guests):
            if guest.subscriptions > 0 and guest.subscriptions & intent:
                event = {"eventType": kind, "eventIntent": intent, "eventData": data}
                await guest.send(5, event)

    async def meter(self, **levels: float) -> None:
        """Send one set of meters: ``mic`` and ``desktop`` in dB, those left out silent."""
        names = {"mic": MIC, "desktop": DESKTOP}
        await self.meters({names[key]: level for key, level in levels.items()})

    async def meters(self, levels: Mapping[str, float | None]) -> None:
        """Send the level of each input by name; ``None`` leaves one out as in no scene shown."""
        every = {name: -math.inf for name, kind in self.inputs.items() if "capture" in kind}
        told = [
            {"inputName": name, "inputLevelsMul": [_channel(0 if name in self.muted else _mul(level))] * 2}
            for name, level in {**every, **levels}.items()
            if level is not None
        ]
        await self.tell("InputVolumeMeters", {"inputs": told})

    async def mute(self, name: str, *, is_muted: bool = True) -> None:
        """Mute an input, and say so."""
        (self.muted.add if is_muted else self.muted.discard)(name)
        await self.tell("InputMuteStateChanged", {"inputName": name, "inputMuted": is_muted})

    async def stream(self, state: str) -> None:
        """Change the output's state: ``STARTING``, ``STARTED``, ``STOPPED``, ``RECONNECTING``."""
        is_active = state in ("STARTED", "RECONNECTED")
        self.is_streaming = is_active or state in ("STOPPING", "RECONNECTING")
        data = {"outputActive": is_active, "outputState": f"OBS_WEBSOCKET_OUTPUT_{state}"}
        await self.tell("StreamStateChanged", data)

    async def rename(self, old: str, new: str) -> None:
        """Give an input another name."""
        self.inputs[new] = self.inputs.pop(old)
        self.special = {slot: new if name == old else name for slot, name in self.special.items()}
        await self.tell("InputNameChanged", {"oldInputName": old, "inputName": new})

    async def babble(self, payload: bytes | None = None) -> None:
        """Send something that is no message."""
        for guest in tuple(self._guests):
            await guest.socket.send_bytes(payload or msgpack.packb({"not": "a message"}))

    # Serving -------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("obswebsocket.json", "obswebsocket.msgpack"))
        await socket.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        guest = _Guest(socket, request.transport, socket.ws_protocol == "obswebsocket.msgpack")
        self._guests.append(guest)
        await self._count(tries=1)
        try:
            await self._greet(guest)
            async for message in socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    await self._take(guest, message)
        finally:
            self._guests.remove(guest)
        return socket

    async def _greet(self, guest: _Guest) -> None:
        if self.is_mute:
            return
        if self.greets_with is not None:
            await guest.socket.send_bytes(self.greets_with)
            return
        hello: dict[str, object] = {
            "obsStudioVersion": "31.0.2", "obsWebSocketVersion": "5.5.5", "rpcVersion": self.rpc_version,
        }  # fmt: skip
        if self.password:
            hello["authentication"] = {"challenge": CHALLENGE, "salt": SALT}
        await guest.send(0, hello)

    async def _take(self, guest: _Guest, message: WSMessage) -> None:
        said: Any = msgpack.unpackb(message.data) if guest.is_packed else json.loads(message.data)
        op, data = said["op"], said["d"]
        if op == 1:
            await self._identify(guest, data)
        elif guest.subscriptions < 0:
            await guest.socket.close(code=NOT_IDENTIFIED, message=b"You have not identified yet.")
        elif op == 6:
            await self._answer(guest, data)
        else:
            await guest.socket.close(code=UNKNOWN_OP, message=b"Unknown OpCode.")

    async def _identify(self, guest: _Guest, data: Mapping[str, Any]) -> None:
        if data["rpcVersion"] != self.rpc_version:
            await guest.socket.close(code=WRONG_VERSION, message=b"Unsupported RPC version.")
            return
        if self.password and data.get("authentication") != answer_to(self.password):
            await guest.socket.close(code=WRONG_PASSWORD, message=b"Authentication failed.")
            return
        guest.subscriptions = data.get("eventSubscriptions", (1 << 11) - 1)
        await guest.send(2, {"negotiatedRpcVersion": self.rpc_version})
        await self._count(connections=1)

    async def _answer(self, guest: _Guest, asked: Mapping[str, Any]) -> None:
        kind, data = asked["requestType"], asked.get("requestData") or {}
        if kind not in self.ignores:
            code, answer = self._respond(kind, data)
            status: dict[str, object] = {"result": code == 100, "code": code}
            if code != 100:
                status["comment"] = f"{kind} could not be answered."
            response: dict[str, object] = {
                "requestType": kind, "requestId": asked["requestId"], "requestStatus": status,
            }  # fmt: skip
            await guest.send(7, response | ({"responseData": answer} if answer is not None else {}))
        await self._count(asked=kind)

    async def _count(self, connections: int = 0, asked: str = "", tries: int = 0) -> None:
        async with self._changed:
            self.tries += tries
            self.connections += connections
            self.asked += [asked] if asked else []
            self._changed.notify_all()

    def _respond(self, kind: str, data: Mapping[str, Any]) -> tuple[int, dict[str, object] | None]:
        match kind:
            case "GetInputList":
                listed = [
                    {"inputName": name, "inputKind": kind, "unversionedInputKind": kind}
                    for name, kind in self.inputs.items()
                ]
                return 100, {"inputs": listed}
            case "GetSpecialInputs":
                slots = ("desktop1", "desktop2", "mic1", "mic2", "mic3", "mic4")
                return 100, {slot: self.special.get(slot) for slot in slots}
            case "GetInputMute" if data.get("inputName") in self.inputs:
                return 100, {"inputMuted": data["inputName"] in self.muted}
            case "GetInputMute":
                return NOT_FOUND, None
            case "GetStreamStatus":
                return 100, {"outputActive": self.is_streaming, "outputReconnecting": False}
            case _:
                return UNKNOWN_REQUEST, None


def _mul(level: float) -> float:
    return 0.0 if level == -math.inf else 10 ** (level / 20)


def _channel(magnitude: float) -> list[float]:
    return [magnitude, min(1.0, magnitude * 2), min(1.0, magnitude * 2)]


async def _by_hand(port: int, password: str) -> None:
    server = ObsServer(password)
    await server.start(port)
    print(f"{server.url}: speaks for five seconds, is silent for ten; Ctrl-C stops")  # noqa: T201
    await server.stream("STARTED")
    step = 0
    while True:
        step += 1
        voice = -24.0 if (step // 20) % 15 < 5 else -62.0
        await server.meter(mic=voice + step % 5, desktop=-35.0)
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=4455)
    parser.add_argument("--password", default=PASSWORD)
    options = parser.parse_args()
    asyncio.run(_by_hand(options.port, options.password))
