"""A document is made in the process, and values are never markup."""

import pytest
import typst

from stepwell.platform.documents.typeset import typeset

TEMPLATE = '#let it = json(bytes(sys.inputs.values))\n#set document(title: "A")\n#set text(lang: "en")\n= A\n#it.words'


@pytest.fixture
def template(tmp_path):
    file = tmp_path / "one.typ"
    file.write_text(TEMPLATE)
    return file


@pytest.mark.parametrize("words", ["Plain.", '#read("/etc/passwd")', "= $ [ ] \\ #let", "عربي 水 🙂", ""])
def test_whatever_is_typed_is_printed_as_words(template, words):
    assert typeset(template, {"words": words}).startswith(b"%PDF-")


def test_a_template_reads_nothing_outside_its_folder(tmp_path, template):
    template.write_text('#read("/../secret.txt")')
    (tmp_path.parent / "secret.txt").write_text("secret")
    with pytest.raises(typst.TypstError):
        typeset(template, {})
