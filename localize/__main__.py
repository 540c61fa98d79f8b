"""`python -m localize`: the command line."""

from localize.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
