"""Home, where there is less room than services."""

from kiosk.screens.samples import faces


def test_services_that_have_no_room_on_home_are_said_to_be_there(look):
    """With a gate beside the kiosk home shows two of four; whoever wants the fourth is told where it is."""
    looked = look()
    for name, said in (("home", False), ("home-gate", True)):
        looked.show(faces()[name])
        assert any("另有" in text for text in looked.written()) is said, name
