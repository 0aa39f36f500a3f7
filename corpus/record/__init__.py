"""The record and the database that it stands in: engine, tables, migrations, events, their chain."""
