"""The words: everything a person reads, as text and entities, in Chinese first and in English."""
