import QtQuick
import kiosk.controls
import kiosk.models

// Lay the card, scan, or type; and what is read and kept of it.
Page {
    id: identify

    required property IdentifyModel model
    readonly property bool busy: model.waiting

    telling: [
        Words {
            width: parent.width
            visible: text !== ""
            text: identify.model.service
            color: Theme.quiet
        },
        Words {
            width: parent.width
            text: identify.model.title
            strong: true
            font.pixelSize: Theme.title
        },
        Words {
            width: parent.width
            visible: !identify.model.typing
            text: identify.model.lead
            color: Theme.quiet
        },
        TypedNumber {
            visible: identify.model.typing
            width: parent.width
            model: identify.model
        }
    ]

    // Laying the card: nothing to touch but the keys at the foot, so the picture may stand anywhere above them.
    LayPicture {
        id: picture
        parent: identify
        visible: !identify.model.typing && (identify.model.card || identify.model.code)
        x: Theme.portrait ? Theme.margin : identify.touchArea.x
        y: Theme.portrait ? identify.tellColumn.y + identify.tellHeight + 24 : identify.contentTop
        width: Theme.portrait ? Theme.column : identify.touchArea.width
        height: Math.max(200, Math.min(Theme.portrait ? 720 : 1000, identify.footTop - y - (Theme.portrait ? below.height + 48 : 0)))
        card: identify.model.card
        reading: identify.model.waiting
    }
    Column {
        id: below
        parent: identify
        visible: !identify.model.typing
        x: Theme.margin
        y: Theme.portrait && picture.visible ? picture.y + picture.height + 24 : identify.tellColumn.y + identify.tellHeight + Theme.gutter
        width: Theme.column
        spacing: Theme.gap

        Rectangle {
            readonly property bool bad: identify.model.trouble !== ""
            visible: bad || identify.model.progress !== ""
            width: parent.width
            height: said.implicitHeight + 48
            radius: Theme.radius
            color: bad ? Theme.vermilionMist : Theme.mist
            Icon {
                id: mark
                x: 32
                y: 28
                name: parent.bad ? "alert" : "clock"
                colour: parent.bad ? Theme.vermilion : Theme.pine
                side: 52
            }
            Words {
                id: said
                anchors { left: mark.right; leftMargin: 20; right: parent.right; rightMargin: 32; verticalCenter: parent.verticalCenter }
                text: parent.bad ? identify.model.trouble : identify.model.progress
                color: parent.bad ? Theme.vermilion : Theme.pine
                font.pixelSize: Math.round(34 * Theme.type)
            }
        }
        Column {
            width: parent.width
            spacing: 8
            visible: identify.model.card || identify.model.code
            Words { width: parent.width; text: Say.words["identify.reads"]; color: Theme.quiet; font.pixelSize: Math.round(28 * Theme.type) }
            Words { width: parent.width; text: Say.words["identify.keeps"]; color: Theme.quiet; font.pixelSize: Math.round(28 * Theme.type) }
        }
    }

    TypePad {
        anchors.fill: parent
        visible: identify.model.typing
        model: identify.model
    }

    keys: [
        BigButton {
            visible: !identify.model.typing
            enabled: !identify.busy
            what: "skip"
            label: Say.words["identify.skip"]
        },
        BigButton {
            visible: !identify.model.typing
            enabled: !identify.busy
            look: "primary"
            icon: "keypad"
            what: "type"
            label: Say.words["identify.type"]
        }
    ]
}
