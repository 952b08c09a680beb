"""The wiring, in the open: which rooms there are, and what one of them asks of another.

A new room is its folder and one line here; its pages, rights, reports and what it runs are its own to say.
"""

from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import Connection

from hall import front
from hall.access import Office
from hall.access import room as access
from hall.accounts import Room, end_all_sessions
from hall.accounts import room as accounts
from hall.appointments import ended as meetings_ended
from hall.appointments import forget_guests
from hall.appointments import room as appointments
from hall.attention import Attention
from hall.attention import room as attention_room
from hall.city import room as city
from hall.doors import PassesUsed, forget_events, held_at
from hall.doors import room as doors
from hall.doors.desk import Wiring
from hall.epochs import Epochs, ToldAgain
from hall.epochs import room as epochs_room
from hall.kit import Clock, Kit, open_clock
from hall.kit.db import Tx
from hall.matters import Matters
from hall.matters import room as matters_room
from hall.papers import room as papers
from hall.plan import Plans
from hall.plan import room as plan
from hall.queue import Queue, forget_people
from hall.queue import past as queue_past
from hall.queue import room as queue_room
from hall.queue.board import BoardCall, board_state, calls_again
from hall.queue.in_use import in_use
from hall.reception import outbox
from hall.reception import room as reception
from hall.retention import Rule
from hall.retention import room as retention
from hall.sample import songjiang
from hall.search import forget_questions
from hall.search import room as search_room
from hall.serving import kit_of, served
from hall.settings import Settings, load
from hall.signage import past as screens_past
from hall.signage import room as signage
from hall.signage.evacuation import Evacuation, Pressed, told_directly
from hall.signage.evacuation import room as evacuation_room
from hall.signage.feed import Sources
from hall.signage.frames import Called
from hall.signage.notices import by_screen
from hall.signage.notices import room as notices
from hall.signage.published import PlansOrNone
from hall.signage.publishing import room as publishing_room
from hall.signage.replay import room as replay
from hall.stations import Needs
from hall.stations import past as stations_past
from hall.stations import room as stations
from hall.stations.forgetting import forget_helps, forget_reports
from hall.stations.guard import admitting
from hall.stations.in_use import in_use as stations_in_use
from hall.stations.store import enrolled, names, station_by_id
from hall.stations.watched import holes, readers, watches
from hall.trail import room as trail

AFTER_THE_PAST = (queue_past.went_back, stations_past.went_back, screens_past.went_back, end_all_sessions)
"""What is done, before anything else is written, when the database was found to have gone back in time."""


def build(settings: Settings | None = None, clock: Clock | None = None) -> FastAPI:
    """The hall as an ASGI application. Without arguments it reads its settings, as worker processes do."""
    settings = settings or load()
    kit = kit_of(settings, clock or open_clock(settings))
    plans = Plans()
    evacuation = Evacuation(kit.clock, Pressed(settings.data_dir / "alarm.pressed"))
    queue = Queue(settings, kit.clock, plans, evacuation.mode, evacuation.away)
    matters = Matters(settings.visitors_origin)
    publishing = publishing_room.open_room(kit, plans, lambda conn: in_use(queue, conn) | stations_in_use(conn))
    epochs = Epochs(kit.clock, AFTER_THE_PAST, ToldAgain(stations_past.told_again, queue_past.told_again))
    rooms = (
        epochs_room.open_room(kit, epochs, lambda: _forget(plans, matters)),
        plan.open_room(kit, plans, queue_room.services, songjiang),
        publishing,
        *_shown(kit, queue, publishing, evacuation),
        queue_room.open_room(kit, queue, evacuation_room.ways_out(kit, evacuation, queue.published)),
        matters_room.open_room(kit, matters),
        search_room.open_room(kit, matters),
        reception.open_room(kit, matters),
        city.open_room(kit, outbox),
        papers.open_room({"ticket": queue.slip_told}),
        *_doors(kit, plans, evacuation),
    )

    def gone(tx: Tx, member: int, by: str, why: str) -> None:
        queue.seats.member_gone(tx, member, by, why)
        attention.member_gone(tx, member)

    staff = accounts.open_room(kit, gone, queue.seats.in_words)
    needs = Needs(queue, kit.clock)
    sources = {"help": needs.help, "stations": needs.stations}
    entrance, auditing = front.open_room(kit), trail.open_room(kit)
    told = {name: one for room in (*rooms, staff, entrance, auditing) for name, one in room.needs.items()}
    attention = Attention(sources | told, needs.stands)
    rooms = (attention_room.open_room(kit, attention), *rooms)
    rooms = (*rooms, stations.open_room(kit, queue, rooms, evacuation.mode, evacuation.unwritten), staff, entrance)
    rooms = (*rooms, retention.open_room(kit, _kept(kit)), auditing)
    app = served(kit, rooms, admitting(queue, lambda: bool(evacuation.unwritten())))
    app.state.epochs = epochs
    app.state.kit, app.state.queue, app.state.publishing, app.state.rooms = kit, queue, publishing, rooms
    return app


