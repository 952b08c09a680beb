import QtQuick
import kiosk.controls
import kiosk.models

// Whether a receipt is ours, in one sentence; below it what is known of its case.
Page {
    id: receipt

    required property CaseModel model

    readonly property color tint: model.good ? Theme.pine : Theme.amber
    readonly property real belowTold: tellColumn.y + tellHeight + Theme.gutter

    leavable: false // 完成 does it

    telling: [
        Rectangle {
            visible: !Theme.low
            width: 104
            height: 104
            radius: 52
            color: receipt.model.good ? Theme.mist : Theme.amberMist
            Icon { anchors.centerIn: parent; name: receipt.model.icon; colour: receipt.tint; side: 60 }
        },
        Words {
            width: parent.width
            text: receipt.model.title
            strong: true
            color: receipt.model.good ? Theme.pine : Theme.ink
            font.pixelSize: Theme.title
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            text: receipt.model.lead
            color: Theme.quiet
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: receipt.model.number
            font.pixelSize: Math.round(28 * Theme.type)
        }
    ]

    Column {
        id: facts
        parent: receipt
        x: Theme.portrait ? Theme.margin : receipt.touchArea.x
        y: Theme.portrait ? receipt.belowTold : receipt.contentTop + 12
        width: Theme.portrait ? Theme.width - 2 * Theme.margin : receipt.touchArea.width
        spacing: Theme.care || !Theme.portrait ? 12 : 22

        Repeater {
            model: receipt.model.rows
            Row {
                required property string label
                required property string text
                required property bool calm

                width: facts.width
                spacing: 28

                Words {
                    id: name
                    width: Math.round((Theme.chinese ? 150 : 200) * Theme.type)
                    text: parent.label
                    color: Theme.quiet
                    font.pixelSize: Math.round(28 * Theme.type)
                }
                Words {
                    width: parent.width - name.width - parent.spacing
                    text: parent.text
                    strong: !parent.calm
                    color: parent.calm ? Theme.ink : Theme.amber
                    font.pixelSize: Math.round((Theme.portrait ? 34 : 28) * Theme.type)
                }
            }
        }
    }

    keys: [
        BigButton {
            visible: !receipt.model.good
            icon: "help"
            what: "help"
            label: Say.words["frame.help"]
        },
        BigButton {
            look: "primary"
            what: "done"
            label: Say.words["slip.done"]
        }
    ]
}
