import QtQuick
import kiosk.models

// What became of the call for help, and nothing that is not known.
Overlay {
    id: help

    required property FrameModel frame
    readonly property bool failed: frame.help === "not_told"

    shown: frame.help !== "" && !frame.asking

    Row {
        spacing: Theme.gap
        Icon { name: "help"; colour: Theme.vermilion; side: 72; anchors.verticalCenter: parent.verticalCenter }
        Words { text: Say.words["help.title"]; strong: true; font.pixelSize: Theme.title; anchors.verticalCenter: parent.verticalCenter }
    }
    Row {
        width: parent.width
        spacing: Theme.gap
        Icon {
            id: mark
            name: help.failed ? "alert" : help.frame.help === "seen" ? "check" : "clock"
            colour: help.failed ? Theme.amber : Theme.pine
            side: 56
        }
        Words {
            width: parent.width - mark.width - Theme.gap
            text: help.frame.help === "" ? "" : Say.words["help." + help.frame.help]
            font.pixelSize: Theme.key
        }
    }
    BigButton {
        anchors.right: parent.right
        look: "primary"
        what: "help_close"
        label: Say.words["help.close"]
    }
}
