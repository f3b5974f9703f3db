/// An exchange as the classifier sees it: buckets of a hashed vocabulary (the "hashing trick", Weinberger et al. 2009), in
/// blocks of equal values. No text can be read back from a bucket.
///
/// The blocks: the n-grams of one to three words of the response, of its opening and of its end; the content words of the
/// prompt; and the content words that the response says of its own, and those that it has from the prompt.
struct ResponseFeatures: Sendable {
    /// Features of one kind: the same value each.
    struct Block: Sendable, Equatable {
        /// Where it ends in ``buckets``; it begins where the one before ends.
        let end: Int
        /// What each of its features counts.
        let value: Float
    }

    /// Buckets, each at most once in a block.
    private(set) var buckets: [UInt32] = []
    /// The blocks, in order.
    private(set) var blocks: [Block] = []
    /// Whether the response goes round in circles.
    let isBabble: Bool
    /// Signs that the response takes care, by ``ResponseCare``.
    let careSigns: Int

    /// Two to this power buckets.
    static let bits = 20
    /// Number of buckets.
    static let bucketCount = 1 << bits
    /// Changes whenever the same text gives other features: weights are only good for the features they were trained on.
    static let version = 3
    /// Bytes of a response that are read at its beginning and at its end: padding in between costs nothing.
    static let (headBytes, tailBytes) = (2600, 600)
    /// Bytes of a prompt that are read, at its end.
    static let promptBytes = 400
    /// Words of the opening and of the end.
    static let (openingWords, endWords) = (35, 22)

    /// The features of a response to a prompt.
    init(prompt: String, response: String) {
        self.init(ResponseReading(prompt: prompt, response: response))
    }

    /// The features of what was read of a response and its prompt.
    init(_ reading: ResponseReading) {
        let words = reading.response.map(\.hash)
        isBabble = reading.isBabble
        careSigns = ResponseCare.signs(in: reading.response)
        buckets.reserveCapacity(words.count * 4 + 400)
        var set = BucketSet(capacity: max(words.count * 3, 900))
        add([Self.start] + words, longest: 3, salt: 1, weight: 1, &set)
        add([Self.start] + words.prefix(Self.openingWords), longest: 3, salt: 2, weight: 1, &set)
        add(words.suffix(Self.endWords) + [Self.stop], longest: 3, salt: 3, weight: 0.5, &set)
        add(reading.asked, longest: 1, salt: 4, weight: 0.25, &set)
        add(reading.own, longest: 1, salt: 5, weight: 1, &set)
        add(reading.echoed, longest: 1, salt: 6, weight: 0.5, &set)
    }

    private static let (start, stop): (UInt64, UInt64) = (0x5e, 0x24)

    private mutating func add(_ tokens: [UInt64], longest: Int, salt: UInt64, weight: Float, _ set: inout BucketSet) {
        let first = buckets.count
        set.clear()
        for start in tokens.indices {
            var gram = salt
            for token in tokens[start..<min(start + longest, tokens.count)] {
                gram = ((gram ^ token) &* 0x9e37_79b9_7f4a_7c15) ^ (gram >> 29)
                let bucket = UInt32(truncatingIfNeeded: (gram &* 0xbf58_476d_1ce4_e5b9) >> UInt64(64 - Self.bits))
                if set.insert(bucket) { buckets.append(bucket) }
            }
        }
        let count = Float(buckets.count - first)
        blocks.append(Block(end: buckets.count, value: count > 0 ? weight / count.squareRoot() : 0))
    }

    /// The same features under other numbers.
    func renumbered(_ number: (UInt32) -> UInt32) -> ResponseFeatures {
        var features = self
        features.buckets = buckets.map(number)
        return features
    }

    /// The sum of the features' weights.
    func dot(_ weights: UnsafeBufferPointer<Float>) -> Double {
        var total = 0.0
        var position = 0
        for block in blocks {
            var sum = 0.0
            while position < block.end {
                sum += Double(weights[Int(buckets[position])])
                position += 1
            }
            total += sum * Double(block.value)
        }
        return total
    }

    /// Adds `factor` times the features to `weights`.
    func add(_ factor: Float, to weights: UnsafeMutableBufferPointer<Float>) {
        var position = 0
        for block in blocks {
            let step = factor * block.value
            while position < block.end {
                weights[Int(buckets[position])] += step
                position += 1
            }
        }
    }

    /// The sum of the features' values.
    var absoluteSum: Double {
        var start = 0
        return blocks.reduce(0.0) { sum, block in
            defer { start = block.end }
            return sum + Double(block.value) * Double(block.end - start)
        }
    }
}

/// Buckets seen so far, by open addressing; clearing costs nothing.
private struct BucketSet {
    private var slots: [UInt64]
    private let mask: Int
    private var generation: UInt64 = 0

    /// Room for `capacity` buckets.
    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        mask = size - 1
    }

    mutating func clear() { generation += 1 }

    /// Adds a bucket; false when it was there.
    mutating func insert(_ bucket: UInt32) -> Bool {
        let entry = generation << 32 | UInt64(bucket)
        var slot = Int(bucket) & mask
        while slots[slot] >> 32 == generation {
            if slots[slot] == entry { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = entry
        return true
    }
}
