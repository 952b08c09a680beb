"""A profile as a file: every model survives the way there and back; what is wrong in one is said by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer.profile_file import BadProfile, read_profile, write_profile
from devices.printer.profiles import BT_T080, PROFILES, Profile, recognise

LEAST = 'name = "a"\ntitle = "b"\ncolumns = 48\ndots = 576\ncharset = "gbk"\n'


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_profile_comes_back_as_it_was_written(profile, tmp_path):
    write_profile(tmp_path / "p.toml", profile, ("why\nand when", "= [nonsense"))
    assert read_profile(tmp_path / "p.toml") == profile


words = st.text(st.characters(codec="utf-8"), max_size=30)
known = st.sampled_from([True, False, None])


@given(st.builds(Profile, words, words, st.just(48), st.just(576), st.sampled_from(["gb2312", "gbk", "gb18030"]),
                 process_id=known, asb=known, clear=known, model=st.none() | words.filter(lambda w: w != "unknown"),
                 doubts=st.lists(words).map(tuple)))  # fmt: skip
def test_any_words_come_back(tmp_path_factory, profile):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    write_profile(path, profile)
    assert read_profile(path) == profile


def test_what_a_file_does_not_say_is_unknown_and_never_a_default(tmp_path):
    (tmp_path / "p.toml").write_text(LEAST)
    found = read_profile(tmp_path / "p.toml")
    assert (found.process_id, found.asb, found.clear, found.native_qr, found.presenter) == (None,) * 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "is no TOML"),
        (LEAST + "colour = 1\n", "'colour' is nothing a profile has"),
        (LEAST.replace("columns = 48\n", ""), "'columns' is missing"),
        (LEAST.replace('"gbk"', '"utf-8"'), "charset must be one of ascii, gb2312, gbk, gb18030"),
        (LEAST.replace("48", "0"), "'columns' must be from 16 to 128"),
        (LEAST.replace("576", '"wide"'), "'dots' must be a whole number"),
        (LEAST + "asb = 1\n", "'asb' must be true or false or \"unknown\""),
        (LEAST + 'motion_units = "unknown"\n', "'motion_units' must be true or false"),
        (LEAST + "doubts = [1]\n", "'doubts' must be a list of texts"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(text, said, tmp_path):
    (tmp_path / "p.toml").write_text(text)
    with pytest.raises(BadProfile) as error:
        read_profile(tmp_path / "p.toml")
    assert said in str(error.value)
    assert "p.toml" in str(error.value)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(BadProfile, match="cannot be read"):
        read_profile(tmp_path / "none.toml")


def test_a_name_means_one_model_or_none():
    assert recognise("bt_t080\n") == BT_T080
    assert recognise("TM-T82II") is None
    assert recognise("") is None
    assert recognise("TM-T88V") is not recognise("TM-T88VI")
