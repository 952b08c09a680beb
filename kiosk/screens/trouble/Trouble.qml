import QtQuick
import kiosk.controls
import kiosk.models

// Three sentences a clerk could say aloud: what happened, what was kept, what to do next.
Page {
    id: trouble

    required property TroubleModel model

    readonly property string keptIcon: model.number !== "" ? "check" : "info"

    leavable: false // its choices do it

    component Said: Row {
        id: sentence
        property string icon
        property string text
        visible: text !== ""
        width: parent.width
        spacing: 28
        Rectangle {
            width: 72
            height: 72
            radius: 36
            color: Theme.mist
            Icon { anchors.centerIn: parent; name: sentence.icon; colour: Theme.pine; side: 40 }
        }
        Words {
            width: parent.width - 100
            y: (72 - font.pixelSize * 1.45) / 2
            text: sentence.text
            font.pixelSize: Math.round(38 * Theme.type)
        }
    }

    telling: [
        Rectangle {
            width: 104
            height: 104
            radius: 52
            color: Theme.amberMist
            Icon { anchors.centerIn: parent; name: "alert"; colour: Theme.amber; side: 60 }
        },
        Words {
            width: parent.width
            text: trouble.model.what
            strong: true
            font.pixelSize: Theme.title
            lineHeight: 0.98
        },
        Said { icon: trouble.keptIcon; text: Theme.portrait ? "" : trouble.model.kept }
    ]

    Column {
        id: said
        parent: trouble
        x: Theme.portrait ? Theme.margin : trouble.touchArea.x
        y: Theme.portrait ? trouble.tellColumn.y + trouble.tellHeight + (Theme.low ? 24 : 40) : trouble.contentTop
        width: Theme.portrait ? Theme.column : trouble.touchArea.width
        spacing: Theme.gutter

        Card {
            visible: trouble.model.number !== ""
            width: parent.width
            height: inside.implicitHeight + 40
            Column {
                id: inside
                anchors { left: parent.left; leftMargin: 52; verticalCenter: parent.verticalCenter }
                Words { text: Say.words["trouble.number"]; color: Theme.quiet }
                Words {
                    text: trouble.model.number
                    strong: true
                    color: Theme.pine
                    wrapMode: Text.NoWrap
                    font.pixelSize: trouble.lowPortrait || !Theme.portrait ? 152 : Theme.giant
                    font.letterSpacing: 4
                    lineHeight: 0.85
                }
            }
        }

        Said { icon: trouble.keptIcon; text: Theme.portrait ? trouble.model.kept : "" }
        Said { icon: "right"; text: trouble.model.next }
    }

    keys: Repeater {
        model: trouble.model.choices
        BigButton {
            required property string id
            required property string text
            required property bool primary
            look: primary ? "primary" : "outline"
            what: id
            label: text
        }
    }
}
