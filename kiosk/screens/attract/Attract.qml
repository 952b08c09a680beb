import QtQuick
import kiosk.controls
import kiosk.models

// Nobody is here. Pines, a river, the time, and how to begin; one touch anywhere wakes it.
Page {
    id: attract

    required property AttractModel model

    Image {
        parent: attract
        z: -1
        width: Theme.width
        height: Theme.height
        sourceSize: Qt.size(width, height)
        source: Theme.portrait ? "image://drawing/river" : "image://drawing/river-wide"
    }
    Key {
        parent: attract
        width: Theme.width
        height: Theme.height - Theme.dock
        what: "wake"
        label: Say.words["attract.welcome"]
    }
    Row {
        id: name
        parent: attract
        x: Theme.margin
        y: Theme.noticed > 0 ? Theme.header + Theme.noticed + 12 : Theme.portrait ? 88 : 64
        spacing: 28
        Rectangle {
            width: 96
            height: 96
            radius: 16
            color: Theme.vermilion
            Column {
                anchors.centerIn: parent
                Repeater {
                    model: ["一", "门"]
                    Words {
                        required property string modelData
                        width: 40
                        height: 40
                        horizontalAlignment: Text.AlignHCenter
                        verticalAlignment: Text.AlignVCenter
                        text: modelData
                        color: Theme.overPine
                        strong: true
                        font.pixelSize: 36
                    }
                }
            }
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            Words { width: Theme.width - 2 * Theme.margin - 124; text: attract.model.hall; strong: true; font.pixelSize: Theme.chinese ? 44 : 32 }
            Words { width: Theme.width - 2 * Theme.margin - 124; text: attract.model.otherName; color: Theme.quiet; font.pixelSize: 26 }
        }
    }
    Column {
        parent: attract
        x: Theme.margin
        y: name.y + name.height + (Theme.portrait ? 56 : 24)
        Words {
            text: attract.model.time
            strong: true
            color: Theme.pine
            wrapMode: Text.NoWrap
            font.pixelSize: Theme.portrait ? 216 : 168
            lineHeight: 0.86
        }
        Words {
            text: attract.model.weekday + "  ·  " + attract.model.date
            wrapMode: Text.NoWrap
            font.pixelSize: Math.min(Theme.key, 46)
        }
    }
    Column {
        id: begin
        parent: attract
        x: Theme.margin
        y: Theme.height - Theme.dock - height - (Theme.portrait ? 72 : 44)
        width: Theme.width - 2 * Theme.margin
        spacing: Theme.portrait ? 44 : 28

        Words {
            width: parent.width
            text: Say.words["attract.welcome"]
            strong: true
            color: Theme.overPine
            font.pixelSize: Theme.chinese ? Math.max(64, Theme.title) : 56
        }
        Evenly {
            id: ways
            width: parent.width

            component Way: Row {
                id: way
                property string icon
                property string text
                property int turn: 0
                spacing: 20
                Item {
                    width: 104
                    height: 104
                    Rectangle {
                        anchors.fill: parent
                        radius: 52
                        color: Theme.overPine
                        opacity: 0.16
                    }
                    Icon {
                        x: 22
                        y: 22
                        name: way.icon
                        colour: Theme.overPine
                        side: 60
                        SequentialAnimation on y {
                            running: attract.visible && !Theme.still
                            loops: Animation.Infinite
                            PauseAnimation { duration: 700 * way.turn }
                            NumberAnimation { from: 22; to: 10; duration: 220; easing.type: Easing.OutCubic }
                            NumberAnimation { to: 22; duration: 240; easing.type: Easing.OutCubic }
                            PauseAnimation { duration: 700 * (3 - way.turn) + 900 }
                        }
                    }
                }
                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    text: way.text
                    color: Theme.overPine
                    wrapMode: Text.NoWrap
                    font.pixelSize: !Theme.care ? 34 : Theme.chinese ? 44 : 38
                }
            }
            Way { icon: "hand"; text: Say.words["attract.touch"]; turn: 0 }
            Way { visible: attract.model.card; icon: "card"; text: Say.words["attract.card"]; turn: 1 }
            Way { visible: attract.model.code; icon: "phone"; text: Say.words["attract.code"]; turn: 2 }
        }
    }
}
