"""The portal's own door. What may be read and done behind it, the domain's parts say."""

from stepwell.platform.access.permission import declare

# Staff hold several of the permissions that a client holds for their own record; this one they don't.
OPEN_PORTAL = declare("portal.open", "Open one's own pages on the phone", clients=True)
