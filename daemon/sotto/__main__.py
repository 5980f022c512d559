"""`python -m sotto` is the `sotto` command."""

from sotto.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
