pragma Singleton
import QtQuick

// Every colour and size. What varies with the visit is set by Shell from the frame.
QtObject {
    property bool care: false
    property bool low: false
    property bool chinese: true
    property bool visited: false
    property bool leavable: true // false while something is under way that nobody may interrupt
    property bool portrait: true
    property bool still: false
    property bool kept: false // something that was shown waits to be looked at
    property real noticed: 0 // height of the notice line, 0 without one
    readonly property int notice: portrait && !low ? (care ? 168 : 152) : 0 // what is kept free for it, so that no key moves when it comes

    readonly property color paper: "#F6F4EE"
    readonly property color sheet: "#FFFFFF"
    readonly property color ink: "#1B2A26"
    readonly property color quiet: care ? "#36463F" : "#55645E"
    readonly property color pine: care ? "#0B4C3E" : "#0E5A4A"
    readonly property color pineDown: "#08382E"
    readonly property color overPine: "#FFFFFF"
    readonly property color overPineQuiet: care ? "#FFFFFF" : "#D5E6DE"
    readonly property color pineTile: care ? "#08392F" : "#0B4C3F"
    readonly property color mist: "#DCE8E2"
    readonly property color haze: "#E9F0EC"
    readonly property color river: care ? "#1B4A70" : "#2F6F9F"
    readonly property color amber: care ? "#6A3E00" : "#8A5100"
    readonly property color amberMist: "#FBF0DC"
    readonly property color vermilion: care ? "#86241B" : "#B5362B"
    readonly property color vermilionMist: "#F9E9E5"
    readonly property color line: "#D5D3C8"
    readonly property color off: "#9DA7A2"
    readonly property color exit: "#00602F"
    readonly property color veil: "#B01B2A26"

    readonly property real type: care ? 1.35 : 1
    readonly property int giant: 208 // a slip's number when it is the one thing on the screen
    readonly property int display: chinese ? (care ? 84 : 72) : (care ? 66 : 60) // Latin words are long
    readonly property int number: 84
    readonly property int title: Math.round((chinese ? 56 : 48) * type)
    readonly property int key: Math.round((chinese ? 40 : 36) * type)
    readonly property int body: Math.round(32 * type)
    readonly property int small: Math.round(26 * type)

    readonly property int unit: 8
    readonly property int margin: 64
    readonly property int gutter: 32
    readonly property int gap: 24 // the least distance between two keys
    readonly property int touch: 112 // the least side of a key
    readonly property int radius: 28
    readonly property int stroke: 2

    readonly property int width: portrait ? 1080 : 1920
    readonly property int height: portrait ? 1920 : 1080
    readonly property int header: portrait ? 152 : 120
    readonly property int dock: portrait ? 168 : 144
    readonly property int lowTop: height - 900 // everything touchable lies below, in low position
    readonly property int motion: still ? 0 : 200
    readonly property int column: portrait ? width - 2 * margin : 816 // where a screen tells
    readonly property int keyHeight: care ? 144 : low ? touch : 124

    function hex(colour: color): string {
        return colour.toString().slice(-6);
    }
}
