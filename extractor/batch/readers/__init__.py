"""Read records, one for each page, from the files of a job's input: archives, tables and single pages."""
