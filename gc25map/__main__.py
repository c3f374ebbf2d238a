"""`python -m gc25map` is the same as `gc25map`."""

from gc25map.cli import main

if __name__ == "__main__":
    main()
