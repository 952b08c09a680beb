import QtQuick
import kiosk.controls
import kiosk.models

// What was decided at the gate, what the gate says of it, and the way to the room.
Page {
    id: entry

    required property EntryModel model

    readonly property color tint: model.refused ? Theme.amber : Theme.pine
    readonly property real belowTold: tellColumn.y + tellHeight + Theme.gutter
    readonly property bool led: model.floorCount > 0

    leavable: false // 完成 does it

    telling: [
        Rectangle {
            visible: !entry.led || (Theme.portrait && !Theme.low && !Theme.care)
            width: 104
            height: 104
            radius: 52
            color: entry.model.refused ? Theme.amberMist : Theme.mist
            Icon { anchors.centerIn: parent; name: entry.model.icon; colour: entry.tint; side: 60 }
        },
        Words {
            width: parent.width
            text: entry.model.title
            strong: true
            color: entry.model.refused ? Theme.ink : Theme.pine
            font.pixelSize: entry.model.refused ? Theme.title : Theme.display
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: entry.model.lead
            font.pixelSize: Math.round(38 * Theme.type)
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: entry.model.room
            strong: true
            font.pixelSize: Math.round(44 * Theme.type)
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: entry.model.slip
            color: Theme.quiet
        },
        Row {
            visible: entry.model.warning !== ""
            width: parent.width
            spacing: 16
            Icon { name: "offline"; colour: Theme.amber; side: 44 }
            Words { width: parent.width - 60; text: entry.model.warning; color: Theme.amber; font.pixelSize: Math.round(28 * Theme.type) }
        }
    ]

    Column {
        id: maps
        parent: entry
        visible: entry.led && each > 120
        x: Theme.portrait ? Theme.margin : entry.touchArea.x
        y: Theme.portrait ? entry.belowTold : entry.contentTop + 12
        width: Theme.portrait ? Theme.column : entry.touchArea.width
        spacing: Theme.gap

        readonly property real room: (Theme.portrait ? entry.footTop - steps.implicitHeight - Theme.gutter : entry.footTop) - y
        readonly property real each: entry.led ? Math.min(720, Math.floor((room - (entry.model.floorCount - 1) * spacing) / entry.model.floorCount)) : 0

        Repeater {
            model: entry.model.floors
            FloorCard {
                required property string name
                required property string picture
                width: maps.width
                height: Math.max(1, maps.each)
                floor: entry.model.floorCount > 1 ? name : ""
                drawing: picture
            }
        }
    }
    Column {
        id: steps
        parent: entry
        visible: entry.led && (Theme.portrait || y + implicitHeight <= entry.footTop) // the drawing and the slip say it too
        x: Theme.margin
        y: Theme.portrait ? (maps.visible ? maps.y + maps.height + Theme.gutter : entry.belowTold) : entry.belowTold
        width: Theme.column
        spacing: Theme.care ? 12 : 20

        Repeater {
            model: entry.model.steps
            StepRow {
                width: steps.width
            }
        }
    }

    keys: [
        BigButton {
            visible: entry.model.otherKey !== "" && entry.model.done
            what: "step_free"
            label: entry.model.otherKey
        },
        BigButton {
            visible: entry.model.refused
            what: "again"
            label: Say.words["entry.again"]
        },
        BigButton {
            visible: entry.model.refused
            look: "primary"
            icon: "help"
            what: "help"
            label: Say.words["frame.help"]
        },
        BigButton {
            visible: !entry.model.refused && entry.model.done
            look: "primary"
            what: "done"
            label: Say.words["slip.done"]
        }
    ]
}
