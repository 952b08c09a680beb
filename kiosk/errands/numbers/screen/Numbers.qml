import QtQuick
import kiosk.controls
import kiosk.models

// The numbers one has already, each with its slip and its way; and another one.
Page {
    id: numbers

    required property NumbersModel model
    pictured: true

    telling: [
        Words {
            width: parent.width
            text: numbers.model.title
            strong: true
            font.pixelSize: Theme.title
        },
        Words {
            width: parent.width
            text: numbers.model.lead
            color: Theme.quiet
        },
        Row {
            visible: numbers.model.attention !== ""
            width: parent.width
            spacing: 16
            Icon { name: "info"; colour: Theme.amber; side: 44 }
            Words { width: parent.width - 60; text: numbers.model.attention; color: Theme.amber; font.pixelSize: Math.round(28 * Theme.type) }
        }
    ]

    component NumberRow: Card {
        id: row

        required property string id
        required property string service
        required property string standing
        required property string where
        required property bool calm
        required property bool way

        implicitHeight: inside.implicitHeight + 2 * 24

        Column {
            id: inside
            anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: 36; rightMargin: 36; topMargin: 24 }
            spacing: 16

            Row {
                width: parent.width
                spacing: 36
                Words {
                    id: number
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.id
                    strong: true
                    color: Theme.pine
                    wrapMode: Text.NoWrap
                    font.pixelSize: Theme.number
                }
                Column {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - number.width - parent.spacing
                    Words { width: parent.width; text: row.service; color: Theme.quiet; font.pixelSize: Math.round(28 * Theme.type) }
                    Words { width: parent.width; text: row.standing; strong: true; color: row.calm ? Theme.pine : Theme.amber; font.pixelSize: Math.round(34 * Theme.type) }
                    Words { width: parent.width; visible: text !== ""; text: row.where; font.pixelSize: Math.round(28 * Theme.type) }
                }
            }
            Flow {
                width: parent.width
                spacing: Theme.gap
                BigButton { what: "reprint"; arg: row.id; label: Say.words["numbers.reprint"]; size: Theme.body }
                BigButton { visible: row.way; what: "way"; arg: row.id; label: Say.words["numbers.way"]; size: Theme.body }
            }
        }
    }

    Item {
        id: list

        property real tallest: 0
        readonly property int per: Math.max(1, Math.floor((numbers.touchArea.height + Theme.gap) / (tallest + Theme.gap)))

        anchors.fill: parent

        Repeater {
            id: repeater
            function measure() {
                let most = 0;
                for (let i = 0; i < count; i++)
                    most = Math.max(most, itemAt(i) ? itemAt(i).implicitHeight : 0);
                list.tallest = most;
            }
            model: numbers.model.rows
            onItemAdded: Qt.callLater(measure)
            NumberRow {
                required property int index
                visible: Math.floor(index / list.per) === pager.page
                y: (index - pager.page * list.per) * (list.tallest + Theme.gap)
                width: list.width - (pager.visible ? pager.width + Theme.gap : 0)
                height: list.tallest
                onImplicitHeightChanged: Qt.callLater(repeater.measure)
            }
        }
        Pager {
            id: pager
            anchors.right: parent.right
            pages: Math.ceil(numbers.model.count / list.per)
        }
    }

    keys: [
        BigButton {
            what: "another"
            label: numbers.model.another
        },
        BigButton {
            visible: !Theme.low // up again from home: there is room for two keys only
            look: "quiet"
            icon: "low"
            what: "low"
            size: Theme.body
            label: Say.words["frame.low"]
        }
    ]
}
