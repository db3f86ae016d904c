"""Words from outside the core: language models behind one port, and lines that need none."""
