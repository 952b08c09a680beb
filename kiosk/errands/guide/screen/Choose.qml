import QtQuick
import kiosk.controls
import kiosk.models

// A few large keys: a group of matters, a matter, an answer to be changed.
Page {
    id: choose

    required property ChooseModel model
    pictured: true

    component Choice: Key {
        id: choice

        required property string name
        required property string hint
        required property string tag
        required what
        required arg

        label: name
        width: leaves.width
        implicitHeight: Math.max(Theme.care ? 144 : 124, inside.implicitHeight + 40)

        Rectangle {
            anchors.fill: parent
            radius: Theme.radius
            color: choice.pressed ? Theme.mist : Theme.sheet
            border.width: Theme.stroke
            border.color: Theme.line
        }
        Column {
            id: inside
            anchors { left: parent.left; leftMargin: 40; right: arrow.left; rightMargin: 24; verticalCenter: parent.verticalCenter }
            spacing: 4
            Words {
                width: parent.width
                text: choice.name
                strong: true
                font.pixelSize: Math.round(38 * Theme.type)
                lineHeight: 0.95
            }
            Words {
                width: parent.width
                visible: text !== ""
                text: (choice.tag !== "" ? choice.tag + " · " : "") + choice.hint
                color: Theme.quiet
                font.pixelSize: Theme.care ? 32 : 28
            }
        }
        Icon {
            id: arrow
            anchors { right: parent.right; rightMargin: 32; verticalCenter: parent.verticalCenter }
            name: "right"
            colour: Theme.pine
            side: 44
        }
    }

    telling: [
        Words {
            width: parent.width
            text: choose.model.title
            strong: true
            font.pixelSize: Theme.title
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: choose.model.lead
            color: Theme.quiet
        }
    ]

    Leaves {
        id: leaves
        width: parent.width - (pager.visible ? pager.width + Theme.gap : 0)
        height: parent.height
        spacing: Theme.gap
        model: choose.model.rows
        page: pager.page
        delegate: Choice {}
    }
    Pager {
        id: pager
        anchors.right: parent.right
        pages: leaves.pages
    }

    keys: [
        BigButton {
            visible: choose.model.window
            what: "advice"
            label: Say.words["guide.window"]
        },
        BigButton {
            visible: choose.model.find
            look: "primary"
            icon: "keypad"
            what: "search"
            label: Say.words["guide.find"]
        }
    ]
}
