"""`python -m extractor` is the command `extractor`."""

if __name__ == "__main__":
    # Not above: each worker imports this module again under another name, and needs nothing of it.
    from extractor.cli.main import main

    main()
