"""`python -m stepwell`: the command line."""

from stepwell.cli import main

if __name__ == "__main__":  # processes that this one starts read this file too
    main()
