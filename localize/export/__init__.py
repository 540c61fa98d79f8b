"""The room that writes files for others, only through the gate: `export.export_units` is the way in."""
