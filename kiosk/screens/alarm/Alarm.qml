import QtQuick
import kiosk.controls
import kiosk.models

// People are to leave: as on every screen of the hall, in the green of the exit signs. Nothing to touch but the dock.
Page {
    id: alarm

    required property AlarmModel model

    Rectangle {
        parent: alarm
        y: Theme.header
        width: Theme.width
        height: Theme.height - Theme.header - Theme.dock
        color: Theme.exit
        Column {
            anchors { left: parent.left; right: parent.right; margins: Theme.margin; verticalCenter: parent.verticalCenter }
            spacing: Theme.gutter
            Icon { name: "leave"; colour: Theme.overPine; side: Theme.portrait ? 240 : 160 }
            Words {
                width: parent.width
                text: alarm.model.title
                color: Theme.overPine
                strong: true
                font.pixelSize: Theme.chinese ? 150 : 116
                lineHeight: 1.0
            }
            Words {
                width: parent.width
                text: alarm.model.why
                color: Theme.overPine
                font.pixelSize: Math.round(52 * Theme.type)
            }
        }
    }
}
