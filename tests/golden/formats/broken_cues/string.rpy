label a:
    "never closed
    jump b
