"""The golden thread: signed assessment → problem → goal → objective → intervention → group → note → measure.

Here are the links that no earlier part can hold, because it doesn't know the other end: which problem a diagnosis led
to, which instrument shows an objective, which objective a signed note turned out to serve. And which links of a chart
are missing, since when, and whose they are. What a plan, a note or an instrument is, their own parts say.
"""
