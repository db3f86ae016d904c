"""OBS, asked over its WebSocket server: when the streamer speaks, and whether it sends the stream."""
