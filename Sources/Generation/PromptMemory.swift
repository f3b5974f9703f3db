import SafetyGrid

/// Knows every prompt by a hash of its text, so that none is emitted twice.
///
/// Case and white space make no difference. Two different texts share a hash once in about 10^13 pairs of a million
/// prompts; the price is a prompt that is passed over.
package actor PromptMemory: NoveltyFilter {
    private var hashes: Set<UInt64> = []

    /// A memory of nothing.
    package init() {}

    /// Number of prompts known.
    package var count: Int { hashes.count }

    /// Takes the prompt in when it is new; false when it is known.
    package func admit(_ prompt: String) -> Bool {
        hashes.insert(Self.hash(prompt)).inserted
    }

    /// Takes in many prompts.
    package func insert(contentsOf prompts: some Sequence<String> & Sendable) {
        for prompt in prompts { hashes.insert(Self.hash(prompt)) }
    }

    /// Takes in the prompts that `source` passes to the closure it is given; the texts are not kept.
    ///
    /// - Parameter source: reads prompts, from a store for example
    /// - Throws: what `source` throws; the prompts passed until then are taken in.
    package func load(
        _ source: @escaping @Sendable (_ each: @escaping @Sendable (String) -> Void) async throws -> Void
    ) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: UInt64.self)
        async let reading: Void = {
            defer { continuation.finish() }
            try await source { continuation.yield(Self.hash($0)) }
        }()
        for await hash in stream { hashes.insert(hash) }
        try await reading
    }

    /// A hash of the text in lower case with runs of white space as one space.
    static func hash(_ prompt: String) -> UInt64 {
        StableHash.of(normalised(prompt))
    }

    private static func normalised(_ prompt: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(prompt.utf8.count)
        var gap = false
        for byte in prompt.utf8 {
            // Other scripts have cases and spaces of their own; they are rare enough to be handled slowly.
            guard byte < 0x80 else { return slowlyNormalised(prompt) }
            if byte == 0x20 || (0x09...0x0d).contains(byte) {
                gap = !bytes.isEmpty
            } else {
                if gap { bytes.append(0x20) }
                gap = false
                bytes.append(Letters.lower(byte))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func slowlyNormalised(_ prompt: String) -> String {
        prompt.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
