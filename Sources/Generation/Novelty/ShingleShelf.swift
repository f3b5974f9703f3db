/// The shingles of many prompts, in pieces of equal size: one array of all would hold half its room in reserve each time it
/// grows, and twice as much while it does.
struct ShingleShelf: Sendable {
    private static let bits: UInt32 = 20
    private static let size = 1 << Int(bits)
    private var pieces: [[UInt8]] = []
    /// Where each prompt's begin: the piece in the upper bits, the place in it in the lower. They hold some 30 million prompts.
    private var starts: [UInt32] = []
    private var encoded: [UInt8] = []

    /// Prompts that it has.
    var count: Int { starts.count }

    /// Adds the shingles of a prompt, in ascending order.
    mutating func append(_ shingles: [UInt32]) {
        encoded.removeAll(keepingCapacity: true)
        RiceCode.encode(shingles, into: &encoded)
        if pieces.isEmpty || pieces[pieces.count - 1].count + encoded.count > Self.size {
            precondition(pieces.count < 1 << (32 - Self.bits), "the index of prompts is full")
            pieces.append([])
            pieces[pieces.count - 1].reserveCapacity(Self.size)
        }
        let piece = pieces.count - 1
        starts.append(UInt32(piece) << Self.bits | UInt32(pieces[piece].count))
        pieces[piece] += encoded
    }

    /// The shingles of a prompt, by its number.
    subscript(_ number: Int) -> [UInt32] {
        pieces[Int(starts[number] >> Self.bits)].withUnsafeBufferPointer { bytes in
            RiceCode.decode(bytes, at: Int(starts[number]) & (Self.size - 1))
        }
    }
}
