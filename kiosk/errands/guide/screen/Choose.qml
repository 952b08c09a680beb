import QtQuick
import kiosk.controls
import kiosk.models

// A few large keys: a group of matters, a matter, an answer to be changed.
Page {
    id: choose

    required property ChooseModel model
    pictured: true

    telling: [
        Words {
            width: parent.width
            text: choose.model.title
            strong: true
            font.pixelSize: Theme.title
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: choose.model.lead
            color: Theme.quiet
        }
    ]

    Leaves {
        id: leaves
        width: parent.width - (pager.visible ? pager.width + Theme.gap : 0)
        height: parent.height
        spacing: Theme.gap
        model: choose.model.rows
        page: pager.page
        delegate: Choice {
            width: leaves.width
        }
    }
    Pager {
        id: pager
        anchors.right: parent.right
        pages: leaves.pages
    }

    keys: [
        BigButton {
            visible: choose.model.window
            what: "advice"
            label: Say.words["guide.window"]
        },
        BigButton {
            visible: choose.model.find
            look: "primary"
            icon: "keypad"
            what: "search"
            label: Say.words["guide.find"]
        }
    ]
}
