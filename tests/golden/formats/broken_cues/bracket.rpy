label a:
    $ x = (1,
    "b"
