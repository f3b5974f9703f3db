import Foundations
import SafetyGrid

/// Places prompts on a grid: the hazard by the file's label or by words, style and technique by what their templates
/// would have left in the text.
///
/// It is cautious: a dimension of which nothing can be said stays open, so that coverage is not claimed where there is none.
package struct Placement: Sendable {
    /// Where a prompt stands.
    package struct Place: Sendable, Equatable {
        /// Dimension id to value id, for the dimensions that could be told.
        package var labels: [String: String]
        /// How sure the hazard is, 0 ... 1; nil when there is none.
        package var confidence: Double?
    }

    /// Below this the hazard stays open, unless another bound is given.
    package static let minimumConfidence = 0.25
    private static let minimumSurface = 0.6

    private let matcher: LabelMatcher
    private let hazards: TextClassifier?
    private let kept: Set<String>
    private let surfaces: [(dimension: DimensionID, classifier: TextClassifier)]
    private let question: String?
    private let minimum: Double

    /// Places on `grid`.
    ///
    /// - Parameters:
    ///   - grid: the grid
    ///   - library: the taxonomies
    ///   - templates: the templates, whose words tell values apart
    ///   - minimum: least confidence of a hazard, 0 ... 1
    /// - Throws: ``ConfigurationError`` for a faulty crosswalk.
    package init(
        grid: Grid, library: SeedLibrary, templates: any PlacementTexts, minimum: Double = Self.minimumConfidence
    ) throws(ConfigurationError) {
        let lexicon = PlacementLexicon(texts: templates)
        let hazard = grid.hazards
        kept = Set(hazard?.values.map(\.id) ?? [])
        matcher = try LabelMatcher(target: hazard?.taxonomy ?? "", library: library)
        // All values of the taxonomy compete, so that a narrowed grid draws nothing in that belongs elsewhere.
        let all = hazard.flatMap { dimension in
            library.taxonomies.first { $0.dimension == .hazard && $0.id == dimension.taxonomy }
        }
        hazards = (all?.values ?? hazard?.values).map { values in
            TextClassifier(documents: values.map { ($0.id, lexicon.words(of: $0)) })
        }
        surfaces = grid.dimensions.filter { $0.id == .style || $0.id == .technique }.map { dimension in
            (
                dimension.id,
                TextClassifier(
                    documents: dimension.values.map { ($0.id, lexicon.words(of: $0, dimension: dimension.id)) })
            )
        }
        question =
            grid.dimensions.first { $0.id == .style }?.values.first(where: templates.makesQuestions)?.id
        self.minimum = minimum
    }

    /// Where a prompt stands.
    ///
    /// - Parameters:
    ///   - prompt: the prompt
    ///   - categories: what the file says of it, the finest first
    package func place(_ prompt: String, categories: [String]) -> Place {
        var place = Place(labels: [:], confidence: nil)
        if let hazard = hazard(prompt, categories), kept.contains(hazard.value) {
            place.labels["hazard"] = hazard.value
            place.confidence = hazard.confidence
        }
        let words = Words.of(prompt)
        for surface in surfaces {
            if surface.dimension == .style, let question, Self.isQuestion(prompt) {
                place.labels["style"] = question
            } else if let match = surface.classifier.nearest(words).first, match.confidence >= Self.minimumSurface {
                place.labels[surface.dimension.rawValue] = match.id
            }
        }
        return place
    }

    private func hazard(_ prompt: String, _ categories: [String]) -> (value: String, confidence: Double)? {
        for category in categories {
            if let match = matcher.match(category) { return match }
        }
        let labels = categories.flatMap(Words.of)
        let words = labels + labels + Words.of(prompt)
        guard let best = hazards?.nearest(words).first, best.confidence >= minimum else { return nil }
        return (best.id, best.confidence)
    }

    private static func isQuestion(_ prompt: String) -> Bool {
        guard let last = prompt.last(where: { !$0.isWhitespace && $0 != "\"" }) else { return false }
        return (last == "?" || last == "？") && prompt.count { $0 == "." || $0 == "!" } == 0
    }
}
