"""Signed minutes are never changed: not the meeting, who was there, what was said, or what was decided.

A decision may be done with later, and an addendum is written after the sign-off and stays as it is.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION team_signed_meeting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'signed minutes stay as they are: % refused', TG_OP;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER team_signed_meeting_stays BEFORE UPDATE OR DELETE ON team_meeting
    FOR EACH ROW EXECUTE FUNCTION team_signed_meeting_stays();

CREATE FUNCTION team_signed_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_meeting uuid;
    was_signed boolean;
BEGIN
    IF TG_TABLE_NAME = 'team_decision' THEN
        SELECT meeting_id INTO of_meeting FROM team_meetingitem
            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.item_id ELSE OLD.item_id END;
        IF TG_OP = 'UPDATE' AND ROW(NEW.id, NEW.item_id, NEW.words, NEW.owner_id, NEW.due_on, NEW.is_plan, NEW.made_at,
                NEW.made_by_id) IS NOT DISTINCT FROM ROW(OLD.id, OLD.item_id, OLD.words, OLD.owner_id, OLD.due_on,
                OLD.is_plan, OLD.made_at, OLD.made_by_id) THEN
            RETURN NEW;
        END IF;
    ELSE
        of_meeting := CASE WHEN TG_OP = 'INSERT' THEN NEW.meeting_id ELSE OLD.meeting_id END;
    END IF;
    SELECT signed_at IS NOT NULL INTO was_signed FROM team_meeting WHERE id = of_meeting;
    IF was_signed THEN
        RAISE EXCEPTION 'signed minutes stay as they are: % of % refused', TG_OP, TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER team_signed_item_stays BEFORE INSERT OR UPDATE OR DELETE ON team_meetingitem
    FOR EACH ROW EXECUTE FUNCTION team_signed_part_stays();
CREATE TRIGGER team_signed_attendee_stays BEFORE INSERT OR UPDATE OR DELETE ON team_attendee
    FOR EACH ROW EXECUTE FUNCTION team_signed_part_stays();
CREATE TRIGGER team_signed_decision_stays BEFORE INSERT OR UPDATE OR DELETE ON team_decision
    FOR EACH ROW EXECUTE FUNCTION team_signed_part_stays();

CREATE FUNCTION team_addendum_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an addendum stays as it is: % refused', TG_OP;
END
$$;
CREATE TRIGGER team_addendum_stays BEFORE UPDATE OR DELETE ON team_meetingaddendum
    FOR EACH ROW EXECUTE FUNCTION team_addendum_stays();
"""
ALLOW = """
DROP TRIGGER team_addendum_stays ON team_meetingaddendum;
DROP FUNCTION team_addendum_stays();
DROP TRIGGER team_signed_decision_stays ON team_decision;
DROP TRIGGER team_signed_attendee_stays ON team_attendee;
DROP TRIGGER team_signed_item_stays ON team_meetingitem;
DROP FUNCTION team_signed_part_stays();
DROP TRIGGER team_signed_meeting_stays ON team_meeting;
DROP FUNCTION team_signed_meeting_stays();
"""


class Migration(migrations.Migration):
    """The triggers on minutes."""

    dependencies = [("team", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
