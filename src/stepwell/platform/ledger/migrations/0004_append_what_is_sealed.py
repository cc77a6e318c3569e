"""`ledger_append` takes one argument, and reads what an entry says from the very words that are hashed."""

from django.db import migrations

# `lines` is a JSON array with [key, before, after] for each entry, sorted by key: before and after are those of
# `platform.ledger.rules.sealed_parts`, so what stands in the columns can't differ from what is hashed. Everything else
# is as in 0003: all writers lock in one order, and a chain that doesn't exist yet is made at its turn.
APPEND = """
DROP FUNCTION ledger_append(
    text[], text[], text[], timestamptz[], text[], text[], text[], uuid[], text[], text[], text[]
);
CREATE FUNCTION ledger_append(lines text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    line jsonb;
    said jsonb;
    previous bytea;
    chain ledger_chain%ROWTYPE;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(24225);
    FOR line IN SELECT value FROM jsonb_array_elements(lines::jsonb) LOOP
        IF chain.id IS NULL OR line ->> 0 <> chain.key THEN
            IF chain.id IS NOT NULL THEN
                UPDATE ledger_chain SET length = chain.length, head = chain.head WHERE id = chain.id;
            END IF;
            SELECT * INTO chain FROM ledger_chain c WHERE c.key = line ->> 0 FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                INSERT INTO ledger_chain (key, length, head) VALUES (line ->> 0, 0, decode(repeat('00', 32), 'hex'))
                    ON CONFLICT (key) DO NOTHING;
                SELECT * INTO STRICT chain FROM ledger_chain c WHERE c.key = line ->> 0 FOR NO KEY UPDATE;
            END IF;
        END IF;
        previous := chain.head;
        chain.length := chain.length + 1;
        chain.head := sha256(convert_to(
            (line ->> 1) || chain.length::text || (line ->> 2) || encode(previous, 'hex') || '"]', 'UTF8'));
        -- what is said stands between a comma and a comma with a quote
        said := ('[' || substr(line ->> 2, 2, length(line ->> 2) - 3) || ']')::jsonb;
        INSERT INTO ledger_entry (
            chain_id, position, at, actor_key, actor_name, verb, client_id, subject_type, subject_id, detail,
            previous_hash, hash
        ) VALUES (
            chain.id, chain.length, (said ->> 0)::timestamptz, said ->> 1, said ->> 2, said ->> 3,
            nullif(said ->> 4, '')::uuid, said ->> 5, said ->> 6, said -> 7, previous, chain.head
        );
    END LOOP;
    UPDATE ledger_chain SET length = chain.length, head = chain.head WHERE id = chain.id;
END
$$;
"""


class Migration(migrations.Migration):
    """One argument in the place of eleven. There is no way back: 0003 has the other function."""

    dependencies = [("ledger", "0003_append_in_one")]
    operations = [migrations.RunSQL(APPEND)]
