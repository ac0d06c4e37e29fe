"""The command `scord`, also as `python -m scord`.

Image workers are spawned and so import this module again: the command line is loaded inside `main`.
"""

import sys
from io import TextIOWrapper


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # where Windows writes to a file, it lacks some signs
            stream.reconfigure(errors="replace")
    from scord.cli import main as command  # noqa: PLC0415 -- not in the workers

    command()


if __name__ == "__main__":
    main()
