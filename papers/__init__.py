"""The documents: spreadsheets and tables, from facts to bytes. What is heavy is done in a child process."""
