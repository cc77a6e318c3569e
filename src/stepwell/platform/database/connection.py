"""How to reach one database as one role. What belongs here: the value and its spellings, no server and no folder."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from stepwell.kernel.errors import refuse


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a database is and who asks. `host` is a name, an address or a socket folder."""

    host: str
    port: int
    dbname: str
    user: str
    # Kept out of repr, so that no traceback and no log line shows it.
    password: str = field(repr=False)
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_url(cls, url: str, where: str = "DATABASE_URL") -> "Connection":
        """Read `postgresql://user:password@host:port/name?sslmode=…`; libpq's own parser decides what is valid."""
        if not url.startswith(("postgresql://", "postgres://")):
            raise refuse("That is not a PostgreSQL address.", where, "Write postgresql://user:password@host:5432/name.")
        try:
            parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
            port = int(parts.pop("port", "5432"))
        except (ProgrammingError, ValueError):
            # libpq's message repeats the address, password and all, so it is left out here and from the traceback.
            raise refuse(
                "That PostgreSQL address can't be read.", where, "Write postgresql://user:password@host:5432/name."
            ) from None
        missing = [name for name in ("dbname", "user") if not parts.get(name)]
        if missing:
            raise refuse(f"The PostgreSQL address names no {' and no '.join(missing)}.", where)
        return cls(
            host=parts.pop("host", ""),
            port=port,
            dbname=parts.pop("dbname"),
            user=parts.pop("user"),
            password=parts.pop("password", ""),
            options=tuple(sorted(parts.items())),
        )

    def to_dsn(self) -> str:
        """The libpq connection string, for `psycopg.connect` and the pool."""
        parts: dict[str, Any] = {"host": self.host, "port": self.port, "dbname": self.dbname, "user": self.user}
        if self.password:
            parts["password"] = self.password
        return make_conninfo("", **parts, **dict(self.options))

    def to_url(self) -> str:
        """The address as `DATABASE_URL` takes it; a socket folder travels as a parameter, as libpq wants it."""
        identity = quote(self.user, safe="")
        if self.password:
            identity += ":" + quote(self.password, safe="")
        options = dict(self.options)
        place = f":{self.port}"
        if self.host.startswith("/"):
            options["host"] = self.host
        else:
            place = (f"[{self.host}]" if ":" in self.host else self.host) + place
        query = "?" + urlencode(options, quote_via=quote) if options else ""
        return f"postgresql://{identity}@{place}/{quote(self.dbname, safe='')}{query}"

    def to_django(self) -> dict[str, Any]:
        """One entry of Django's `DATABASES`."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.dbname,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": str(self.port),
            "OPTIONS": dict(self.options),
        }
