import Glibc

/// Scripts that run from right to left, and the letters of them that have a code point for each shape in which they join.
enum RightToLeft {
    /// Hebrew; Arabic with its digits and marks; the letters that Persian and Urdu add; and what joins or divides letters unseen.
    private static let ranges: [ClosedRange<UInt32>] = [
        0x5BE...0x5BE, 0x5C0...0x5C0, 0x5C3...0x5C3, 0x5D0...0x5EA, 0x5F0...0x5F4, 0x60C...0x60C, 0x61B...0x61B,
        0x61F...0x61F, 0x621...0x63A, 0x640...0x64A, 0x660...0x66D, 0x6D4...0x6D4, 0x6F0...0x6F9, 0x200C...0x200F,
    ]
    private static let further: Set<UInt32> = [
        0x679, 0x67E, 0x686, 0x688, 0x691, 0x698, 0x6A9, 0x6AF, 0x6BA, 0x6BE, 0x6C1, 0x6CC, 0x6D2,
    ]

    /// Whether a letter can be written once it is in its place and its shape.
    static func contains(_ letter: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(letter.value) } || further.contains(letter.value)
    }

    /// Whether a letter only says how its neighbours join or run, or fills the place of one that another took in.
    static func isUnseen(_ letter: Unicode.Scalar) -> Bool { letter.properties.generalCategory == .format }

    /// Whether a letter is a vowel sign or the like, which both scripts are read without.
    static func isMark(_ letter: Unicode.Scalar) -> Bool {
        (0x590...0x6FF).contains(letter.value) && letter.properties.generalCategory == .nonspacingMark
    }
}

/// The order and the shapes in which letters stand in a line, by Unicode's bidirectional algorithm (UAX #9) as GNU FriBidi has
/// it. The library is opened when it is needed, like the font, because few prompts need either.
struct VisualOrder: Sendable {
    /// Where a paragraph begins, as FriBidi writes it.
    struct Direction: Equatable {
        fileprivate let value: UInt32
        static let unknown = Direction(value: 0x40)
        var isRightToLeft: Bool { value & 1 == 1 }
    }

    /// `fribidi_log2vis`: letters, their number, the direction asked for and found, letters in visual order, and three lists
    /// that nobody needs here. 0 when there was no memory.
    private typealias Arrange =
        @convention(c) (
            UnsafePointer<UInt32>?, CInt, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt32>?,
            UnsafeMutablePointer<CInt>?, UnsafeMutablePointer<CInt>?, UnsafeMutablePointer<CSignedChar>?
        ) -> CSignedChar

    /// Debian's package `libfribidi0` has it.
    static let libraryName = "libfribidi.so.0"
    /// Nil where it is not installed.
    static let usual = VisualOrder(library: libraryName)

    private let arrange: Arrange

    /// Nil where there is no such library.
    init?(library: String) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL), let symbol = dlsym(handle, "fribidi_log2vis") else {
            return nil
        }
        arrange = unsafeBitCast(symbol, to: Arrange.self)
    }

    /// The direction of a paragraph: that of its first letter that has one.
    func direction(of paragraph: [Unicode.Scalar]) -> Direction { arranged(paragraph, .unknown)?.direction ?? .unknown }

    /// A line from left to right, each letter in its shape; nil where memory ran out.
    func line(_ letters: [Unicode.Scalar], in direction: Direction) -> [Unicode.Scalar]? {
        arranged(letters, direction)?.letters.filter { !RightToLeft.isUnseen($0) }
    }

    private func arranged(
        _ letters: [Unicode.Scalar], _ wanted: Direction
    ) -> (letters: [Unicode.Scalar], direction: Direction)? {
        guard !letters.isEmpty else { return ([], wanted) }
        var direction = wanted.value
        var visual = [UInt32](repeating: 0, count: letters.count + 1)
        let level = arrange(letters.map(\.value), CInt(letters.count), &direction, &visual, nil, nil, nil)
        guard level != 0 else { return nil }
        return (visual.dropLast().compactMap(Unicode.Scalar.init), Direction(value: direction))
    }
}
