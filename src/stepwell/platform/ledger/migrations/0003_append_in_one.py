"""Appending is one statement: a function of the database locks the chains, hashes, inserts, and moves the heads."""

import django.db.models.deletion
from django.db import migrations, models

# The hash is the one of `platform.ledger.rules.entry_hash`, which `verify` computes anew: what stands before and after
# the position is made by `sealed_parts` there. Keys come sorted, so that all writers lock in the same order; a chain
# that doesn't exist yet is made at its turn, for the same reason.
APPEND = """
CREATE FUNCTION ledger_append(
    keys text[], befores text[], afters text[], ats timestamptz[], actor_keys text[], actor_names text[],
    verbs text[], client_ids uuid[], subject_types text[], subject_ids text[], details text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    chain ledger_chain%ROWTYPE;
    previous bytea;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(24225);
    FOR i IN 1 .. cardinality(keys) LOOP
        IF i = 1 OR keys[i] <> chain.key THEN
            SELECT * INTO chain FROM ledger_chain c WHERE c.key = keys[i] FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                INSERT INTO ledger_chain (key, length, head) VALUES (keys[i], 0, decode(repeat('00', 32), 'hex'))
                    ON CONFLICT (key) DO NOTHING;
                SELECT * INTO STRICT chain FROM ledger_chain c WHERE c.key = keys[i] FOR NO KEY UPDATE;
            END IF;
        END IF;
        previous := chain.head;
        chain.length := chain.length + 1;
        chain.head := sha256(convert_to(
            befores[i] || chain.length::text || afters[i] || encode(previous, 'hex') || '"]', 'UTF8'));
        INSERT INTO ledger_entry (
            chain_id, position, at, actor_key, actor_name, verb, client_id, subject_type, subject_id, detail,
            previous_hash, hash
        ) VALUES (
            chain.id, chain.length, ats[i], actor_keys[i], actor_names[i], verbs[i], client_ids[i],
            subject_types[i], subject_ids[i], details[i]::jsonb, previous, chain.head
        );
        IF i = cardinality(keys) OR keys[i + 1] <> chain.key THEN
            UPDATE ledger_chain SET length = chain.length, head = chain.head WHERE id = chain.id;
        END IF;
    END LOOP;
END
$$;
"""
DROP = "DROP FUNCTION ledger_append;"


class Migration(migrations.Migration):
    """One statement, and one index less: the one on (chain, position) serves for chain too."""

    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.AlterField(
            model_name="entry",
            name="chain",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="ledger.chain",
            ),
        ),
        migrations.RunSQL(APPEND, DROP),
    ]
