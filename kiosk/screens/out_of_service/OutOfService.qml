import QtQuick
import kiosk.controls
import kiosk.models

// What cannot be done and why; where to go instead. Nothing to touch but the dock.
Page {
    id: out

    required property OutOfServiceModel model

    // Upright, what is said stands a little above the middle: it is all there is to see.
    readonly property real whole: tellHeight + (below.visible ? 48 + below.height : 0)
    contentTop: Theme.header + Theme.noticed + (Theme.portrait ? Math.max(0, (contentBottom - Theme.header - Theme.noticed - whole) * 0.38) : 0)

    component Nearest: Rectangle {
        property string where: ""
        width: parent.width
        height: nearest.implicitHeight + 2 * 44
        radius: Theme.radius
        color: Theme.pine
        Column {
            id: nearest
            anchors { left: parent.left; right: parent.right; margins: 48; verticalCenter: parent.verticalCenter }
            spacing: 8
            Words { width: parent.width; text: Say.words["out.nearest_title"]; color: Theme.overPineQuiet }
            Words { width: parent.width; text: parent.parent.where; color: Theme.overPine; strong: true; font.pixelSize: Theme.key + 4 }
        }
    }

    telling: [
        Rectangle {
            visible: Theme.portrait || !Theme.care
            width: 128
            height: 128
            radius: 64
            color: Theme.amberMist
            Icon { anchors.centerIn: parent; name: "info"; colour: Theme.amber; side: 76 }
        },
        Words {
            width: parent.width
            text: Say.words["out.title"]
            strong: true
            font.pixelSize: Theme.chinese ? Math.max(64, Theme.title) : Theme.title
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            text: out.model.why
            font.pixelSize: Math.round(38 * Theme.type)
        },
        Nearest { visible: !Theme.portrait && where !== ""; where: out.model.nearest }
    ]

    Nearest {
        id: below
        parent: out
        visible: Theme.portrait && where !== ""
        x: Theme.margin
        y: out.tellColumn.y + out.tellHeight + 48
        width: Theme.column
        where: out.model.nearest
    }
}
