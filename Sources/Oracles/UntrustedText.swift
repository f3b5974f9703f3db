import Foundations
import SafetyGrid

/// A foreign text made fit to be shown to a model that judges it.
///
/// Characters that nobody sees (zero-width, bidirectional controls, tags) are taken out: they hide words from people and
/// split words for a model. A long text is shown from both ends, so that padding can't push its content out of sight; its
/// length is counted in Unicode scalars, because one visible character may be made of thousands.
enum UntrustedText {
    /// Most scalars that are shown from each end.
    static let excerptLength = 6000
    /// How often the same words may stand in a long text before they count as padding.
    private static let repetitionsShown = 3
    /// A quarter of the shown part of an endless word.
    private static let longestRun = 64

    /// The text without unseen characters; a long one without its repetitions, and cut in the middle if it is still long.
    static func shown(_ text: String) -> String {
        let text = condensed(text)
        let scalars = text.unicodeScalars
        guard scalars.count > 2 * excerptLength else { return text }
        return String(scalars.prefix(excerptLength))
            + "\n[... \(scalars.count - 2 * excerptLength) characters left out ...]\n"
            + String(scalars.suffix(excerptLength))
    }

    /// Whether some of the text is not in what is ``shown(_:)``, for more than being a repetition.
    static func isCut(_ text: String) -> Bool {
        condensed(text).unicodeScalars.count > 2 * excerptLength
    }

    /// The text without unseen characters; a long one without its repetitions.
    private static func condensed(_ text: String) -> String {
        let seen = Array(text.unicodeScalars.lazy.filter { !isUnseen($0) })
        return seen.count > 2 * excerptLength ? withoutRepetitions(seen) : String(String.UnicodeScalarView(seen))
    }

    /// A padded text without its padding: words whose last three and itself have stood there often are left out, and
    /// endless words lose their middle, so that what differs comes into view.
    private static func withoutRepetitions(_ scalars: [Unicode.Scalar]) -> String {
        var kept = String.UnicodeScalarView()
        var counts: [UInt64: Int] = [:]
        var recent: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var omitted = false
        for word in scalars.split(omittingEmptySubsequences: false, whereSeparator: isBlank) {
            recent = (recent.1, recent.2, recent.3, hash(of: word))
            let key = [recent.0, recent.1, recent.2, recent.3].reduce(UInt64(0)) {
                ($0 ^ $1) &* 0x9e37_79b9_7f4a_7c15
            }
            let count = counts[key, default: 0] + 1
            counts[key] = count
            guard count <= repetitionsShown else {
                omitted = true
                continue
            }
            if omitted { kept.append(contentsOf: "[repetition left out] ".unicodeScalars) }
            omitted = false
            kept.append(contentsOf: shortened(word))
            kept.append(" ")
        }
        return String(kept)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
    }

    private static func hash(of word: ArraySlice<Unicode.Scalar>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for scalar in word { hash = (hash ^ UInt64(scalar.value)) &* 0x0000_0100_0000_01b3 }
        return (hash ^ hash >> 29) &* 0xbf58_476d_1ce4_e5b9
    }

    /// A word without its middle when it is longer than words are.
    private static func shortened(_ word: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        word.count <= 4 * longestRun ? Array(word) : word.prefix(2 * longestRun) + ["…"] + word.suffix(2 * longestRun)
    }

    /// The text with the control markers of chat templates broken up, for models that are given a raw template.
    ///
    /// - Parameter markers: texts that mean something to the template; each gets a space after its first character
    static func shown(_ text: String, breaking markers: [String]) -> String {
        markers.reduce(shown(text)) { text, marker in
            text.replacing(marker, with: "\(marker.prefix(1)) \(marker.dropFirst())")
        }
    }

    /// The text without what nobody sees at its beginning and its end: white space of every kind, controls, zero-width
    /// characters, marks of byte order, blank letters.
    static func trimmed(_ text: String) -> String {
        func isNothing(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || isUnseen(scalar) || scalar == "\u{2800}"
        }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isNothing($0) }),
            let last = scalars.lastIndex(where: { !isNothing($0) })
        else { return "" }
        let kept = scalars[first...last]
        return kept.count == scalars.count ? text : String(kept)
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F,
            0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0,
            0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}
