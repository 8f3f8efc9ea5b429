"""Markdown: a clean fragment as CommonMark with the tables, task boxes and footnotes of GFM."""
