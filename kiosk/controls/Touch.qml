pragma Singleton
import QtQuick

// Where every touch leaves the glass.
QtObject {
    signal touched(string what, string arg)
}
