-- What every database of Stepwell has before its first migration, run as superuser.
-- Nothing newer than PostgreSQL 15. May be run again.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {app};

-- A disk without moving parts reads anywhere at the same price: with PostgreSQL's own figure, of a turning one, a page
-- that wants one site's sessions reads those of all sites. Pages are many and small: none is worth compiling.
ALTER DATABASE {database} SET random_page_cost = 1.1;
ALTER DATABASE {database} SET jit = off;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO {owner};
GRANT USAGE ON SCHEMA public TO {app};

-- Rows yes, structure no, and never TRUNCATE. A table may take more away (the ledger does), so nothing is granted on
-- tables that exist already.
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {app};
