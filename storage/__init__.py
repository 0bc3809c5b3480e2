"""The memory: tables, queries, migrations, evidence files, sealing. The only room that speaks SQL."""