def _forget(plans: Plans, matters: Matters) -> None:
    plans.forget()
    matters.forget()


def _shown(kit: Kit, queue: Queue, publishing: publishing_room.Publishing, evacuation: Evacuation) -> tuple[Room, ...]:
    """The rooms of the screens, and whom they ask."""
    plan_at = queue.plans.plan_at
    plans = PlansOrNone(queue.published, plan_at, kit.settings.hall_name_zh)
    sources = Sources(
        coming=publishing.coming.next,
        calls=lambda conn, now: tuple(map(_called, board_state(queue, conn, now))),
        notices=by_screen,
        overrides=evacuation.overrides,
        at_once=evacuation.at_once,
        keep=evacuation.keep,
        direct=lambda conn: told_directly(conn, enrolled(conn)),
    )
    screens = signage.open_room(kit, plans, sources)
    evacuation.on_press(screens.feed.alarm)
    return (
        screens,
        replay.open_room(kit, plans, plan_at, lambda *of: map(_called, calls_again(queue, *of))),
        notices.open_room(kit, plans),
        evacuation_room.open_room(kit, plans, evacuation, enrolled, names),
    )


def _doors(kit: Kit, plans: Plans, evacuation: Evacuation) -> tuple[Room, ...]:
    """Who may come in, the meetings from which passes come, and what the guard sees of it."""
    granting, desk, codes = appointments.rights(kit.settings, kit.clock, kit.subject_key, plans)
    granting.held = lambda conn: "fire" if evacuation.mode(conn) == "evacuation" else held_at(conn)
    office = Office(kit, granting, plans)

    def place_of(conn: Connection, id: str) -> str:
        return row.place if (row := station_by_id(conn, id)) else ""

    wiring = Wiring(watches, holes, meetings_ended, evacuation.mode)
    rights = access.open_room(office, place_of, PassesUsed(), readers)
    return (
        rights,
        appointments.open_room(kit, office, desk, codes),
        doors.open_room(kit, office, wiring, rights.parts["grants"]),
    )


def _kept(kit: Kit) -> tuple[Rule, ...]:
    """How long is a setting, or the day; why is said in ``docs/retention.md``."""
    reports, helps = timedelta(days=kit.settings.reports_days), timedelta(days=kit.settings.helps_days)
    events = timedelta(days=kit.settings.doors_days)
    return (
        Rule("people", lambda tx, most: forget_people(tx, kit.clock.day(), most)),
        Rule("reports", lambda tx, most: forget_reports(tx, most, reports)),
        Rule("guests", forget_guests),
        Rule("doors", lambda tx, most: forget_events(tx.conn, tx.now - events, most)),
        Rule("questions", forget_questions),
        Rule("helps", lambda tx, most: forget_helps(tx, most, helps)),
    )


def _called(call: BoardCall) -> Called:
    return Called(call.id, call.number, call.window, call.service, call.service_en, call.sentence, call.at)
