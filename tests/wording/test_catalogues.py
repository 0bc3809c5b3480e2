"""Every sentence a person reads has its English, with the same blanks, and no catalogue holds a dead one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((ROOT / "wording" / "locale" / "en").glob("*.po"))
BLANK = re.compile(r"\{\w+\}")


def sentences_in_the_code() -> Iterator[tuple[str, str]]:
    """(sentence, where) for each call of `Words` with a literal."""
    for room in ("wording", "handlers", "delivery", "papers"):
        for source in sorted((ROOT / room).rglob("*.py")):
            with source.open("rb") as file:
                for line, message, *_ in extract("python", file, keywords={"w": None}):
                    if isinstance(message, str):
                        yield message, f"{source.relative_to(ROOT)}:{line}"


def translations() -> dict[str, str]:
    found = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            found |= {str(each.id): str(each.string) for each in read_po(file) if each.id}
    return found


def test_every_sentence_in_the_code_has_its_english() -> None:
    english = translations()
    missing = {f"{where}: {sentence}" for sentence, where in sentences_in_the_code() if not english.get(sentence)}
    assert not missing, "\n".join(sorted(missing))


def test_no_catalogue_holds_a_sentence_that_nobody_says() -> None:
    said = {sentence for sentence, _ in sentences_in_the_code()}
    assert said, "the extraction finds nothing at all"
    assert not set(translations()) - said


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_translation_has_the_same_blanks_as_its_sentence(path: Path) -> None:
    with path.open("rb") as file:
        for each in read_po(file):
            assert sorted(BLANK.findall(str(each.id))) == sorted(BLANK.findall(str(each.string))), each.id


def test_no_english_text_is_chinese_left_over() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    assert not [text for text in translations().values() if han.search(text)]


def test_no_gap_stands_beside_a_name_in_chinese() -> None:
    name, han = r"\{(?:desk|who|holder|name)\}", r"[\u4e00-\u9fff，。、：；「」（）]"
    gap = re.compile(f"{han} {name}|{name} {han}")
    assert not [sentence for sentence, _ in sentences_in_the_code() if gap.search(sentence)]
