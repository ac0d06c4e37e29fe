"""The main job shown on sample pages, with a pretend caisse."""
