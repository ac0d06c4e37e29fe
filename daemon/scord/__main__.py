"""The command `scord`, also as `python -m scord`.

Image workers are spawned and so import this module again: the command line is loaded inside `main`.
"""


def main() -> None:
    from scord.cli import main as command  # noqa: PLC0415 -- not in the workers

    command()


if __name__ == "__main__":
    main()
