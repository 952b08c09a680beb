import QtQuick

// One step of a way, with its number.
Row {
    id: row

    required property int id
    required property string text

    spacing: 24

    Rectangle {
        width: 48
        height: 48
        radius: 24
        color: Theme.mist
        Words { anchors.centerIn: parent; text: row.id; strong: true; color: Theme.pine; font.pixelSize: 28 }
    }
    Words {
        width: parent.width - 80
        anchors.verticalCenter: parent.verticalCenter
        text: row.text
        font.pixelSize: Theme.portrait ? Math.round(36 * (Theme.care ? 1.2 : 1)) : 32
    }
}
