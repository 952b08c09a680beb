import QtQuick
import kiosk.controls
import kiosk.models

// Letters of pinyin, whole or only the first of each character; what they mean so far, to be touched at once.
Page {
    id: search

    required property SearchModel model
    readonly property bool reached: !lowPortrait // of wheelchairs, only what lies low: there the key below finds

    telling: [
        Words {
            width: parent.width
            text: Say.words["guide.find"]
            strong: true
            font.pixelSize: Theme.title
        },
        Card {
            width: parent.width
            height: 112
            border.color: Theme.pine
            border.width: 3
            Words {
                anchors { left: parent.left; leftMargin: 36; verticalCenter: parent.verticalCenter }
                width: parent.width - 72
                text: search.model.typed !== "" ? search.model.typed : Say.words["guide.find_hint"]
                strong: search.model.typed !== ""
                color: search.model.typed !== "" ? Theme.ink : Theme.quiet
                font.pixelSize: search.model.typed !== "" ? 44 : 30
                font.letterSpacing: search.model.typed !== "" ? 4 : 0
                lineHeight: 0.9
            }
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: search.model.said
            color: Theme.quiet
            font.pixelSize: Math.round(28 * Theme.type)
        }
    ]

    Leaves {
        id: found
        parent: search
        visible: search.reached
        x: Theme.margin
        y: Theme.portrait ? search.touchArea.y : search.tellColumn.y + search.tellHeight + Theme.gap
        width: Theme.column
        height: Theme.portrait ? pad.y - Theme.gutter : search.footTop - y
        spacing: Theme.gap
        model: search.model.rows
        delegate: Choice {
            width: found.width
        }
    }
    Item {
        id: pad

        readonly property real cellWidth: (width - 6 * Theme.gap) / 7
        readonly property real cellHeight: Math.min(136, (search.touchArea.height - 3 * Theme.gap) / 4, Theme.portrait && !Theme.low ? 112 : 136)
        readonly property string letters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

        y: parent.height - height
        width: parent.width
        height: 4 * cellHeight + 3 * Theme.gap

        Repeater {
            model: 28
            Key {
                id: cell
                required property int index
                readonly property bool letter: index < 26

                x: (index % 7) * (pad.cellWidth + Theme.gap)
                y: Math.floor(index / 7) * (pad.cellHeight + Theme.gap)
                width: pad.cellWidth
                height: pad.cellHeight
                what: letter ? "key" : index === 26 ? "erase" : "clear"
                arg: letter ? pad.letters[index] : ""
                label: letter ? arg : index === 26 ? Say.words["identify.erase"] : Say.words["identify.clear"]

                Rectangle {
                    anchors.fill: parent
                    radius: 24
                    color: cell.pressed ? Theme.mist : cell.letter ? Theme.sheet : Theme.haze
                    border.width: cell.letter ? Theme.stroke : 0
                    border.color: Theme.line
                }
                Words {
                    visible: cell.index !== 26
                    anchors.centerIn: parent
                    text: cell.label
                    strong: cell.letter
                    wrapMode: Text.NoWrap
                    font.pixelSize: cell.letter ? 52 : 30
                }
                Icon { visible: cell.index === 26; anchors.centerIn: parent; name: "erase"; side: 56 }
            }
        }
    }

    keys: BigButton {
        look: "primary"
        what: "confirm"
        enabled: search.model.typed !== ""
        label: Say.words["guide.find_go"]
    }
}
