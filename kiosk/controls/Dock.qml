import QtQuick
import kiosk.models

// The same five keys, always in the same place.
Rectangle {
    id: dock

    required property FrameModel frame

    height: Theme.dock
    color: Theme.sheet

    component DockKey: Key {
        id: dockKey
        property string icon
        property bool on: false
        property color tint: !enabled ? Theme.off : Theme.ink

        width: (Theme.width - 2 * 24 - 4 * Theme.gap) / 5
        height: dock.height - 24

        Rectangle {
            anchors.fill: parent
            anchors.margins: 4
            radius: Theme.radius
            color: dockKey.pressed ? Theme.mist : dockKey.on ? Theme.haze : "transparent"
        }
        Column {
            anchors.centerIn: parent
            spacing: Theme.portrait ? 4 : 0
            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: dockKey.icon
                colour: dockKey.tint
                side: Theme.portrait ? 52 : 46
            }
            Words {
                anchors.horizontalCenter: parent.horizontalCenter
                text: dockKey.label
                color: dockKey.tint
                strong: dockKey.on
                wrapMode: Text.NoWrap
                font.pixelSize: Theme.care ? 35 : 28
            }
        }
    }

    Rectangle {
        width: parent.width
        height: Theme.stroke
        color: Theme.line
    }
    Row {
        anchors.centerIn: parent
        spacing: Theme.gap
        DockKey { what: "back"; icon: "back"; label: Say.words["frame.back"]; enabled: dock.frame.canBack }
        DockKey { what: "home"; icon: "home"; label: Say.words["frame.home"]; enabled: dock.frame.canHome }
        DockKey { what: "care"; icon: "heart"; label: Theme.care ? Say.words["frame.care_off"] : Say.words["frame.care"]; on: Theme.care }
        DockKey { what: "language"; icon: "globe"; label: Say.words["frame.language"] }
        DockKey { what: "help"; icon: "help"; label: Say.words["frame.help"]; tint: Theme.vermilion }
    }
}
