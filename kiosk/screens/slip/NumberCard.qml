import QtQuick
import kiosk.controls
import kiosk.models

// A slip as a page: one big thing, quiet rules, columns that align.
Card {
    id: card

    required property SlipModel model
    readonly property bool facts: model.waiting
    readonly property bool calm: !model.over
    readonly property bool tight: Theme.care || !Theme.portrait
    readonly property bool rows: Theme.care && Theme.portrait

    height: column.implicitHeight + 2 * 40

    component Fact: Column {
        id: fact
        property string name
        property string value
        width: column.width / 3
        Words { width: parent.width; text: fact.name; color: Theme.quiet; font.pixelSize: Math.round(28 * Theme.type) }
        Words { width: parent.width - 8; text: fact.value; strong: true; font.pixelSize: Theme.chinese ? 44 : 38 }
    }
    component CareFact: Item {
        id: careFact
        property string name
        property string value
        width: column.width
        height: Math.max(factName.implicitHeight, factValue.implicitHeight)
        Words { id: factName; width: 240; anchors.verticalCenter: parent.verticalCenter; text: careFact.name; color: Theme.quiet }
        Words { id: factValue; anchors { left: factName.right; right: parent.right; verticalCenter: parent.verticalCenter } text: careFact.value; strong: true; font.pixelSize: Theme.key }
    }

    Column {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 52; topMargin: 36 }
        spacing: 16

        Item {
            width: parent.width
            height: Math.max(service.implicitHeight, mark.height)
            Words {
                id: service
                width: parent.width - (mark.visible ? mark.width + 24 : 0)
                text: card.model.service
                color: Theme.quiet
                font.pixelSize: Math.round(36 * Theme.type)
            }
            Rectangle {
                id: mark
                visible: card.model.copyMark !== ""
                anchors.right: parent.right
                width: markWords.implicitWidth + 48
                height: markWords.implicitHeight + 12
                radius: height / 2
                color: Theme.amberMist
                Words { id: markWords; anchors.centerIn: parent; text: card.model.copyMark; color: Theme.amber; wrapMode: Text.NoWrap; font.pixelSize: Math.round(28 * Theme.type) }
            }
        }
        Item {
            width: parent.width
            height: card.tight ? 184 : 232
            Words {
                id: number
                anchors.verticalCenter: parent.verticalCenter
                text: card.model.number
                strong: true
                wrapMode: Text.NoWrap
                color: card.calm ? Theme.pine : Theme.quiet
                font.pixelSize: card.tight ? 160 : Theme.giant
                font.letterSpacing: 4
            }
            Image {
                visible: card.model.code !== ""
                anchors { right: parent.right; verticalCenter: parent.verticalCenter; rightMargin: -16 }
                sourceSize: Qt.size(208, 208)
                source: card.model.code
                smooth: false
            }
        }
        Rectangle {
            visible: card.facts || place.visible
            width: parent.width
            height: Theme.stroke
            color: Theme.line
        }
        Item { visible: card.facts; width: 1; height: 8 }
        Row {
            visible: card.facts && !card.rows
            width: parent.width
            Fact { name: Say.words["slip.ahead"]; value: card.model.ahead }
            Fact { name: Say.words["slip.expected"]; value: card.model.expected }
            Fact { name: Say.words["slip.window"]; value: card.model.window }
        }
        Column {
            visible: card.facts && card.rows
            width: parent.width
            CareFact { visible: !card.model.offline; name: Say.words["slip.ahead"]; value: card.model.ahead }
            CareFact { visible: !card.model.offline; name: Say.words["slip.expected"]; value: card.model.expected }
            CareFact { name: Say.words["slip.window"]; value: card.model.window }
        }
        Row {
            id: place
            visible: card.model.place !== "" && !card.model.over && Theme.portrait
            width: parent.width
            spacing: 16
            Icon { name: "window"; colour: Theme.pine; side: 48; y: 4 }
            Words { width: parent.width - 64; text: card.model.place; color: Theme.pine; font.pixelSize: Math.round(34 * Theme.type) }
        }
    }
}
