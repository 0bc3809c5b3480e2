"""The documents: spreadsheets, PDFs and pictures, from facts to bytes. What is heavy is done in a child process."""
