import QtQuick

// Large keys for a resident ID number (digits and X) or a social credit code (no I O Z S V, GB 32100). The last key at
// the bottom right confirms and is the screen's primary one. `folded`: the switch of kinds has no room of its own and
// takes one of the keys.
Item {
    id: pad

    property string kind: "id_number"
    property bool complete: false
    property bool folded: false
    readonly property bool credit: kind === "credit_code"
    readonly property int columns: credit ? 7 : 4
    readonly property int rows: credit ? 5 : 4
    readonly property real cellWidth: (width - (columns - 1) * Theme.gap) / columns
    readonly property real cellHeight: Math.min((height - (rows - 1) * Theme.gap) / rows, 152)
    // what, arg, column, row, columns wide, rows high
    readonly property var layout: {
        let cells = [];
        const put = (text, width, first) => {
            for (let i = 0; i < text.length; i++)
                cells.push(["key", text[i], i % width, first + Math.floor(i / width), 1, 1]);
        };
        if (credit) {
            put("1234567890ABCDEFGHJKLMNPQRTUWXY", 7, 0);
            cells.push(["erase", "", 3, 4, 1, 1]);
            cells.push(folded ? ["kind", "id_number", 4, 4, 1, 1] : ["clear", "", 4, 4, 1, 1]);
            cells.push(["confirm", "", 5, 4, 2, 1]);
        } else {
            put("123456789", 3, 0);
            cells.push(["key", "X", 0, 3, 1, 1], ["key", "0", 1, 3, 2, 1], ["erase", "", 3, 0, 1, 1]);
            cells.push(["clear", "", 3, 1, 1, 1], ["confirm", "", 3, 2, 1, 2]);
        }
        return cells;
    }

    implicitHeight: rows * 136 + (rows - 1) * Theme.gap

    Repeater {
        model: pad.layout
        Key {
            id: cell
            required property var modelData
            readonly property bool primary: what === "confirm"
            readonly property bool digit: what === "key"

            x: modelData[2] * (pad.cellWidth + Theme.gap)
            y: modelData[3] * (pad.cellHeight + Theme.gap)
            width: modelData[4] * (pad.cellWidth + Theme.gap) - Theme.gap
            height: modelData[5] * (pad.cellHeight + Theme.gap) - Theme.gap
            what: modelData[0]
            arg: modelData[1]
            label: digit ? arg : what === "erase" ? Say.words["identify.erase"] : what === "clear" ? Say.words["identify.clear"]
                 : what === "kind" ? Say.words["identify.id_number_short"] : Say.words["identify.confirm"]
            enabled: !primary || pad.complete

            Rectangle {
                anchors.fill: parent
                radius: 24
                color: {
                    if (cell.primary)
                        return !cell.enabled ? Theme.mist : cell.pressed ? Theme.pineDown : Theme.pine;
                    return cell.pressed ? Theme.mist : cell.digit ? Theme.sheet : Theme.haze;
                }
                border.width: cell.digit ? Theme.stroke : 0
                border.color: Theme.line
            }
            Words {
                visible: cell.what !== "erase"
                anchors.centerIn: parent
                width: parent.width - 16
                horizontalAlignment: Text.AlignHCenter
                text: cell.label
                color: cell.primary ? (cell.enabled ? Theme.overPine : Theme.quiet) : Theme.ink
                strong: cell.digit
                font.pixelSize: cell.digit ? Theme.title : cell.width < 140 ? 28 : Theme.chinese ? Theme.key : Math.min(Theme.key, 40)
            }
            Icon {
                visible: cell.what === "erase"
                anchors.centerIn: parent
                name: "erase"
                side: 60
            }
        }
    }
}
