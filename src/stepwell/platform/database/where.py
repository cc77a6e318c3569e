"""Embedded or given? The one place that decides it."""

from collections.abc import Mapping
from dataclasses import dataclass

from stepwell.platform.database.connection import Connection
from stepwell.platform.database.folder import data_folder
from stepwell.platform.database.server import running_server


@dataclass(frozen=True, slots=True)
class Connections:
    """The database as its two roles. `owner` is None where only the application's address was given."""

    app: Connection
    owner: Connection | None


def is_given(environ: Mapping[str, str]) -> bool:
    """Whether somebody named a server, so that none is to be started."""
    return bool(environ.get("DATABASE_URL"))


def connections(environ: Mapping[str, str]) -> Connections:
    """Where the database is: what `DATABASE_URL` and `DATABASE_OWNER_URL` say, else the embedded one if it runs."""
    if is_given(environ):
        owner = environ.get("DATABASE_OWNER_URL")
        return Connections(
            Connection.from_url(environ["DATABASE_URL"]),
            Connection.from_url(owner, "DATABASE_OWNER_URL") if owner else None,
        )
    server = running_server(data_folder(environ))
    return Connections(server.app(), server.owner())
