"""What the frozen `scord-tray` runs."""

import sys

from scord_tray.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
