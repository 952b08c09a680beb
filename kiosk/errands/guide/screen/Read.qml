import QtQuick
import kiosk.controls
import kiosk.models

// A text that answers: a policy or an answer, with where it stands.
Page {
    id: read

    required property ReadModel model

    telling: [
        Words {
            width: parent.width
            text: read.model.title
            strong: true
            font.pixelSize: Math.round(44 * (Theme.care ? 1.2 : 1))
            lineHeight: 0.95
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: read.model.source
            color: Theme.quiet
            font.pixelSize: Math.round(28 * Theme.type)
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: read.model.doubt
            color: Theme.amber
            font.pixelSize: Math.round(28 * Theme.type)
        }
    ]

    Card {
        parent: read
        x: read.touchArea.x
        y: read.touchArea.y
        width: leaves.width + 16
        height: read.touchArea.height
        Leaves {
            id: leaves
            x: 8
            y: 16
            width: read.touchArea.width - 16 - (pager.visible ? pager.width + Theme.gap : 0)
            height: parent.height - 32
            model: read.model.parts
            page: pager.page
            delegate: Material {
                width: leaves.width
            }
        }
    }
    Pager {
        id: pager
        anchors.right: parent.right
        pages: leaves.pages
    }

    keys: BigButton {
        what: "advice"
        label: Say.words["guide.window"]
    }
}
