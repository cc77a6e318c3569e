"""What people, phones and other programs send when something is wrong: strategies for hypothesis."""

import re
from pathlib import Path
from string import printable

from hypothesis import strategies as st

# Each of these has broken some form somewhere.
KNOWN = (
    "", " ", "\x00", "a\x00b", "\x01\x08\x1b[2J\x7f", "\r\n", "\u202eabc", "\u2066a\u2069", "\ufeff", "\U0001f9d8",
    "👩‍👩‍👧‍👦" * 30, "e\u0301" * 40, "\uffff", "\U0010ffff", "ß", "İ", "ﬀ", "ı" * 255, "ﷺ" * 200,
    "0", "-1", "1e400", "NaN", "Infinity", "٣", "²", "1_000", "0x1F", "007", "9" * 30, "-" + "9" * 30, "1.0", "1,5",
    "32768", "2147483648", "9223372036854775808", "9" * 5000,
    "true", "null", "[]", "{}", "{{ 7|add:7 }}", "{% debug %}", "%s", "%(x)s", "{0}", "${x}", "../../etc/passwd",
    "' OR 1=1 --", "\\", '"', "'", "<script>", "&lt;", "javascript:alert(1)", "//elsewhere.example/", "http://[::1",
    "0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "2026-02-30", "2026-13-01", "24:00", "23:59:60", "-1:00",
    "2026-11-01T01:30", "2026-03-08T02:30:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "00000000-0000-0000-0000-000000000000", "g0000000-0000-0000-0000-000000000000", "Europe/Berlin\n", "Etc/GMT+99",
    "someone@example.test\nBcc: x@example.test", "@", "a@b", f"{'a' * 70}@{'b' * 250}.test", "x" * 300, "x" * 25_000,
    "\t" * 50, "=1+1", "@SUM(1)", '{"a":' * 2000, "[" * 20_000,
)  # fmt: skip
# Not UTF-8: a lone surrogate as it would be written, half a letter, an overlong slash, what Latin-1 says.
NOT_TEXT = (b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xc0\xaf", b"Jos\xe9", b"\xff\xfe", b"\x80" * 300)

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
VALUES = st.one_of(
    st.sampled_from(KNOWN),
    st.sampled_from(KNOWN),
    st.sampled_from(NOT_TEXT),
    TEXT,
    st.text(printable, max_size=40),
    st.integers(-(2**70), 2**70).map(str),
    st.integers(-20, 400).map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.times().map(str),
    st.datetimes().map(str),
    st.uuids().map(str),
    st.binary(max_size=20),
)
# In JSON there are also numbers, lists and half a surrogate.
JSON = st.one_of(
    st.sampled_from(KNOWN),
    st.sampled_from(("\ud800", "a\udfffb", "\x00")),
    st.sampled_from((None, True, 0, -1, 2**70, -(2**70), 1e308, 0.1, [], {}, [[]], [None], {"": ""}, {"\x00": 1})),
    st.recursive(st.none() | TEXT, lambda one: st.lists(one, max_size=3) | st.dictionaries(TEXT, one, max_size=3)),
)

_HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40) | st.sampled_from(
    ("true", "false", "http://[::1", "//x/", "*", "*/*;q=nonsense", "en;q=9,,;", "'", "x" * 9000, "127.0.0.1, [", "-1")
)
# Not Content-Length: the web server reads it itself, and passes on only what is a number and true.
HEADERS = st.dictionaries(
    st.sampled_from(
        (
            "HX-Request", "HX-Boosted", "HX-Target", "HX-Trigger", "HX-Trigger-Name", "HX-Prompt", "HX-Current-URL",
            "HX-Current-URL-URI-AutoEncoded", "HX-History-Restore-Request", "Triggering-Event", "Accept",
            "Accept-Language", "Accept-Encoding", "Referer", "Origin", "If-None-Match", "If-Modified-Since", "Range",
            "User-Agent", "X-Requested-With", "X-Forwarded-For", "X-Forwarded-Proto", "X-CSRFToken", "Host", "Cookie",
            "Authorization", "X-Twilio-Signature", "Content-Encoding", "Expect",
        )
    ),
    _HEADER,
    max_size=2,
)  # fmt: skip

# What the program reads from an address, from its own source; and what it doesn't.
_READ = re.compile(r"GET\.get(?:list)?\(\"(\w+)\"")
_SOURCES = sorted((Path(__file__).parents[2] / "src" / "stepwell").rglob("*.py"))
_THEIRS = {"next", "code", "state", "error", "x"}
ASKED = sorted(_THEIRS.union(*(_READ.findall(path.read_text("utf-8")) for path in _SOURCES)))
QUERY = st.dictionaries(st.sampled_from(ASKED), VALUES | st.lists(VALUES, max_size=2), min_size=1, max_size=2)

FILE_NAMES = (
    "a.json", "a", "x" * 300 + ".json", "a\x00.json", "..\\..\\a.json", "ä 😀.json", "a.exe", "", ".", "a\r\nb.json",
    "\u202enosj.a",
)  # fmt: skip
_OTHERS = (
    b"", b"{", b"[]", b"null", b"\xff\xfe{\x00}\x00", b"[" * 5000, b'{"a":' * 3000, b"1" * 5000, b"\x1f\x8b\x08\x00",
    b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"MSH|^~\\&|", b'{"resourceType":"Bundle"}', b"<Bundle/>",
    b'{"resourceType":"Bundle","type":"transaction","entry":[{}]}', b'\xef\xbb\xbf{"resourceType":"Patient"}',
    b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","name":[{"family":7}]}}]}',
    b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1e999}', b'{"a":' + b"9" * 6000 + b"}",
)  # fmt: skip
FILES = st.one_of(st.binary(max_size=400), st.sampled_from(_OTHERS))

# A body that isn't what its content type says, or nothing that anybody can read.
SHAPES = (
    ("application/json", b"{"), ("application/json", b'{"a":' * 5000), ("application/json", b"\xff"),
    ("application/json; charset=nonsense", b"{}"), ("text/plain", b"a=b"), ("", b"a=b"), ("nonsense", b"a=b"),
    ("application/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
    ("application/x-www-form-urlencoded", b"%"), ("application/x-www-form-urlencoded", b"%zz=%u1234&&&==;"),
    ("application/x-www-form-urlencoded", b"a&" * 1200),
    ("application/x-www-form-urlencoded", b"a=" + b"x" * 2_200_000),
    ("multipart/form-data", b"a"), ("multipart/form-data; boundary=", b"a"),
    ("multipart/form-data; boundary=x", b""), ("multipart/form-data; boundary=x", b"--x\r\n"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x\r\n"), ("multipart/form-data; boundary=\xe4", b"--x\r\n"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nabc\r\n--x--\r\n",
    ),
    (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name*=nonsense''%ff; filename*=utf-16''%00\r\n\r\n1\r\n--x--\r\n",
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 1200 + b"--x--",
    ),
)  # fmt: skip
# Ids that an address may hold: of nobody, too large, of another kind.
NUMBERS = ("0", "2147483648", "9223372036854775808", "9" * 40, "007")
UUIDS = ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")
