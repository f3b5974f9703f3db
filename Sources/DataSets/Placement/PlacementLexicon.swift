import Foundations
import SafetyGrid

/// The words by which values of dimensions are known: definitions, asks, frames and styles of the seeds.
struct PlacementLexicon {
    let texts: any PlacementTexts

    /// The words of a hazard: title and definition without what it excludes, and its own asks.
    func words(of hazard: DimensionValue) -> [String] {
        let title = [hazard.title, hazard.topic ?? ""]
        return (title + title + title + [hazard.inclusiveDefinition] + texts.askTexts(of: hazard)).flatMap(Words.of)
    }

    /// The words of a value of another dimension: what its templates put into a text; none when it has none.
    func words(of value: DimensionValue, dimension: DimensionID) -> [String] {
        texts.texts(of: value, in: dimension).flatMap(Words.of)
    }
}
