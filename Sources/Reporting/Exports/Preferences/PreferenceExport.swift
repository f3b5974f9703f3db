import Foundations

/// `dpo`: preference pairs, in a file to learn from and one to test with.
package struct PreferenceExport {
    /// Its name for `--format`.
    package static let name = "dpo"

    /// Pairs of a kind on each side.
    package struct Count: Sendable, Equatable {
        package let kind: PreferencePair.Kind
        package let train: Int
        package let test: Int
    }

    private var train: ExportFile
    private var test: ExportFile?
    private let drawn: Set<Int>
    private let groups: AskGroups
    private var counts: [PreferencePair.Kind: (train: Int, test: Int)] = [:]

    /// Begins both files.
    ///
    /// - Parameters:
    ///   - path: the file to learn from
    ///   - pool: the run's responses, gathered and closed
    ///   - share: share of the asks whose pairs are kept for testing; 0 writes no second file
    ///   - seed: another seed keeps others
    /// - Throws: ``ReportError``.
    package init(path: String, pool: PreferencePool, share: Double, seed: UInt64) throws(ReportError) {
        train = try ExportFile(path: path)
        if share > 0 { test = try ExportFile(path: Self.testPath(path)) }
        groups = pool.groups
        drawn = pool.groups.drawn(share, among: pool.paired, seed: seed)
    }

    /// Where the pairs to test with stand: `pairs.test.jsonl` beside `pairs.jsonl`.
    package static func testPath(_ path: String) -> String {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path).test" }
        return "\(path[..<dot]).test\(path[dot...])"
    }

    /// Whether a pair is kept for testing.
    package func isTest(_ pair: PreferencePair) -> Bool { groups.group(of: pair.test.ask).map(drawn.contains) ?? false }

    /// Adds a pair on its side.
    ///
    /// - Throws: ``ReportError`` when it can't be written.
    package mutating func add(_ pair: PreferencePair) throws(ReportError) {
        if isTest(pair) {
            try test?.write { pair.append(to: &$0, split: "test") }
            counts[pair.kind, default: (0, 0)].test += 1
        } else {
            try train.write { pair.append(to: &$0, split: "train") }
            counts[pair.kind, default: (0, 0)].train += 1
        }
    }

    /// Ends the files and gives them their names.
    ///
    /// - Returns: the pairs of every kind that there is
    /// - Throws: ``ReportError`` when they can't be written.
    package mutating func finish() throws(ReportError) -> [Count] {
        try train.commit()
        try test?.commit()
        return PreferencePair.Kind.allCases.compactMap { kind in
            counts[kind].map { Count(kind: kind, train: $0.train, test: $0.test) }
        }
    }
}
