"""Where a cover slip carries its mark: what its printer draws and its reader looks for.

Apart from the reader, so that who draws a slip loads no OpenCV.
"""

BAR_MM = 6.0
BAR_INSET_MM = 10.0  # from the sheet's edge all round: printers leave 5 mm, scanners shade as much
