/// Words for on and off.
package enum Switch {
    /// The switch that a word stands for; nil for anything but `on` and `off`.
    package static func isOn(_ word: String) -> Bool? {
        ["on": true, "true": true, "off": false, "false": false][word]
    }
}
