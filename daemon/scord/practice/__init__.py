"""The practice itself: who its practitioners are, and what their CPS says of them."""
