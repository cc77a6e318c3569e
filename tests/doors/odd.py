"""What people, phones and other programs send when something is wrong: strategies for hypothesis."""

from string import printable

from hypothesis import strategies as st

# Each of these has broken some form somewhere.
KNOWN = (
    "", " ", "\x00", "a\x00b", "\r\n", "\u202eabc", "\ufeff", "\U0001f9d8", "e\u0301" * 40, "\uffff", "ß", "İ", "ﬀ",
    "0", "-1", "1e400", "NaN", "Infinity", "٣", "²", "1_000", "0x1F", "007", "9" * 30, "-" + "9" * 30, "1.0", "1,5",
    "true", "null", "[]", "{}", "{{ 7|add:7 }}", "{% debug %}", "%s", "%(x)s", "{0}", "${x}", "../../etc/passwd",
    "' OR 1=1 --", "\\", '"', "'", "<script>", "&lt;", "javascript:alert(1)", "//elsewhere.example/", "http://[::1",
    "0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "2026-02-30", "2026-13-01", "24:00", "23:59:60", "-1:00",
    "2026-11-01T01:30", "2026-03-08T02:30:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "00000000-0000-0000-0000-000000000000", "g0000000-0000-0000-0000-000000000000", "Europe/Berlin\n", "Etc/GMT+99",
    "someone@example.test\nBcc: x@example.test", "@", "a@b", "x" * 300, "x" * 25_000, "\t" * 50, "=1+1", "@SUM(1)",
)  # fmt: skip

# No lone surrogates: they can't be sent as UTF-8. What isn't UTF-8 at all is sent as bytes instead.
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
VALUES = st.one_of(
    st.sampled_from(KNOWN),
    TEXT,
    st.text(printable, max_size=40),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.times().map(str),
    st.datetimes().map(str),
    st.uuids().map(str),
    st.binary(max_size=20),
)
HEADERS = st.dictionaries(
    st.sampled_from(("HX-Request", "HX-Target", "HX-Trigger", "Accept-Language", "Accept", "Referer", "If-None-Match")),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40) | st.just("true"),
    max_size=3,
)
QUERY = st.dictionaries(
    st.sampled_from(
        ("page", "q", "week", "site", "all", "more", "sheet", "next", "from", "state", "code", "kind", "x")
    ),
    VALUES,
    max_size=3,
)
FILE_NAMES = ("a.json", "a", "x" * 300 + ".json", "a\x00.json", "..\\..\\a.json", "ä 😀.json")
_BUNDLES = (
    b'{"resourceType":"Bundle"}',
    b'{"resourceType":"Bundle","type":"transaction","entry":[]}',
    b'{"resourceType":"Bundle","type":"transaction","entry":[{}]}',
    b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","name":[{"family":7}]}}]}',
    b'\xef\xbb\xbf{"resourceType":"Patient"}',
)
_OTHERS = (
    b"", b"{", b"[]", b"null", b"\xff\xfe{\x00}\x00", b"[" * 5000, b'{"a":' * 3000, b"1" * 5000, b"\x1f\x8b\x08\x00",
    b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"MSH|^~\\&|",
)  # fmt: skip
FILES = st.one_of(st.binary(max_size=400), st.sampled_from(_BUNDLES + _OTHERS))
