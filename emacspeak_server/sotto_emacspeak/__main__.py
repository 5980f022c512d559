"""`python -m sotto_emacspeak`."""

from sotto_emacspeak.main import main

if __name__ == "__main__":
    main()
