import SafetyGrid

/// Remembers prompts by a hash of their words, so that two that differ in case or white space alone count as one.
package actor PromptMemory: NoveltyFilter {
    private var hashes: Set<UInt64> = []

    /// Remembers nothing yet.
    package init() {}

    package func admit(_ prompt: String) -> Bool {
        hashes.insert(Self.hash(of: prompt)).inserted
    }

    /// Takes in the hashes of prompts that were emitted before.
    package func remember(_ hashes: some Sequence<UInt64>) {
        self.hashes.formUnion(hashes)
    }

    /// The hash a prompt is remembered by.
    package static func hash(of prompt: String) -> UInt64 {
        var words = ""
        words.reserveCapacity(prompt.utf8.count)
        var spaceBefore = false
        for scalar in prompt.lowercased().unicodeScalars {
            if scalar.properties.isWhitespace {
                spaceBefore = !words.isEmpty
            } else {
                if spaceBefore { words.unicodeScalars.append(" ") }
                spaceBefore = false
                words.unicodeScalars.append(scalar)
            }
        }
        return StableHash.of(words)
    }
}
