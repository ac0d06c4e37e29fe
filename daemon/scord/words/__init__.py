"""Text at the edge: what a person reads for the counts, codes and facts of the rooms.

Every table is code → (French, English); parts in square brackets are left out where one of their
facts is not known (see scord_shared.wording.fill).
"""
