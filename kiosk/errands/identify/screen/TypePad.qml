import QtQuick
import kiosk.controls
import kiosk.models

// The ways to say who it is, and the keypad. Where height is short for the 31 characters of a credit code, the way
// back to the ID number becomes one of the keys.
Item {
    id: pad

    required property IdentifyModel model
    readonly property bool credit: model.kind === "credit_code"
    readonly property bool folded: credit && height < 5 * Theme.touch + 4 * Theme.gap + switchHeight + Theme.gutter
    readonly property real switchHeight: Theme.touch

    component Way: Key {
        id: way
        property bool on: false
        property string icon: ""
        height: Theme.touch
        Rectangle {
            anchors.fill: parent
            radius: height / 2
            color: way.on ? Theme.mist : way.pressed ? Theme.mist : Theme.sheet
            border.width: way.on ? 4 : 2
            border.color: way.on ? Theme.pine : Theme.line
        }
        Words {
            anchors.centerIn: parent
            width: parent.width - 32
            horizontalAlignment: Text.AlignHCenter
            text: way.label
            color: way.on ? Theme.pine : Theme.ink
            strong: way.on
            font.pixelSize: Theme.care ? 36 : 32
            lineHeight: 0.9
        }
    }

    Row {
        id: ways
        y: keypad.y - Theme.gutter - height
        readonly property bool lays: pad.model.card || pad.model.code
        readonly property real each: (pad.width - (lays ? 2 : 1) * Theme.gap) / (lays ? 3 : 2)
        visible: !pad.folded
        spacing: Theme.gap
        Way { width: ways.each; what: "kind"; arg: "id_number"; label: Say.words["identify.id_number"]; on: !pad.credit }
        Way { width: ways.each; what: "kind"; arg: "credit_code"; label: Theme.care ? Say.words["identify.credit_code_short"] : Say.words["identify.credit_code"]; on: pad.credit }
        Way { visible: ways.lays; width: ways.each; what: "lay"; label: pad.model.card ? Say.words["identify.lay"] : Say.words["identify.lay_code"] }
    }
    Keypad {
        id: keypad
        readonly property real room: pad.height - (pad.folded ? 0 : pad.switchHeight + Theme.gutter)
        y: pad.height - height // never moved by a sentence that grows above it
        width: pad.width
        height: Math.min(room, rows * 152 + (rows - 1) * Theme.gap)
        kind: pad.model.kind
        complete: pad.model.complete
        folded: pad.folded
    }
}
