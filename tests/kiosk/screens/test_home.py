"""Home, where there is less room than services."""

import pytest

from kiosk.screens.samples import faces


@pytest.mark.parametrize(("name", "portrait", "said"), [("home-gate", True, False), ("home-gate", False, True)])
def test_services_that_have_no_room_on_home_are_said_to_be_there(look, name: str, portrait: bool, said: bool):
    """With a gate beside it a wide glass shows two of three services; whoever wants the third is told where it is."""
    looked = look(portrait)
    looked.show(faces()[name])
    assert any("另有" in text for text in looked.written()) is said
