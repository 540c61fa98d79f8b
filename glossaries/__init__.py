"""Culture-term packs: data only."""
