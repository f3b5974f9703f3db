/// The shingles of many prompts, in pieces of equal size: one array of all would hold half its room in reserve each time it
/// grows, and twice as much while it does.
struct ShingleShelf: Sendable {
    private static let bits: UInt32 = 18
    private static let size = 1 << Int(bits)
    private var pieces: [[UInt32]] = []
    /// Where each prompt's begin: the piece in the upper bits, the place in it in the lower.
    private var starts: [UInt32] = []

    /// Prompts that it has.
    var count: Int { starts.count }

    /// Adds the shingles of a prompt.
    mutating func append(_ shingles: [UInt32]) {
        if pieces.isEmpty || pieces[pieces.count - 1].count + shingles.count >= Self.size {
            pieces.append([])
            pieces[pieces.count - 1].reserveCapacity(max(Self.size, shingles.count))
        }
        let piece = pieces.count - 1
        starts.append(UInt32(piece) << Self.bits | UInt32(pieces[piece].count))
        pieces[piece] += shingles
    }

    /// The shingles of a prompt, by its number.
    subscript(_ number: Int) -> ArraySlice<UInt32> {
        let piece = Int(starts[number] >> Self.bits)
        let start = Int(starts[number]) & (Self.size - 1)
        let isLast = number + 1 == starts.count || Int(starts[number + 1] >> Self.bits) != piece
        return pieces[piece][start..<(isLast ? pieces[piece].count : Int(starts[number + 1]) & (Self.size - 1))]
    }
}
