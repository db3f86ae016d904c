"""Lets ``python -m chronicler`` stand in for the ``chronicler`` command."""

from chronicler.cli import main

if __name__ == "__main__":
    main()
