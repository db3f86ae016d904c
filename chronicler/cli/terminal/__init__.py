"""How words reach a terminal: width, colour, progress, and what follows where nobody reads on."""
