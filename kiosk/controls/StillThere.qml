import QtQuick
import kiosk.models

Overlay {
    id: still

    required property FrameModel frame

    shown: frame.asking
    beside: "still_here" // whoever touches anything is there

    Ring {
        anchors.horizontalCenter: parent.horizontalCenter
        side: 176
        part: still.frame.ring
        seconds: still.frame.seconds
    }
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: Say.words["still.title"]
        strong: true
        font.pixelSize: Theme.chinese ? Theme.display : Theme.title
    }
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: still.frame.stillLead
        color: Theme.quiet
    }
    BigButton {
        width: parent.width
        implicitHeight: 160
        look: "primary"
        size: Theme.title
        what: "still_here"
        label: Say.words["still.here"]
    }
    BigButton {
        width: parent.width
        look: "quiet"
        what: "leave"
        label: still.frame.visited ? Say.words["still.leave"] : Say.words["still.leave_plain"]
    }
}
