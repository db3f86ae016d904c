"""How what happened and what was decided is said: in notes, on Tonight and on the terminal."""
