import QtQuick
import kiosk.controls
import kiosk.models

// What is being typed, place by place; the wrong places are marked by colour, frame and underline.
Column {
    id: typed

    required property IdentifyModel model
    readonly property bool wrong: model.problem !== ""

    spacing: Theme.gap

    Card {
        width: parent.width
        height: 148
        border.color: typed.wrong ? Theme.vermilion : Theme.pine
        border.width: 3

        Row {
            id: row
            readonly property real gapWidth: 20
            readonly property int gaps: typed.model.kind === "credit_code" ? 3 : 2
            readonly property real cell: Math.floor((typed.width - 48 - gaps * gapWidth) / Math.max(18, places.count))
            anchors.centerIn: parent

            Repeater {
                id: places
                model: typed.model.cells
                Item {
                    id: cell
                    required property int id
                    required property string text
                    required property bool leads
                    required property bool wrong
                    required property bool next
                    readonly property bool gapBefore: leads

                    width: row.cell + (gapBefore ? row.gapWidth : 0)
                    height: 96

                    Rectangle {
                        anchors.right: parent.right
                        width: row.cell
                        height: parent.height
                        radius: 8
                        visible: cell.wrong
                        color: Theme.vermilionMist
                    }
                    Words {
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        width: row.cell
                        horizontalAlignment: Text.AlignHCenter
                        text: cell.text
                        strong: true
                        wrapMode: Text.NoWrap
                        color: cell.wrong ? Theme.vermilion : Theme.ink
                        font.pixelSize: Math.min(Theme.key + 4, Math.round(row.cell))
                    }
                    Rectangle {
                        anchors { right: parent.right; rightMargin: 3; bottom: parent.bottom; bottomMargin: 2 }
                        width: row.cell - 6
                        height: cell.wrong ? 6 : cell.next ? 5 : 2
                        radius: 2
                        color: cell.wrong ? Theme.vermilion : cell.next ? Theme.pine : Theme.line
                    }
                }
            }
        }
    }
    Row {
        width: parent.width
        spacing: 16
        Icon {
            id: mark
            visible: typed.wrong
            name: "alert"
            colour: Theme.vermilion
            side: 48
        }
        Words {
            width: parent.width - (typed.wrong ? mark.width + 16 : 0)
            text: typed.wrong ? typed.model.problem : typed.model.advice
            color: typed.wrong ? Theme.vermilion : Theme.quiet
            font.pixelSize: Math.round(34 * Theme.type)
        }
    }
}
