"""Questions that staff asked for, answered on the phone."""
