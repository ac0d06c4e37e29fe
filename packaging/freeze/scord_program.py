"""What the frozen `scord` runs: the command, or one of its workers, which is this program again."""

from multiprocessing import freeze_support

if __name__ == "__main__":
    freeze_support()  # a worker never comes back from here, and loads no command

    from scord.__main__ import main

    main()
