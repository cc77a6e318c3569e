-- What every database of Stepwell has before its first migration, run as superuser.
-- Nothing newer than PostgreSQL 15. May be run again.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

-- Names in the order people expect, on a server without ICU too: Ángel stands among the A.
-- unaccent() is only STABLE because somebody might change its dictionary; we name the dictionary and never change it,
-- so indexes and generated columns may use the key. normalize() joins a letter with an accent typed after it.
CREATE OR REPLACE FUNCTION public.sort_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary,
                                                  pg_catalog.normalize($1, 'NFC'))) $$;

REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {app};

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO {owner};
GRANT USAGE ON SCHEMA public TO {app};

-- Rows yes, structure no, and never TRUNCATE. A table may take more away (the ledger does), so nothing is granted on
-- tables that exist already.
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {app};
