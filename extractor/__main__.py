"""Run the command `extractor` as `python -m extractor`."""

if __name__ == "__main__":
    # Worker processes import this module again under another name and do not need the command line.
    from extractor.cli.main import main

    main()
