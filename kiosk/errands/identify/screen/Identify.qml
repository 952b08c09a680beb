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
            visible: !identify.model.typing && (Theme.portrait || !said.visible)
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
        y: Theme.portrait ? identify.tellColumn.y + identify.tellHeight + Theme.gap : identify.contentTop
        width: Theme.portrait ? Theme.column : identify.touchArea.width
        height: Math.min(720, notes.y - Theme.gap - (Theme.portrait && said.visible ? said.height + Theme.gap : 0) - y)
        card: identify.model.card
        reading: identify.model.waiting
    }
    Said {
        id: said
        parent: identify
        visible: !identify.model.typing && text !== ""
        x: Theme.margin
        y: Theme.portrait && picture.visible ? picture.y + picture.height + Theme.gap : identify.tellColumn.y + identify.tellHeight + Theme.gutter
        width: Theme.column
        bad: identify.model.trouble !== ""
        text: bad ? identify.model.trouble : identify.model.progress
    }
    Column {
        id: notes
        parent: identify
        visible: picture.visible
        x: picture.x
        y: identify.footTop - height
        width: picture.width
        spacing: 4
        Words { width: parent.width; text: Say.words["identify.reads"]; color: Theme.quiet; font.pixelSize: Math.round(28 * Theme.type) }
        Words { width: parent.width; text: Say.words["identify.keeps"]; color: Theme.quiet; font.pixelSize: Math.round(28 * Theme.type) }
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
