pragma Singleton
import QtQuick

// The phrases of the language that is spoken now, by key. Set by the glass; all that is said changes with it.
QtObject {
    property var words: ({})
}
