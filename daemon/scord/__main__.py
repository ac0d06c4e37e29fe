"""`python -m scord`: the same as the command `scord`."""

from scord.cli import main

if __name__ == "__main__":
    main()
