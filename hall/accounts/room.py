"""Puts the room together, once a process."""

from hall.accounts.rooms import PageCard, Room
from hall.accounts.routes import router
from hall.kit import Kit


def open_room(kit: Kit) -> Room:
    return Room(name="accounts", router=router(kit), pages=(PageCard("/account", "我的账号", "修改口令", "Account"),))
