"""Runs before either frozen program: its surroundings become what they are without PyInstaller."""

import faulthandler
import os
import sys

# Profiles of others are installed here (docs/linux.md).
sys.path.append("/usr/local/lib/scord/plugins")

# A frozen Python looks at none of its variables; the unit sets this one.
if os.environ.get("PYTHONFAULTHANDLER"):
    faulthandler.enable()

# Our libraries are not for the programs that we start, such as the browser; ours find them anew.
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
_found_by = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _found_by is not None:
    os.environ["LD_LIBRARY_PATH"] = _found_by
