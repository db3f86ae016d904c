"""The journal and the archive, with every trap met on the way."""
