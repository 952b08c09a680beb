import QtQuick

// A floor with the way on it.
Card {
    id: card

    property alias drawing: drawn.drawing
    property string floor // its name, where there is more than one

    FloorDrawing {
        id: drawn
        anchors { fill: parent; margins: 8 }
    }
    Rectangle {
        visible: card.floor !== ""
        x: 20
        y: 20
        width: words.implicitWidth + 40
        height: words.implicitHeight + 12
        radius: height / 2
        color: Theme.pine
        Words { id: words; anchors.centerIn: parent; text: card.floor; color: Theme.overPine; wrapMode: Text.NoWrap; font.pixelSize: Math.round(28 * Theme.type) }
    }
}
