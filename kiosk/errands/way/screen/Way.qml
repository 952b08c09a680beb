import QtQuick
import kiosk.controls
import kiosk.models

// How to get there: the floor as one sees it from here, and the steps in words.
Page {
    id: way

    required property WayModel model

    readonly property real stepsHeight: steps.implicitHeight
    readonly property real belowTold: tellColumn.y + tellHeight + Theme.gutter

    leavable: false // 好，完成 does it

    telling: [
        Words {
            width: parent.width
            text: way.model.title
            strong: true
            font.pixelSize: Theme.chinese ? Math.max(64, Theme.title) : Theme.title
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            text: way.model.lead
            color: Theme.quiet
        },
        Row {
            visible: way.model.warning !== ""
            width: parent.width
            spacing: 16
            Icon { name: "offline"; colour: Theme.amber; side: 44 }
            Words { width: parent.width - 60; text: way.model.warning; color: Theme.amber; font.pixelSize: Math.round(28 * Theme.type) }
        }
    ]

    Column {
        id: maps
        parent: way
        x: Theme.portrait ? Theme.margin : way.touchArea.x
        y: Theme.portrait ? way.belowTold : way.contentTop + 12
        width: Theme.portrait ? Theme.column : way.touchArea.width
        spacing: Theme.gap

        readonly property real room: (Theme.portrait ? way.footTop - way.stepsHeight - Theme.gutter : way.footTop) - y
        readonly property real each: Math.min(720, Math.floor((room - (way.model.floorCount - 1) * spacing) / way.model.floorCount))

        Repeater {
            model: way.model.floors
            FloorCard {
                required property string name
                required property string picture
                width: maps.width
                height: maps.each
                floor: way.model.floorCount > 1 ? name : ""
                drawing: picture
            }
        }
    }
    Column {
        id: steps
        parent: way
        x: Theme.margin
        y: Theme.portrait ? maps.y + maps.height + Theme.gutter : way.belowTold
        width: Theme.column
        spacing: Theme.care ? 12 : 20

        Repeater {
            model: way.model.steps
            StepRow {
                width: steps.width
            }
        }
    }

    keys: [
        BigButton {
            visible: way.model.otherKey !== ""
            what: "step_free"
            label: way.model.otherKey
        },
        BigButton {
            look: "primary"
            what: "done"
            label: Say.words["slip.done"]
        }
    ]
}
