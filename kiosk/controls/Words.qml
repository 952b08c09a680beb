import QtQuick

// Text as set here: never marked up (names come from elsewhere), never cut.
Text {
    property bool strong: false
    readonly property int across: effectiveHorizontalAlignment // as plain numbers, for whoever measures the glass
    readonly property int down: verticalAlignment

    color: Theme.ink
    font.pixelSize: Theme.body
    font.weight: strong ? Font.Bold : Font.Normal
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
}
