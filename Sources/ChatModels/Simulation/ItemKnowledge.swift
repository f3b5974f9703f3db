import Foundations
import Records

/// What a simulated model knows: of each set of items the share of which it has the solution, by category.
struct ItemKnowledge: Sendable {
    /// The shares of a set.
    struct Shares: Sendable {
        /// Share of the items of a category that has no share of its own.
        let usual: Double
        /// Category to share.
        let categories: [String: Double]
    }

    private let sets: [String: Shares]
    private let seeds: String
    /// The items by question, read when the first of them is asked: most prompts are none.
    private let items = Locked<[String: (item: Item, share: Double)]?>(nil)

    init(sets: [String: Shares], seeds: String) {
        self.sets = sets
        self.seeds = seeds
    }

    /// The solution of a prompt as the model has it; nil for a prompt that asks no item.
    ///
    /// - Parameters:
    ///   - prompt: the prompt
    ///   - draw: a number in 0 ..< 1 for a purpose, fixed for the prompt
    /// - Returns: the solution, right or wrong
    func solution(of prompt: String, draw: (String) -> Double) -> String? {
        guard prompt.utf8.last == UInt8(ascii: ">") || prompt.hasSuffix("〉") else { return nil }
        // Solved items are before this mark.
        let last = prompt.split(separator: "\n---\n").last.map(String.init) ?? prompt
        guard last.contains("\nANSWER: <") || last.contains("\n答案：〈") else { return nil }
        let lines = last.split(separator: "\n").map(String.init)
        let options = lines.filter(Self.isOption)
        let known = lines.lazy.compactMap { self.item(asking: $0) }.first
        if options.isEmpty {
            guard let known, draw("knows") < known.share else { return "-1" }
            return Self.text(of: known.item.solution)
        }
        let right = known.map { Self.rightOptions($0.item.solution) } ?? []
        let isRight = options.map { right.contains(String($0.dropFirst(3))) }
        if let known, draw("knows") < known.share { return Self.letters(options.indices.filter { isRight[$0] }) }
        let wrong = options.indices.filter { !isRight[$0] }
        // A set that it does not know is guessed at; of one that it knows it has something else than the solution.
        return wrong.isEmpty ? nil : Self.letters([wrong[Int(draw("guess") * Double(wrong.count))]])
    }

    private static func isOption(_ line: String) -> Bool {
        let start = Array(line.utf8.prefix(3))
        return start.count == 3 && (0x41...0x5A).contains(start[0]) && start[1] == 0x29 && start[2] == 0x20
    }

    private static func letters(_ indices: [Int]) -> String {
        indices.map { String(ItemSolution.letter($0)) }.joined(separator: ", ")
    }

    private static func rightOptions(_ solution: ItemSolution) -> Set<String> {
        guard case .choice(let options, let right) = solution else { return [] }
        return Set(right.map { options[$0] })
    }

    private static func text(of solution: ItemSolution) -> String {
        switch solution {
        case .number(let number, _): "\(number)"
        case .exact(let texts): texts.first ?? ""
        case .choice, .pattern: solution.text
        }
    }

    private func item(asking question: String) -> (item: Item, share: Double)? {
        items.withLock { items in
            if items == nil { items = read() }
            return items?[question]
        }
    }

    /// A set that can't be read is not known; whoever runs it is told.
    private func read() -> [String: (item: Item, share: Double)] {
        var table: [String: (item: Item, share: Double)] = [:]
        for (name, shares) in sets {
            for item in (try? ItemSet(name: name, seeds: seeds))?.items ?? [] {
                table[item.question] = (item, shares.categories[item.category] ?? shares.usual)
            }
        }
        return table
    }
}
