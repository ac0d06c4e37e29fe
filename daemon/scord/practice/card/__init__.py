"""The CPS card through PC/SC: noticed without touching it, read only when a person asks."""
