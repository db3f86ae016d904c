"""Where everything is joined: the engine, its sources and its rim, live or rehearsed."""
