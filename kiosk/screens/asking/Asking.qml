import QtQuick
import kiosk.controls
import kiosk.models

// The hall is asked: about what, and that it may take a moment. No other errand's words.
Page {
    id: asking

    required property AskingModel model

    telling: Words {
        width: parent.width
        text: asking.model.what
        strong: true
        font.pixelSize: Theme.title
    }

    Card {
        parent: asking
        x: asking.touchArea.x
        y: Theme.portrait ? asking.tellColumn.y + asking.tellHeight + 48 : asking.contentTop
        width: asking.touchArea.width
        height: steps.implicitHeight + (Theme.portrait && !Theme.low ? 176 : 88)

        Column {
            id: steps
            anchors.centerIn: parent
            width: parent.width - 96
            spacing: Theme.portrait && !Theme.low ? 40 : 24

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                width: 128
                height: 128
                radius: 64
                color: Theme.mist
                border.width: 3
                border.color: Theme.pine
                Icon { anchors.centerIn: parent; name: asking.model.icon; colour: Theme.pine; side: 64 }
            }
            Progress { anchors.horizontalCenter: parent.horizontalCenter }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Say.words["asking.hint"]
                color: Theme.quiet
            }
        }
    }
}
