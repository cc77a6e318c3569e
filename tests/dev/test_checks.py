from pathlib import Path

from tools import check_glossary, check_hosts, check_sizes, check_words

RULES = {"word": [{"pattern": "clean", "instead": "negative"}, {"pattern": "addicts?", "instead": "person with SUD"}]}


def write(root: Path, name: str, *lines: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return path


def test_long_file_is_named_and_a_generated_migration_is_not(tmp_path: Path) -> None:
    long = write(tmp_path, "long.py", *["x = 1"] * 401)
    edge = write(tmp_path, "edge.css", *["a {}"] * 400)
    generated = write(tmp_path, "migrations/0001_initial.py", *["x = 1"] * 900)
    assert check_sizes.too_long([long, edge, generated]) == [f"{long}: 401 lines, 400 is the end"]


def test_unwelcome_word_is_found_where_people_read_it_and_nowhere_else(tmp_path: Path) -> None:
    seen = write(
        tmp_path,
        "src/stepwell/a.html",
        "<p>{{ form.clean }}{# clean #}",
        '<b class="clean" title="No addict">Clean</b></p>',
    )
    code = write(
        tmp_path,
        "src/stepwell/a.py",
        '"""A clean docstring."""',
        "# clean",
        "def clean(cleaned_data):",
        '    return ["clean", f"Stay clean, {1}", "all good"]',
    )
    found = check_words.unwelcome([seen, code], tmp_path, RULES)
    assert sorted(line.split("; ")[0] for line in found) == [
        "src/stepwell/a.html:2: 'Clean'",
        "src/stepwell/a.html:2: 'addict'",
        "src/stepwell/a.py:4: 'clean'",
    ]


def test_word_is_allowed_where_the_list_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, "src/stepwell/a.py", 'X = "a clean plate"')
    allow = {"file": "src/stepwell/a.py", "text": "clean plate", "reason": "a meal"}
    assert check_words.unwelcome([path], tmp_path, {**RULES, "allow": [allow]}) == []


def test_model_without_a_line_in_the_glossary_is_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        "docs/glossary.md",
        "| term | meaning | code name | FHIR |",
        "|---|---|---|---|",
        "| client | who comes | `Client` | Patient |",
    )
    path = write(
        tmp_path,
        "src/stepwell/domain/people/models.py",
        "class Base(models.Model):",
        "    class Meta:",
        "        abstract = True",
        "class Client(Base): pass",
        "class Episode(Base): pass",
        "class Kind(models.TextChoices): pass",
    )
    write(tmp_path, "src/stepwell/domain/people/rules.py", "class Other(models.Model): pass")
    assert check_glossary.missing(tmp_path) == [f"{path}: Episode is not in docs/glossary.md"]


def test_registry_host_and_path_of_a_machine_are_found(tmp_path: Path) -> None:
    # Put together here, so that this file passes the check itself.
    home, host = "/".join(["", "home", "ada", "code"]), "https://" + "nexus.example" + "/x"
    inside = "/".join(["${HOME}", "root", "x"])
    path = write(tmp_path, "notes.md", f"see {home}", host, f"~/code and {inside} are fine, /var/lib/stepwell too")
    assert check_hosts.leaks([path], tmp_path, []) == [f"notes.md:1: {home}", f"notes.md:2: {host[:-1]}"]
    assert check_hosts.leaks([path], tmp_path, ["are fine"])[-1] == "notes.md:3: are fine"
