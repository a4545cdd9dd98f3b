"""Databases made once and cloned for each job, with their files.

A template carries as its comment the key of what it was built from: a second run on an unchanged tree builds nothing,
an interrupted build is never taken for a finished one. Nobody works in a template: PostgreSQL copies only a database
that nobody is connected to.
"""

import contextlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
from psycopg2 import sql

from tools.setup import paths

DATA = paths.STATE / "test" / "data"


class Databases:
    """The databases of this checkout on one server, for one ``purpose``."""

    def __init__(self, db_env: dict[str, str], data: Path = DATA, purpose: str = "test"):
        self.db_env = db_env
        self.data = data
        self.purpose = purpose
        self._lock = threading.Lock()
        self._serial = 0

    def connect(self, name: str = "postgres"):
        """A connection to one database, each statement its own transaction."""
        variables = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        known = {key: self.db_env.get(variable) for key, variable in variables.items()}
        connection = psycopg2.connect(dbname=name, **{key: value for key, value in known.items() if value})
        connection.autocommit = True
        return connection

    def query(self, name: str, statement, parameters=None) -> list[tuple]:
        """The rows of one statement in one database; none for a statement that gives none."""
        with contextlib.closing(self.connect(name)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def full_name(self, name: str) -> str:
        """The name on the server, which other checkouts may use too."""
        return f"ss_{paths.CHECKOUT_KEY[:6]}_{self.purpose}_{name}"

    def files(self, database: str) -> Path:
        """Where Odoo keeps the attachments of a database."""
        return self.data / "filestore" / database

    def drop(self, database: str) -> None:
        """Remove a database and its files, whether there or not."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        self.query("postgres", statement)
        shutil.rmtree(self.files(database), ignore_errors=True)

    def copy(self, source: str, target: str) -> None:
        """Clone a database; its attachments are hard links, since Odoo never changes a stored file in place."""
        self.drop(target)
        names = sql.Identifier(target), sql.Identifier(source)
        self.query("postgres", sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        if self.files(source).is_dir():
            shutil.copytree(self.files(source), self.files(target), copy_function=os.link)

    @contextlib.contextmanager
    def clone(self, template: str, purpose: str) -> Iterator[str]:
        """A copy of a template for one job, dropped at the end."""
        with self._lock:
            self._serial += 1
            database = self.full_name(f"job{self._serial}_{''.join(c if c.isalnum() else '_' for c in purpose)}")[:60]
        self.copy(self.full_name(template), database)
        try:
            yield database
        finally:
            self.drop(database)

    def key_of(self, template: str) -> str | None:
        """What a template was built from; None when there is no finished one."""
        statement = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        rows = self.query("postgres", statement, [self.full_name(template)])
        return rows[0][0] if rows else None

    def make(self, template: str, key: str, build: Callable[[str], bool], source: str | None = None) -> None:
        """Build a template from ``source`` (or from nothing); note its key when ``build`` says that it is clean."""
        database = self.full_name(template)
        if source:
            self.copy(self.full_name(source), database)
        else:
            self.drop(database)
        if build(database):
            self.note(template, key)

    def note(self, template: str, key: str) -> None:
        """Write down that a template is what ``key`` describes."""
        name = sql.Identifier(self.full_name(template))
        self.query("postgres", sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(key)))

    def drop_clones(self) -> None:
        """Remove what an interrupted run left."""
        statement = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (database,) in self.query("postgres", statement, [self.full_name("job")]):
            self.drop(database)
