import Foundations
import Records

/// How items are put to a target.
package struct ItemSettings: Sendable, Equatable {
    /// Solved items that are shown before the question, 0 or more.
    package let shots: Int
    /// Whether the target is told to think before it responds.
    package let isChainOfThought: Bool
    /// Seed of the orders of options, and of the choice of solved items.
    package let seed: UInt64

    package init(shots: Int = 0, isChainOfThought: Bool = false, seed: UInt64) {
        self.shots = shots
        self.isChainOfThought = isChainOfThought
        self.seed = seed
    }
}

/// Writes the prompts of a set's items: the question, its options in an order of the seed, and how to respond.
struct ItemPrompts: Sendable {
    private let items: [Item]
    private let words: ItemWords
    private let settings: ItemSettings

    init(_ items: [Item], language: String, settings: ItemSettings) {
        self.items = items
        words = ItemWords(language: language)
        self.settings = settings
    }

    /// The prompt of an item, and the item as it is shown: a function of the item, the set and the seed.
    func prompt(of item: Item) -> (text: String, shown: ShownItem) {
        let shown = shown(item)
        var parts = solved(before: item).map { other in
            let shown = self.shown(other)
            return question(other, shown) + "\n\n" + words.answer(solutionText(shown.solution))
        }
        let how = settings.isChainOfThought ? words.thinking : words.plain
        parts.append(question(item, shown) + "\n\n" + how(words.form(of: item.solution)))
        return (parts.joined(separator: "\n\n---\n\n"), shown)
    }

    private func shown(_ item: Item) -> ShownItem {
        guard case .choice(let options, let right) = item.solution else {
            return ShownItem(id: item.id, solution: item.solution)
        }
        var random = SeededRandom(seed: settings.seed, "options", item.id)
        let order = Array(options.indices).shuffled(using: &random)
        return ShownItem(
            id: item.id,
            solution: .choice(
                options: order.map { options[$0] }, right: order.indices.filter { right.contains(order[$0]) }))
    }

    /// Other items with the same kind of solution, of the same category first.
    private func solved(before item: Item) -> [Item] {
        guard settings.shots > 0 else { return [] }
        var random = SeededRandom(seed: settings.seed, "shots", item.id)
        let others = items.filter { $0.id != item.id && $0.solution.isShown && item.solution.isLike($0.solution) }
            .shuffled(using: &random)
        let (own, foreign) = (
            others.filter { $0.category == item.category }, others.filter { $0.category != item.category }
        )
        return Array((own + foreign).prefix(settings.shots))
    }

    private func question(_ item: Item, _ shown: ShownItem) -> String {
        guard case .choice(let options, _) = shown.solution else { return item.question }
        let lines = options.enumerated().map { "\(ItemSolution.letter($0))) \($1)" }
        return item.question + "\n\n" + lines.joined(separator: "\n")
    }

    private func solutionText(_ solution: ItemSolution) -> String {
        switch solution {
        case .choice: solution.text
        case .number(let number, _): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .exact(let texts): texts.first ?? ""
        case .pattern: ""
        }
    }
}

extension ItemSolution {
    /// Whether a solved item can show it: a pattern says no solution.
    fileprivate var isShown: Bool { if case .pattern = self { false } else { true } }

    fileprivate func isLike(_ other: ItemSolution) -> Bool {
        switch (self, other) {
        case (.choice, .choice), (.number, .number): true
        case (.exact, .exact), (.exact, .pattern), (.pattern, .exact), (.pattern, .pattern): true
        default: false
        }
    }
}

/// The words in which a target is told how to respond.
struct ItemWords: Sendable {
    private let isChinese: Bool

    /// The words of a language: Chinese for `zh`, English for any other.
    init(language: String) { isChinese = language == "zh" || language.hasPrefix("zh-") }

    /// What stands in place of the solution.
    func form(of solution: ItemSolution) -> String {
        switch solution {
        case .choice(_, let right) where right.count > 1:
            isChinese ? "正确选项的字母（可多选，用逗号分隔）" : "the letters of all right options, with commas"
        case .choice: isChinese ? "正确选项的字母" : "the letter of the right option"
        case .number: isChinese ? "数字" : "the number"
        case .exact, .pattern: isChinese ? "答案" : "the solution"
        }
    }

    /// Only the solution.
    func plain(_ form: String) -> String {
        isChinese ? "请只回答一行：\n答案：〈\(form)〉" : "Respond with one line only:\nANSWER: <\(form)>"
    }

    /// Thoughts, then the solution.
    func thinking(_ form: String) -> String {
        isChinese
            ? "请先逐步思考，最后一行写：\n答案：〈\(form)〉" : "Think step by step first. End with this line:\nANSWER: <\(form)>"
    }

    /// A solved item's last line.
    func answer(_ solution: String) -> String { isChinese ? "答案：\(solution)" : "ANSWER: \(solution)" }
}
