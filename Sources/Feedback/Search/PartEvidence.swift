/// Judged prompts as the model sees them: the effects of each, and its verdicts.
struct PartEvidence {
    let effects: PartEffects
    /// Effects of every prompt, group by group; ``PartEffects/none`` where a part is unknown.
    private(set) var members: [[Int32]]
    /// Judged tests of each prompt; fractions stand for earlier runs.
    private(set) var judged: [Double] = []
    /// Unsafe verdicts among them.
    private(set) var unsafe: [Double] = []

    init(_ effects: PartEffects) {
        self.effects = effects
        members = Array(repeating: [], count: effects.groups.count)
    }

    /// Adds tests of a prompt.
    mutating func add(_ values: [Int], judged: Double, unsafe: Double) {
        for place in members.indices {
            members[place].append(Int32(effects.effect(of: effects.groups[place], in: values) ?? effects.none))
        }
        self.judged.append(judged)
        self.unsafe.append(unsafe)
    }

    /// Adds tests of which nothing is known but their cells.
    mutating func add(_ cells: CellEvidence) {
        for cell in cells.judged.indices where cells.judged[cell] > 0 {
            add(effects.space.values(of: cell), judged: cells.judged[cell], unsafe: cells.findings[cell])
        }
    }

    /// Number of prompts.
    var count: Int { judged.count }
}
