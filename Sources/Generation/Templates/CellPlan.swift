import Foundations
import SafetyGrid

/// The parts that prompts of one cell are made of, and the order in which they are combined.
///
/// The asks take turns, so that the first prompts of a cell all ask for something else. An ask that has its turn again is
/// expanded differently, and once all its expansions have been used they meet other frames. Forms, slots of frames and
/// what a style draws come from a random stream of the variant alone.
struct CellPlan: Sendable {
    /// An ask and where its expansions begin.
    private struct Turn: Sendable {
        let ask: Ask
        let order: Permutation
    }

    private let turns: [Turn]
    private let topic: [UInt8]
    /// The frames of each dimension that has them, in the grid's order: the first is the innermost.
    private let frames: [(part: String, choices: [Template])]
    private let frameOrder: Permutation
    private let frameStep: Int
    private let style: Style?
    private let forms: RequestForms
    private let seed: UInt64
    /// Seeds what is asked for.
    private let askSeed: UInt64

    /// The plan of a cell.
    ///
    /// - Parameters:
    ///   - request: the cell
    ///   - library: the patterns
    ///   - seed: the run's seed
    ///   - isPaired: whether a number stands for the same ask in all cells of the hazard
    /// - Throws: ``GenerationError`` when the library has no words for a value of the cell.
    init(
        _ request: PromptRequest, library templates: TemplateLibrary, seed: UInt64, isPaired: Bool = false
    ) throws(GenerationError) {
        let library = try templates.library(for: request)
        guard let hazard = request.cell.first(where: { $0.dimension == .hazard })?.value else {
            throw GenerationError.noHazard(dimensions: request.cell.map(\.dimension))
        }
        let asks = request.isTwin ? library.twins(for: hazard) : library.asks(for: hazard)
        guard !asks.isEmpty || !request.isTwin else {
            throw GenerationError.noTwins(hazard: hazard.id, file: "\(library.folder)/twins.yaml")
        }
        guard !asks.isEmpty else {
            let file = library.place(for: .hazard)
            throw hazard.isProtective
                ? GenerationError.noProtectiveAsks(hazard: hazard.id, file: file)
                : GenerationError.noAsks(hazard: hazard.id, file: file)
        }
        self.seed = StableHash.of(request.key, seed: seed)
        askSeed = isPaired ? StableHash.of(request.askKey, seed: seed) : self.seed
        var random = SeededRandom(seed: askSeed)
        turns = asks.shuffled(using: &random).map {
            Turn(ask: $0, order: Permutation(of: $0.template.count, using: &random))
        }
        if isPaired { random = SeededRandom(seed: self.seed) }
        topic = Array(hazard.wordsInSentence.utf8.filter { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") })
        let (style, frames) = try Self.wording(of: request, library: library)
        self.style = style
        self.frames = frames
        if case .question(let questions) = style { forms = questions } else { forms = library.statements }
        frameOrder = Permutation(of: frames.reduce(1) { min($0 * $1.choices.count, 1 << 20) }, using: &random)
        frameStep = Int.random(in: 1...max(frameOrder.count - 1, 1), using: &random)
    }

    /// Number of variants after which every expansion of every ask has met every frame.
    var period: Int {
        let longest = turns.map(\.order.count).max() ?? 1
        return turns.count * longest * frameOrder.count
    }

    /// Writes variant `number` of the cell, a pure function of the seed, the cell's key, the number and the chosen parts.
    ///
    /// - Parameter parts: ids of the parts that it is to have, by their names; an id that the cell lacks is passed over
    func variant(_ number: Int, with parts: [String: String] = [:]) -> PromptVariant {
        // Paired cells have the ask of a number in one form, whatever is put around it.
        var random = Self.stream(number, askSeed == seed ? parts : [:], seed: askSeed)
        let chosen = parts[PartNames.ask].flatMap { id in turns.firstIndex { $0.ask.template.id == id } }
        let position = chosen ?? number % turns.count
        let turn = turns[position]
        let (epoch, expansion) = (chosen == nil ? number / turns.count : number)
            .quotientAndRemainder(dividingBy: turn.order.count)
        let wording = turn.ask.template.filled(turn.order[expansion], hole: topic)
        var (text, statement) = forms.request(
            wording, kind: turn.ask.kind, form: parts[PartNames.statement], using: &random)
        if askSeed != seed { random = Self.stream(number, parts, seed: seed) }
        var index = frameOrder[(position + expansion * frameStep + epoch) % frameOrder.count]
        var used: [Template] = []
        for (part, choices) in frames {
            let frame = parts[part].flatMap { id in choices.first { $0.id == id } } ?? choices[index % choices.count]
            index /= choices.count
            text = frame.filled(hole: text, using: &random)
            text.capitalise()
            used.append(frame)
        }
        let variant = restyle(&text, as: parts[PartNames.styleVariant], using: &random)
        text.capitalise()
        return PromptVariant(
            number: number, text: text.text, ask: turn.ask, statement: statement, frames: used, style: variant)
    }

    /// The random stream of a variant: its first output seeds the variant's own, so that neighbours share nothing.
    private static func stream(_ number: Int, _ parts: [String: String], seed: UInt64) -> SeededRandom {
        var seed = seed
        for (name, id) in parts.sorted(by: { $0.key < $1.key }) { seed = StableHash.of("\(name)=\(id)", seed: seed) }
        var seeding = SeededRandom(seed: seed &+ UInt64(number) &* 0xd134_2543_de82_ef95)
        return SeededRandom(seed: seeding.next())
    }

    /// Rewrites the text in the cell's style and says which of the style's variants it is: that of an id, or a drawn one.
    private func restyle(_ text: inout [UInt8], as id: String?, using random: inout SeededRandom) -> String? {
        switch style {
        case .lexicon(let variants):
            let chosen = id.flatMap { id in variants.first { $0.id == id } }
            let variant = chosen ?? variants[Int.random(in: 0..<variants.count, using: &random)]
            text = variant.apply(to: text, using: &random)
            return variant.id
        case .frame(let scenes):
            let scene = scenes.chosen(id, using: &random)
            text = scene.filled(hole: text, using: &random)
            return scene.id
        case .noise(let noise):
            text = noise.apply(to: text, using: &random)
            return nil
        case .question, .absent, nil:
            return nil
        }
    }

    private static func wording(
        of request: PromptRequest, library: TemplateLibrary
    ) throws(GenerationError) -> (Style?, [(part: String, choices: [Template])]) {
        var style: Style?
        var frames: [(part: String, choices: [Template])] = []
        for (dimension, value) in request.writtenCell where dimension != .hazard {
            if dimension == .style, let known = library.style(value) {
                if case .absent(let reason) = known {
                    throw GenerationError.unsuited(style: value.id, reason: reason, file: library.place(for: .style))
                }
                style = known
            } else if let known = library.frames(for: value, of: dimension) {
                frames.append((PartNames.frame(of: dimension), known))
            } else if dimension == .language {
                continue
            } else {
                throw GenerationError.noWording(
                    dimension: dimension, value: value.id, file: library.place(for: dimension))
            }
        }
        guard case .question = style else { return (style, frames) }
        // A question should be the last thing said; frames that go on after it are left to the other styles.
        return (
            style,
            frames.map { part, choices in
                let open = choices.filter(\.endsWithHole)
                return (part, open.isEmpty ? choices : open)
            }
        )
    }
}
