import QtQuick
import kiosk.controls
import kiosk.models

// At the gate: what to show, and where.
Page {
    id: gate

    required property GateModel model
    pictured: true

    telling: [
        Words {
            width: parent.width
            text: gate.model.title
            strong: true
            font.pixelSize: Theme.title
        },
        Words {
            width: parent.width
            text: gate.model.lead
            color: Theme.quiet
        }
    ]

    Rectangle {
        id: card

        readonly property real side: Math.min(Theme.portrait ? 480 : 420, gate.touchArea.height)

        visible: !gate.lowPortrait && (gate.model.card || gate.model.code)
        width: parent.width
        height: side
        radius: Theme.radius
        color: Theme.haze

        Image {
            anchors.centerIn: parent
            width: Math.min(640, parent.width - 80)
            height: width * 300 / 640
            sourceSize: Qt.size(width, height)
            source: card.visible ? (gate.model.code ? "image://drawing/scanner" : "image://drawing/reader") : ""
        }
    }

    keys: BigButton {
        look: "quiet"
        icon: "help"
        what: "help"
        size: Theme.body
        label: Say.words["frame.help"]
    }
}
