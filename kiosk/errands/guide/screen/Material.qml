import QtQuick
import kiosk.controls

// A line of a list: what, from whom and why, how sure; its state as a word and a colour. A head stands over the lines of
// one state, a note says something to know, an aside stands above the list
// where there is room.
Item {
    id: row

    required property string id
    required property string kind
    required property string text
    required property string below
    required property string warning
    required property string tag
    required property string tone
    required property bool struck
    required property bool fresh
    property bool brief: false // beside a question
    property bool aside: false // the screen has no room above the list
    property bool where: false // nor beside it

    readonly property int pad: brief ? 8 : 14
    readonly property bool line: kind === "line"
    readonly property color colour: tone === "amber" ? Theme.amber : tone === "river" ? Theme.river : tone === "pine" ? Theme.pine : tone === "quiet" ? Theme.quiet : Theme.ink

    readonly property real room: width - 52 - (line && tag !== "" ? tagged.width + 20 : 0)

    implicitHeight: kind === "aside" && !(id === "where" ? where : aside) ? 0 : warned.y + (warning !== "" ? warned.implicitHeight : 0) + pad
    opacity: implicitHeight > 0 ? 1 : 0

    Rectangle {
        visible: row.line && row.fresh
        y: row.pad
        width: 8
        height: row.height - 2 * row.pad
        radius: 4
        color: Theme.river
    }
    Words {
        id: named
        x: 28
        y: row.pad
        width: row.room
        text: row.text
        strong: row.kind === "head" || (row.line && row.fresh)
        color: row.kind === "head" ? Theme.pine : (row.line || row.kind === "text") && !row.struck ? Theme.ink : Theme.quiet
        font.pixelSize: row.kind === "head" ? Theme.body : Math.round((row.kind === "text" ? 34 : !row.line ? 28 : row.brief ? 30 : 34) * Theme.type)
        font.strikeout: row.struck
    }
    Words {
        id: said
        x: 28
        y: named.y + named.implicitHeight + 2
        width: row.room
        visible: text !== ""
        text: row.below
        color: Theme.quiet
        font.pixelSize: Theme.small
    }
    Words {
        id: warned
        x: 28
        y: said.y + (row.below !== "" ? said.implicitHeight + 2 : 0)
        width: row.room
        visible: text !== ""
        text: row.warning
        color: Theme.amber
        font.pixelSize: Theme.small
    }
    Rectangle {
        id: tagged
        visible: row.line && row.tag !== ""
        x: row.width - width - 24
        y: row.pad + 2
        width: tagWords.implicitWidth + 36
        height: tagWords.implicitHeight + 6
        radius: height / 2
        color: row.tone === "ink" ? Theme.ink : row.tone === "amber" ? Theme.amberMist : row.tone === "pine" ? Theme.mist : Theme.haze
        Words {
            id: tagWords
            anchors.centerIn: parent
            text: row.tag
            color: row.tone === "ink" ? Theme.overPine : row.colour
            wrapMode: Text.NoWrap
            font.pixelSize: Theme.small
        }
    }
    Rectangle {
        visible: !row.brief && row.line
        x: 28
        y: row.height - 1
        width: row.width - 52
        height: 2
        color: Theme.line
    }
}
