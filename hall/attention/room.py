"""Puts the room together, once a process."""

from hall.accounts import PageCard, Room
from hall.attention.routes import router
from hall.attention.service import Attention
from hall.kit import Kit


def open_room(kit: Kit, attention: Attention) -> Room:
    return Room(
        name="attention",
        router=router(kit, attention),
        pages=(PageCard("/attention", "待处理", "求助、缺纸、失联、屏不对：谁去处理", "Attention"),),
        in_bar="bell.html",
        parts={"help": attention.help_of},
    )
