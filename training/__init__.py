"""Trains the starter model, Chinese to English, from openly licensed text; not part of the installed package."""
